"""Feed exporters: fields in declared order, unknown ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from io import BytesIO
from typing import Any

from itemadapter import ItemAdapter, is_item
from scrapy.exporters import BaseItemExporter, JsonItemExporter, JsonLinesItemExporter
from scrapy.utils.serialize import ScrapyJSONEncoder

from newsspider._native import has_surrogates
from newsspider.items import Article, feed_form

# No UTF-8 file can hold half a character. A field cleaned by our pipelines has none; another project's may.
_SURROGATES = re.compile("[\ud800-\udfff]")


class FeedJsonEncoder(ScrapyJSONEncoder):
    """Scrapy's encoder, with U+FFFD for lone surrogates, which no file could take."""

    def encode(self, o: Any) -> str:
        """Return `o` as JSON that every encoding of Unicode can write."""
        encoded = super().encode(o)
        return _SURROGATES.sub("\ufffd", encoded) if has_surrogates(encoded) else encoded


class _FeedForm(BaseItemExporter):
    """Serializes fields in the feed's form; `export_empty_fields` still asks for the absent ones as null."""

    def get_serialized_fields(
        self, item: Any, default_value: Any = None, include_empty: bool | None = None
    ) -> Iterable[tuple[str, Any]]:
        """Return the names and plain values of the fields that `item` has, in declared order."""
        keep_empty = self.export_empty_fields if include_empty is None else include_empty
        if type(item) is Article and self.fields_to_export is None and not keep_empty:
            yield from item.to_dict().items()  # the same, without an adapter's look at each field
            return
        for name, value in super().get_serialized_fields(item, default_value, include_empty):
            form = feed_form(_plain(value))
            if form is not None or keep_empty:
                yield name, form


class ArticleJsonLinesExporter(_FeedForm, JsonLinesItemExporter):
    """Writes one JSON object a line."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self.encoder = FeedJsonEncoder(**self._kwargs)


class ArticleJsonExporter(_FeedForm, JsonItemExporter):
    """Writes one JSON array."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self.encoder = FeedJsonEncoder(**self._kwargs)


def _plain(value: Any) -> Any:
    """Return `value` with items of other types (attrs, pydantic, scrapy.Item) inside it as mappings."""
    if value is None or isinstance(value, (str, int, float)) or is_dataclass(value):
        return value  # dataclasses have their form from feed_form
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        return [_plain(part) for part in value]
    if is_item(value):
        return {name: _plain(part) for name, part in ItemAdapter(value).items()}
    return value
