"""What a store keeps of an item: which article it is, which version of it, and the values of its columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any

from itemadapter import ItemAdapter

from newsspider.feeds.columns import OTHER
from newsspider.feeds.forms import item_form, json_bytes, not_json
from newsspider.feeds.syndication import downloaded
from newsspider.fields import Field
from newsspider.items import Article
from newsspider.loaders.article_view import FieldNames, article_view, left_alone, own_names
from newsspider.state.database import database_text
from newsspider.stores.columns import StoreColumn, store_columns

# PostgreSQL's indexes take no key of 2,704 bytes; that of an address of half the length is sure to fit.
_MAX_ID_BYTES = 1_000
_DIGEST_BYTES = 16
_MEDIA = {"url", "path", "checksum", "status"}  # of a file that Scrapy has downloaded, or did before


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A version of an article; `seen` is when it was fetched, else when its row was made."""

    id: str
    digest: str
    seen: datetime
    values: Mapping[str, Any]  # by column


def _now() -> datetime:
    return datetime.now(UTC)


class RowMaker:
    """Makes rows of items of any type; `names` maps the items' field names to ours."""

    def __init__(
        self, fields: Mapping[str, Field], names: FieldNames, clock: Callable[[], datetime] = _now
    ) -> None:
        self._names, self._clock = names, clock
        self._columns: dict[str, list[StoreColumn]] = {}
        for column in store_columns(fields):
            self._columns.setdefault(column.field, []).append(column)
        # Where a page comes from is no part of what it says, and "3 hours ago" changes by itself.
        raw = {field.raw_field for field in fields.values()}
        self._compared = [name for name in fields if name not in raw and name not in ("id", "metadata")]

    def row(self, item: Any) -> ArticleRow | None:
        """Return the row of an item, or None for one with neither a headline nor a body.

        Raises ValueError, with the field, for an item that has no form in a feed: it holds itself, or what JSON
        does not know.
        """
        if article_view(item, self._names) is None:
            return None
        try:
            form = self._form(item)
            compared = {name: _without_status(form[name]) for name in self._compared if name in form}
            digest = blake2b(json_bytes(compared), digest_size=_DIGEST_BYTES).hexdigest()
            alone = frozenset() if isinstance(item, Article) else left_alone(self._names)
            own_id, values = self._identified(item, form), self._values(form, alone)
        except (TypeError, RecursionError) as error:
            field = not_json(ItemAdapter(item))
            raise ValueError(f"{f'{field}: ' if field else ''}{type(error).__name__}: {error}") from error
        return ArticleRow(own_id, digest, downloaded(form) or self._clock(), values)

    def _form(self, item: Any) -> dict[str, Any]:
        """Return an item in the feed's form, under our names."""
        if isinstance(item, Article):
            return item_form(item) or {}
        values = {str(name): value for name, value in ItemAdapter(item).items()}
        own = own_names(values, values.get, self._names)
        read = {name: value for name, value in values.items() if name not in {*own, *own.values()}}
        return item_form(read | {ours: values[name] for ours, name in own.items()}) or {}

    def _identified(self, item: Any, form: dict[str, Any]) -> str:
        """Return what an article is known by, and take it out of `form`.

        What other projects call `id` may be unique on one site alone. It stays as it is, unless it is an address
        or a digest.
        """
        own = form.get("id")
        found: object = None
        if isinstance(own, str) and (
            isinstance(item, Article) or own.startswith(("http://", "https://", "sha256:"))
        ):
            found = form.pop("id")
        found = found or form.get("canonicalUrl") or form.get("url") or own or _digest_of_texts(form)
        written = database_text(str(found))  # as it will be read again
        is_long = len(written) * 4 > _MAX_ID_BYTES and len(_utf8(written)) > _MAX_ID_BYTES
        return f"sha256:{sha256(_utf8(written)).hexdigest()}" if is_long else written

    def _values(self, form: Mapping[str, Any], alone: Collection[str]) -> dict[str, Any]:
        """Return the values of the columns; what does not fit its own, and fields without one, are in `other`.

        So are those that are left `alone`, whatever their names.
        """
        values: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for name, value in form.items():
            columns = self._columns.get(name, ()) if name != "id" and name not in alone else ()
            try:
                found = {column.name: column.convert(value) for column in columns}
            except ValueError:
                found = {}
            values |= found
            if not found:
                others[name] = value
        if others:
            json_bytes(others)  # raises here, where the field can be named, and not in the database's driver
            values[OTHER] = others
        return values


def _without_status(value: Any) -> Any:
    """Return a field without the status of its files, which says whether a run of Scrapy downloaded them."""
    if not isinstance(value, list) or not all(isinstance(each, dict) and each.keys() == _MEDIA for each in value):
        return value
    return [{name: part for name, part in each.items() if name != "status"} for each in value]


def _digest_of_texts(form: Mapping[str, Any]) -> str:
    texts: Iterable[object] = (form.get("headline"), form.get("articleBody"))
    return f"sha256:{sha256(_utf8(chr(10).join(str(text or '') for text in texts))).hexdigest()}"


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
