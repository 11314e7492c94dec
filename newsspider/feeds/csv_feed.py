"""CSV feeds: articles as a flat table with fixed columns, other items in the columns that Scrapy gives them."""

from __future__ import annotations

import csv
import gzip
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import CsvItemExporter
from scrapy.extensions.postprocessing import PostProcessingManager

from newsspider.feeds.columns import OTHER, FlatColumn, column_types, flat_columns
from newsspider.feeds.forms import (
    FeedJsonEncoder,
    ItemKinds,
    item_form,
    json_text,
    serializers_of,
    whole_form,
    without_surrogates,
)
from newsspider.items import Article
from newsspider.loaders.article_view import ArticleView, is_empty

logger = logging.getLogger(__name__)

_WORTH_TELLING = ("headline", "url", "articleBody")


class ArticleCsvExporter(ItemKinds, CsvItemExporter):
    """Writes articles into the columns of `flat_columns()` and `other`.

    The columns are an article's with `article_columns`, or if the first item is an article.
    `fields_to_export` may name fields or columns, and rename them. Without an article's columns, items have those
    that Scrapy gives them: articles with JSON for what is nested, others with Scrapy's own cells. A file that
    already holds a table gets no second heads, and keeps its columns.
    """

    _is_foreign = False  # the item that is being written
    _has_told_of_loss = False

    def __init__(self, file: BytesIO, article_columns: bool = False, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self._article_columns = article_columns
        self._columns: Sequence[FlatColumn | None] | None = None  # None stands for what no other one holds
        self._heads: Sequence[str] = ()  # of a table that goes on
        if _has_content(file):
            if self.include_headers_line:
                self._heads = _heads_in(file, self.encoding, self._kwargs)
            self.include_headers_line = False

    def export_item(self, item: Any) -> None:
        """Write the item's row, and before the first one the heads."""
        if self._headers_not_written:
            self._choose_columns(item)
        if self._columns is None:
            self._is_foreign = self.is_foreign(item)
            super().export_item(item)
            if not (self._is_foreign or self._has_told_of_loss):
                self._tell_of_loss(item)
            return
        values = item if type(item) is Article else _values(item)
        form = item_form(values) or {}
        self.csv_writer.writerow([_cell(form, one) if one else _other(item, values) for one in self._columns])

    def _tell_of_loss(self, item: Any) -> None:
        """Warn of the first article whose headline, address or text has no column, if none are asked for."""
        if not self._autodetected_fields:
            return
        view, adapter, columns = ArticleView(item, self.names), ItemAdapter(item), self.fields_to_export or ()
        own = {name: ours for name, ours in self.names.items() if ours is not None}
        lost = [
            name
            for name in adapter.field_names()
            if own.get(name, name) in _WORTH_TELLING and name not in columns and not is_empty(adapter.get(name))
        ]
        if lost:
            self._has_told_of_loss = True
            url = view.get("url")
            logger.warning(
                "%s loses %s in CSV: the columns are those of the first item, which has other fields. "
                'item_export_kwargs: {"article_columns": True} in FEEDS gives an article\'s columns, and '
                "FEED_EXPORT_FIELDS any (further cases are not told)",
                url if isinstance(url, str) else "An article",
                ", ".join(lost),
            )

    def _choose_columns(self, first: Any) -> None:
        """Choose an article's columns, or leave the choice to Scrapy; a table that goes on keeps its own."""
        columns = _chosen_columns(self.fields_to_export)
        has_articles = self._article_columns or self._is_article(first)
        if self._heads:
            self._headers_not_written = False
            self._keep_columns({head: column for column, head in columns.items()}, has_articles)
        elif has_articles:
            self._headers_not_written = False
            is_chosen = bool(self.fields_to_export)
            self._columns = [*columns] if is_chosen else [*columns, None]
            if self.include_headers_line:
                self.csv_writer.writerow([*columns.values()] if is_chosen else [*columns.values(), OTHER])

    def _is_article(self, item: Any) -> bool:
        """Return whether an item has an article's text or headline and none but an article's fields."""
        if isinstance(item, Article):
            return True
        return ItemAdapter(item).keys() <= column_types().keys() and not self.is_foreign(item)

    def _keep_columns(self, columns: Mapping[str, FlatColumn], has_articles: bool) -> None:
        """Write into the columns of the heads that the table has: those of articles, or Scrapy's."""
        asked_for, heads = self.fields_to_export, self._heads
        by_head = {head: name for name, head in _heads_of(asked_for).items()}
        if asked_for:
            is_of_articles = {*heads} <= columns.keys() and (has_articles or {*heads} != by_head.keys())
        else:
            is_of_articles = {"headline", "articleBody", OTHER} <= {*heads}
        if missing := (columns if is_of_articles else by_head).keys() - {*heads}:
            logger.warning("A table goes on with the columns that it has, not %s", ", ".join(sorted(missing)))
        if is_of_articles:
            own = {head: FlatColumn((head,), "value") for head in heads if head != OTHER}  # of another version
            self._columns = [columns.get(head, own.get(head)) for head in heads]
        else:
            self._autodetected_fields = not asked_for  # Scrapy tells of fields that have no column
            self.fields_to_export = {by_head.get(head, head): head for head in heads}

    def serialize_field(self, field: Mapping[str, Any], name: str, value: Any) -> Any:
        """Return the cell of a field without an article's columns."""
        if "serializer" in field:
            return super().serialize_field(field, name, value)
        if self._is_foreign:
            cell = super().serialize_field(field, name, value)
            return without_surrogates(cell) if isinstance(cell, str) else cell
        form = item_form(value)
        if isinstance(form, list) and all(isinstance(part, str) for part in form):
            form = self._join_multivalued.join(form)
        return _text(form)


def _has_content(file: Any) -> bool:
    try:
        if isinstance(file, PostProcessingManager):  # whose plugins have begun already, in a buffer
            return os.fstat(file.file.fileno()).st_size > 0
        return bool(file.tell() > 0)
    except (AttributeError, OSError):  # a pipe
        return False


def _heads_in(file: Any, encoding: str | None, form: Mapping[str, Any]) -> Sequence[str]:
    """Return the heads of the table that a file holds by now; none where it cannot be read or has none."""
    is_processed = isinstance(file, PostProcessingManager)
    name = getattr(file.file if is_processed else file, "name", None)
    if not isinstance(name, str):
        return ()
    try:
        with Path(name).open("rb") as packed:
            is_packed = packed.read(2) == b"\x1f\x8b"
        if is_processed and not is_packed:  # by what plugin of the project's, and how, is not known
            return ()
        with (gzip.open if is_packed else open)(name, "rt", encoding=encoding, newline="") as text:
            heads = next(csv.reader(text, **form), [])
    except (OSError, EOFError, ValueError, csv.Error):
        return ()
    heads = [head.removeprefix("\ufeff") for head in heads]  # of an editor
    return heads if all(heads) and len({*heads}) == len(heads) else ()


def _chosen_columns(asked_for: Mapping[str, str] | Iterable[str] | None) -> dict[FlatColumn, str]:
    """Return the columns and their heads; a name that is asked for is a column's, or that of a field above it."""
    if asked_for is None or not asked_for:
        return {column: column.name for column in flat_columns()}
    chosen = {}
    for name, head in _heads_of(asked_for).items():
        found = [column for column in flat_columns() if f"{column.name}.".startswith(f"{name}.")]
        for column in found or [FlatColumn((name,), "json" if name not in column_types() else "value")]:
            chosen[column] = head + column.name[len(name) :]
    return chosen


def _heads_of(asked_for: Mapping[str, str] | Iterable[str] | None) -> Mapping[str, str]:
    """Return the heads of fields that are asked for, by the names of the fields."""
    return asked_for if isinstance(asked_for, Mapping) else {name: name for name in asked_for or ()}


def _cell(form: Mapping[str, Any], column: FlatColumn) -> str | int | float:
    """Return what stands in a column of an article's form."""
    names, last = column.path, ""
    if column.form == "lines of parts":
        *names, last = column.path  # type: ignore[assignment]
    value: Any = form
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(value, list) or column.form in {"value", "json"}:
        return _text(value) if not last or value is None else _text(_part(value, last))
    parts = [_part(entry, last) if last else entry for entry in value]
    if all(part is None for part in parts):
        return ""
    return "\n".join(" ".join(str(_text(part)).splitlines()) for part in parts)


def _part(entry: Any, name: str) -> Any:
    """Return a part of a list's entry; an entry that is a text stands for its name or address."""
    if isinstance(entry, Mapping):
        return entry.get(name)
    return entry if name in {"name", "url"} else None


def _values(item: Any) -> dict[str, Any]:
    """Return the fields of an item, as the serializers of its class want them."""
    serializers = serializers_of(type(item))  # type: ignore[arg-type]  # mypy takes no type for hashable
    return {
        name: serializers[name](value) if name in serializers else value
        for name, value in ItemAdapter(item).items()
    }


def _other(item: Any, values: Any) -> str:
    """Return what articles have no fields for as JSON."""
    if values is item:
        return ""
    others = {name: value for name, value in values.items() if name not in column_types()}
    form = item_form(others) if isinstance(item, Article) else whole_form(others)
    return str(_text(form)) if form else ""


def _text(value: Any) -> str | int | float:
    """Return a value as a cell: texts and numbers as they are, everything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    try:
        text = json_text(value)
    except TypeError:
        is_nested = isinstance(value, (Mapping, list))
        return _ENCODER.encode(value) if is_nested else without_surrogates(_as_text(value))
    return text[1:-1] if text.startswith('"') else text  # a moment, a decimal number


def _as_text(value: Any) -> str:
    """Return what a cell of Scrapy's holds of a value that JSON has no form for: bytes are a text in UTF-8."""
    return value.decode("utf-8", "replace") if isinstance(value, (bytes, bytearray)) else str(value)


class _CellEncoder(FeedJsonEncoder):
    """Writes as a text what JSON has no form for: a table has a form for everything."""

    def default(self, o: Any) -> Any:
        """Return what is written of a value of another type."""
        try:
            return super().default(o)
        except TypeError:
            return _as_text(o)


_ENCODER = _CellEncoder(ensure_ascii=False, separators=(",", ":"))
