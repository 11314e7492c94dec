"""What the classes of items say of their fields' values: texts, numbers, lists, mappings and parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one type."""

    part: ValueType


@dataclass(frozen=True, slots=True)
class PairsOf:
    """A mapping of any texts to values of one type."""

    part: ValueType


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with these fields; it is not made without those that are required."""

    kind: type
    parts: Mapping[str, ValueType]
    required: frozenset[str]


ValueType: TypeAlias = type | ListOf | PairsOf | Struct  # type: str, int, float, bool or Any


@lru_cache  # the classes are few
def struct_of(kind: type) -> Struct:
    """Return what a dataclass says of its fields.

    >>> from newsspider.items import Publisher
    >>> struct_of(Publisher).parts
    {'name': <class 'str'>, 'url': <class 'str'>}
    """
    hints, own = get_type_hints(kind), fields(kind)
    required = frozenset(
        field.name for field in own if field.default is MISSING and field.default_factory is MISSING
    )
    return Struct(kind, {field.name: _value_type(hints[field.name]) for field in own}, required)


def _value_type(hint: Any) -> ValueType:
    origin, arguments = get_origin(hint), [part for part in get_args(hint) if part is not NoneType]
    if origin is UnionType or origin is Union:
        return _value_type(arguments[0])
    if origin is Literal:
        return str
    if origin is not None and issubclass(origin, Mapping):
        return PairsOf(_value_type(arguments[1]))
    if origin is not None:
        return ListOf(_value_type(arguments[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return struct_of(hint)
    known: type = hint
    return known
