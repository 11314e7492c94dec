from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsspider.archives.files import HEAD_BYTES, FilePart, look_at, look_into, whole_content


def test_the_head_is_decompressed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(b"head " * 5000))
    dump = look_at(tmp_path / "a", "sub/a")
    assert (dump.name, dump.compression) == ("sub/a", "gzip")
    assert dump.head == (b"head " * 5000)[:HEAD_BYTES]
    assert dump.size_bytes == (tmp_path / "a").stat().st_size


def test_the_head_is_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(bytes(range(256)) * 2)[:-60])
    assert look_at(tmp_path / "a", "a").head.startswith(b"\0\1\2")


def test_the_content_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(b"x" * 1000))
    dump = look_at(tmp_path / "a", "a")
    assert whole_content(dump, 1000) == b"x" * 1000
    assert whole_content(dump, 999) is None


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_no_limit_is_a_limit_like_others(tmp_path: Path, packed: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a").write_bytes(packed(b"x" * 1000))
    assert whole_content(look_at(tmp_path / "a", "a"), sys.maxsize) == b"x" * 1000


def test_offsets_in_a_solid_file_are_those_of_its_one_member(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(b"0123456789"))
    dump = look_at(tmp_path / "a", "a")
    assert dump.offset_of(7) == 7
    solid = dump.as_solid()
    assert solid.offset_of(7) == 0
    with solid.open() as file:
        file.seek(7)
        assert file.read(2) == b"78"


def test_a_part_of_a_file_is_a_file() -> None:
    part = FilePart(io.BytesIO(b"0123456789"), 3, 4)
    assert (part.read(2), part.tell(), part.read(9), part.read(1)) == (b"34", 2, b"56", b"")
    assert (part.seek(1), part.read(), part.seek(99)) == (1, b"456", 4)
    with pytest.raises(io.UnsupportedOperation):
        part.seek(0, io.SEEK_END)


def test_what_is_opened_need_not_lie_on_disk() -> None:
    dump = look_into(lambda: io.BytesIO(b"<p>Hi"), "a.zip/b", 5)
    assert (dump.name, dump.head) == ("a.zip/b", b"<p>Hi")
