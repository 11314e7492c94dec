from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.compression import MemberReader, read_lines


def lines(content: bytes, max_bytes: int = 100) -> list[tuple[int, bytes | None]]:
    return list(read_lines(MemberReader(io.BytesIO(content), 0, ""), max_bytes))


def test_lines_with_their_places() -> None:
    assert lines(b"a\n\nbc\r\nd") == [(0, b"a"), (2, b""), (3, b"bc\r"), (7, b"d")]
    assert lines(b"") == []


def test_a_line_that_is_too_long_is_not_held() -> None:
    assert lines(b"a\n" + b"x" * 200_000 + b"\nb\n" + b"y" * 101) == [
        (0, b"a"),
        (2, None),
        (200_003, b"b"),
        (200_005, None),
    ]


@given(st.lists(st.binary(max_size=20)))
def test_all_bytes_are_there(parts: list[bytes]) -> None:
    content = b"\n".join(parts)
    found = lines(content, 10_000)
    assert b"\n".join(line or b"" for _, line in found) == content.removesuffix(b"\n")
    assert all(content[offset:].startswith(line or b"") for offset, line in found)
