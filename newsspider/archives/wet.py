"""WET: the text of crawled pages, in a WARC's conversion records (Common Crawl's form)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsspider.http import TextDumpResponse


def conversion_response(url: str, block: bytes) -> TextDumpResponse:
    """Return the page of a conversion record, whose text is UTF-8 by the format's definition.

    >>> conversion_response("https://example.org/a", "Sturm trifft Küste".encode()).text
    'Sturm trifft Küste'
    """
    return TextDumpResponse(url, body=block, encoding="utf-8")


def warc_beside(root: Path) -> Callable[[str], bool]:
    """Return what tells of a file's name whether it is a WET whose WARC is in the folder too.

    Common Crawl's form: `a.warc.wet.gz` is the text of `a.warc.gz`, in the same folder, or in `warc/` by `wet/`.
    """

    def is_beside(name: str) -> bool:
        folder, _, file = name.rpartition("/")
        warc = file.replace(".warc.wet", ".warc", 1)
        if warc == file:
            return False
        parts = folder.split("/")
        folders = [folder, "/".join("warc" if part == "wet" else part for part in parts)]
        return any((root / place / warc).is_file() for place in folders)

    return is_beside
