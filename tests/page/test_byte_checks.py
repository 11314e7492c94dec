"""What is asked of a page's bytes is answered alike compiled and in Python."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.page import byte_checks

compiled = pytest.importorskip("newsspider.page._byte_checks", reason="not compiled here")
# Bytes at the borders of what UTF-8 allows, and runs of ASCII that eight bytes at a time are taken of.
PIECES = st.sampled_from(
    [bytes([byte]) for byte in b"\x00\x09\x1f a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff"]
    + ["é".encode(), "字".encode(), "😀".encode(), "\ufffe".encode(), "\uffff".encode(), "\ufffd".encode()]
    + [b"x" * 7, b"x" * 8]
)  # fmt: skip
BYTES = st.lists(PIECES, max_size=40).map(b"".join) | st.binary(max_size=200)


@given(BYTES)
def test_any_bytes(raw: bytes) -> None:
    assert compiled.is_utf8(raw) == byte_checks.is_utf8(raw)
    assert compiled.is_xml(raw) == byte_checks.is_xml(raw)
    assert byte_checks.is_xml(byte_checks.in_xml(raw))


TAGS = st.sampled_from([b"<", b"/", b"</", b"</html", b"</HtMl>", b"html", b"l", b"H", b"<div>"])


@given(st.lists(TAGS).map(b"".join))
def test_any_tags(raw: bytes) -> None:
    assert compiled.end_tag(raw) == byte_checks.end_tag(raw)


@given(st.text())
def test_any_text(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    assert compiled.is_utf8(raw) == byte_checks.is_utf8(raw)
    assert compiled.is_xml(raw) == byte_checks.is_xml(raw)
