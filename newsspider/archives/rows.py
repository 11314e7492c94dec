"""A row of JSON or Parquet as what a file holds: a page, one of our own feed's articles, or neither."""

from __future__ import annotations

from dataclasses import replace

from scrapy.http import HtmlResponse

from newsspider.archives.feed_lines import is_feed_line, page_of_line
from newsspider.archives.files import digest_of
from newsspider.archives.json_fields import JsonFields, JsonObject, text_at, time_at
from newsspider.archives.sniff import is_html
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

NO_PAGE = Skipped("no-page-field")


def outcome_of(found: JsonObject, place: Source, options: ReadOptions) -> Outcome:
    """Return the page of the row at `place`, a reject where that is too large, NO_PAGE where it has none.

    >>> outcome_of({"title": "Storm"}, Source(kind="json"), ReadOptions())
    Skipped(reason='no-page-field')
    """
    fields = options.json_fields
    if is_feed_line(found, fields):
        return page_of_line(found, place)
    response = page_of(found, fields)
    if response is None:
        return NO_PAGE
    if len(response.body) > options.max_page_bytes:
        reason = f"the page is larger than {options.max_page_bytes} bytes"
        url = response.url or None
        return Reject(path=place.path, offset=place.offset, url=url, code="too-large", reason=reason)
    source = replace(place, digest=digest_of(response.body))
    return ArchivedPage(response, source, time_at(found, fields.date))


def page_of(found: JsonObject, fields: JsonFields) -> HtmlResponse | TextDumpResponse | None:
    """Return the page of an object, from its HTML or else its text; None if it has neither.

    >>> page_of({"link": "https://example.org/a", "body": "The ferry sails."}, JsonFields())
    <200 https://example.org/a>
    """
    html = text_at(found, fields.html)
    content = html or text_at(found, fields.text)
    if content is None:
        return None
    # JSON can contain half of a surrogate pair, which cannot be encoded.
    body = content.encode("utf-8", "replace")
    url = (text_at(found, fields.url) or "").strip().encode("utf-8", "replace").decode()
    if html or is_html(body):
        return HtmlResponse(url, body=body, encoding="utf-8")
    return TextDumpResponse(url, body=body, encoding="utf-8")
