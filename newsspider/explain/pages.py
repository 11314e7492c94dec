"""The page of an archive that is to be explained."""

from __future__ import annotations

import re

from newsspider.archives import ArchivedPage, JsonFields, open_source
from newsspider.errors import SourceError


def nth_page(
    path: str,
    number: int,
    *,
    max_page_bytes: int,
    json_fields: JsonFields | None = None,
    text_separator: re.Pattern[str] | None = None,
) -> ArchivedPage:
    """Return the page of that number, from 1, of a file or folder, rejects and skipped records not counted.

    Raises SourceError where there are fewer, or nothing can be read.
    """
    pages = rejects = 0
    reason = ""
    for found in open_source(
        path, max_page_bytes=max_page_bytes, json_fields=json_fields, text_separator=text_separator
    ):
        if isinstance(found, ArchivedPage):
            pages += 1
            if pages == number:
                return found
        else:
            rejects += 1
            reason = reason or f"; {found.code}: {found.reason}"
    lost = f", {rejects} could not be read{reason}" if rejects else ""
    raise SourceError(path, f"there is no page {number}: it holds {pages}{lost}")
