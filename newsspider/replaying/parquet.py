"""Parquet feeds: the lines of a finished JSON Lines feed as rows, in columns that follow the article's fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newsspider.errors import SettingError
from newsspider.items import Article
from newsspider.replaying.durable import sync

_ROWS_A_GROUP = 1000
# The column for fields that an article does not have, as JSON: what other projects add is not lost.
OTHER = "other"


def require_pyarrow() -> Any:
    """Return the module. Raises SettingError, which names the extra, if it is not installed."""
    try:
        import pyarrow.parquet  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SettingError("--format parquet", "needs the extra: pip install 'newsspider[parquet]'") from error
    return pyarrow


def write_parquet(parts: Sequence[Path], path: Path) -> None:
    """Write the lines of `parts`, in order, to a Parquet file; the same lines give the same bytes."""
    arrow = require_pyarrow()
    schema = article_columns(arrow)
    rows = _rows(parts, set(schema.names))
    with path.open("wb") as file:
        with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, _ROWS_A_GROUP)):
                writer.write_table(arrow.Table.from_pylist(group, schema))
        sync(file)


def _rows(parts: Iterable[Path], names: set[str]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with part.open("rb") as file:
            for line in file:
                yield _row(json.loads(line), names)


def _row(form: dict[str, Any], names: set[str]) -> dict[str, Any]:
    others = {name: value for name, value in form.items() if name not in names}
    row = {name: value for name, value in form.items() if name in names}
    if others:
        row[OTHER] = json.dumps(others, ensure_ascii=False)
    return row


def article_columns(arrow: Any) -> Any:
    """Return the Arrow schema: the feed's fields in its order, nested ones as structs, lists and maps."""
    return arrow.schema([*_columns(arrow, Article), (OTHER, arrow.string())])


def _columns(arrow: Any, kind: type) -> list[tuple[str, Any]]:
    """Return the name and Arrow type of each field of a dataclass."""
    types = get_type_hints(kind)
    return [(field.name, _column(arrow, types[field.name])) for field in fields(kind)]


def _column(arrow: Any, form: Any) -> Any:
    """Return the Arrow type of values of a Python type."""
    origin, arguments = get_origin(form), [part for part in get_args(form) if part is not NoneType]
    if origin is UnionType or origin is Union:
        return _column(arrow, arguments[0])
    if origin is Literal:
        return arrow.string()
    if origin is not None and issubclass(origin, Mapping):
        return arrow.map_(*(_column(arrow, part) for part in arguments))
    if origin is not None:
        return arrow.list_(_column(arrow, arguments[0]))
    if isinstance(form, type) and is_dataclass(form):
        return arrow.struct(_columns(arrow, form))
    return {str: arrow.string(), int: arrow.int64(), bool: arrow.bool_(), float: arrow.float64()}[form]
