"""Feed exporters that write each item as it comes: JSON, XML, marshal, pickle. Fields stand in declared order.

What is no article is written as Scrapy's own exporters write it, as far as the feed can be read then.
"""

from __future__ import annotations

import json
import marshal
import re
from io import BytesIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from scrapy.exporters import (
    JsonItemExporter,
    JsonLinesItemExporter,
    MarshalItemExporter,
    PickleItemExporter,
    XmlItemExporter,
)
from scrapy.utils.python import is_listlike, to_bytes

from newsspider.feeds.forms import FeedForm, FeedJsonEncoder, json_bytes


class ArticleJsonLinesExporter(FeedForm, JsonLinesItemExporter):
    """Writes one JSON object a line: by orjson, or by Scrapy's encoder where its options are asked for."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self._is_fast = (self.encoding or "").lower() in {"utf-8", "utf8"} and self._kwargs == {
            "ensure_ascii": False
        }
        self._foreign_encoder = FeedJsonEncoder(**self._kwargs)
        self._kwargs.setdefault("separators", (",", ":"))
        self.encoder = FeedJsonEncoder(**self._kwargs)

    def export_item(self, item: Any) -> None:
        """Write the item's line."""
        if self.is_foreign(item):
            line = self._foreign_encoder.encode(dict(self.get_serialized_fields(item))) + "\n"
            self.file.write(to_bytes(line, self.encoding))
        elif self._is_fast:
            self.file.write(json_bytes(dict(self.get_serialized_fields(item))) + b"\n")
        else:
            super().export_item(item)


class ArticleJsonExporter(FeedForm, JsonItemExporter):
    """Writes one JSON array."""

    is_whole = True

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self.encoder = FeedJsonEncoder(**self._kwargs)


# https://www.w3.org/TR/xml/#charsets: what no XML document can hold, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]{0,200}")


def xml_text(text: str) -> str:
    r"""Return `text` with U+FFFD for each character that XML cannot hold.

    >>> xml_text("a\x00b") == "a\ufffdb"
    True
    """
    return _NOT_IN_XML.sub("\ufffd", text)


class ArticleXmlExporter(FeedForm, XmlItemExporter):
    """Writes Scrapy's XML: an element for each field and part, `<value>` for each entry of a list."""

    is_whole = True
    _is_foreign = False  # the item that is being written

    def export_item(self, item: Any) -> None:
        """Write the item's element."""
        self._is_foreign = self.is_foreign(item)
        super().export_item(item)

    def _export_xml_field(self, name: str, serialized_value: Any, depth: int) -> None:
        """Write an element; `<field name="...">` for a key that is no name in XML."""
        name, value = str(name), serialized_value
        if isinstance(value, bool) and not self._is_foreign:
            value = "true" if value else "false"
        elif value is None and not self._is_foreign:
            value = ""
        elif not hasattr(value, "items") and not is_listlike(value):
            value = xml_text(str(value))
        if _XML_NAME.fullmatch(name):
            super()._export_xml_field(name, value, depth)
            return
        self._beautify_indent(depth=depth)
        self.xg.startElement("field", AttributesImpl({"name": xml_text(name)}))
        self._beautify_newline()
        super()._export_xml_field("value", value, depth + 1)
        self._beautify_indent(depth=depth)
        self.xg.endElement("field")
        self._beautify_newline()


class ArticleMarshalExporter(FeedForm, MarshalItemExporter):
    """Writes a marshalled dict for each item; what marshal does not know is as in JSON."""

    def export_item(self, item: Any) -> None:
        """Write the item, whole or not at all."""
        form = dict(self.get_serialized_fields(item))
        try:
            data = marshal.dumps(form)
        except ValueError:
            data = marshal.dumps(json.loads(json_bytes(form)))
        self.file.write(data)


class ArticlePickleExporter(FeedForm, PickleItemExporter):
    """Writes a pickled dict for each item; those of articles can be read without newsspider."""
