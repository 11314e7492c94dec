"""A TOML file to corrections: everything that it says is checked before the first page is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsspider.corrections.blocks import BodyCorrection
from newsspider.corrections.lines import line_of, lines_of_tables, lines_of_texts
from newsspider.corrections.selectors import Selector, css_selector, xpath_selector
from newsspider.corrections.types import Correction, Corrections, FieldCorrection
from newsspider.errors import CorrectionsError
from newsspider.fields import FIELDS, Field
from newsspider.fields.forms import Correctable, Form
from newsspider.fields.nearest import nearest_field
from newsspider.fields.values import entries_of, values_of

_KEYS = ("site", "from", "until", "fields", "body_css", "drop_css", "note")
_FIELD_KEYS = ("css", "xpath", "regex", "value", "drop")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,9}")
_SYNTAX_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_MADE_OF_THE_BODY = frozenset(("articleBody", "articleBodyHtml", "wordCount"))


def read_corrections(path: str | Path, fields: Mapping[str, Field] = FIELDS) -> Corrections:
    """Return the corrections of a file for pages with these fields; docs/corrections.md has its form.

    Raises CorrectionsError, with path and line, for the first thing that is not right.
    """
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _SYNTAX_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1  # "(at end of document)"
        raise CorrectionsError(str(path), line, f"not valid TOML: {_SYNTAX_PLACE.sub('', str(error))}") from error
    try:
        entries = [*_corrections(_At(table), _forms(fields))]
        _check_constants(entries, fields)
        return Corrections(_numbered(entries, text), str(path))
    except _Wrong as wrong:
        raise CorrectionsError(str(path), line_of(text, wrong.path), wrong.reason) from wrong


def _check_constants(entries: Sequence[Correction], fields: Mapping[str, Field]) -> None:
    """Raise _Wrong for a field of whose constant value cleaning leaves nothing on any page."""
    for number, entry in enumerate(entries):
        context = {"base_url": f"https://{entry.site}/"}
        for name, said in entry.fields.items():
            field = fields[name]
            if field is not FIELDS.get(name):  # a project's own cleaning may ask for a page
                continue
            left = (field.join_values(field.clean_values(value, context)) for value in said.values)
            if said.values and all(one is None or one == [] for one in left):
                at = ("corrections", number, "fields", name, "value")
                raise _Wrong(at, f"the value of {name}: cleaning leaves nothing of it")


def _numbered(entries: Sequence[Correction], text: str) -> tuple[Correction, ...]:
    """Return the corrections of a file with their numbers and lines, and those of their selectors."""
    lines = text.split("\n")
    begins = lines_of_tables(text, "corrections", len(entries))
    numbered = enumerate(zip(entries, pairwise((*begins, len(lines) + 1)), strict=True))
    return tuple(
        _placed(entry, number, lines[begin - 1 : end - 1], begin) for number, (entry, (begin, end)) in numbered
    )


def _placed(entry: Correction, number: int, lines: Sequence[str], begin: int) -> Correction:
    written = [selector.written for selector in entry.selectors()]
    return replace(entry, number=number, line=begin, selector_lines=lines_of_texts(lines, written, begin))


def _text(path: str | Path) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise CorrectionsError(str(path), None, f"cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise CorrectionsError(str(path), None, f"cannot be read: {error}") from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorrectionsError(str(path), line, "not UTF-8, which TOML must be") from error


class _Wrong(Exception):  # noqa: N818  (it becomes a CorrectionsError once the line is known)
    def __init__(self, path: Sequence[str | int], reason: str) -> None:
        super().__init__(reason)
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class _At:
    """A value of the file, and the way to it."""

    value: Any
    path: tuple[str | int, ...] = ()

    def wrong(self, reason: str) -> _Wrong:
        return _Wrong(self.path, reason)

    def get(self, key: str) -> _At | None:
        return _At(self.value[key], (*self.path, key)) if key in self.value else None

    def table(self, known: Sequence[str], what: str) -> Mapping[str, Any]:
        """Return the value, a table with no keys but those that are known."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"{what} must be a table")
        for key in self.value:
            if key not in known:
                raise _Wrong((*self.path, key), f"unknown key {key!r} in {what}; known: {', '.join(known)}")
        return self.value

    def texts(self, what: str) -> list[str]:
        """Return the value, a text or a list of texts, as a list."""
        texts = self.value if isinstance(self.value, list) else [self.value]
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            raise self.wrong(f"{what} must be a string or a list of strings")
        return texts


def _forms(fields: Mapping[str, Field]) -> Mapping[str, Form]:
    """Return the forms of the fields that can be corrected."""
    forms = {name: field.form for name, field in fields.items()}
    return {name: form for name, form in forms.items() if form.correctable is not Correctable.NOT}


def _corrections(root: _At, forms: Mapping[str, Form]) -> Iterator[Correction]:
    root.table(("corrections",), "the file")
    listed = root.get("corrections")
    if listed is None:
        return
    if not isinstance(listed.value, list):
        raise listed.wrong("write [[corrections]], with double brackets, above each one")
    for i, value in enumerate(listed.value):
        yield _correction(_At(value, (*listed.path, i)), forms)


def _correction(at: _At, forms: Mapping[str, Form]) -> Correction:
    at.table(_KEYS, "a correction")
    since, until = _day(at, "from"), _day(at, "until")
    if since and until and until < since:
        raise _Wrong((*at.path, "until"), f"until {until} is before from {since}")
    fields = at.get("fields")
    found = Correction(
        site=_site(at),
        since=since,
        until=until,
        fields=dict(_fields(fields, forms)) if fields else {},
        body=BodyCorrection(
            wanted=_selectors(at, "body_css", _css_of_elements),
            dropped=_selectors(at, "drop_css", _css_of_elements),
        ),
    )
    if not (found.fields or found.body.wanted or found.body.dropped):
        raise at.wrong(f"nothing is given for {found.site}: give fields, body_css or drop_css")
    return found


def _site(at: _At) -> str:
    site = at.get("site")
    if site is None:
        raise at.wrong('a correction needs a site, such as site = "example.com"')
    host = site.value.strip().lower().rstrip(".") if isinstance(site.value, str) else ""
    try:
        host = host.encode("idna").decode()  # as it stands in URLs
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise site.wrong(f'{site.value!r} is not a host; write it as in site = "example.com"')
    return host


def _day(at: _At, key: str) -> date | None:
    day = at.get(key)
    if day is None:
        return None
    if type(day.value) is date:
        return day.value
    raise day.wrong(f"{key} must be a day, written as {key} = 2025-10-14, without quotes")


def _fields(at: _At, forms: Mapping[str, Form]) -> Iterator[tuple[str, FieldCorrection]]:
    if not isinstance(at.value, dict):
        raise at.wrong("fields must be a table")
    for name, value in at.value.items():
        field = _At(value, (*at.path, name))
        if name in _MADE_OF_THE_BODY:
            raise field.wrong(f"{name} is made of the body's blocks: use body_css and drop_css")
        if name not in forms:
            raise field.wrong(f"unknown field {name!r}; {_meant(name, forms)}known: {', '.join(forms)}")
        yield name, _field(name, forms[name], field)


def _meant(name: str, forms: Iterable[str]) -> str:
    """Return what an unknown name of a field may be meant to be, or nothing."""
    if name in _KEYS:
        return "it belongs above the table of fields; "
    near = nearest_field(name, forms)
    return f"did you mean {near}? " if near else ""


def _field(name: str, form: Form, at: _At) -> FieldCorrection:
    if not isinstance(at.value, dict):
        raise at.wrong(f'{name} must be a table, such as {{ css = "h1" }} or {{ value = ... }}')
    at.table(_FIELD_KEYS, name)
    regex = _regex(at)
    selectors = (
        *_selectors(at, "css", lambda text: css_selector(text, regex)),
        *_selectors(at, "xpath", lambda text: xpath_selector(text, regex)),
    )
    if selectors and form.correctable in (Correctable.FLAG, Correctable.DROP):
        value = "value or " if form.correctable is Correctable.FLAG else ""
        raise at.wrong(f"{name} cannot be selected; it takes {value}drop = true")
    if regex and not selectors:
        raise _Wrong((*at.path, "regex"), "a regex needs css or xpath beside it")
    drop = at.get("drop")
    if drop and drop.value is not True:
        raise drop.wrong("drop can only be true")
    values = tuple(_values(name, form, at))
    found = FieldCorrection(form=form, selectors=selectors, values=values, drop=bool(drop))
    if not (found.selectors or found.values or found.drop):
        raise at.wrong(f"nothing is given for {name}: give css, xpath, value or drop")
    return found


def _values(name: str, form: Form, at: _At) -> Sequence[Any]:
    value = at.get("value")
    if value is None:
        return ()
    said = form.correctable
    if said is Correctable.DROP:
        raise value.wrong(f"{name} takes {said.value} alone")
    if said is Correctable.FLAG:
        if not isinstance(value.value, bool):
            raise value.wrong(f"the value of {name} must be {said.value}")
        return (value.value,)
    if not all(isinstance(entry, str) for entry in entries_of(value.value)):
        return _values_of_other_kinds(name, form, value)
    texts = value.texts(f"the value of {name}")
    if said is Correctable.TEXT and isinstance(value.value, list):
        raise value.wrong(f"the value of {name} must be {said.value}")
    return tuple(form.of_texts(texts))


def _values_of_other_kinds(name: str, form: Form, at: _At) -> Sequence[Any]:
    """Return what is made of tables, numbers and dates."""
    try:
        found = values_of(at.value, form)
    except ValueError as error:
        raise at.wrong(f"the value of {name}: {error}") from error
    if len(found) > 1 and not form.is_list:
        raise at.wrong(f"the value of {name} must be one value")
    return (found,) if form.is_list else tuple(found)


def _regex(at: _At) -> re.Pattern[str] | None:
    regex = at.get("regex")
    if regex is None:
        return None
    if not isinstance(regex.value, str):
        raise regex.wrong("regex must be a string")
    try:
        return re.compile(regex.value)
    except re.error as error:
        raise regex.wrong(f"{regex.value!r} is not a regular expression: {error}") from error


def _selectors(at: _At, key: str, made: Callable[[str], Selector]) -> tuple[Selector, ...]:
    written = at.get(key)
    if written is None:
        return ()
    try:
        return tuple(made(text) for text in written.texts(key))
    except ValueError as error:
        raise written.wrong(str(error)) from error


def _css_of_elements(written: str) -> Selector:
    if "::" in written:
        raise ValueError(f"{written!r} must select elements, not their text or attributes")
    return css_selector(written)
