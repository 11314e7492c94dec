"""Values in normal form, and values of other forms in ours: how NormalizePipeline changes a field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from itemadapter import ItemAdapter, is_item

from newsspider.fields import Field
from newsspider.fields.forms import LINES, Form
from newsspider.fields.parts import PARTS, PartField
from newsspider.fields.values import entries_of, mapping_of
from newsspider.items import feed_form
from newsspider.loaders.item_classes import with_fields
from newsspider.processors.text import distinct


def converted(value: Any, field: Field, context: Mapping[str, Any], *, is_own: bool = False) -> Any:
    """Return a field's value in our form, made of one of any kind; its parts stay of their own class if they can.

    `is_own`: parts become those of newsspider.items. Raises ValueError where it is not clear what a value means.

    >>> from newsspider.fields import FIELDS
    >>> converted(["By Ana Ruiz"], FIELDS["authors"], {})
    [{'name': 'Ana Ruiz', 'nameRaw': 'By Ana Ruiz', 'type': 'Person'}]
    >>> converted(["By ", "Ana Ruiz"], FIELDS["authors"], {})
    [{'name': 'Ana Ruiz', 'type': 'Person'}]
    """
    if field.form.part is None or is_own:
        return clean_value(field.value_of(value, context), field.form)
    found: list[Any] = []
    emptied: ValueError | None = None
    for entry in entries_of(value):
        try:
            made = field.value_of([entry], context)
        except ValueError as error:
            if not isinstance(entry, str):
                raise
            emptied = error  # of a byline in pieces "By " is no name, and nothing that is missed
            continue
        parts = made if isinstance(made, list) else [made]
        known = None if isinstance(entry, str) else mapping_of(entry)
        if known is None:
            found += map(feed_form, parts)
        elif len(parts) == 1:
            names = _names_of(entry)
            changes = {
                name: new
                for name, new in feed_form(parts[0]).items()
                if known.get(name) != new and (names is None or name in names)
            }
            # What is neither a mapping nor an item has no form in a feed.
            is_known = isinstance(entry, Mapping) or is_item(entry)
            found.append(with_fields(entry if is_known else public(known), changes))
        else:
            raise ValueError(f"{len(parts)} are in one: {str(entry)[:80]}")
    if emptied is not None and not found:
        raise emptied
    if not field.form.is_list and len(found) > 1:
        raise ValueError(f"{len(found)} values for a field of one")
    return clean_value(found if field.form.is_list else found[0], field.form)


def _names_of(part: Any) -> Collection[str] | None:
    """Return the fields that a part's class has, None where it may have any."""
    return ItemAdapter(part).field_names() if is_item(part) and not isinstance(part, dict) else None


def refined(value: Any, field: Field, context: Mapping[str, Any], *, is_own: bool = False) -> Any:
    """Return a value in our form with the field's own cleaning; as it is where that would leave nothing.

    >>> from newsspider.fields import FIELDS
    >>> refined([{"name": "By Ana Ruiz", "email": "ana@example.org"}], FIELDS["authors"], {})
    [{'name': 'Ana Ruiz', 'email': 'ana@example.org', 'nameRaw': 'By Ana Ruiz', 'type': 'Person'}]
    >>> refined("Home", FIELDS["articleSection"], {})
    'Home'
    """
    try:
        clean = field.value_of(value, context)
        if clean == value or (field.form.part is not None and feed_form(clean) == feed_form(value)):
            return value
        return converted(value, field, context, is_own=is_own)
    except (ValueError, TypeError):
        return value


def public(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an object without those that are its own affair."""
    return {name: value for name, value in fields.items() if not name.startswith("_")}


def clean_value(value: Any, form: Form) -> Any:
    r"""Return a field's value in the normal form of its declared form; None if nothing is left of it.

    >>> from newsspider.fields import FIELDS
    >>> clean_value(" Fish\n&amp; chips ", FIELDS["headline"].form)
    'Fish & chips'
    >>> clean_value(["Sea", "sea ", ""], FIELDS["keywords"].form)
    ['Sea']
    """
    # A text in the place of a part is its first field: an author's name, the URL of an image.
    first = next(iter(_part_fields(form.part).values()), form)
    cleaned = _cleaned(value, first.normal, form.part)
    return _distinct_words(cleaned) if form.schema == LINES.schema and isinstance(cleaned, list) else cleaned


def _cleaned(value: Any, normal: Callable[[str], str], part: type | None) -> Any:
    """Return a value, or a list of such, with texts in normal form; `part` says what the fields of others are."""
    if isinstance(value, str):
        return normal(value) or None
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return _distinct_parts([_cleaned(entry, normal, part) for entry in value])
    return _clean_fields(value, part)


def _clean_fields(value: Any, part: type | None) -> Any:
    """Return a mapping or an item with clean texts in the fields that `part` has, or None if nothing is left."""
    if isinstance(value, Mapping) and (isinstance(value, dict) or not is_item(value)):
        return _clean_mapping(value, part)
    if is_dataclass(value) and not isinstance(value, type):
        return _clean_part(value, part)
    if is_item(value):
        clean = _clean_mapping(found := dict(ItemAdapter(value)), part) or {}
        changes = {key: clean.get(key) for key, entry in found.items() if clean.get(key) != entry}
        return with_fields(value, changes) if changes else value
    return value


def _clean_mapping(value: Mapping[str, Any], part: type | None) -> Mapping[str, Any] | None:
    known = _part_fields(part)
    return {
        key: _cleaned(entry, known[key].normal, None) if key in known else entry for key, entry in value.items()
    } or None


def _part_fields(part: type | None) -> Mapping[str, PartField]:
    return PARTS[part].fields if part is not None and part in PARTS else {}


def _distinct_words(values: list[Any]) -> list[Any] | None:
    return distinct(value for value in values if isinstance(value, str)) or None


def _distinct_parts(values: list[Any]) -> list[Any] | None:
    """Return `values` without empty and repeated ones, which may be of types that cannot be hashed."""
    present = [value for value in values if value is not None]
    if len(present) > 1:
        present = list({repr(value): value for value in present}.values())
    return present or None


def _clean_part(value: Any, part: type | None) -> Any:
    """Return a nested frozen dataclass with cleaned fields; None if a required one is empty."""
    known = _part_fields(part)
    changes: dict[str, Any] = {}
    for field in fields(value):
        if field.name not in known:
            continue
        old = getattr(value, field.name)
        clean = _cleaned(old, known[field.name].normal, None)
        if clean is None and field.default is MISSING:
            return None
        if clean != old:
            changes[field.name] = clean
    return replace(value, **changes) if changes else value
