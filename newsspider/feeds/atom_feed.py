"""Atom (RFC 4287): articles with full text, for readers of news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from newsspider.feeds.exporters import xml_text
from newsspider.feeds.syndication import (
    Form,
    attachments,
    downloaded,
    entry_id,
    page_url,
    people_or_host,
    published,
    tags,
    updated,
)
from newsspider.feeds.xml_feed import XmlFeedExporter, add_element

# Elements are written without a namespace of their own, inside one that makes it theirs.
_BEGIN = b'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class AtomExporter(XmlFeedExporter):
    """Writes an Atom feed, entry by entry; `title`, `feed_id`, `home_page_url` and `feed_url` are the feed's own.

    When the feed was changed is written behind its entries, since that is when the newest of them was (RFC 4287,
    4.1.1: the order means nothing).
    """

    own_names = ("feed_id", "home_page_url", "feed_url")
    _newest = _NEVER

    def start_exporting(self) -> None:
        """Begin the feed, with what it says of itself."""
        self.file.write(_BEGIN)
        home, own = self.own["home_page_url"], self.own["feed_url"]
        about = etree.Element("feed")
        add_element(about, "id", self.own["feed_id"] or own or home or "urn:newsspider:articles")
        add_element(about, "title", self.title)
        if own:
            add_element(about, "link", rel="self", href=own)
        if home:
            add_element(about, "link", rel="alternate", href=home)
        for part in about:
            self.write(part)

    def export_item(self, item: Any) -> None:
        """Write the item's entry."""
        form = self.article_form(item)
        changed = updated(form) or downloaded(form) or _NEVER
        self._newest = max(self._newest, changed)
        self.write(_entry(form, changed))

    def finish_exporting(self) -> None:
        """Write when the feed was changed, and its end."""
        self.write(add_element(etree.Element("feed"), "updated", self._newest.isoformat()))
        self.file.write(b"</feed>\n")


def _entry(form: Form, changed: datetime) -> etree._Element:
    entry = etree.Element("entry")
    if language := form.get("inLanguage"):
        entry.set(_LANGUAGE, xml_text(str(language)))
    add_element(entry, "id", entry_id(form))
    add_element(entry, "title", form.get("headline") or page_url(form) or "Untitled")
    add_element(entry, "updated", changed.isoformat())
    if (first := published(form)) is not None:
        add_element(entry, "published", first.isoformat())
    for person in people_or_host(form):
        author = add_element(entry, "author")
        for name, value in person.items():
            add_element(author, "uri" if name == "url" else name, value)
    _add_links(entry, form)
    for tag in tags(form):
        add_element(entry, "category", term=tag)
    _add_texts(entry, form)
    return entry


def _add_links(entry: etree._Element, form: Form) -> None:
    if url := page_url(form):
        add_element(entry, "link", rel="alternate", href=url)
    for one in attachments(form):
        title: Mapping[str, object] = {"title": one.title} if one.title else {}
        add_element(entry, "link", rel="enclosure", href=one.url, type=one.mime_type, **title)


def _add_texts(entry: etree._Element, form: Form) -> None:
    if summary := form.get("description"):
        add_element(entry, "summary", summary)
    if html := form.get("articleBodyHtml"):
        add_element(entry, "content", html, type="html")
    else:
        add_element(entry, "content", form.get("articleBody") or form.get("description") or "", type="text")
