from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.replaying.durable import AppendFile, TruncatedFileError, sync_folder, write_atomically


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"one")
    (tmp_path / "a.new").write_bytes(b"what a kill left of the next, and longer")
    write_atomically(path, b"two")
    sync_folder(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"two"


def test_what_came_after_the_last_sync_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a"
    file = AppendFile(path, 0)
    file.write(b"sound")
    length = file.sync()
    file.write(b" and half a l")
    file.close()
    again = AppendFile(path, length)
    again.write(b"!")
    assert again.sync() == 6
    again.close()
    assert path.read_bytes() == b"sound!"


def test_nothing_written_makes_no_file(tmp_path: Path) -> None:
    file = AppendFile(tmp_path / "a", 0)
    assert file.sync() == 0
    file.close()
    assert not list(tmp_path.iterdir())


def test_a_file_that_lost_bytes_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"four")
    with pytest.raises(TruncatedFileError):
        AppendFile(tmp_path / "a", 5)
