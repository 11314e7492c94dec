"""Archives as values, for tests that read none."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from scrapy.settings import Settings

from newsspider.archives.requested import Requested
from newsspider.archives.types import ReadOptions
from newsspider.replaying.jobs import Archive, Chunk, FeedFormat
from newsspider.replaying.plan import Plan, make_plan
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.source_files import read_sources
from newsspider.replaying.worker import WorkerSetup

FAR = 10**9


def archive_of(file: Path, out: Path) -> Archive:
    """Return the archive that a replay of `file` into `out` makes of it."""
    (archive,) = planned([str(file)], out).archives
    return archive


def planned(
    sources: Sequence[str],
    out: Path,
    form: FeedFormat = "jsonl",
    known: Mapping[tuple[str, str], str] | None = None,
    options: ReadOptions | None = None,
) -> Plan:
    """Return the plan of a replay of `sources` into `out`."""
    found = read_sources(Requested(sources), out, options or ReadOptions())
    return make_plan(found, out, form, known or {})


def chunk_of(archive: Archive, number: int = 0, start: int = 0, stop: int = FAR) -> Chunk:
    """Return a chunk of it."""
    return Chunk(archive, number, start, stop, 100, stop - start)


def setup_of(out: Path) -> WorkerSetup:
    """Return what workers of this process need to replay into `out`."""
    work_root(out).mkdir(parents=True, exist_ok=True)
    lock = os.open(work_root(out) / "lock", os.O_WRONLY | os.O_CREAT)
    return WorkerSetup(Settings({"LOG_INSTALL_ROOT_HANDLER": False}), {}, "jsonl", out, os.getpid(), lock)
