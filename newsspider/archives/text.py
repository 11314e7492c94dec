"""Bare text: one page a file, of which only the text is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time

from newsspider.archives.charset import charset_of
from newsspider.archives.files import DumpFile, digest_of, whole_content
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

# The header line of some dumps: "date 2021-03-12", before anything else.
_CAPTURE_DATE = re.compile(r"[\ufeff\s]{0,20}date[ \t]{1,9}(\d{4}-\d{2}-\d{2})(?!\d)")


def read_text(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the file's one page, its text unchanged; a file over the limit is a reject."""
    content = whole_content(dump, options.max_page_bytes)
    if content is None:
        reason = f"the page is larger than {options.max_page_bytes} bytes"
        yield Reject(path=dump.name, offset=0, code="too-large", reason=reason)
        return
    response = TextDumpResponse("", body=content, encoding=charset_of(content))
    source = Source(kind="text", path=dump.name, offset=0, digest=digest_of(content))
    yield ArchivedPage(response, source, capture_date(response.text))


def capture_date(text: str) -> datetime | None:
    """Return the end of the day that a leading "date YYYY-MM-DD" names, so that nothing on that day is later.

    The zone of such a date is not known; the end of the day is taken in UTC.

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
