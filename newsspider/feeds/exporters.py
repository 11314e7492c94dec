"""Feed exporters that write each item as it comes: JSON, XML, marshal, pickle. Fields stand in declared order.

What is no article is written as Scrapy's own exporters write it, as far as the feed can be read then.
"""

from __future__ import annotations

import json
import marshal
import pickle
import re
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import XMLGenerator
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
# https://www.w3.org/TR/xml/#NT-Name, without the colon, which begins a namespace. Not all that Python takes for a
# letter or a digit is one there: a name such as "m\u00b2" makes a feed that no parser reads.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(f"[{_NAME_START}][{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]{{0,200}}")


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
        """Write the item's element, whole or not at all: half of one would end what can be read of the feed."""
        self._is_foreign = self.is_foreign(item)
        written, element = self.xg, StringIO()
        self.xg = XMLGenerator(element, self.encoding or "utf-8")
        try:
            super().export_item(item)
        finally:
            self.xg = written
        self.stream.write(element.getvalue())

    def _export_xml_field(self, name: str, serialized_value: Any, depth: int) -> None:
        """Write an element; `<field name="...">` for a key that is no name in XML."""
        name, value = str(name), serialized_value
        if isinstance(value, bool) and not self._is_foreign:
            value = "true" if value else "false"
        elif value is None and not self._is_foreign:
            value = ""
        elif not hasattr(value, "items") and not is_listlike(value):
            value = xml_text(value if isinstance(value, str) else str(value))
        if self._is_name(name):
            super()._export_xml_field(name, value, depth)
            return
        self._beautify_indent(depth=depth)
        self.xg.startElement("field", AttributesImpl({"name": xml_text(name)}))
        self._beautify_newline()
        super()._export_xml_field("value", value, depth + 1)
        self._beautify_indent(depth=depth)
        self.xg.endElement("field")
        self._beautify_newline()

    def _is_name(self, key: str) -> bool:
        """Return whether a key can be the name of an element: escapes are not read in names."""
        try:
            key.encode(self.encoding or "utf-8")
        except UnicodeEncodeError:
            return False
        return _XML_NAME.fullmatch(key) is not None


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

    def export_item(self, item: Any) -> None:
        """Write the item, whole or not at all: behind half of one, others are read with its values."""
        self.file.write(pickle.dumps(dict(self.get_serialized_fields(item)), self.protocol))
