"""The page of an archive that is to be explained."""

from __future__ import annotations

from newsspider.archives import ArchivedPage, ReadOptions, open_source
from newsspider.errors import SourceError


def nth_page(path: str, number: int, options: ReadOptions) -> ArchivedPage:
    """Return the page of that number, from 1, of a file or folder, rejects and skipped records not counted.

    Raises SourceError where there are fewer, or nothing can be read.
    """
    pages = rejects = 0
    reason = ""
    for found in open_source(path, options):
        if isinstance(found, ArchivedPage):
            pages += 1
            if pages == number:
                return found
        else:
            rejects += 1
            reason = reason or f"; {found.code}: {found.reason}"
    lost = f", {rejects} could not be read{reason}" if rejects else ""
    noun = "page" if pages == 1 else "pages"
    raise SourceError(path, f"there is no page {number}: it holds {pages} {noun}{lost}")
