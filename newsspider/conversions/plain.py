"""Items made of plain values, as JSON and Parquet have them: the way back from a feed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, TypeVar

from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType, struct_of

_T = TypeVar("_T")
_NAMES: Mapping[object, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    ListOf: "a list",
    PairsOf: "an object",
    Struct: "an object",
}
_SHOWN_CHARS = 80
# "author" and "authors" are alike by 0.92, "date_published" and "datePublished" by 0.89; "body" and "articleBody",
# which another field of a project may well be, by 0.4.
_LIKENESS = 0.8


def from_plain(kind: type[_T], values: Mapping[str, Any], *, strict: bool = False) -> _T:
    """Return an item of a dataclass, with its parts, made of plain values; the opposite of `feed_form`.

    `None`, `""`, NaN and empty collections are absent. Keys that the class does not know are left out, so that
    feeds of later versions can be read, unless `strict`. Raises ValueError, with the path of the value, for one of
    another type, a part without what it needs, and with `strict` for unknown keys.

    >>> from newsspider.items import Image
    >>> from_plain(Image, {"url": "https://example.org/a.jpg", "width": 640, "colour": "red"})
    Image(url='https://example.org/a.jpg', caption=None, credit=None, alt=None, width=640, height=None)
    >>> from_plain(Image, {"width": "wide"})
    Traceback (most recent call last):
    ...
    ValueError: width: 'wide' is not a whole number
    """
    if not isinstance(values, Mapping):
        raise _no_object(values, kind)
    made: _T = _object(values, struct_of(kind), "", strict)  # type: ignore[arg-type]  # mypy takes no type for hashable
    return made


def unknown_fields(kind: type, values: Mapping[str, Any]) -> list[str]:
    """Return the keys that are no fields of a dataclass.

    >>> from newsspider.items import Media
    >>> unknown_fields(Media, {"url": "https://example.org/a.mp4", "length": 3})
    ['length']
    """
    known = struct_of(kind).parts
    return [name for name in values if name not in known]


def warn_of_misspelt(kind: type, values: Mapping[str, Any]) -> None:
    """Warn of keys that are no fields of a dataclass where they seem to be meant for one.

    That is where none of the keys is one, and where one resembles a field for which there is no value. The warning
    is for the line that called the caller.
    """
    unknown = unknown_fields(kind, values)
    if not unknown:
        return
    if len(unknown) == len(values):
        shown = ", ".join(unknown)[:_SHOWN_CHARS]
        warnings.warn(f"{kind.__name__} has none of these fields: {shown}", stacklevel=3)
        return
    for name in unknown:
        near = _nearest(kind, name)
        if near is not None and near not in values:
            warnings.warn(f"{name}: {kind.__name__} has no such field; did you mean {near}?", stacklevel=3)


@lru_cache(maxsize=1024)  # all lines of a feed have the same keys
def _nearest(kind: type, name: str) -> str | None:
    return next(iter(get_close_matches(name, struct_of(kind).parts, n=1, cutoff=_LIKENESS)), None)


def _object(values: Mapping[str, Any], form: Struct, path: str, strict: bool) -> Any:
    found: dict[str, Any] = {}
    for name, value in values.items():
        part = form.parts.get(name)
        if part is None:
            if strict:
                raise ValueError(f"{_joined(path, name)}: {form.kind.__name__} has no such field")
        elif (made := _value(value, part, _joined(path, name), strict)) is not None:
            found[name] = made
    missing = form.required.difference(found)
    if missing:
        raise ValueError(f"{path or form.kind.__name__}: without {', '.join(sorted(missing))}")
    return form.kind(**found)


def _value(value: Any, form: ValueType, path: str, strict: bool) -> Any:
    """Return a value of this type, None for what is absent."""
    if isinstance(form, ListOf | PairsOf) and hasattr(value, "tolist"):  # of numpy, as pandas reads lists
        value = value.tolist()
    if _is_absent(value):
        return None
    if isinstance(form, type):
        return _scalar(value, form, path)
    return _READERS[type(form)](value, form, path, strict)


def _is_absent(value: Any) -> bool:
    if isinstance(value, float):
        return value != value  # NaN: what pandas has for nothing  # noqa: PLR0124
    return value is None or (isinstance(value, (str, list, tuple, dict)) and not value)


def _scalar(value: Any, kind: type, path: str) -> Any:
    # `Any`: a field of a project's own. True is an int for Python, and JSON writes 1.0 as it likes.
    if kind is Any or type(value) is kind or (kind is float and type(value) is int):
        return value
    if kind is str and isinstance(value, str):
        return str(value)
    if kind is int and isinstance(value, float) and value.is_integer():  # in a column of which some are absent
        return int(value)
    raise _error(value, kind, path)


def _list(value: Any, form: ListOf, path: str, strict: bool) -> Any:
    if not isinstance(value, (list, tuple)):
        raise _error(value, ListOf, path)
    found = (_value(one, form.part, f"{path}[{at}]", strict) for at, one in enumerate(value))
    return [one for one in found if one is not None] or None


def _pairs(value: Any, form: PairsOf, path: str, strict: bool) -> Any:
    if isinstance(value, (list, tuple)):  # as Parquet feeds have it
        try:
            value = {pair["key"]: pair["value"] for pair in value}
        except (TypeError, KeyError):
            raise _error(value, PairsOf, path) from None
    if not isinstance(value, Mapping):
        raise _error(value, PairsOf, path)
    found = {name: _value(part, form.part, _joined(path, str(name)), strict) for name, part in value.items()}
    return {name: part for name, part in found.items() if part is not None} or None


def _part(value: Any, form: Struct, path: str, strict: bool) -> Any:
    if not isinstance(value, Mapping):
        raise _error(value, Struct, path)
    if all(part is None for part in value.values()):  # as Parquet has a part that is not known
        return None
    return _object(value, form, path, strict)


_READERS: Mapping[type, Callable[[Any, Any, str, bool], Any]] = {ListOf: _list, PairsOf: _pairs, Struct: _part}


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _error(value: Any, kind: object, path: str) -> ValueError:
    return ValueError(f"{path}: {_shown(value)} is not {_NAMES[kind]}")


def _no_object(values: Any, kind: type) -> ValueError:
    return ValueError(f"{_shown(values)} is not an object with the fields of {kind.__name__}")


def _shown(value: Any) -> str:
    looks = repr(value)
    return looks if len(looks) <= _SHOWN_CHARS else f"{looks[:_SHOWN_CHARS]}..."
