"""Parquet: each row is a page, with the same field names as in JSON. Requires pyarrow, the extra `parquet`.

https://parquet.apache.org/docs/file-format/: the positions of the columns are at the end of the file, so reading
requires seeking, and a file that is compressed again is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import Any, BinaryIO

from newsspider.archives.files import UNKNOWN_SIZE, DumpFile
from newsspider.archives.json_fields import JsonFields, JsonObject, may_be_asked_for
from newsspider.archives.rows import Rows
from newsspider.archives.sniff import charset_of
from newsspider.archives.types import Evidence, Format, Outcome, ReadOptions
from newsspider.items import Reject

# The name, and the first byte of a page header, or of the footer in an empty file.
_MAGIC = b"PAR1\x15"
# Rows in memory at once, plus a buffer for each column.
_ROWS_A_BATCH = 8
_BUFFER_BYTES = 1 << 20
_NAMED_COLUMNS = 12
# The base classes of pyarrow's errors, and those that it lets through: dates after the year 9999 overflow.
_PARQUET_ERRORS = (OSError, ValueError, RuntimeError, NotImplementedError, KeyError, OverflowError)


def is_parquet(head: bytes) -> bool:
    """Return whether a file begins like a Parquet file.

    >>> is_parquet(b"PAR1\\x15\\x04"), is_parquet(b"PAR1 is a word")
    (True, False)
    """
    return head.startswith(_MAGIC)


def read_parquet(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield each row's page; damage loses the rest of its row group. `source.offset` is the row number."""
    from pyarrow import parquet  # noqa: PLC0415  # an extra

    if dump.compression:
        yield _unreadable(dump, "a Parquet file that is compressed again is not opened")
        return
    with dump.open() as opened:
        try:
            file = parquet.ParquetFile(
                _Sized(opened, _size_of(dump, opened)), buffer_size=_BUFFER_BYTES, pre_buffer=False
            )
            names = file.schema_arrow.names
        except (
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            KeyError,
        ) as error:  # pyarrow's are of these
            yield _unreadable(dump, _reason(error))
            return
        columns = names if _is_feed(file.schema_arrow) else _columns(names, options.json_fields)
        if not _holds_pages(columns, options.json_fields):
            listed = ", ".join(names[:_NAMED_COLUMNS]) or "none"
            reason = f"no column is known to hold HTML or text (the columns: {listed}); see NEWSSPIDER_JSON_FIELDS"
            yield _unreadable(dump, " ".join(reason.split()))
            return
        rows = Rows("parquet", dump.name, options)
        yield from _RowReader(dump, file, columns, rows).outcomes()
        rows.tell_of_missing_names()


@dataclass(frozen=True, slots=True)
class _RowReader:
    dump: DumpFile
    file: Any  # pyarrow has no types
    columns: Sequence[str]
    rows: Rows

    def outcomes(self) -> Iterator[Outcome]:
        first = 0
        for group in range(self.file.num_row_groups):
            yield from self._in_group(group, first)
            first += self.file.metadata.row_group(group).num_rows

    def _in_group(self, group: int, row: int) -> Iterator[Outcome]:
        try:
            for batch in self.file.iter_batches(_ROWS_A_BATCH, row_groups=[group], columns=self.columns):
                for values in batch.to_pylist():
                    yield self._outcome(values, row)
                    row += 1
        except _PARQUET_ERRORS as error:
            reason = f"{_reason(error)}; the rest of this row group was not read"
            yield Reject(path=self.dump.name, offset=row, code="damaged", reason=reason)

    def _outcome(self, values: dict[str, object], row: int) -> Outcome:
        found = {name: _readable(value) for name, value in values.items()}
        return self.rows.outcome(found, row)


def _readable(value: object) -> object:
    """Return a value in JSON's form: bytes as text, times in ISO 8601."""
    if isinstance(value, bytes):
        return value.decode(charset_of(value), "replace")
    if isinstance(value, date):
        return value.isoformat()
    return {name: _readable(part) for name, part in value.items()} if isinstance(value, dict) else value


def _is_feed(schema: Any) -> bool:
    """Return whether a file has the columns of our feeds, each row of which is read whole."""
    from pyarrow.types import is_struct  # noqa: PLC0415  # an extra

    at = schema.get_field_index("metadata")
    if at < 0 or not is_struct(schema.field(at).type):
        return False
    position: int = schema.field(at).type.get_field_index("extractor")
    return position >= 0


def _columns(names: Sequence[str], fields: JsonFields) -> list[str]:
    """Return the columns that may hold a part of a page; the others are not read."""
    return [name for name in names if may_be_asked_for(name, fields)]


def _holds_pages(columns: Sequence[str], fields: JsonFields) -> bool:
    known: JsonObject = dict.fromkeys(columns)
    return any(name in known or name.partition(".")[0] in known for name in (*fields.html, *fields.text))


def _size_of(dump: DumpFile, opened: BinaryIO) -> int:
    """Return the size of a file; that of a pipe is known when it has ended."""
    return opened.seek(0, SEEK_END) if dump.size_bytes == UNKNOWN_SIZE else dump.size_bytes


def _reason(error: Exception) -> str:
    return f"Parquet: {' '.join(str(error).split())[:300]}"


def _unreadable(dump: DumpFile, reason: str) -> Reject:
    return Reject(path=dump.name, code="unreadable", reason=reason)


class _Sized(RawIOBase):
    """A file that can seek from its end, as pyarrow requires; a member of a zip or tar may not."""

    def __init__(self, file: BinaryIO, size_bytes: int) -> None:
        self._file, self._size = file, size_bytes

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        base = {SEEK_SET: 0, SEEK_CUR: self._file.tell(), SEEK_END: self._size}[whence]
        return self._file.seek(base + offset)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


FORMAT = Format(
    name="parquet",
    evidence=Evidence.SIGNATURE,
    matches=lambda dump: is_parquet(dump.head),
    read=read_parquet,
    holds_many=True,
    extra="newsspider[parquet]",
)
