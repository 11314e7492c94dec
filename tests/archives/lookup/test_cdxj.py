from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.formats import format_of
from newsspider.archives.lookup.cdxj import (
    Capture,
    header_line,
    is_cdxj,
    line_of,
    lookup_key,
    parsed_header,
    parsed_line,
)
from tests.archives.builders import dump_of, page, read_all

CAPTURE = Capture(
    "org,x)/a", "20240506070809", 'http://x.org/a?"b ', "text/html", 200, "sha1:A", "d/a.warc", 7, 99
)


def test_a_line_gives_back_its_capture() -> None:
    assert parsed_line(line_of(CAPTURE)) == CAPTURE
    assert line_of(CAPTURE).count(b"\n") == 1


@pytest.mark.parametrize(
    "line", [b"", b"a b c", b"org,x)/ 20240506070809 []", b'org,x)/ 1 {"url": "a"}', b"a 1 " + b"[" * 100_000]
)
def test_what_is_no_line_gives_nothing(line: bytes) -> None:
    assert parsed_line(line) is None


@given(st.binary())
def test_any_bytes_are_read_as_a_line_or_not(line: bytes) -> None:
    parsed_line(line)
    parsed_header(line)
    is_cdxj(line)


def test_a_header_gives_back_its_files() -> None:
    assert parsed_header(header_line({"ü.warc": (1, 2)})) == {"ü.warc": (1, 2)}
    assert parsed_header(b'!newsspider {"version": 2, "files": {}}') is None
    assert parsed_header(line_of(CAPTURE)) is None


def test_other_methods_than_get_have_keys_of_their_own() -> None:
    form = lookup_key("http://x.org/s?p=1", "POST", b"q=a", "application/x-www-form-urlencoded")
    assert form == "org,x)/s?__wb_method=post&p=1&q=a"
    keys = {lookup_key("http://x.org/s", "POST", body, "application/json") for body in (b"1", b"2", b"2" * 9999)}
    assert len(keys | {lookup_key("http://x.org/s"), lookup_key("http://x.org/s", "HEAD")}) == 5


def test_an_index_is_no_text_dump(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(0))
    (tmp_path / "index.cdxj").write_bytes(header_line({}) + line_of(CAPTURE))
    (tmp_path / "other.cdxj").write_bytes(line_of(CAPTURE))
    pages, rejects, skipped = read_all(tmp_path)
    assert (len(pages), rejects, skipped) == (1, [], ["index", "index"])
    known = format_of(dump_of(b" CDX N b a m s k r M S V g\ncom,example)/ 2024"))
    assert known is not None
    assert known.name == "cdxj"
