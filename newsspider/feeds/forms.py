"""What an exporter writes of an item of any type: its fields as plain values, without what is absent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from html import unescape
from typing import Any

import orjson
from itemadapter import ItemAdapter, is_item
from scrapy.exporters import BaseItemExporter
from scrapy.utils.serialize import ScrapyJSONEncoder

from newsspider._native import has_surrogates
from newsspider.items import Article, feed_form

_FIRST_BLOCK = re.compile(r"\s*<(h[1-6]|p)(?:\s[^<>]{0,500})?>(.{0,2000}?)</\1>\s*", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
# No UTF-8 file can hold half a character. A field cleaned by our pipelines has none; another project's may.
_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    r"""Return `text` with U+FFFD for lone surrogates, which no file could take.

    >>> without_surrogates("a\ud800b") == "a\ufffdb"
    True
    """
    return _SURROGATES.sub("\ufffd", text) if has_surrogates(text) else text


class FeedJsonEncoder(ScrapyJSONEncoder):
    """Scrapy's encoder, with U+FFFD for lone surrogates."""

    def encode(self, o: Any) -> str:
        """Return `o` as JSON that every encoding of Unicode can write."""
        return without_surrogates(super().encode(o))


_ENCODER = FeedJsonEncoder(ensure_ascii=False, separators=(",", ":"))
# What Scrapy's encoder writes in a way of its own, orjson asks it for.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def json_bytes(form: Any) -> bytes:
    r"""Return `form` as JSON in UTF-8, without spaces between its parts.

    >>> json_bytes({"headline": "雨", "wordCount": 2}).decode()
    '{"headline":"雨","wordCount":2}'
    """
    try:
        return orjson.dumps(form, _ENCODER.default, _OPTIONS)
    except TypeError:  # half a character, a number of more than 64 bits, a key that is no text
        return _ENCODER.encode(form).encode()


def not_json(form: Mapping[str, Any]) -> str | None:
    """Return the name of the first field that JSON cannot hold, or None.

    >>> not_json({"headline": "Storm", "price": object()})
    'price'
    """
    for name, value in form.items():
        try:
            json_bytes({name: item_form(value)})
        except (TypeError, ValueError, RecursionError):
            return name if isinstance(name, str) else repr(name)[:80]
    return None


def json_text(form: Any) -> str:
    """Return `form` as JSON, as `json_bytes` does."""
    return json_bytes(form).decode()


def text_below_headline(text: str, headline: str) -> str:
    """Return a body without its first paragraph where that repeats the headline, which stands above it.

    >>> text_below_headline("About us\\n\\nWe print.", "About us"), text_below_headline("We print.", "About us")
    ('We print.', 'We print.')
    """
    first, _, rest = text.partition("\n\n")
    return rest if first and first.split() == headline.split() else text


def html_below_headline(html: str, headline: str) -> str:
    """Return the HTML of a body without its first heading or paragraph where that repeats the headline.

    >>> html_below_headline("<h1>Q &amp; A</h1><p>We print.</p>", "Q & A")
    '<p>We print.</p>'
    """
    found = _FIRST_BLOCK.match(html)
    if found is None or unescape(_TAG.sub("", found[2])).split() != headline.split():
        return html
    return html[found.end() :]


class FeedForm(BaseItemExporter):
    """Serializes fields in the feed's form; `export_empty_fields` still asks for the absent ones as null."""

    is_whole = False  # a file of this format has an end, behind which nothing can be written

    def get_serialized_fields(
        self, item: Any, default_value: Any = None, include_empty: bool | None = None
    ) -> Iterable[tuple[str, Any]]:
        """Return the names and plain values of the fields that `item` has, in declared order."""
        keep_empty = self.export_empty_fields if include_empty is None else include_empty
        is_plain = isinstance(item, Article) or type(item) is dict
        if is_plain and self.fields_to_export is None and not keep_empty:
            yield from (item_form(item) or {}).items()  # the same, without an adapter's look at each field
            return
        for name, value in super().get_serialized_fields(item, default_value, include_empty):
            form = item_form(value)
            if form is not None or keep_empty:
                yield name, form


def item_form(value: Any) -> Any:
    """Return `value` as plain dicts and lists, with items of all types inside it, without what is absent.

    >>> item_form({"tags": {"sea"}, "text": "", "price": 0})
    {'tags': ['sea'], 'price': 0}
    """
    kind = type(value)
    if kind is str:
        return value or None
    if kind is dict:
        found = {name: form for name, part in value.items() if (form := item_form(part)) is not None}
        return found or None
    if kind is list:
        return [form for part in value if (form := item_form(part)) is not None] or None
    return feed_form(_plain(value))


def _plain(value: Any) -> Any:
    """Return `value` with items of other types (attrs, pydantic, scrapy.Item) inside it as mappings."""
    if value is None or isinstance(value, (str, int, float)) or is_dataclass(value):
        return value  # dataclasses have their form from feed_form
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        return [_plain(part) for part in value]
    if is_item(value):
        return {name: _plain(part) for name, part in ItemAdapter(value).items()}
    return value
