"""The columns of Parquet and CSV feeds, as the classes of the article and its parts say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType, struct_of
from newsspider.fields.parts import PARTS
from newsspider.items import Article

# The column for fields that an article does not have, as JSON: what other projects add is not lost.
OTHER = "other"


def column_types() -> Mapping[str, ValueType]:
    """Return the type of each field of an article, in the feed's order."""
    return struct_of(Article).parts


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column of a table without nesting.

    `form` says what its cells hold: the value at `path`, a line for each entry of the list at `path`, a line for
    the last name of `path` in each entry of the list before it, or JSON of what is at `path`.
    """

    path: tuple[str, ...]
    form: Literal["value", "lines", "lines of parts", "json"]

    @property
    def name(self) -> str:
        """The column's name: that of its field, and of the parts below it, with dots between them."""
        return ".".join(self.path)


@cache
def flat_columns() -> tuple[FlatColumn, ...]:
    """Return the columns of an article as a flat table, in the feed's order, without `other`.

    >>> [column.name for column in flat_columns() if column.path[0] == "publisher"]
    ['publisher.name', 'publisher.url']
    """
    return tuple(column for name, form in column_types().items() for column in _flat((name,), form))


def _flat(path: tuple[str, ...], form: ValueType) -> list[FlatColumn]:
    if isinstance(form, Struct):
        return [column for name, part in form.parts.items() for column in _flat((*path, name), part)]
    if isinstance(form, ListOf):
        if isinstance(form.part, Struct):
            if _has_paragraphs(form.part):
                return [FlatColumn(path, "json")]
            return [FlatColumn((*path, name), "lines of parts") for name in form.part.parts]
        return [FlatColumn(path, "lines")]
    return [FlatColumn(path, "json" if isinstance(form, PairsOf) else "value")]


def _has_paragraphs(part: Struct) -> bool:
    """Return whether a part's texts have line breaks of their own, so that a line cannot stand for an entry."""
    return any(field.schema.get("$ref") == "#/$defs/text" for field in PARTS[part.kind].fields.values())
