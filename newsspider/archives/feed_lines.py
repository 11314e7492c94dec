"""Lines of our own feeds among a dump's objects: each is an article already, and is replayed as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scrapy.http import HtmlResponse

from newsspider.archives.json_fields import JsonFields, JsonObject, time_of
from newsspider.archives.types import ArchivedPage
from newsspider.items import Source

_EXTRACTOR = "newsspider "
# Of Parquet feeds: JSON of the fields that have no column.
_OTHER = "other"


def is_feed_line(found: JsonObject, fields: JsonFields) -> bool:
    """Return whether an object is an article of ours; not where a project names fields to read pages from.

    >>> line = {"headline": "Storm", "metadata": {"extractor": "newsspider 0.1.0"}}
    >>> is_feed_line(line, JsonFields()), is_feed_line(line, JsonFields(text=("headline",)))
    (True, False)
    """
    metadata = found.get("metadata")
    extractor = metadata.get("extractor") if isinstance(metadata, Mapping) else None
    return isinstance(extractor, str) and extractor.startswith(_EXTRACTOR) and fields == JsonFields()


def page_of_line(found: JsonObject, source: Source) -> ArchivedPage:
    """Return an article of ours as a page, whose response holds its text.

    >>> page = page_of_line({"url": "https://example.org/a", "articleBody": "It blew."}, Source(kind="json"))
    >>> page.response.url, page.response.body, page.article
    ('https://example.org/a', b'It blew.', {'url': 'https://example.org/a', 'articleBody': 'It blew.'})
    """
    line = _with_others(found)
    metadata = line.get("metadata")
    body = _text(line.get("articleBodyHtml")) or _text(line.get("articleBody"))
    url = _text(line.get("url")).encode("utf-8", "replace").decode()
    response = HtmlResponse(url, body=body.encode("utf-8", "replace"), encoding="utf-8")
    captured = time_of(metadata.get("dateDownloaded")) if isinstance(metadata, Mapping) else None
    return ArchivedPage(response, source, captured, line)


def _with_others(found: JsonObject) -> dict[str, Any]:
    line = dict(found)
    others = line.get(_OTHER)
    if others is None:  # an empty column
        line.pop(_OTHER, None)
    if isinstance(others, str):
        try:
            known = json.loads(others)
        except (ValueError, RecursionError):
            return line
        if isinstance(known, dict):
            del line[_OTHER]
            line.update(known)
    return line


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
