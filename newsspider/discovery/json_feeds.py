"""JSON Feed, versions 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsspider.discovery.feed_records import (
    Entry,
    Record,
    address_of,
    announcement_of,
    date_of,
    language_of,
    line_of,
    record_of,
    records_of,
)
from newsspider.http import Announcement
from newsspider.processors.urls import absolute_url, canonical_url

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A JSON Feed that was at `url`."""

    head: Record
    url: str

    @property
    def title(self) -> str | None:
        """The feed's own title."""
        return line_of(self.head, "title")

    @property
    def hub(self) -> str | None:
        """Where a subscriber asks to be told of new entries."""
        return next(filter(None, (address_of(hub, "url") for hub in records_of(self.head.get("hubs")))), None)

    @property
    def more(self) -> Sequence[str]:
        """The addresses of feeds with older entries."""
        address = address_of(self.head, "next_url")
        return [address] if address else []

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that have a page: their own, or the one that they point to."""
        for item in records_of(self.head.get("items")):
            address = address_of(item, "url") or address_of(item, "external_url") or address_of(item, "id") or ""
            if "/" in address:  # other identifiers are no addresses
                yield Entry(address, self._announcement(item, canonical_url(address, self.url)))

    def _announcement(self, item: Record, url: str | None) -> Announcement:
        language = language_of(line_of(item, "language"), line_of(self.head, "language"))
        people = [*records_of(item.get("authors")), record_of(item.get("author"))]  # `author` is version 1.0's
        tags = item.get("tags")
        terms = tags if isinstance(tags, list) else ()
        picture = address_of(item, "image") or address_of(item, "banner_image")
        return replace(
            announcement_of(item, url, language, people, terms),
            published=date_of(line_of(item, "date_published"), language),
            modified=date_of(line_of(item, "date_modified"), language),
            image=absolute_url(picture, self.url) if picture else None,
        )


def parse_json_feed(text: bytes, url: str) -> JsonFeed | None:
    """Return the JSON Feed that a text in UTF-8 is, None where it is none."""
    try:
        head = record_of(json.loads(text))
    except (ValueError, RecursionError):
        return None
    return JsonFeed(head, url) if _VERSION.match(str(head.get("version"))) else None
