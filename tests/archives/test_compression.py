from __future__ import annotations

import gzip
import io

import pytest

from newsspider.archives.compression import Compression, MemberReader, WholeContent, compression_of
from tests.archives.builders import pack

PACKED: list[Compression] = ["gzip", "zstd", "xz", "bzip2"]
PARTS = [b"first " * 50_000, b"", b"second", b"third " * 3]


@pytest.mark.parametrize("compression", PACKED)
def test_members_are_read_one_after_the_other(compression: Compression) -> None:
    members = pack(PARTS, compression)
    reader = MemberReader(io.BytesIO(b"xx" + b"".join(members)), 2, compression)
    assert compression_of(members[0]) == compression
    assert reader.read(len(PARTS[0])) == PARTS[0]
    assert reader.rest_of_member(9) == b""
    assert reader.position == 2 + len(members[0])
    assert reader.read(8) == b"secondth"
    assert not reader.at_member_end
    assert reader.rest_of_member(9) == b"ird third"
    assert not reader.at_member_end
    assert reader.rest_of_member(99) == b" third "
    assert reader.at_member_end


@pytest.mark.parametrize("compression", PACKED)
def test_a_cut_and_junk_are_told(compression: Compression) -> None:
    (member,) = pack([PARTS[0]], compression)
    with pytest.raises(EOFError):
        MemberReader(io.BytesIO(member[:-3]), 0, compression).read(10**6)
    reader = MemberReader(io.BytesIO(member + b"junk and more"), 0, compression)
    assert reader.read(len(PARTS[0])) == PARTS[0]
    with pytest.raises(OSError, match=compression):
        reader.read(1)


@pytest.mark.parametrize("compression", PACKED)
def test_content_can_be_sought(compression: Compression) -> None:
    content = b"".join(PARTS)
    file = WholeContent(io.BytesIO(b"".join(pack(PARTS, compression))), compression)
    for offset in (0, 7, 299_999, 3, 300_010):
        assert file.seek(offset) == file.tell() == offset
        assert file.read(5) == content[offset : offset + 5]
    assert file.seek(10**9) == len(content)
    assert file.read() == b""


def test_a_wrong_checksum_is_damage() -> None:
    member = bytearray(gzip.compress(b"text"))
    member[-5] ^= 1
    reader = MemberReader(io.BytesIO(bytes(member)), 0, "gzip")
    with pytest.raises(OSError, match="gzip"):
        reader.read(5)


@pytest.mark.parametrize("head", [b"BZh9", b"BZhere is a text", b"\xfd7zXY\0"])
def test_what_only_looks_like_a_compression(head: bytes) -> None:
    assert compression_of(head) == ""
