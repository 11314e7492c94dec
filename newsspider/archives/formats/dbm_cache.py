"""Scrapy's HTTP cache in the form of DbmCacheStorage: all responses of a spider in one database, `SPIDER.db`.

Its values are pickles, and unpickling can run code from the file. So only plain values are unpickled here: an
entry that asks for a class or a function is damaged.
"""

from __future__ import annotations

import dbm
import io
import pickle
import pickletools
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.messages import Header, Message, decoded_message, may_be_page, page_response
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.items import Reject, Source

_DATA, _TIME = b"_data", b"_time"
_MAX_OTHER_BYTES = 1 << 20  # headers and everything else in a response except the body
# Files that dbm.dumb and SQLite keep -> the file with the content, beside them.
_BESIDE = {".db.dir": ".db.dat", ".db.bak": ".db.dat", ".db-shm": ".db", ".db-wal": ".db"}
# Classes in the pickles of valid responses; they are read as None.
_HARMLESS = frozenset({("ipaddress", "IPv4Address"), ("ipaddress", "IPv6Address")})
# What writes to the memo at the place that its argument names.
_MEMO_OPCODES = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})
_MAX_OPCODES = 100_000  # a response's pickle has a few dozen, and some for each of its headers
_PICKLE_ERRORS = (
    pickle.UnpicklingError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
    MemoryError,
)


def dbm_base(file: Path) -> Path | None:
    """Return the name with which to open the database that this file belongs to; None if there is none."""
    name = str(file)
    if name.endswith(".db.dat"):
        base = name.removesuffix(".dat")
        return Path(base) if dbm.whichdb(base) == "dbm.dumb" else None
    if name.endswith(".db"):
        return next((Path(base) for base in (name, name.removesuffix(".db")) if dbm.whichdb(base)), None)
    return None


def is_beside_database(name: str, names: Collection[str]) -> bool:
    """Return whether a file, in a folder with `names`, is only a part of a database.

    >>> is_beside_database("news.db.dir", ["news.db.dat"]), is_beside_database("news.db.dir", [])
    (True, False)
    """
    return any(name.endswith(end) and name.removesuffix(end) + main in names for end, main in _BESIDE.items())


def read_dbm_cache(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the page of each response in the database, in the order of its keys."""
    base = dbm_base(dump.path) if dump.path else None
    try:
        with dbm.open(str(base), "r") as database:
            keys = sorted(key for key in map(_as_bytes, database.keys()) if key.endswith(_DATA))
            for key in keys:
                yield _entry(key, database, dump, options)
    except (*dbm.error, ValueError, SyntaxError, ImportError) as error:
        reason = f"HTTP cache: its database ({dbm.whichdb(str(base))}) cannot be read: {error}"
        yield Reject(path=dump.name, code="unreadable", reason=reason)


def _as_bytes(key: str | bytes) -> bytes:
    return key if isinstance(key, bytes) else key.encode()


def _entry(key: bytes, database: Any, dump: DumpFile, options: ReadOptions) -> Outcome:
    record_id = key.removesuffix(_DATA).decode("latin-1")
    url = ""
    try:
        told = _plain(database[key], options.max_page_bytes + _MAX_OTHER_BYTES)
        url = str(told["url"])
        return _outcome(url, told, _captured(key, database), options, (dump.name, record_id))
    except TooLargeError:
        code, reason = "too-large", f"the page is larger than {options.max_page_bytes} bytes"
    except CodingError as error:
        code, reason = error.code, str(error)
    except (*dbm.error, *_PICKLE_ERRORS, OSError) as error:
        code, reason = "damaged", f"{type(error).__name__}: {error}"
    return Reject(
        path=dump.name, offset=0, recordId=record_id, url=url or None, code=code, reason=f"HTTP cache: {reason}"
    )


def _outcome(
    url: str, told: Mapping[str, Any], captured: datetime | None, options: ReadOptions, place: tuple[str, str]
) -> Outcome:
    message = Message(int(told["status"]), _headers(told["headers"]), bytes(told["body"]))
    if message.status not in options.statuses:
        return Skipped("status")
    if not may_be_page(message):
        return Skipped("content-type")
    response = page_response(url, decoded_message(message, options.max_page_bytes))
    if response is None:
        return Skipped("content")
    path, record_id = place
    source = Source(kind="httpcache", path=path, offset=0, recordId=record_id, digest=digest_of(response.body))
    return ArchivedPage(response, source, captured)


def _headers(told: Mapping[bytes, Any]) -> list[Header]:
    return [(bytes(name), bytes(value)) for name, values in told.items() for value in values]


def _captured(key: bytes, database: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(database[key.removesuffix(_DATA) + _TIME]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _plain(value: bytes, max_bytes: int) -> Mapping[str, Any]:
    if len(value) > max_bytes:
        raise TooLargeError
    _check_size(value)
    told = _PlainUnpickler(io.BytesIO(value)).load()
    if not isinstance(told, dict):
        raise TypeError("the pickle is not a dictionary")
    return told


def _check_size(value: bytes) -> None:
    """Raise UnpicklingError where unpickling would take more memory than the pickle's bytes account for.

    A pickle of nine bytes may ask for a memo of gigabytes, and each byte may make a list.
    """
    for count, (op, argument, _) in enumerate(pickletools.genops(value)):
        if count > _MAX_OPCODES or (
            isinstance(argument, int) and argument > len(value) and op.name in _MEMO_OPCODES
        ):
            raise pickle.UnpicklingError("it asks for more memory than a response takes")


class _PlainUnpickler(pickle.Unpickler):
    """Unpickles dicts, lists, strings, bytes and numbers, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a function that ignores its arguments for harmless classes; raise for all others."""
        if (module, name) in _HARMLESS:
            return _nothing
        raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is not allowed")


def _nothing(*_: object) -> None:
    """Return None, whatever the arguments."""


FORMAT = Format(
    name="dbm-cache",
    evidence=Evidence.NAME,
    matches=lambda dump: dump.path is not None and dbm_base(dump.path) is not None,
    read=read_dbm_cache,
    holds_many=True,
    companions=lambda names: [name for name in names if is_beside_database(name, names)],
)
