"""Items of any class, filled with what a loader has: dict, scrapy.Item, dataclass, attrs, pydantic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import fields, is_dataclass, replace
from inspect import Parameter, signature
from textwrap import shorten
from typing import Any

import attrs
from itemadapter import ItemAdapter, is_item

from newsspider.fields.nearest import nearest_field
from newsspider.items import Article

_REASON_CHARS = 300
_PLACES = {field.name: place for place, field in enumerate(fields(Article))}


def is_made_empty(item_class: Callable[[], Any]) -> bool:
    """Return whether a class makes an item without being given values. Raises TypeError where it makes none.

    >>> is_made_empty(dict)
    True
    """
    try:
        item = item_class()
    except (TypeError, ValueError):  # fields without a default; pydantic's errors are ValueErrors
        if isinstance(item_class, type) and ItemAdapter.is_item_class(item_class):
            return False
        item = None
    if not is_item(item):
        name = getattr(item_class, "__name__", item_class)
        raise TypeError(f"{name} is not an item class: neither dict, scrapy.Item, dataclass, attrs nor pydantic")
    return True


def filled(item: Any, values: Mapping[str, Any], optional: Collection[str]) -> Any:
    """Return `item` with `values`, a copy if it is frozen; without those of `optional` that it has no field for.

    What a dict gets comes in the order of an Article's fields, and others behind them. Raises KeyError for other
    fields that it does not have, ValueError where its class does not take a value.

    >>> filled({"a": 1}, {"shop": "x", "headline": "Storm", "url": "https://n.example/a"}, ())
    {'a': 1, 'url': 'https://n.example/a', 'headline': 'Storm', 'shop': 'x'}
    """
    if isinstance(item, dict):
        values = {name: values[name] for name in sorted(values, key=lambda name: _PLACES.get(name, len(_PLACES)))}
    adapter = ItemAdapter(item)
    for name, value in _that_fit(values, optional, None if isinstance(item, dict) else adapter.field_names()):
        try:
            adapter[name] = value
        except (AttributeError, TypeError, ValueError):  # frozen, or of a class that checks what it is given
            item = with_fields(item, {name: value})
            adapter = ItemAdapter(item)
    return item


def check_names(item: Any, names: Collection[str]) -> None:
    """Raise KeyError, with the nearest that there is, for the first of `names` that an item has no field for.

    Instead of an item it may be a class of which none is made yet.

    >>> check_names({}, ["headlin"])
    """
    if isinstance(item, type):
        _check_known(item, _taken_names(item), names)
    elif not isinstance(item, dict):
        _check_known(type(item), ItemAdapter(item).field_names(), names)


def _check_known(item_class: type, known: Collection[str] | None, names: Collection[str]) -> None:
    for name in sorted(names):
        if known and name not in known:
            near = nearest_field(name, known)
            hint = f"; did you mean {near}?" if near else ""
            own = "; NEWSSPIDER_FIELDS adds a field of your own" if item_class is Article and not near else ""
            raise KeyError(f"{item_class.__name__} has no field {name}{hint}{own}")


def made(item_class: type, values: Mapping[str, Any], optional: Collection[str]) -> Any:
    """Return an item of a class that has to be given values, as filled() does, and raise as that does."""
    names = ItemAdapter.get_field_names_from_class(item_class)
    given = dict(_that_fit(values, optional, names))
    _check_known(item_class, _taken_names(item_class), given)
    if values and not given:
        raise ValueError(
            f"{item_class.__name__} has none of the fields that were found ({', '.join(values)}). "
            "A loader fills fields of these names only; NEWSSPIDER_FIELD_NAMES is for pipelines"
        )
    try:
        return item_class(**given)
    except (TypeError, ValueError) as error:
        got = ", ".join(given) or "nothing"
        raise ValueError(f"{item_class.__name__} cannot be made of {got}: {_reason(error)}") from error


def _taken_names(item_class: type) -> Collection[str] | None:
    """Return the names by which a class can be given values; None if these may be any.

    They are not only those of its fields: aliases, InitVar, names without their underscore (attrs).
    """
    names = set(ItemAdapter.get_field_names_from_class(item_class) or ())
    try:
        parameters = signature(item_class).parameters.values()
    except (TypeError, ValueError):  # a class that Python knows nothing of
        return None
    if any(one.kind is Parameter.VAR_KEYWORD for one in parameters):
        return None
    for field in getattr(item_class, "model_fields", {}).values():  # of pydantic: one of several aliases
        choices = getattr(field.validation_alias, "choices", ())
        names.update(str(getattr(choice, "path", [choice])[0]) for choice in choices)
    return names.union(one.name for one in parameters)


def _that_fit(
    values: Mapping[str, Any], optional: Collection[str], names: Collection[str] | None
) -> list[tuple[str, Any]]:
    return [
        (name, value) for name, value in values.items() if names is None or name in names or name not in optional
    ]


def with_fields(item: Any, changes: Mapping[str, Any]) -> Any:
    """Return a copy of an item, or of a part of one, with other values of some of its fields.

    Raises ValueError where its class does not take them.

    >>> with_fields({"name": "Ana"}, {"name": "Ana Ruiz"})
    {'name': 'Ana Ruiz'}
    """
    try:
        if isinstance(item, Mapping) and not is_item(item):
            return {**item, **changes}
        if is_dataclass(item) and not isinstance(item, type):
            return replace(item, **changes)
        if hasattr(item, "__attrs_attrs__"):
            return attrs.evolve(item, **changes)
        if hasattr(item, "model_copy"):  # of pydantic
            return type(item).model_validate({**dict(item), **changes})
        changed = copy(item)
        for name, value in changes.items():
            ItemAdapter(changed)[name] = value
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{type(item).__name__} does not take it: {_reason(error)}") from error
    return changed


def _reason(error: Exception) -> str:
    """Return why a class takes no value in one line: of all that pydantic says the first, without its address."""
    errors = getattr(error, "errors", None)
    if isinstance(error, ValueError) and callable(errors) and (found := errors()):
        place = ".".join(map(str, found[0]["loc"]))
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return f"{place}: {found[0]['msg']}{more}" if place else f"{found[0]['msg']}{more}"
    return shorten(str(error), _REASON_CHARS, placeholder=" ...")
