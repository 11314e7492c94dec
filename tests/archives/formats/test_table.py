from __future__ import annotations

import pytest

from newsspider.archives.formats.table import FORMATS, format_of
from tests.archives.builders import page, record


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (record(0), "warc"),
        (b"WARC/0.18\r\n", "warc"),
        (b"#" * 8 + record(0)[8:], "warc"),
        (page(0), "html"),
        (b"The WARC/1.1 format", "text"),
        (b'{"url": "https://example.org/a"}', "json"),
        (b'[\n  {"text": "The ferry sails."}]', "json"),
        (b'["a"]', None),
        (b"\0\1\2", None),
    ],
)
def test_the_format_is_in_the_content(head: bytes, name: str | None) -> None:
    known = format_of(head)
    assert (known.name if known else None) == name


def test_names_are_unique() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)
