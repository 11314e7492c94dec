from __future__ import annotations

import gzip
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from newsspider.replaying.chunk_files import Checkpoint, ChunkFiles, part_path, read_checkpoint, write_checkpoint


def opened(folder: Path, *, gzipped: bool = False) -> ChunkFiles:
    return ChunkFiles.opened(folder, 0, 7, gzipped=gzipped)


@pytest.mark.parametrize("gzipped", [False, True])
def test_what_was_written_after_the_checkpoint_is_written_again(tmp_path: Path, gzipped: bool) -> None:
    for name, breaks in (("whole", False), ("broken", True)):
        folder = tmp_path / name
        folder.mkdir()
        files = opened(folder, gzipped=gzipped)
        assert files.resumed_from.position == 7
        files.feed.write(b"one\n")
        files.rejects.write(b"reject\n")
        files.memory.write(b"16 bytes of one")
        files.tally["articles"] += 1
        files.figures.site("example.org").articles += 1
        files.checkpoint(100)
        if breaks:
            files.feed.write(b"two, not to its e")
            files.memory.write(b"two")
            files.tally["articles"] += 1
            files.figures.site("example.org").articles += 1
            files.close()
            files = opened(folder, gzipped=gzipped)
            assert files.resumed_from.position == 100
            assert files.saved_memory() == b"16 bytes of one"
        files.feed.write(b"two\n")
        files.tally["articles"] += 1
        files.figures.site("example.org").articles += 1
        files.checkpoint(None, complete=True)
        files.close()
        with closing(opened(folder, gzipped=gzipped)) as done:
            assert done.resumed_from.complete
        assert files.tally["articles"] == files.figures.sites["example.org"].articles == 2
    whole, broken = (part_path(tmp_path / name, 0).read_bytes() for name in ("whole", "broken"))
    assert whole == broken
    assert (gzip.decompress(whole) if gzipped else whole) == b"one\ntwo\n"


def test_files_that_lost_what_was_promised_begin_anew(tmp_path: Path) -> None:
    files = opened(tmp_path)
    files.feed.write(b"one\n")
    files.checkpoint(100)
    files.close()
    part_path(tmp_path, 0).write_bytes(b"on")
    again = opened(tmp_path)
    assert (again.resumed_from.position, again.tally) == (7, {})
    again.checkpoint(8)
    again.close()
    assert part_path(tmp_path, 0).read_bytes() == b""


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "0.checkpoint"
    assert read_checkpoint(path) is None
    written = Checkpoint(512, 100, 20, 16, seconds=1.5, tally=Counter({"pages": 3, "dropped/not-article": 1}))
    write_checkpoint(path, written)
    assert read_checkpoint(path) == written
    assert isinstance((read_checkpoint(path) or written).tally, Counter)


def test_a_part_that_is_closed_before_a_checkpoint_is_whole(tmp_path: Path) -> None:
    # Else its gzip member is ended when it is collected, and tells that the file is closed (Python 3.12 and later).
    files = opened(tmp_path, gzipped=True)
    files.feed.write(b"one\n")
    files.close()
    assert gzip.decompress(part_path(tmp_path, 0).read_bytes()) == b"one\n"
