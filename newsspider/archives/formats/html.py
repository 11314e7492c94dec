"""Saved HTML pages, one per file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from scrapy.http import HtmlResponse

from newsspider.archives.files import DumpFile, digest_of, whole_content
from newsspider.archives.sniff import is_html
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions
from newsspider.items import Reject, Source

# The Mark of the Web, which browsers write into saved pages; the URL's length is in parentheses.
_SAVED_FROM = re.compile(
    rb"<!--\s{0,9}saved from url=\(\d{1,5}\)\s{0,9}(https?://[^\s<>\"]{1,2048}?)\s{0,9}-->", re.I
)
# SingleFile's header, with the date in JavaScript's form; https://github.com/gildas-lormeau/SingleFile.
_SINGLE_FILE = re.compile(
    rb"<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(https?://[^\s<>\"]{1,2048})\s{1,9}"
    rb"(?:saved date:\s{0,9}[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4}))?"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SAVED_WITHIN_BYTES = 4096


def read_html(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the file's one page; a file over the limit is a reject."""
    content = whole_content(dump, options.max_page_bytes)
    if content is None:
        reason = f"the page is larger than {options.max_page_bytes} bytes"
        yield Reject(path=dump.name, offset=0, code="too-large", reason=reason)
        return
    source = Source(kind="html", path=dump.name, offset=0, digest=digest_of(content))
    yield ArchivedPage(HtmlResponse(saved_from(content), body=content), source, saved_at(content))


def saved_from(content: bytes) -> str:
    """Return the URL that a browser or SingleFile wrote into the saved page, else `""`.

    >>> saved_from(b"<!-- saved from url=(0021)https://example.org/a -->")
    'https://example.org/a'
    """
    head = content[:_SAVED_WITHIN_BYTES]
    found = _SAVED_FROM.search(head) or _SINGLE_FILE.search(head)
    return found[1].decode("utf-8", "replace") if found else ""


def saved_at(content: bytes) -> datetime | None:
    """Return when SingleFile saved the page, from its comment; None if it did not.

    >>> saved_at(b"<!--\\n Page saved with SingleFile \\n url: https://example.org/a \\n"
    ...     b" saved date: Mon May 06 2024 09:08:09 GMT+0200 (CEST)\\n-->").isoformat()
    '2024-05-06T09:08:09+02:00'
    """
    found = _SINGLE_FILE.search(content[:_SAVED_WITHIN_BYTES])
    if not found or not found[2]:
        return None
    month, day, year, time, zone = (part.decode() for part in found.groups()[1:])
    try:
        return datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{time}{zone}")
    except ValueError:
        return None


FORMAT = Format(
    name="html",
    evidence=Evidence.SYNTAX,
    matches=lambda dump: is_html(dump.head),
    read=read_html,
)
