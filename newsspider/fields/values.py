"""Values of any kind, as a field's form takes them: what loader, corrections and pipelines read values with.

docs/plugin.md has the table of what is taken. What is not clear is an error that says why, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import fields as fields_of
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from itertools import islice
from time import struct_time
from typing import Any

from itemadapter import ItemAdapter, is_item
from parsel import Selector

from newsspider.fields.forms import TEXT_FORMS, Form, Schema
from newsspider.fields.parts import PARTS
from newsspider.processors.text import is_element, text_of_element

MAX_ENTRIES = 10_000  # of a list; a page's pictures are hundreds at most
_SHOWN_CHARS = 80
_TEXT_TYPES = (str, bytes, bytearray)
_URL = re.compile(r"https?://\S")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_DIGITS = re.compile(r"\d{1,15}", re.ASCII)
# Where a text is wanted and an object is given: the object's own name, or its address.
_NAMES, _ADDRESSES = ("name", "text", "value", "@value"), ("url", "@id", "src", "href", "contentUrl")
_NO_NUMBERS = frozenset(("url", "id", "language", "digest", "moment"))


def values_of(value: Any, form: Form) -> list[Any]:
    """Return what a value of any kind gives to a field of this form, ready for the field's cleaning.

    A value is a text, a number, a date or time, a mapping or an object, or a collection of them; a set is sorted.
    Raises ValueError where it is not clear what it means.

    >>> from newsspider.fields import FIELDS
    >>> values_of(datetime(2026, 11, 3, 12, 0), FIELDS["datePublished"].form)
    ['2026-11-03T12:00:00']
    >>> values_of({"url": "/a.jpg", "checksum": "5f2"}, FIELDS["mainImage"].form)
    [Image(url='/a.jpg', caption=None, credit=None, alt=None, width=None, height=None)]
    """
    return [found for entry in entries_of(value) if (found := _value_of(entry, form)) is not None]


def holds(value: Any, form: Form, *, own_parts: bool = True) -> bool:
    """Return whether a value has a field's form already.

    Parts have to be of our classes, or plain mappings; without `own_parts` they may be of any class, and have
    fields of their own beside ours.

    >>> from newsspider.fields import FIELDS
    >>> holds("2026-11-03", FIELDS["datePublished"].form), holds("3 Nov 2026", FIELDS["datePublished"].form)
    (True, False)
    """
    if form.is_list:
        return isinstance(value, (list, tuple)) and all(_holds_one(entry, form, own_parts) for entry in value)
    return _holds_one(value, form, own_parts)


def entries_of(value: Any) -> list[Any]:
    """Return the entries of a collection, or a list of the value itself.

    >>> entries_of({"b", "a"}), entries_of("ab"), entries_of(None)
    (['a', 'b'], ['ab'], [])
    """
    if value is None:
        return []
    if isinstance(value, Set):
        return sorted(value, key=str)  # else in another order on each run
    if _is_one(value):
        return [value]
    return list(islice(value, MAX_ENTRIES))


def mapping_of(value: Any) -> Mapping[str, Any] | None:
    """Return an object's fields by name, or None for what has no fields: a text, a number, a list."""
    if isinstance(value, Mapping):
        return value
    if is_item(value):
        return ItemAdapter(value)
    if hasattr(value, "_asdict"):  # a named tuple
        found: Mapping[str, Any] = value._asdict()
        return found
    return vars(value) if hasattr(value, "__dict__") and not isinstance(value, (type, *_TEXT_TYPES)) else None


def _is_one(value: Any) -> bool:
    if isinstance(value, (*_TEXT_TYPES, Mapping, struct_time)) or hasattr(value, "_asdict") or is_item(value):
        return True
    return not isinstance(value, (list, tuple, Iterator)) and not (
        isinstance(value, Iterable) and hasattr(value, "__len__")
    )


def _value_of(value: Any, form: Form) -> Any:
    if isinstance(value, Selector):  # of a page object's field, say: what was selected
        value = value.get()
    if form.part is not None:
        return _part_of(value, form.part, form.of_text)
    return _reader(form.schema)(value)


def _part_of(value: Any, part: type, of_text: Callable[[str], Any]) -> Any:
    if value is None or isinstance(value, part):
        return value
    if isinstance(value, _TEXT_TYPES):
        is_address = next(iter(PARTS[part].fields)) == "url"  # a picture; of a person the first is the name
        text = _decoded(value)
        return of_text(_address(text) if is_address else text_of_element(text))
    known = mapping_of(value)
    if known is None:
        text = str(value)
        if not _URL.match(text):  # the URL classes of yarl, furl and pydantic
            raise _unclear(value, f"is no {part.__name__}")
        return of_text(text)
    found = {name: _part_value(part, name, known) for name in PARTS[part].fields}
    required = PARTS[part].limits.get("required", ())
    if missing := [name for name in required if found[name] is None]:
        raise _unclear(value, f"has no {missing[0]}")
    if all(entry is None for entry in found.values()):
        raise _unclear(value, f"has none of {', '.join(found)}")
    return part(**found)


def _part_value(part: type, name: str, known: Mapping[str, Any]) -> Any:
    names = _ADDRESSES if name == "url" else (name,)
    value = next((found for one in names if (found := known.get(one)) is not None), None)
    return None if value is None else _reader(PARTS[part].fields[name].schema)(value)


def _reader(schema: Schema) -> Callable[[Any], Any]:
    """Return what reads a value of any kind for a schema; a project's own schemas take values as they are."""
    definition = definition_of(schema)
    if definition in TEXT_FORMS:
        return lambda value: _text_of(value, definition)
    if "enum" in schema:
        return lambda value: value if value in schema["enum"] else None
    return _READERS.get(str(schema.get("type")), lambda value: value)


def definition_of(schema: Schema) -> str:
    """Return the name of the form that a schema refers to, of a list's the form of its entries."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return "line" if name == "lines" else name


def _text_of(value: Any, definition: str) -> str | None:
    if isinstance(value, Enum):
        value = value.value
    if value is None:
        return None
    if isinstance(value, _TEXT_TYPES):
        text = _decoded(value)
        if definition == "url":
            return _address(text)
        return text if definition == "text" else text_of_element(text)  # of a body more than one line is wanted
    if isinstance(value, (int, float)):
        if isinstance(value, bool) or definition in _NO_NUMBERS:
            raise _unclear(value, "is no text")
        return str(value)
    if isinstance(value, (date, struct_time)):
        if definition not in ("date", "moment"):
            raise _unclear(value, "is a date")
        return _written(value)
    return _text_in(value, definition)


def _text_in(value: Any, definition: str) -> str:
    known = mapping_of(value) or {}
    for name in _ADDRESSES if definition in ("url", "id") else _NAMES:
        if isinstance(found := known.get(name), str):
            return found
    text = str(value)
    if definition == "url" and _URL.match(text):
        return text
    raise _unclear(value, "is no text")


def _written(value: date | struct_time) -> str:
    # What feedparser reads of a feed's dates is in UTC.
    return datetime(*value[:6], tzinfo=UTC).isoformat() if isinstance(value, struct_time) else value.isoformat()


def _address(text: str) -> str:
    """Return a text that stands for an address; the HTML of an element is none: relative, it would make one."""
    if text.lstrip().startswith("<"):
        raise _unclear(text, "is HTML, not a URL; select the attribute: ::attr(src), @href")
    return text


def _decoded(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return bytes(value).decode()
    except UnicodeDecodeError as error:
        raise _unclear(value, "is not UTF-8") from error


def _flag_of(value: Any) -> bool | None:
    value = _decoded(value) if isinstance(value, (bytes, bytearray)) else value
    found = _FLAGS.get(str(value).strip().lower())
    if found is None:
        raise _unclear(value, "is neither true nor false")
    return found


def _count_of(value: Any) -> int:
    value = _decoded(value) if isinstance(value, (bytes, bytearray)) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if isinstance(value, bool) or not _DIGITS.fullmatch(text):
        raise _unclear(value, "is no whole number")
    return int(text)


_READERS: Mapping[str, Callable[[Any], Any]] = {"boolean": _flag_of, "integer": _count_of}


def _unclear(value: Any, reason: str) -> ValueError:
    return ValueError(f"{shown_value(value)} {reason}")


def shown_value(value: Any) -> str:
    """Return a value for an error's message: as Python writes it, cut, in one line.

    >>> shown_value("perhaps"), shown_value("x" * 1000)[-5:]
    ("'perhaps'", 'xxxx…')
    """
    try:
        shown = repr(value[:_SHOWN_CHARS] if isinstance(value, (*_TEXT_TYPES, list, tuple)) else value)
    except Exception:  # noqa: BLE001  # of a class of the project's
        shown = f"a value of {type(value).__name__}"
    shown = " ".join(shown.split())
    return shown if len(shown) <= _SHOWN_CHARS else f"{shown[:_SHOWN_CHARS]}…"


def _holds_one(value: Any, form: Form, own_parts: bool) -> bool:
    if form.part is None:
        return _fits(value, form.schema)
    kind = form.part
    if isinstance(value, kind):
        return all(_fits(found, schema) for name, schema in _part_schemas(kind) if (found := getattr(value, name)))
    if not (isinstance(value, Mapping) or (not own_parts and is_item(value))):
        return False
    known = mapping_of(value) or {}
    present = [(schema, found) for name, schema in _part_schemas(kind) if (found := known.get(name)) is not None]
    required = PARTS[kind].limits.get("required", ())
    return (
        bool(present)
        and all(_fits(found, schema) for schema, found in present)
        and all(known.get(name) is not None for name in required)
    )


@cache
def _part_schemas(part: type) -> tuple[tuple[str, Schema], ...]:
    return tuple((field.name, PARTS[part].fields[field.name].schema) for field in fields_of(part))


def _fits(value: Any, schema: Schema) -> bool:
    """Return whether a value is of a schema's kind; limits of numbers are left to the schema itself."""
    if "enum" in schema:
        return isinstance(value, str)
    definition = definition_of(schema)
    if definition in TEXT_FORMS:
        pattern = _patterns().get(definition)
        if definition == "line" and isinstance(value, str) and is_element(value):
            return False
        return isinstance(value, str) and (pattern is None or pattern.search(value) is not None)
    kinds = {"boolean": bool, "integer": int, "string": str}
    kind = kinds.get(str(schema.get("type")))
    return kind is None or (isinstance(value, kind) and (kind is not int or not isinstance(value, bool)))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of forms that not every text has: whitespace in lines and texts is only cleaned."""
    names = ("url", "digest", "id", "date", "moment", "language")
    return {name: re.compile(TEXT_FORMS[name]["pattern"]) for name in names}
