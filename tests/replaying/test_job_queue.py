from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from newsspider.archives.types import ReadOptions
from newsspider.replaying.finish import done_path
from newsspider.replaying.job_queue import MAX_DEATHS, JobQueue
from newsspider.replaying.jobs import Archive, Chunk, Finish, Job
from tests.archives.builders import http, record
from tests.replaying.made import archive_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.warc").write_bytes(b"".join(record(n) for n in range(40)))
    return archive_of(tmp_path / "a.warc", tmp_path / "out")


def jobs(queue: JobQueue) -> list[Job]:
    return list(itertools.takewhile(bool, iter(queue.next_job, None)))


def test_chunks_then_the_end(archive: Archive) -> None:
    queue = JobQueue([archive], "key", 5000, ReadOptions())
    chunks = [job for job in jobs(queue) if isinstance(job, Chunk)]
    assert len(chunks) > 2
    assert sum(chunk.size_bytes for chunk in chunks) == pytest.approx(archive.size_bytes, abs=len(chunks))
    ends = [chunk.start for chunk in chunks[1:]]
    for chunk, reached in reversed(list(zip(chunks, [*ends, None], strict=True))):
        assert queue.next_job() is None
        queue.chunk_done(chunk, reached)
    assert queue.next_job() == Finish(archive, len(chunks))
    assert JobQueue([archive], "key", 0, ReadOptions()).next_job() == Chunk(
        archive, 0, 0, chunks[-1].stop, archive.size_bytes, archive.size_bytes
    )


def test_an_archive_that_was_cut_within_a_record_is_read_whole(tmp_path: Path) -> None:
    inner = b"".join(record(n) for n in range(20))
    (tmp_path / "a.warc").write_bytes(record(0) + record(1, http(inner)) + record(2))
    archive = archive_of(tmp_path / "a.warc", tmp_path / "out")
    queue = JobQueue([archive], "key", len(inner) // 2, ReadOptions())
    first, second = jobs(queue)
    assert isinstance(first, Chunk)
    assert isinstance(second, Chunk)
    (archive.work / "0.part").write_bytes(b"a part of a chunk that is none")
    queue.chunk_done(second, None)
    queue.chunk_done(first, second.start + 1000)
    (whole,) = jobs(queue)
    assert isinstance(whole, Chunk)
    assert (whole.start, whole.positions) == (0, archive.size_bytes)
    assert not (archive.work / "0.part").exists()
    assert len(jobs(JobQueue([archive], "key", len(inner) // 2, ReadOptions()))) == 1  # that is not forgotten
    queue.chunk_done(whole, None)
    assert queue.next_job() == Finish(archive, 1)


def test_work_of_another_key_or_on_what_has_changed_since_is_thrown_away(archive: Archive) -> None:
    JobQueue([archive], "key", 5000, ReadOptions()).next_job()
    part = archive.work / "0.part"
    part.write_bytes(b"one\n")
    JobQueue([archive], "key", 5000, ReadOptions()).next_job()
    assert part.exists()
    JobQueue([archive], "other key", 5000, ReadOptions()).next_job()
    assert not part.exists()


def test_what_only_lacks_its_name_is_not_read_again(archive: Archive) -> None:
    queue = JobQueue([archive], "key", 0, ReadOptions())
    assert isinstance(queue.next_job(), Chunk)
    done_path(archive).write_text("[]")
    assert jobs(JobQueue([archive], "key", 0, ReadOptions())) == [Finish(archive, 1)]


def test_a_job_is_taken_up_again_twice(archive: Archive) -> None:
    queue = JobQueue([archive], "key", 5000, ReadOptions())
    job = queue.next_job()
    assert job is not None
    for _ in range(MAX_DEATHS - 1):
        queue.worker_died(job, "was killed")
        assert queue.next_job() == job
    queue.worker_died(job, "was killed")
    assert queue.failed == {archive: f"{MAX_DEATHS} workers died while reading it; the last one was killed"}
    assert queue.next_job() is None
    assert isinstance(job, Chunk)
    queue.chunk_done(job, None)  # by another worker, too late
    assert queue.next_job() is None


def test_what_cannot_be_read_fails_and_the_next_is_taken(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(b"\x00\x01")
    bad = archive_of(tmp_path / "b.bin", tmp_path / "out")
    queue = JobQueue([bad, archive], "key", 0, ReadOptions())
    job = queue.next_job()
    assert job is not None
    assert job.archive == archive
    assert queue.failed == {bad: "not in a format that can be read"}


def chunks_of(archive: Archive, chunk_bytes: int) -> list[Chunk]:
    return [job for job in jobs(JobQueue([archive], "key", chunk_bytes, ReadOptions())) if isinstance(job, Chunk)]


@pytest.mark.parametrize(("files", "least", "most"), [(33, 1, 32), (33 * 50, 18, 51)])
def test_a_list_is_cut_by_its_files(tmp_path: Path, files: int, least: int, most: int) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(files):
        (tmp_path / "pages" / f"{number}.html").write_text("<p>A")
    chunks = chunks_of(archive_of(tmp_path / "pages", tmp_path / "out"), 1000)
    assert [chunk.start for chunk in chunks[1:]] == [chunk.stop for chunk in chunks[:-1]]
    sizes = [chunk.positions or 0 for chunk in chunks]
    assert (min(sizes), max(sizes), sum(sizes)) == (least, most, files)


def test_an_archive_is_cut_into_more_chunks_than_there_are_workers_but_not_into_crumbs(tmp_path: Path) -> None:
    body = http(b"<p>" + b"a" * 100_000)
    (tmp_path / "a.warc").write_bytes(b"".join(record(n, body) for n in range(480)))  # 48 MB
    archive = archive_of(tmp_path / "a.warc", tmp_path / "out")
    assert len(chunks_of(archive, 8 << 20)) == 32
    (tmp_path / "b.warc").write_bytes(b"".join(record(n, body) for n in range(43)))  # 4.3 MB
    assert len(chunks_of(archive_of(tmp_path / "b.warc", tmp_path / "out"), 8 << 20)) == 4
    assert len(chunks_of(archive_of(tmp_path / "b.warc", tmp_path / "other"), 0)) == 1
