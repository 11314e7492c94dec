"""The fields of a project: the package's own, with rules of the project's in their place, or fields of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import make_dataclass, replace
from functools import cache, wraps
from importlib import import_module
from typing import Any

from newsspider.errors import FieldError, SettingError
from newsspider.fields import FIELDS
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import Field, Rule
from newsspider.fields.nearest import nearest_field
from newsspider.fields.values import entries_of, values_of
from newsspider.items import Article

SETTING = "NEWSSPIDER_FIELDS"


def with_fields(changes: Mapping[str, Field | Callable[[PageFacts], Any] | str | None]) -> Mapping[str, Field]:
    """Return the package's fields, with `changes` by the fields' names.

    A function is the field's rule in place of ours: it yields candidates, or values of any kind that the field
    takes. A Field is its whole declaration, and may be of a new field, which comes after all others. None leaves
    the field to the spider. A text is the import path of one of them.
    Raises SettingError, with the name, for what is none of these.

    >>> fields = with_fields({"headline": lambda facts: iter(()), "keywords": None})
    >>> fields["keywords"].rule is None, list(fields) == list(FIELDS)
    (True, True)
    """
    return {**FIELDS, **{name: _changed(name, change) for name, change in changes.items()}}


def _changed(name: str, change: object) -> Field:
    found = _imported(name, change) if isinstance(change, str) else change
    own = FIELDS.get(name)
    if isinstance(found, Field):
        if found.name != name:
            raise SettingError(
                SETTING, f"{name!r} names the declaration of another field: write {found.name!r} as its name here"
            )
        return found if found.rule is None else replace(found, rule=_lenient(found.rule, found))
    if own is None:
        near = nearest_field(name, FIELDS)
        hint = f"did you mean {near!r}? Known" if near else "known"
        reason = f"there is no field {name!r}; {hint}: {', '.join(FIELDS)}"
        raise SettingError(SETTING, f"{reason}; a new one needs a newsspider.fields.Field")
    if found is not None and not callable(found):
        raise SettingError(SETTING, f"{name}: {found!r} is not a rule, a Field or None")
    return replace(own, rule=found if found is None else _lenient(found, own))


def _lenient(rule: Callable[[PageFacts], Any], field: Field) -> Rule:
    """Return a rule of a project as one that yields candidates, also where it yields values, or returns one."""
    source = f"rule:{getattr(rule, '__qualname__', type(rule).__name__)}"

    @wraps(rule)
    def candidates(facts: PageFacts) -> Iterator[Candidate[Any]]:
        found = rule(facts)
        for one in found if isinstance(found, Iterator) else _returned(found, field):
            if isinstance(one, Candidate):
                yield one
                continue
            try:
                values = values_of(one, field.form)
            except ValueError as error:
                reason = f"the rule {source.removeprefix('rule:')} of {field.name}: {error}"
                raise FieldError(field.name, reason) from error
            if values:
                yield Candidate(values if field.form.is_list else values[0], source)

    return candidates


def _returned(found: Any, field: Field) -> Sequence[Any]:
    """Return what a rule has returned instead of yielding it: a value (a list may be one), or candidates."""
    entries = entries_of(found)
    return [entries] if field.form.is_list and not isinstance(next(iter(entries), None), Candidate) else entries


def _imported(name: str, path: str) -> object:
    module, _, attribute = path.rpartition(".")
    if not module:
        raise SettingError(SETTING, f"{name}: {path!r} is not an import path; write module.name")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingError(SETTING, f"{name}: {path!r} cannot be imported: {error}") from error


def article_class(fields: Mapping[str, Field]) -> type[Article]:
    """Return the class of articles with these fields: Article, or one with the new ones behind its own.

    >>> article_class(FIELDS) is Article
    True
    """
    return _article_class(tuple(name for name in fields if name not in FIELDS))


@cache
def _article_class(names: tuple[str, ...]) -> type[Article]:
    if not names:
        return Article
    own = {field.name for field in fields_of(Article)}
    added = [(name, Any, None) for name in names if name not in own]
    return make_dataclass("ProjectArticle", added, bases=(Article,), kw_only=True, repr=False)
