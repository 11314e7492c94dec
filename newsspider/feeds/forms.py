"""What an exporter writes of an item of any type: an article's fields as plain values, without what is absent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from typing import Any, Self

import orjson
from itemadapter import ItemAdapter, is_item
from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter
from scrapy.utils.serialize import ScrapyJSONEncoder

from newsspider._native import has_surrogates
from newsspider.errors import SettingError
from newsspider.items import Article, Reject, feed_form
from newsspider.loaders.article_view import ARTICLE_FIELDS, FieldNames, article_view, left_alone, own_names

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


# What feeds for readers of news say of themselves. Each knows some of them: projects give all the same.
ABOUT_FEEDS = (
    "title", "home_page_url", "feed_url", "feed_id", "description", "language", "authors", "icon", "favicon",
)  # fmt: skip
_OF_ALL_EXPORTERS = ("encoding", "export_empty_fields", "fields_to_export", "indent")


def refuse_others(options: Iterable[str], known: Iterable[str] = ()) -> None:
    """Raise SettingError for the first option of an exporter that is not known.

    >>> refuse_others(["home_page"], ["home_page_url"])
    Traceback (most recent call last):
    ...
    newsspider.errors.SettingError: item_export_kwargs: 'home_page' is not known; did you mean home_page_url?
    """
    names = [*known, *_OF_ALL_EXPORTERS]
    for option in options:
        if option not in names:
            near = get_close_matches(option, names, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(names)}"
            raise SettingError("item_export_kwargs", f"{option!r} is not known; {hint}")


class ItemKinds(BaseItemExporter):
    """Tells items that have nothing to do with articles from those that the pipelines treat as articles.

    `names` maps the items' own field names to ours, as NEWSSPIDER_FIELD_NAMES does.
    """

    names: FieldNames = MappingProxyType({})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return an exporter for a crawl."""
        exporter = cls(*args, **kwargs)
        exporter.names = crawler.settings.getdict("NEWSSPIDER_FIELD_NAMES")
        return exporter

    def is_foreign(self, item: Any) -> bool:
        """Return whether an item is no article, so that it is written as Scrapy's own exporter writes it."""
        return not isinstance(item, _OUR_CLASSES) and article_view(item, self.names) is None


_OUR_CLASSES = (Article, Reject)
_OUR_FIELDS = frozenset(ARTICLE_FIELDS)


class FeedForm(ItemKinds):
    """Serializes the fields of articles in the feed's form, and gives those of other items as they are.

    Of articles, `export_empty_fields` still asks for the absent fields as null. Fields that articles do not have
    stay with all that is in them, in whatever item they are.
    """

    is_whole = False  # a file of this format has an end, behind which nothing can be written

    def get_serialized_fields(
        self, item: Any, default_value: Any = None, include_empty: bool | None = None
    ) -> Iterable[tuple[str, Any]]:
        """Return the names and values of the fields that `item` has, in declared order."""
        keep_empty = self.export_empty_fields if include_empty is None else include_empty
        if self.fields_to_export is None and not keep_empty and self._is_article_as_it_is(item):
            yield from (item_form(item) or {}).items()  # the same, without an adapter's look at each field
            return
        found = super().get_serialized_fields(item, default_value, include_empty)
        if self.is_foreign(item):
            yield from found
            return
        is_own, chosen = isinstance(item, _OUR_CLASSES), self.fields_to_export
        ours = _OUR_FIELDS - left_alone(self.names)
        renamed = {new: name for name, new in chosen.items()} if isinstance(chosen, Mapping) else {}
        for name, value in found:
            if is_own or renamed.get(name, name) in ours:
                form = item_form(value)
                if form is not None or keep_empty:
                    yield name, form
            else:
                yield name, whole_form(value)

    def article_form(self, item: Any) -> dict[str, Any]:
        """Return an item as formats need it that know articles alone: under our names, without what is absent."""
        if self._is_article_as_it_is(item):
            return item_form(item) or {}
        values = dict(super().get_serialized_fields(item, include_empty=False))
        names: FieldNames = {} if isinstance(item, Article) else self.names
        own = own_names(values, values.get, names)
        renamed = {*own, *own.values(), *left_alone(names)}
        read = {name: value for name, value in values.items() if name not in renamed}
        return item_form(read | {ours: values[name] for ours, name in own.items()}) or {}

    def _is_article_as_it_is(self, item: Any) -> bool:
        """Return whether an item is an Article of whose fields no serializer makes anything else."""
        if not isinstance(item, Article) or type(self).serialize_field is not BaseItemExporter.serialize_field:
            return False
        return not serializers_of(type(item))  # type: ignore[arg-type]  # mypy takes no type for hashable


@lru_cache  # classes are few, and each item is asked for
def serializers_of(item_class: type) -> Mapping[str, Callable[[Any], Any]]:
    """Return the serializers that a class of items declares, by the names of its fields.

    https://docs.scrapy.org/en/latest/topics/exporters.html#declaring-a-serializer-in-the-field
    """
    names = ItemAdapter.get_field_names_from_class(item_class) or ()
    metas = {name: ItemAdapter.get_field_meta_from_class(item_class, name) for name in names}
    return {name: meta["serializer"] for name, meta in metas.items() if "serializer" in meta}


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


def whole_form(value: Any) -> Any:
    """Return `value` as plain dicts and lists, with items of all types inside it, and all that is in them.

    >>> whole_form({"tags": (), "text": "", "made": None})
    {'tags': [], 'text': '', 'made': None}
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return {name: whole_form(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        return [whole_form(part) for part in value]
    return whole_form(dict(ItemAdapter(value).items())) if is_item(value) else value


def _plain(value: Any) -> Any:
    """Return `value` with items of other types (attrs, pydantic, scrapy.Item) inside it as mappings."""
    if value is None or isinstance(value, (str, int, float)) or is_dataclass(value):
        return value  # dataclasses have their form from feed_form
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        return [_plain(part) for part in value]
    if is_item(value):
        return {name: _plain(part) for name, part in ItemAdapter(value).items()}
    return value
