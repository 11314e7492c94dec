"""Responses for what Scrapy has no class for."""

from __future__ import annotations

from scrapy.http import TextResponse


class TextDumpResponse(TextResponse):
    """A page of which only the text is left: a bare text dump, or a WET record.

    `url` is `""` where the dump names none. The body is UTF-8 unless `encoding` says otherwise.
    """
