"""The one table of formats: how each is known by its content, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsspider.archives.files import DumpFile
from newsspider.archives.formats.html import read_html
from newsspider.archives.formats.json import read_json
from newsspider.archives.formats.mhtml import is_mhtml, read_mhtml
from newsspider.archives.formats.parquet import is_parquet, read_parquet
from newsspider.archives.formats.text import read_text
from newsspider.archives.formats.warc import is_warc, read_warc
from newsspider.archives.lookup.cdxj import is_cdxj, read_index
from newsspider.archives.sniff import is_html, is_json, is_text
from newsspider.archives.types import Reader
from newsspider.archives.warc.recovery import with_records


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of dump; `matches` looks at the first bytes of a file's decompressed content."""

    name: str
    matches: Callable[[bytes], bool]
    read: Reader


# The first that matches reads. WARC holds WET too: the records say which they are.
WARC = Format("warc", is_warc, read_warc)
FORMATS = (
    WARC,
    Format("parquet", is_parquet, read_parquet),
    Format("mhtml", is_mhtml, read_mhtml),
    Format("html", is_html, read_html),
    Format("cdxj", is_cdxj, read_index),
    Format("json", is_json, read_json),
    Format("text", is_text, read_text),
)


def recognized(dump: DumpFile) -> tuple[DumpFile, Format] | None:
    """Return the file and its format; None if no format can read it.

    A file that begins with none is still a WARC if a record is found a little further on.
    """
    if known := format_of(dump.head):
        return dump, known
    salvaged = with_records(dump)
    return (salvaged, WARC) if salvaged else None


def format_of(head: bytes) -> Format | None:
    """Return the format of a file that begins with `head`; None if no format does.

    >>> format_of(b"<!DOCTYPE html><p>Hi").name, format_of(b"PK\\x03\\x04\\x00")
    ('html', None)
    """
    return next((known for known in FORMATS if known.matches(head)), None)
