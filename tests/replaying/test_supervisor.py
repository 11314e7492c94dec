"""Workers that die are in tests/crawls/test_replay_faults.py; here is a run in which none does."""

from __future__ import annotations

import io
from pathlib import Path

from newsspider.archives.types import ReadOptions
from newsspider.replaying.job_queue import JobQueue
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.progress import Progress
from newsspider.replaying.run_folder import manifest_path, work_root
from newsspider.replaying.supervisor import Supervisor
from newsspider.replaying.workers import LocalWorkers
from tests.crawls.replays import write_warc
from tests.replaying.made import archive_of, setup_of


def test_every_archive_gets_its_row_and_what_cannot_be_read_its_reason(tmp_path: Path) -> None:
    out = tmp_path / "out"
    work_root(out).mkdir(parents=True)
    write_warc(tmp_path / "a.warc.gz", range(3))
    (tmp_path / "b.bin").write_bytes(b"\x00\x01")
    archives = [archive_of(tmp_path / name, out) for name in ("b.bin", "a.warc.gz")]
    manifest = Manifest(manifest_path(out))
    setup = setup_of(out)
    progress = Progress(io.StringIO(), 2, 100)
    supervisor = Supervisor(out, LocalWorkers(setup, 1), manifest, {"version": "1.0"}, progress)
    assert supervisor.run(JobQueue(archives, "key", 0, ReadOptions())) is None
    assert not supervisor.was_interrupted
    bad, good = (manifest.row(archive) or {} for archive in archives)
    assert (bad["failed"], bad["version"]) == ("not in a format that can be read", "1.0")
    assert (good["articles"], good["version"]) == (3, "1.0")
    assert [path for path in work_root(out).iterdir() if path.is_dir()] == [archives[0].work]  # to go on there
