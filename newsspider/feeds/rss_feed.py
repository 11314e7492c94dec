"""RSS 2.0 (https://www.rssboard.org/rss-specification): articles with full text, for readers of news."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newsspider.feeds.syndication import Form, attachments, entry_id, page_url, people, published, tags, updated
from newsspider.feeds.xml_feed import XmlFeedExporter, add_element

# Full texts, names of authors, languages, pictures: what RSS itself has no element for.
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = {"atom": _ATOM, "content": _CONTENT, "dc": _DC, "media": _MEDIA}
# As lxml writes them into each element, which has them from the feed's own.
_DECLARED = etree.tostring(etree.Element("rss", nsmap=_NAMES)).removeprefix(b"<rss").removesuffix(b"/>")
_BEGIN = b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"%b>\n<channel>\n' % _DECLARED


class RssExporter(XmlFeedExporter):
    """Writes an RSS feed, item by item.

    `title`, `description`, `home_page_url`, `feed_url` and `language` say what the feed itself is. The
    specification wants a link to its site: if none is given, that of the first article that has a URL, or a
    publisher with one. It comes before the articles if the first of them has it, else behind them.
    """

    own_names = ("home_page_url", "feed_url", "description", "language")
    _is_begun = _is_linked = False
    _home: str | None = None

    def start_exporting(self) -> None:
        """Begin the feed."""
        self.file.write(_BEGIN)

    def write(self, element: etree._Element) -> None:
        """Write an element and its parts."""
        written = etree.tostring(element, encoding="utf-8", xml_declaration=False)
        self.file.write(written.replace(_DECLARED, b"", 1) + b"\n")

    def _begin(self) -> None:
        """Write what the feed says of itself, once."""
        if self._is_begun:
            return
        self._is_begun = True
        self._is_linked = bool(self._home)
        about = etree.Element("channel", nsmap=_NAMES)
        add_element(about, "title", self.title)
        if self._home:
            add_element(about, "link", self._home)
        add_element(about, "description", self.own["description"] or self.title)
        if language := self.own["language"]:
            add_element(about, "language", language)
        if own := self.own["feed_url"]:
            add_element(about, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=own)
        for part in about:
            self.write(part)

    def export_item(self, item: Any) -> None:
        """Write the item."""
        form = self.article_form(item)
        self._home = self._home or self.own["home_page_url"] or _site_of(page_url(form)) or _publisher_url(form)
        self._begin()
        self.write(_entry(form))

    def finish_exporting(self) -> None:
        """Write the feed's end."""
        self._home = self._home or self.own["home_page_url"] or self.own["feed_url"]
        self._begin()
        if self._home and not self._is_linked:
            self.write(add_element(etree.Element("channel"), "link", self._home))
        self.file.write(b"</channel>\n</rss>\n")


def _site_of(url: str | None) -> str | None:
    """Return the address of the site that a page is of.

    >>> _site_of("https://example.org/a?b"), _site_of(None), _site_of("http://[")
    ('https://example.org/', None, None)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme and parts.netloc else None


def _publisher_url(form: Form) -> str | None:
    publisher = form.get("publisher")
    url = publisher.get("url") if isinstance(publisher, Mapping) else None
    return url if isinstance(url, str) else None


def _entry(form: Form) -> etree._Element:
    entry = etree.Element("item", nsmap=_NAMES)
    url, identifier = page_url(form), entry_id(form)
    add_element(entry, "title", form.get("headline") or url or "Untitled")
    if url:
        add_element(entry, "link", url)
    add_element(entry, "guid", identifier, isPermaLink="true" if identifier == url else "false")
    if (first := published(form) or updated(form)) is not None:
        add_element(entry, "pubDate", format_datetime(first))
    for person in people(form):
        add_element(entry, f"{{{_DC}}}creator", person["name"])
    if language := form.get("inLanguage"):
        add_element(entry, f"{{{_DC}}}language", language)
    for tag in tags(form):
        add_element(entry, "category", tag)
    _add_texts(entry, form)
    _add_attachments(entry, form)
    return entry


def _add_texts(entry: etree._Element, form: Form) -> None:
    body, summary = form.get("articleBody"), form.get("description")
    if summary or body:
        add_element(entry, "description", summary or body)
    if html := form.get("articleBodyHtml") or body:
        add_element(
            entry, f"{{{_CONTENT}}}encoded", html if form.get("articleBodyHtml") else _paragraphs(str(html))
        )


def _add_attachments(entry: etree._Element, form: Form) -> None:
    """Add videos and audios as enclosures (their sizes are not known), pictures as Media RSS has them."""
    for one in attachments(form):
        if one.mime_type.startswith("image/"):
            content = add_element(entry, f"{{{_MEDIA}}}content", url=one.url, type=one.mime_type, medium="image")
            if one.title:
                add_element(content, f"{{{_MEDIA}}}description", one.title)
        else:
            add_element(entry, "enclosure", url=one.url, type=one.mime_type, length=0)


def _paragraphs(text: str) -> str:
    """Return plain text as HTML.

    >>> _paragraphs("Fish & chips\\n\\nAgain")
    '<p>Fish &amp; chips</p><p>Again</p>'
    """
    paragraphs = (paragraph for paragraph in text.split("\n\n") if paragraph.strip())
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
