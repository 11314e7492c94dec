"""A row of JSON or Parquet as what a file holds: a page, one of our own feed's articles, or neither."""

from __future__ import annotations

import logging
from dataclasses import replace

from scrapy.http import HtmlResponse

from newsspider.archives.feed_lines import is_feed_line, page_of_line
from newsspider.archives.files import digest_of
from newsspider.archives.json_fields import JsonFields, JsonObject, opened, text_at, time_at, values_of
from newsspider.archives.row_announcement import announcement_of_row
from newsspider.archives.sniff import is_html
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

logger = logging.getLogger(__name__)

NO_PAGE = Skipped("no-page-field")
_NAMED_KEYS = 12


class Rows:
    """The rows of one file."""

    def __init__(self, kind: str, path: str, options: ReadOptions) -> None:
        self._kind, self._path, self._options = kind, path, options
        self._unseen = set(options.json_fields.own)
        self._example: JsonObject | None = None

    def outcome(self, found: JsonObject, offset: int) -> Outcome:
        """Return a row's page, a reject where that is too large, NO_PAGE where it has none.

        >>> Rows("json", "dump.jsonl", ReadOptions()).outcome({"title": "Storm"}, 0)
        Skipped(reason='no-page-field')
        """
        place, fields = Source(kind=self._kind, path=self._path, offset=offset), self._options.json_fields
        if is_feed_line(found, fields):
            return page_of_line(found, place)
        found = opened(found)
        self._note_names(found, fields)
        response = page_of(found, fields)
        if response is None:
            return NO_PAGE
        limit = self._options.max_page_bytes
        if len(response.body) > limit:
            reason, url = f"the page is larger than {limit} bytes", response.url or None
            return Reject(path=self._path, offset=offset, url=url, code="too-large", reason=reason)
        source = replace(place, digest=digest_of(response.body))
        told = announcement_of_row(found, fields)
        return ArchivedPage(response, source, time_at(found, fields), announcement=told)

    def _note_names(self, found: JsonObject, fields: JsonFields) -> None:
        self._example = self._example or found
        self._unseen -= {part for part in self._unseen if any(True for _ in values_of(found, fields, part))}

    def tell_of_missing_names(self) -> None:
        """Log in one line which of the fields that a project has named are in no row of the file, if any."""
        if not self._unseen or self._example is None:
            return
        fields = self._options.json_fields
        missing = (f"{part}: {', '.join(getattr(fields, part))}" for part in sorted(self._unseen))
        known = " ".join(", ".join(list(self._example)[:_NAMED_KEYS]).split())
        logger.warning(
            "%s: no row has the fields that NEWSSPIDER_JSON_FIELDS names (%s); the first row has: %s",
            self._path,
            "; ".join(missing),
            known,
        )


def page_of(found: JsonObject, fields: JsonFields) -> HtmlResponse | TextDumpResponse | None:
    """Return the page of an object, from its HTML or else its text; None if it has neither.

    >>> page_of({"link": "https://example.org/a", "body": "The ferry sails."}, JsonFields())
    <200 https://example.org/a>
    """
    html = text_at(found, fields, "html")
    content = html or text_at(found, fields, "text")
    if content is None:
        return None
    # JSON can contain half of a surrogate pair, which cannot be encoded.
    body = content.encode("utf-8", "replace")
    url = (text_at(found, fields, "url") or "").strip().encode("utf-8", "replace").decode()
    if html or is_html(body):
        return HtmlResponse(url, body=body, encoding="utf-8")
    return TextDumpResponse(url, body=body, encoding="utf-8")
