"""The fields that a project's articles have, and what items of any type hold of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from itemadapter import ItemAdapter, is_item
from scrapy.crawler import Crawler

from newsspider.engine import fail_on_start
from newsspider.errors import SettingError
from newsspider.fields import FIELDS, Field
from newsspider.fields.registry import with_fields as fields_with
from newsspider.items import Article, Metadata
from newsspider.loaders.article_view import ARTICLE_FIELDS, ArticleView

_EXTRACTOR = "newsspider "


def configured_fields(crawler: Crawler) -> Mapping[str, Field]:
    """Return the package's fields with the changes of NEWSSPIDER_FIELDS, in the feed's order.

    Where the setting is wrong, the run fails on its start.
    """
    found = FIELDS
    try:
        found = fields_with(crawler.settings.getdict("NEWSSPIDER_FIELDS"))
    except SettingError as error:
        fail_on_start(crawler, str(error))
    return {name: found[name] for name in dict.fromkeys((*ARTICLE_FIELDS, *found))}


def field_of(value: Any, name: str) -> Any:
    """Return field `name` of an item or of a nested value of any type, or None.

    >>> field_of({"probability": 0.7}, "probability")
    0.7
    >>> field_of(None, "probability")
    """
    if is_dataclass(value):
        return getattr(value, name, None)
    return ItemAdapter(value).get(name) if is_item(value) else None


def own_metadata(view: ArticleView) -> Any:
    """Return the metadata of an item if newsspider wrote them, else None: other projects' mean what they like.

    >>> own_metadata(ArticleView({"metadata": {"probability": 0.2, "extractor": "newsspider 0.1.0"}}, {}))
    {'probability': 0.2, 'extractor': 'newsspider 0.1.0'}
    >>> own_metadata(ArticleView({"metadata": {"probability": 0.2, "model": "v3"}}, {}))
    """
    metadata = view.get("metadata")
    is_own = isinstance(metadata, Metadata) or isinstance(view.item, Article) or is_extracted(metadata)
    return metadata if is_own else None


def is_extracted(metadata: Any) -> bool:
    """Return whether `extract()` wrote the metadata, or the article of a feed's line had them."""
    extractor = field_of(metadata, "extractor")
    if extractor is None:  # zyte-common-items keeps it beside its fields
        extractor = (getattr(metadata, "_unknown_fields_dict", None) or {}).get("extractor")
    return isinstance(extractor, str) and extractor.startswith(_EXTRACTOR)
