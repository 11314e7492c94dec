"""The rows of a list of rejects as they are written and read: one JSON object a line, in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from newsspider.items import Reject, Source, feed_form

MAX_ROW_BYTES = 1 << 25  # a row holds an item that was rejected
# The fields that say where a page is, and the types of their values.
PLACE_TYPES: Mapping[str, type] = MappingProxyType(
    {"path": str, "offset": int, "recordId": str, "url": str, "source": str}
)
# The path below what was asked for, the offset in bytes, the record's own identifier.
RowPlace: TypeAlias = tuple[str | None, int | None, str | None]
_KEYS = frozenset({"code", "reason"})
_KEYS_OF_PAGES = frozenset({"html", "text", "content"})
_MAX_REPR_CHARS = 10_000


def reject_row(reject: Reject) -> bytes:
    r"""Return a reject as a line of JSON, with its line break; it has the `repr` of an item that JSON cannot hold.

    A path that is not UTF-8 has lone surrogates. JSON's own escapes carry these there and back.

    >>> reject_row(Reject(path="b\udcff.html", code="error", reason="Ü")).decode()
    '{"path": "b\\udcff.html", "code": "error", "reason": "Ü"}\n'
    """
    try:
        line = json.dumps(feed_form(reject), ensure_ascii=False, default=_plain)
    except (TypeError, ValueError, RecursionError):  # keys that are no texts, cycles
        form = feed_form(replace(reject, item=repr_form(reject.item)))
        line = json.dumps(form, ensure_ascii=False, default=_plain)
    return line.encode("utf-8", "backslashreplace") + b"\n"


def _plain(value: Any) -> Any:
    try:
        return sorted(value, key=str) if isinstance(value, (set, frozenset)) else str(value)
    except Exception:  # noqa: BLE001  # the project's own classes
        return type(value).__name__


def repr_form(item: Any) -> Mapping[str, str]:
    """Return what a row says of an item that has no form in JSON: `{"repr": ...}`, cut where it gets long."""
    try:
        return {"repr": repr(item)[:_MAX_REPR_CHARS]}
    except Exception:  # noqa: BLE001  # the project's own classes
        return {"repr": type(item).__name__}


def read_row(line: bytes) -> Mapping[str, Any] | None:
    """Return the JSON object that a line holds, with values of any types; None if it holds none.

    >>> read_row(b'{"path": "a.warc", "code": "truncated"}'), read_row(b"[1, 2]"), read_row(b'{"pa')
    ({'path': 'a.warc', 'code': 'truncated'}, None, None)
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def is_reject_row(line: bytes) -> bool:
    """Return whether a line is the row of a reject, and no page with a code and a reason of its own.

    >>> is_reject_row(b'{"code": "empty", "reason": "no text"}'), is_reject_row(b'{"code": 3, "html": "<p>x</p>"}')
    (True, False)
    """
    row = read_row(line)
    return row is not None and row.keys() >= _KEYS and not row.keys() & _KEYS_OF_PAGES


def place_value(row: Mapping[str, Any], name: str) -> Any:
    """Return the value of a field of PLACE_TYPES, None if it is absent or of another type.

    >>> place_value({"offset": 7}, "offset"), place_value({"offset": "7"}, "offset")
    (7, None)
    """
    value = row.get(name)
    return value if isinstance(value, PLACE_TYPES[name]) else None


def row_place(found: Reject | Source) -> RowPlace:
    """Return the place by which the row of a reject and the page that is there now are the same."""
    return found.path, found.offset, found.recordId
