"""Chunks and feeds as workers share them: in a folder, or at a URL."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives.remote_path import RemotePath
from newsspider.errors import RemoteError
from newsspider.replaying.chunk_files import (
    Checkpoint,
    checkpoint_path,
    part_path,
    read_checkpoint,
    write_checkpoint,
)
from newsspider.replaying.finish import archive_figures_path, archive_rejects_path, feed_path
from newsspider.replaying.jobs import Archive, Chunk, Finish
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.shared_work import SharedWork, SharedWorkError
from tests.crawls.replays import write_warc
from tests.replaying.made import archive_of, chunk_of

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    write_warc(tmp_path / "a.warc.gz", range(2))
    found = archive_of(tmp_path / "a.warc.gz", tmp_path / "out")
    found.work.mkdir(parents=True)
    return found


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    for name in system.ls("/", detail=False):
        system.rm(name, recursive=True)


def shared_by(tmp_path: Path, worker: str, key: str = "key") -> SharedWork:
    return SharedWork(work_root(tmp_path / "out"), key, tmp_path / worker / "out")


def write_chunk(chunk: Chunk, text: bytes = b"{}\n", *, complete: bool = True) -> Checkpoint:
    """Write the files of a chunk as a worker does."""
    chunk.archive.work.mkdir(parents=True, exist_ok=True)
    part_path(chunk.archive.work, chunk.number).write_bytes(text)
    part_path(chunk.archive.work, chunk.number, "duplicates").write_bytes(b"same\n")
    written = Checkpoint(70, len(text), duplicates_bytes=5, complete=complete, tally=Counter(pages=2))
    write_checkpoint(checkpoint_path(chunk.archive.work, chunk.number), written)
    return written


def test_what_one_worker_did_another_knows_and_joins(tmp_path: Path, archive: Archive) -> None:
    one, other = (shared_by(tmp_path, name) for name in ("one", "other"))
    for number, stop in enumerate((50, sys.maxsize)):
        chunk = one.taken(chunk_of(archive, number, 50 * number, stop))
        assert isinstance(chunk, Chunk)
        assert one.done(chunk) is None
        write_chunk(chunk, f"{number}\n".encode())
        one.put_chunk(chunk)
        assert not chunk.archive.work.exists()
        done = other.done(chunk)
        assert done is not None
        assert (done.tally, done.reached, done.was_done) == (Counter(pages=2), 70, True)
    finish = other.taken(Finish(archive, 2))
    assert isinstance(finish, Finish)
    other.get_chunks(finish)
    work = finish.archive.work
    assert [part_path(work, number).read_bytes() for number in range(2)] == [b"0\n", b"1\n"]
    assert [part_path(work, number, "duplicates").read_bytes() for number in range(2)] == [b"same\n"] * 2
    assert not part_path(work, 0, "rejects").exists()


def test_another_worker_goes_on_with_what_one_has_begun(tmp_path: Path, archive: Archive) -> None:
    one, other = (shared_by(tmp_path, name) for name in ("one", "other"))
    chunk = one.taken(chunk_of(archive))
    assert isinstance(chunk, Chunk)
    one.get_begun(chunk)
    assert list(chunk.archive.work.iterdir()) == []
    written = write_chunk(chunk, complete=False)
    part_path(chunk.archive.work, 0).write_bytes(b"{}\nafter the checkpoint")
    one.put_begun(chunk)
    assert other.done(chunk) is None
    taken = other.taken(chunk_of(archive))
    assert isinstance(taken, Chunk)
    other.get_begun(taken)
    assert read_checkpoint(checkpoint_path(taken.archive.work, 0)) == written
    assert part_path(taken.archive.work, 0).read_bytes() == b"{}\n"
    assert part_path(taken.archive.work, 0, "duplicates").read_bytes() == b"same\n"


def test_a_chunk_put_twice_is_one_and_leaves_nothing_beside(tmp_path: Path, archive: Archive) -> None:
    for worker in ("one", "other"):
        shared = shared_by(tmp_path, worker)
        chunk = shared.taken(chunk_of(archive))
        assert isinstance(chunk, Chunk)
        write_chunk(chunk)
        shared.put_chunk(chunk)
    (file,) = archive.work.iterdir()
    assert file.name.endswith(".0.chunk")


@pytest.mark.parametrize("changed", ["key", "archive", "last"])
def test_what_was_made_otherwise_is_not_looked_at(tmp_path: Path, archive: Archive, changed: str) -> None:
    shared = shared_by(tmp_path, "one")
    chunk = shared.taken(chunk_of(archive, stop=50))
    assert isinstance(chunk, Chunk)
    write_chunk(chunk)
    shared.put_chunk(chunk)
    assert shared.done(chunk) is not None
    if changed == "key":
        shared = shared_by(tmp_path, "one", "other key")
    elif changed == "archive":
        chunk = replace(chunk, archive=replace(chunk.archive, state="changed"))
    else:  # the archive was cut otherwise
        chunk = replace(chunk, stop=sys.maxsize)
    assert shared.done(chunk) is None


def test_a_feed_gets_its_name_from_the_supervisor_alone(tmp_path: Path, archive: Archive) -> None:
    worker = shared_by(tmp_path, "one")
    done = worker.taken(Finish(archive, 1)).archive
    for path, text in ((feed_path(done), "feed"), (archive_figures_path(done.work), "figures")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    archive_rejects_path(archive.work).write_text("of an earlier run")
    worker.put_finished(done)
    assert not feed_path(done).exists()
    assert not feed_path(archive).exists()
    supervisor = SharedWork(work_root(tmp_path / "out"), "key")
    for _ in range(2):  # it may be repeated, as long as there is no row of it
        supervisor.take_finished(archive, None)
        worker_again = feed_path(archive).read_text()
        assert (worker_again, archive_figures_path(archive.work).read_text()) == ("feed", "figures")
        assert not archive_rejects_path(archive.work).exists()
        feed_path(done).write_text("feed")
        archive_figures_path(done.work).write_text("figures")
        worker.put_finished(done)


def test_all_is_at_a_url_too(tmp_path: Path, memory: Any, archive: Archive) -> None:
    url = RemotePath("memory://feeds")
    worker = SharedWork(url / "_run" / "work", "key", tmp_path / "one" / "out")
    chunk = worker.taken(chunk_of(archive, stop=sys.maxsize))
    assert isinstance(chunk, Chunk)
    write_chunk(chunk)
    worker.put_chunk(chunk)
    assert worker.done(chunk) is not None
    finish = worker.taken(Finish(archive, 1))
    assert isinstance(finish, Finish)
    worker.get_chunks(finish)
    feed_path(finish.archive).write_text("feed")
    archive_rejects_path(finish.archive.work).write_text("rejects")
    archive_figures_path(finish.archive.work).write_text("figures")
    worker.put_finished(finish.archive)
    remote = RemoteOut(url, tmp_path / "out")
    SharedWork(url / "_run" / "work", "key").take_finished(archive, remote)
    assert memory.cat(f"/feeds/{archive.feed}") == b"feed"
    assert memory.cat(f"/feeds/_run/work/{archive.work.name}.rejects") == b"rejects"
    assert archive_figures_path(archive.work).read_text() == "figures"
    assert not memory.exists(f"/feeds/_run/work/{archive.work.name}")


def test_what_a_worker_cannot_see_or_write_is_told_with_its_machine(tmp_path: Path, archive: Archive) -> None:
    shared = shared_by(tmp_path, "one")
    with pytest.raises(SharedWorkError, match=r"gone is not there on .*: all workers must share"):
        shared.taken(chunk_of(replace(archive, source=tmp_path / "gone")))
    chunk = shared.taken(chunk_of(archive))
    assert isinstance(chunk, Chunk)
    write_chunk(chunk)
    archive.work.rmdir()
    with pytest.raises(SharedWorkError, match=f"{archive.work.name}.*: No such file or directory, on "):
        shared.put_chunk(chunk)


def test_a_store_that_refuses_is_told(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: RemotePath, file: Path) -> None:  # noqa: ARG001
        raise RemoteError(path.url, "Access Denied")

    monkeypatch.setattr(RemotePath, "put", refuse)
    shared = SharedWork(RemotePath("memory://feeds"), "key", tmp_path / "one")
    chunk = shared.taken(chunk_of(archive))
    assert isinstance(chunk, Chunk)
    write_chunk(chunk)
    with pytest.raises(SharedWorkError, match=r"memory://feeds/.*: Access Denied, on "):
        shared.put_chunk(chunk)
