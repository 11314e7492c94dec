"""WET: the text of crawled pages, in a WARC's conversion records (Common Crawl's form)."""

from __future__ import annotations

from newsspider.http import TextDumpResponse


def conversion_response(url: str, block: bytes) -> TextDumpResponse:
    """Return the page of a conversion record, whose text is UTF-8 by the format's definition.

    >>> conversion_response("https://example.org/a", "Sturm trifft Küste".encode()).text
    'Sturm trifft Küste'
    """
    return TextDumpResponse(url, body=block, encoding="utf-8")
