"""Rejects that are made from items in the pipelines, with the places of their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsspider.errors import FieldError, raised_at
from newsspider.http import page_reject, source_of
from newsspider.items import Article, Reject, Source
from newsspider.loaders.article_view import ArticleView
from newsspider.pipelines.fieldnames import field_of, own_metadata
from newsspider.reject_rows import PLACE_TYPES, repr_form

# Takes an item; returns the place of its page by the names of PLACE_TYPES, None if it is not known.
PlaceOf: TypeAlias = Callable[[Any], Mapping[str, Any] | None]


def places_in(crawler: Crawler) -> PlaceOf:
    """Return what tells where the page of an item in the pipelines is, if the spider knows that."""

    def place_of(item: Any) -> Mapping[str, Any] | None:
        asked: PlaceOf | None = getattr(crawler.spider, "place_of", None)
        return asked(item) if asked is not None else None

    return place_of


def with_place(reject: Reject, place: Mapping[str, Any] | None) -> Reject:
    """Return a reject of an item with the place of its page in this run, if that is known.

    The item itself names the page that it was made from, which for a line of a feed is not that line.
    """
    known = {name: value for name, value in (place or {}).items() if name in PLACE_TYPES}  # a spider may tell more
    return replace(reject, **known) if known else reject


def item_reject(item: ArticleView | Any, code: str, reason: str) -> Reject:
    """Return a reject for an item, with the source of its page if the item has one."""
    view = item if isinstance(item, ArticleView) else ArticleView(item, {})
    source = field_of(own_metadata(view), "source")
    return Reject(
        path=field_of(source, "path"),
        offset=field_of(source, "offset"),
        recordId=field_of(source, "recordId"),
        url=view.get("url"),
        code=code,
        reason=reason,
        item=_fields_of(view.item),
    )


def failed_item_reject(item: Any, error: BaseException | None) -> Reject:
    """Return a reject for an item for which a pipeline raised an error other than DropItem."""
    reject = item_reject(item, "error", f"in a pipeline: {type(error).__name__}: {error}")
    reject.traceback = raised_at(error) if error else None
    return reject


def failed_page_reject(response: Any, error: BaseException | None) -> Reject:
    """Return a reject for a page on which a spider raised an error.

    `response` is a response, or the failure to get one.
    """
    source = source_of(response) if isinstance(response, Response) else Source(kind="live")
    reason = str(error) if isinstance(error, FieldError) else f"in the spider: {type(error).__name__}: {error}"
    cause = error.__cause__ or error if isinstance(error, FieldError) else error
    reject = page_reject(source, _url_of(response), "error", reason)
    return replace(reject, traceback=raised_at(cause) if cause is not None else None)


def with_url(reject: Reject, response: Any) -> Reject:
    """Return a reject with the address of its page; one that has no page of its own gets that of `response`.

    This is a response, the failure to get one, or None.
    """
    is_placed = reject.url is not None or reject.path is not None
    return reject if is_placed else replace(reject, url=_url_of(response))


def _url_of(response: Any) -> str | None:
    """Return the address of a response, or the one that there was no response from."""
    asked = response if isinstance(response, Response) else getattr(response, "request", None)
    return getattr(asked, "url", None) or None


def _fields_of(item: Any) -> Any:
    """Return an item's fields as plain values, or what it looks like if it has none or is nested without end."""
    try:
        return item.to_dict() if isinstance(item, Article) else ItemAdapter(item).asdict()
    except (TypeError, ValueError, AttributeError, RecursionError):
        return repr_form(item)
