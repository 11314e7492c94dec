"""Plain text: pages of which only the text is left, one or many per file."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time

from newsspider.archives.files import HEAD_BYTES, DumpFile, digest_of, whole_content
from newsspider.archives.json_fields import time_of
from newsspider.archives.sniff import charset_of, has_words, is_text
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.errors import printable
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

logger = logging.getLogger(__name__)

# The first line of some dumps: "date 2021-03-12", before anything else.
_CAPTURE_DATE = re.compile(r"[\ufeff\s]{0,20}date[ \t]{1,9}(\d{4}-\d{2}-\d{2})(?!\d)")
# The same at the beginning of each of many pages: only the date, or the date and the weekday.
_DATE_LINE = re.compile(
    r"[\ufeff \t]{0,20}date[ \t]{1,9}\d{4}-\d{2}-\d{2}[ \t]{0,9}"
    r"(?:$|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
# "URL: https://example.org/storm" in dumps of many pages, at the beginning of each.
_ADDRESS_LINE = re.compile(
    rb"^[ \t]{0,9}([^\x00-\x40\[-`{-\x7f][^\x00-\x20:=]{0,39}[:=]?)[ \t]{0,9}(?<=[:= \t])https?://", re.MULTILINE
)
_HEADER_LINES = 3  # "Title: ", "Date: ", "URL: "
_ARC_BEGINNING = b"filedesc://"  # of an ARC: if it is read as text, it is damaged
# A longer line is part of a text.
_MAX_SEPARATOR_BYTES = 4096
# Looked at only to see whether it holds many pages; longer first pages are rare.
_SECOND_PAGE_WITHIN_BYTES = 4 << 20


def read_text(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the file's page, or its pages if lines mark where each begins. The text is unchanged.

    A page over the limit is a reject. A file in UTF-16 is one page.
    """
    if separator := _separator_in(dump, options):
        yield from _many(dump, options.max_page_bytes, separator)
        return
    content = whole_content(dump, options.max_page_bytes)
    if dump.is_named and (header := _repeated_header((content or dump.head)[:_SECOND_PAGE_WITHIN_BYTES])):
        logger.warning(
            "%s: read as one page, although lines with an address that begin with %s come again; "
            "NEWSSPIDER_TEXT_SEPARATOR says where pages begin",
            printable(dump.name),
            printable(header),
        )
    yield _outcome(dump, options.max_page_bytes, 0, content)


def _repeated_header(text: bytes) -> str | None:
    """Return how one of the first lines begins if it names an address, and a later one does that begins alike.

    >>> _repeated_header(b"URL: https://example.org/1\\nOne.\\nURL: https://example.org/2\\nTwo.")
    'URL:'
    >>> _repeated_header("Адрес:https://example.org/1\\nOne.\\nАдрес:https://example.org/2".encode())
    'Адрес:'
    >>> _repeated_header(b"URL: https://example.org/1\\nOne.\\nSee https://example.org/2")
    """
    text = text.removeprefix(codecs.BOM_UTF8).lstrip()
    first = _ADDRESS_LINE.search(text, 0, HEAD_BYTES)
    if first is None:
        return None
    lines_before = text.count(b"\n", 0, first.start())
    if lines_before and (lines_before >= _HEADER_LINES or not first[1].endswith((b":", b"="))):
        return None
    is_repeated = any(first[1] == later[1] for later in _ADDRESS_LINE.finditer(text, first.end()))
    return first[1].decode("utf-8", "replace") if is_repeated else None


def has_second_page(dump: DumpFile, options: ReadOptions) -> bool:
    """Return whether a second page begins in the first 4 MB of the file, after one that is not blank."""
    separator = _separator_in(dump, options)
    if separator is None:
        return False
    is_first_blank = True
    for offset, line in dump.lines(_MAX_SEPARATOR_BYTES):
        if line and separator.match(_line_of(line)):
            if not is_first_blank:
                return True
            # A date line belongs to its page's text.
            is_first_blank = separator is not _DATE_LINE
        elif line is None or line.strip():
            is_first_blank = False
        if offset > _SECOND_PAGE_WITHIN_BYTES:
            return False
    return False


def _separator_in(dump: DumpFile, options: ReadOptions) -> re.Pattern[str] | None:
    """Return a pattern for the lines at which pages begin; None if the file is one page."""
    separator = options.text_separator or (_DATE_LINE if _DATE_LINE.match(_line_of(dump.head)) else None)
    return None if charset_of(dump.head).startswith("utf-16") else separator


def _many(dump: DumpFile, max_bytes: int, separator: re.Pattern[str]) -> Iterator[Outcome]:
    """Yield the pages between the lines that match, one at a time."""
    page, matches = _Gathered(max_bytes), 0
    for offset, line in dump.lines(max_bytes, ends=True):
        header = separator.match(_line_of(line)) if line and len(line) <= _MAX_SEPARATOR_BYTES else None
        if header is None:
            page.add(line)
            continue
        matches += 1
        if not page.is_blank:
            yield _outcome(dump, max_bytes, page.offset, page.content, page.header)
        page = _Gathered(max_bytes, offset, header)
        if separator is _DATE_LINE:  # it belongs to the text, as in a file of one page
            page.add(line)
    if dump.is_named and not matches:
        logger.warning("%s: NEWSSPIDER_TEXT_SEPARATOR matches no line: read as one page", printable(dump.name))
    if not page.is_blank:
        yield _outcome(dump, max_bytes, page.offset, page.content, page.header)


class _Gathered:
    """The lines of a page so far; none are kept once it is over the limit."""

    def __init__(self, max_bytes: int, offset: int = 0, header: re.Match[str] | None = None) -> None:
        self.offset, self.header = offset, header
        self.is_blank = True
        self._left = max_bytes
        self._lines: list[bytes] = []

    def add(self, line: bytes | None) -> None:
        self.is_blank = self.is_blank and line is not None and not line.strip()
        self._left -= len(line) if line is not None else self._left + 1
        if line is not None and self._left >= 0:
            self._lines.append(line)
        else:
            self._lines.clear()

    @property
    def content(self) -> bytes | None:
        """The page; None if it is over the limit."""
        return b"".join(self._lines) if self._left >= 0 else None


def _outcome(
    dump: DumpFile, max_bytes: int, offset: int, content: bytes | None, header: re.Match[str] | None = None
) -> Outcome:
    told = header.groupdict() if header else {}
    url = (told.get("url") or "").strip()
    if content is None:
        reason = f"the page is larger than {max_bytes} bytes"
        return Reject(path=dump.name, offset=offset, url=url or None, code="too-large", reason=reason)
    if not has_words(content):
        return Skipped("content")
    response = TextDumpResponse(url, body=content, encoding=charset_of(content))
    source = Source(kind="text", path=dump.name, offset=offset, digest=digest_of(content))
    return ArchivedPage(response, source, time_of(told.get("date")) or capture_date(response.text))


def _line_of(content: bytes) -> str:
    return content.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")


def capture_date(text: str) -> datetime | None:
    """Return the end of the day in a leading "date YYYY-MM-DD", so that nothing on that day is later.

    The time zone of such a date is unknown; UTC is assumed.

    >>> capture_date(" date 2024-05-06 Monday").isoformat()
    '2024-05-06T23:59:59.999999+00:00'
    >>> capture_date("Dates 2024-05-06") is None
    True
    """
    found = _CAPTURE_DATE.match(text)
    try:
        day = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return datetime.combine(day, time.max, UTC) if day else None


FORMAT = Format(
    name="text",
    evidence=Evidence.ANY_TEXT,
    matches=lambda dump: is_text(dump.head) and not dump.head.startswith(_ARC_BEGINNING),
    read=read_text,
    holds_many=has_second_page,
)
