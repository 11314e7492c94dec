"""Saved pages: one HTML file a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy.http import HtmlResponse

from newsspider.archives.files import DumpFile, digest_of, whole_content
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions
from newsspider.items import Reject, Source

# What browsers write into pages that they save: the Mark of the Web, the URL's length in parentheses.
_SAVED_FROM = re.compile(
    rb"<!--\s{0,9}saved from url=\(\d{1,5}\)\s{0,9}(https?://[^\s<>\"]{1,2048}?)\s{0,9}-->", re.I
)
_SAVED_FROM_WITHIN_BYTES = 4096


def read_html(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the file's one page; a file over the limit is a reject."""
    content = whole_content(dump, options.max_page_bytes)
    if content is None:
        reason = f"the page is larger than {options.max_page_bytes} bytes"
        yield Reject(path=dump.name, offset=0, code="too-large", reason=reason)
        return
    source = Source(kind="html", path=dump.name, offset=0, digest=digest_of(content))
    yield ArchivedPage(HtmlResponse(saved_from(content), body=content), source)


def saved_from(content: bytes) -> str:
    """Return the URL that a browser noted when it saved the page, else `""`.

    >>> saved_from(b"<!-- saved from url=(0021)https://example.org/a -->")
    'https://example.org/a'
    """
    found = _SAVED_FROM.search(content[:_SAVED_FROM_WITHIN_BYTES])
    return found[1].decode("utf-8", "replace") if found else ""
