"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): articles with full text, for readers of news."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from newsspider.feeds.forms import ABOUT_FEEDS, FeedForm, json_bytes, refuse_others
from newsspider.feeds.syndication import (
    Form,
    attachments,
    entry_id,
    main_image,
    page_url,
    people,
    published,
    tags,
    updated,
)


class JsonFeedExporter(FeedForm):
    """Writes a JSON Feed.

    `title`, `home_page_url`, `feed_url`, `description`, `icon`, `favicon`, `language` and `authors` say what the
    feed itself is.
    """

    is_whole = True

    def __init__(self, file: BytesIO, title: str = "Articles", **kwargs: Any) -> None:
        own = {name: kwargs.pop(name) for name in _TOP_FIELDS if name in kwargs}
        super().__init__(dont_fail=True, **kwargs)
        refuse_others(self._kwargs, ABOUT_FEEDS)
        self.fields_to_export = None  # a reader of feeds knows no other names
        self.file = file
        self._top = {"version": "https://jsonfeed.org/version/1.1", "title": title, **own}
        self._is_first = True

    def start_exporting(self) -> None:
        """Write the feed's own fields."""
        self.file.write(json_bytes(self._top)[:-1] + b',"items":[')

    def export_item(self, item: Any) -> None:
        """Write the item."""
        entry = json_bytes(json_feed_item(self.article_form(item)))
        self.file.write(entry if self._is_first else b",\n" + entry)
        self._is_first = False

    def finish_exporting(self) -> None:
        """Write the feed's end."""
        self.file.write(b"]}\n")


_TOP_FIELDS = ("home_page_url", "feed_url", "description", "icon", "favicon", "language", "authors")


def json_feed_item(form: Form) -> dict[str, Any]:
    """Return an article in the feed's form as an item of a JSON Feed."""
    first, last = published(form), updated(form)
    body = form.get("articleBodyHtml")
    item = {
        "id": entry_id(form),
        "url": page_url(form),
        "title": form.get("headline"),
        "content_html": body,
        # An item must have one of both.
        "content_text": form.get("articleBody") or (None if body else form.get("description") or ""),
        "summary": form.get("description"),
        "image": main_image(form),
        "date_published": first.isoformat() if first else None,
        "date_modified": last.isoformat() if last and last != first else None,
        "authors": people(form) or None,
        "tags": tags(form) or None,
        "language": form.get("inLanguage"),
        "attachments": [
            {"url": one.url, "mime_type": one.mime_type, **({"title": one.title} if one.title else {})}
            for one in attachments(form)
        ]
        or None,
    }
    return {name: value for name, value in item.items() if value is not None}
