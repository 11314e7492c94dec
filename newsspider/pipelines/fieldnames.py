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
from newsspider.loaders.article_view import ARTICLE_FIELDS


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
