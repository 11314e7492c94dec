"""Atom (RFC 4287): articles with full text, for readers of news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import etree

from newsspider.feeds.exporters import xml_text
from newsspider.feeds.forms import FeedForm
from newsspider.feeds.syndication import (
    Form,
    attachments,
    downloaded,
    entry_id,
    page_url,
    people,
    published,
    tags,
    updated,
)

# Elements are written without a namespace of their own, inside one that makes it theirs.
_BEGIN = b'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class AtomExporter(FeedForm):
    """Writes an Atom feed, entry by entry; `title`, `feed_id`, `home_page_url` and `feed_url` are the feed's own.

    What the feed says of itself is written behind its entries (RFC 4287, 4.1.1: the order means nothing), since it
    says when the newest of them was changed.
    """

    def __init__(self, file: BytesIO, title: str = "Articles", **kwargs: Any) -> None:
        self._own = {name: kwargs.pop(name, None) for name in ("feed_id", "home_page_url", "feed_url")}
        super().__init__(dont_fail=True, **kwargs)
        self.fields_to_export = None  # a reader of feeds knows no other names
        self.file, self._title = file, title
        self._newest = _NEVER

    def start_exporting(self) -> None:
        """Begin the feed."""
        self.file.write(_BEGIN)

    def export_item(self, item: Any) -> None:
        """Write the item's entry."""
        form = dict(self.get_serialized_fields(item))
        changed = updated(form) or downloaded(form) or _NEVER
        self._newest = max(self._newest, changed)
        self._write(_entry(form, changed))

    def finish_exporting(self) -> None:
        """Write what the feed says of itself, and its end."""
        home, own = self._own["home_page_url"], self._own["feed_url"]
        about = etree.Element("feed")
        _add(about, "id", self._own["feed_id"] or own or home or "urn:newsspider:articles")
        _add(about, "title", self._title)
        _add(about, "updated", self._newest.isoformat())
        if own:
            _add(about, "link", rel="self", href=own)
        if home:
            _add(about, "link", rel="alternate", href=home)
        for part in about:
            self._write(part)
        self.file.write(b"</feed>\n")

    def _write(self, element: etree._Element) -> None:
        self.file.write(etree.tostring(element, encoding="utf-8", xml_declaration=False) + b"\n")


def _entry(form: Form, changed: datetime) -> etree._Element:
    entry = etree.Element("entry")
    if language := form.get("inLanguage"):
        entry.set(_LANGUAGE, xml_text(str(language)))
    _add(entry, "id", entry_id(form))
    _add(entry, "title", form.get("headline") or page_url(form) or "Untitled")
    _add(entry, "updated", changed.isoformat())
    if (first := published(form)) is not None:
        _add(entry, "published", first.isoformat())
    for person in people(form):
        author = _add(entry, "author")
        for name, value in person.items():
            _add(author, "uri" if name == "url" else name, value)
    _add_links(entry, form)
    for tag in tags(form):
        _add(entry, "category", term=tag)
    _add_texts(entry, form)
    return entry


def _add_links(entry: etree._Element, form: Form) -> None:
    if url := page_url(form):
        _add(entry, "link", rel="alternate", href=url)
    for one in attachments(form):
        title: Mapping[str, object] = {"title": one.title} if one.title else {}
        _add(entry, "link", rel="enclosure", href=one.url, type=one.mime_type, **title)


def _add_texts(entry: etree._Element, form: Form) -> None:
    if summary := form.get("description"):
        _add(entry, "summary", summary)
    if html := form.get("articleBodyHtml"):
        _add(entry, "content", html, type="html")
    else:
        _add(entry, "content", form.get("articleBody") or form.get("description") or "", type="text")


def _add(parent: etree._Element, name: str, text: object = None, **attributes: object) -> etree._Element:
    element = etree.SubElement(parent, name, {key: xml_text(str(value)) for key, value in attributes.items()})
    if text is not None:
        element.text = xml_text(str(text))
    return element
