"""What the two feeds for readers of news in XML share: Atom and RSS.

They are written by lxml, entry by entry: feedgen, the library for both, holds a whole feed in memory.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree

from newsspider.feeds.exporters import xml_text
from newsspider.feeds.forms import ABOUT_FEEDS, FeedForm, refuse_others


class XmlFeedExporter(FeedForm):
    """Writes entries as they come; `title`, `home_page_url`, `feed_url` and others are the feed's own."""

    own_names: tuple[str, ...] = ("home_page_url", "feed_url")
    is_whole = True

    def __init__(self, file: BytesIO, title: str = "Articles", **kwargs: Any) -> None:
        self.own = {name: kwargs.pop(name, None) for name in self.own_names}
        super().__init__(dont_fail=True, **kwargs)
        refuse_others(self._kwargs, ABOUT_FEEDS)
        self.fields_to_export = None  # a reader of feeds knows no other names
        self.file, self.title = file, title

    def write(self, element: etree._Element) -> None:
        """Write an element and its parts."""
        self.file.write(etree.tostring(element, encoding="utf-8", xml_declaration=False) + b"\n")


def add_element(parent: etree._Element, name: str, text: object = None, **attributes: object) -> etree._Element:
    """Return a new element within another, with a text that XML can hold."""
    element = etree.SubElement(parent, name, {key: xml_text(str(value)) for key, value in attributes.items()})
    if text is not None:
        element.text = xml_text(str(text))
    return element
