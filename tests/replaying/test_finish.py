from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from newsspider.replaying.chunk_files import ChunkFiles
from newsspider.replaying.finish import archive_rejects_path, done_path, feed_path, finish
from newsspider.replaying.jobs import Archive, FeedFormat, Finish
from tests.replaying.made import archive_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.html").write_text("<p>A")
    archive = archive_of(tmp_path / "a.html", tmp_path / "out")
    archive.work.mkdir(parents=True)
    return archive


def write_chunk(archive: Archive, number: int, lines: list[bytes], gzipped: bool) -> None:
    files = ChunkFiles.opened(archive.work, number, 0, gzipped=gzipped)
    for line in lines:
        files.feed.write(line)
        files.tally["articles"] += 1
    files.rejects.write(b"reject %d\n" % number)
    files.tally["rejected/damaged"] += 1
    files.tally["cut-short"] += number
    files.tally["ends-damaged"] += number
    files.checkpoint(None, complete=True)
    files.close()


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz"])
def test_chunks_are_joined_in_their_order_and_doing_it_again_changes_nothing(
    archive: Archive, form: FeedFormat
) -> None:
    gzipped = form == "jsonl.gz"
    write_chunk(archive, 1, [b"three\n"], gzipped)
    write_chunk(archive, 0, [b"one\n", b"two\n"], gzipped)
    row = finish(Finish(archive, 2), form)
    feed = feed_path(archive).read_bytes()
    assert (gzip.decompress(feed) if gzipped else feed) == b"one\ntwo\nthree\n"
    assert archive_rejects_path(archive.work).read_bytes() == b"reject 0\nreject 1\n"
    assert (row["articles"], row["rejected"], row["dropped"]) == (3, {"damaged": 2}, {})
    assert row["cutShort"]
    assert row["endsDamaged"]
    assert row["digest"] == f"sha256:{hashlib.sha256(b'<p>A').hexdigest()}"
    assert finish(Finish(archive, 2), form) == row
    assert feed_path(archive).read_bytes() == feed


def test_a_break_between_the_note_and_the_name_is_made_good(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_chunk(archive, 0, [b"one\n"], gzipped=False)
    with monkeypatch.context() as patch:
        patch.setattr("newsspider.replaying.finish._put", lambda *_: (_ for _ in ()).throw(OSError("broken off")))
        with pytest.raises(OSError, match="broken off"):
            finish(Finish(archive, 1), "jsonl")
    assert done_path(archive).exists()
    assert not feed_path(archive).exists()
    assert finish(Finish(archive, 1), "jsonl")["articles"] == 1
    assert feed_path(archive).read_bytes() == b"one\n"


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz"])
def test_a_feed_without_articles_is_a_sound_file(archive: Archive, form: FeedFormat) -> None:
    write_chunk(archive, 0, [], gzipped=form == "jsonl.gz")
    finish(Finish(archive, 1), form)
    feed = feed_path(archive).read_bytes()
    assert (gzip.decompress(feed) if form == "jsonl.gz" else feed) == b""
    assert bool(feed) == (form == "jsonl.gz")
