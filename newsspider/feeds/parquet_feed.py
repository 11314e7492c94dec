"""Parquet feeds: one fixed schema of typed, nested columns, as the article's fields are declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType
from newsspider.errors import SettingError
from newsspider.feeds.columns import OTHER, column_types
from newsspider.feeds.forms import FeedForm, json_text, refuse_others, whole_form, without_surrogates

# Rows become columns a few at a time, since as dicts they take some five times the memory.
_ROWS_A_BATCH = 500
# A row group is what readers load at once, and each costs the writer 60 kB until the end: a million items of 2 kB,
# in groups of 1,000 rows, took 100 MB for that alone.
_GROUP_BYTES = 16 * 1024 * 1024
_INT64 = range(-(2**63), 2**63)


def require_pyarrow() -> Any:
    """Return the module. Raises SettingError, which names the extra, if it is not installed."""
    try:
        import pyarrow.parquet  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SettingError("parquet", "needs the extra: pip install 'newsspider[parquet]'") from error
    return pyarrow


def arrow_schema(names: Mapping[str, str] | None = None) -> Any:
    """Return the Arrow schema: an article's fields, or those that `names` gives heads to, and `other`.

    What is a mapping in JSON is a list of `{key, value}`: Hugging Face `datasets` and others load no Arrow maps.
    """
    arrow, types = require_pyarrow(), column_types()
    heads = names if names is not None else {name: name for name in types}
    columns = [(head, _arrow_type(arrow, types[name])) for name, head in heads.items() if name in types]
    return arrow.schema([*columns, (OTHER, arrow.string())])


def _arrow_type(arrow: Any, form: ValueType) -> Any:
    if isinstance(form, Struct):
        return arrow.struct([(name, _arrow_type(arrow, part)) for name, part in form.parts.items()])
    if isinstance(form, PairsOf):
        pair = arrow.struct([("key", arrow.string()), ("value", _arrow_type(arrow, form.part))])
        return arrow.list_(pair)
    if isinstance(form, ListOf):
        return arrow.list_(_arrow_type(arrow, form.part))
    return {str: arrow.string(), int: arrow.int64(), bool: arrow.bool_(), float: arrow.float64()}[form]


class ParquetWriter:
    """Writes articles in the feed's form to a Parquet file; the same articles give the same bytes.

    At most a row group is in memory. What does not fit its column, and fields that articles do not have, are JSON
    in the column `other`. The file is left open.
    """

    def __init__(self, file: BinaryIO, fields: Mapping[str, str] | Iterable[str] | None = None) -> None:
        self._arrow = require_pyarrow()
        heads = None
        if fields:
            heads = dict(fields) if isinstance(fields, Mapping) else {name: name for name in fields}
        self._schema = arrow_schema(heads)
        names = heads or {name: name for name in column_types()}
        self._types = {head: column_types()[name] for name, head in names.items() if name in column_types()}
        self._writer = self._arrow.parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._batches: list[Any] = []
        self._bytes = 0

    def write(self, form: Mapping[str, Any]) -> None:
        """Add a row."""
        self._rows.append(self._row(form))
        if len(self._rows) == _ROWS_A_BATCH:
            self._end_batch()

    def close(self) -> None:
        """Write what is left, and the file's end."""
        self._end_batch()
        self._end_group()
        self._writer.close()

    def _row(self, form: Mapping[str, Any]) -> dict[str, Any]:
        row, others = {}, {}
        for name, value in form.items():
            try:
                row[name] = _converted(value, self._types[name])
            except (KeyError, ValueError):
                others[name] = value
        if others:
            row[OTHER] = json_text(others)
        return row

    def _end_batch(self) -> None:
        if self._rows:
            batch = self._arrow.RecordBatch.from_pylist(self._rows, self._schema)
            self._batches.append(batch)
            self._bytes += batch.nbytes
            self._rows = []
        if self._bytes >= _GROUP_BYTES:
            self._end_group()

    def _end_group(self) -> None:
        if self._batches:
            table = self._arrow.Table.from_batches(self._batches, self._schema)
            self._batches, self._bytes = [], 0
            self._writer.write_table(table)


def _converted(value: Any, form: ValueType) -> Any:
    """Return a value as Arrow takes it for a column. Raises ValueError if some of it would be lost."""
    if value is None:
        return None
    if isinstance(form, type):
        return _scalar(value, form)
    if isinstance(form, ListOf):
        if isinstance(value, list):
            return [_converted(part, form.part) for part in value]
    elif isinstance(value, Mapping):
        if isinstance(form, PairsOf):
            pairs = ((_scalar(key, str), _converted(part, form.part)) for key, part in value.items())
            return [{"key": key, "value": part} for key, part in pairs]
        if value.keys() <= form.parts.keys():
            return {name: _converted(part, form.parts[name]) for name, part in value.items()}
    raise ValueError(value)


def _scalar(value: Any, kind: type) -> Any:
    if kind is str and isinstance(value, str):
        return without_surrogates(value)
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind or (kind is int and value not in _INT64):
        raise ValueError(value)
    return value


class ArticleParquetExporter(FeedForm):
    """Writes a Parquet file; it cannot be appended to, so that `-O` is needed where a file is there already."""

    is_whole = True

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(dont_fail=True, **kwargs)
        refuse_others(self._kwargs)
        self.file = file

    @classmethod
    def check_requirements(cls) -> None:
        """Raise SettingError if the extra is not installed."""
        require_pyarrow()

    def start_exporting(self) -> None:
        """Begin the file. Raises SettingError if it already holds something."""
        if self.file.seekable() and self.file.tell():
            raise SettingError("parquet", "a Parquet file cannot be appended to; -O overwrites it")
        self._writer = ParquetWriter(self.file, self.fields_to_export)

    def export_item(self, item: Any) -> None:
        """Add the item's row."""
        form = dict(self.get_serialized_fields(item))
        self._writer.write(whole_form(form) if self.is_foreign(item) else form)

    def finish_exporting(self) -> None:
        """Write the file's end."""
        self._writer.close()
