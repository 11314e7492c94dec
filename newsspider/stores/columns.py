"""The columns of a store, made of the fields' declarations."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, DateTime, Dialect, Double, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from newsspider.feeds.syndication import moment
from newsspider.fields import Field
from newsspider.fields.forms import TEXT_FORMS
from newsspider.fields.values import definition_of
from newsspider.state.database import DatabaseText

# The date as the feed writes it, beside the time that it means: with the page's offset, if it gives one.
ISO = "Iso"
_DATES = ("date", "moment")
_INT64 = range(-(2**63), 2**63)


class UtcMoment(TypeDecorator[datetime]):
    """A time: in PostgreSQL a timestamp with time zone, in SQLite date and time in UTC, as text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time in UTC, which SQLite's text does not say."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def json_type() -> TypeEngine[Any]:
    """Return the type of nested values: JSON, in PostgreSQL JSONB; None is NULL."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


@dataclass(frozen=True, slots=True)
class StoreColumn:
    """A column; `convert` makes what stands in it of the value of a field in the feed's form.

    It raises ValueError for a value that does not fit.
    """

    name: str
    field: str
    type: TypeEngine[Any]
    convert: Callable[[Any], Any]


def store_columns(fields: Mapping[str, Field]) -> tuple[StoreColumn, ...]:
    """Return the columns of these fields, in their order: two for a date, one for any other.

    >>> from newsspider.fields import FIELDS
    >>> [column.name for column in store_columns(FIELDS) if column.field in ("headline", "datePublished")]
    ['headline', 'datePublished', 'datePublishedIso']
    """
    return tuple(column for field in fields.values() for column in _columns(field))


def _columns(field: Field) -> Iterator[StoreColumn]:
    form = field.form
    definition = definition_of(form.schema)
    if form.is_list or form.part is not None:
        yield StoreColumn(field.name, field.name, json_type(), _any)
    elif definition in _DATES:
        yield StoreColumn(field.name, field.name, UtcMoment(), _moment)
        yield StoreColumn(field.name + ISO, field.name, DatabaseText(), _iso)
    elif definition in TEXT_FORMS:
        yield StoreColumn(field.name, field.name, DatabaseText(), _text)
    else:
        kind, convert = _SCALARS.get(str(form.schema.get("type")), (json_type, _any))
        yield StoreColumn(field.name, field.name, kind(), convert)


def _any(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004  # what does not fit, whatever it is
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value not in _INT64:
        raise ValueError(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _moment(value: Any) -> datetime:
    found = moment(value)
    if found is None:
        raise ValueError(value)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:  # in the first or last hours of the calendar
        raise ValueError(value) from error


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


_SCALARS: Mapping[str, tuple[Callable[[], TypeEngine[Any]], Callable[[Any], Any]]] = {
    "string": (DatabaseText, _text),
    "integer": (BigInteger, _whole),
    "number": (Double, _number),
    "boolean": (Boolean, _flag),
}
