"""Access to the fields of any item under our names: pipelines and exporters work on other projects' items."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import fields
from typing import Any, TypeAlias

from itemadapter import ItemAdapter, is_item

from newsspider.fields import FIELDS
from newsspider.fields.values import values_of
from newsspider.items import Article
from newsspider.loaders.item_classes import with_fields

_TEXTS = (str, bytes, list, tuple)  # a list: of an item loader without processors
_TEXT_FIELDS = ("headline", "articleBody")
# A project's names of fields, and ours for them; None for a field that is left alone.
FieldNames: TypeAlias = Mapping[str, str | None]
ARTICLE_FIELDS = tuple(field.name for field in fields(Article))


class ArticleView:
    """An item of any type, read and written under our field names.

    `names` maps the item's own field names to ours: {"title": "headline"}. Names that the item does not have are
    ignored, so that a project can yield items of several types. A name that is mapped to None is that of a field
    which is the project's own affair, though we have one of that name: it is neither read nor written.
    """

    _own: Mapping[str, str]
    _alone: Collection[str] = ()

    def __init__(self, item: Any, names: FieldNames) -> None:
        self.item = item
        # ItemAdapter inspects the item's type for each field: a third of what a replay adds to a page.
        if isinstance(item, Article):
            self._adapter: _Attributes | ItemAdapter = _Attributes(item)
            self._own = {}
            return
        self._adapter = _adapter_of(item)
        self._own = own_names(self._adapter.field_names(), self._adapter.get, names) if names else {}
        self._alone = left_alone(names)

    def get(self, name: str) -> Any:
        """Return the value of our field `name`, or None."""
        own = self._own.get(name, name)
        return None if own in self._alone else self._adapter.get(own)

    def set(self, name: str, value: Any) -> None:
        """Store `value` as our field `name`, under the item's own name; a frozen item is replaced in `item`.

        Raises ValueError where the item's class does not take the value.
        """
        own = self._own.get(name, name)
        try:
            self._adapter[own] = value
        except (AttributeError, TypeError, ValueError):  # frozen, or of a class that checks its values
            self.item = with_fields(self.item, {own: value})
            self._adapter = ItemAdapter(self.item)

    def is_asked_for(self, name: str) -> bool:
        """Return whether the item has a place of its own for our field `name`: a field of its class, a key."""
        own = self._own.get(name, name)
        return own in self._adapter.field_names() and own not in self._alone

    def can_hold(self, name: str) -> bool:
        """Return whether the item can hold our field `name`; a dict can hold any."""
        own = self._own.get(name, name)
        has_place = isinstance(self._adapter.item, dict) or own in self._adapter.field_names()
        return has_place and own not in self._alone

    def present(self, fields: Iterable[str] = ARTICLE_FIELDS) -> Iterator[tuple[str, Any]]:
        """Yield names and values of those of `fields` that are not None."""
        for name in fields:
            value = self.get(name)
            if value is not None:
                yield name, value


def own_names(has: Collection[str], get: Callable[[str], Any], names: FieldNames) -> Mapping[str, str]:
    """Return the names that an item itself has for our fields: {"headline": "title"}.

    `has` are its fields, and `get` returns the value of one, or None. Where it has one under several names, that
    counts which holds something, and of those a name of the project's.

    >>> item = {"title": "", "headline": "Storm", "text": "It rained."}
    >>> own_names(item, item.get, {"title": "headline", "text": "articleBody"})
    {'articleBody': 'text'}
    """
    found: dict[str, str] = {}
    fields, alone = frozenset(has), left_alone(names)
    for own, ours in names.items():
        if ours is None or own not in fields:
            continue
        other = found.get(ours, ours if ours in fields - alone else None)
        if other is None or not is_empty(get(own)) or is_empty(get(other)):
            found[ours] = own
    return found


def is_empty(value: Any) -> bool:
    """Return whether a field holds nothing: feeds leave it out.

    >>> is_empty([]), is_empty(0)
    (True, False)
    """
    return value is None or (isinstance(value, (*_TEXTS, Mapping, Set)) and not value)


def _adapter_of(item: Any) -> ItemAdapter:
    """Return the fields of an item; what has none, as a text that a spider yields, is like an empty one."""
    try:
        return ItemAdapter(item)
    except TypeError:
        return ItemAdapter({})


def left_alone(names: FieldNames) -> frozenset[str]:
    """Return those of an item's field names that NEWSSPIDER_FIELD_NAMES maps to None.

    >>> sorted(left_alone({"title": "headline", "authors": None}))
    ['authors']
    """
    return frozenset(own for own, ours in names.items() if ours is None)


def article_view(item: Any, names: FieldNames) -> ArticleView | None:
    """Return a view of `item` under our names, or None if it has neither a headline nor a body.

    This is what makes an item article-like, for pipelines, exporters, stores and reports. An empty text, a blank
    one or a list of such is no headline.

    >>> items = {"headline": "Storm"}, {"headline": "", "articleBody": []}
    >>> [article_view(item, {}) is not None for item in items]
    [True, False]
    """
    if not is_item(item):
        return None
    view = ArticleView(item, names)
    return view if any(_holds_text(view.get(name)) for name in _TEXT_FIELDS) else None


def _holds_text(value: Any) -> bool:
    """Return whether a value is a text, a list with something in it, or clearly means a text, as a number does."""
    if isinstance(value, (str, bytes)):
        return bool(value.strip())
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return any(entry.strip() if isinstance(entry, (str, bytes)) else not is_empty(entry) for entry in value)
    try:
        return value is not None and bool(values_of(value, FIELDS["headline"].form))
    except Exception:  # noqa: BLE001  # a class of the project's may raise anything
        return False


class _Attributes:
    """An Article with the methods of ItemAdapter that are used here."""

    def __init__(self, article: Article) -> None:
        self.item = article

    def get(self, name: str) -> Any:
        """Return the value of a field, or None."""
        return getattr(self.item, name, None)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self.item, name, value)

    def field_names(self) -> Collection[str]:
        """Return the names of all fields."""
        return ARTICLE_FIELDS
