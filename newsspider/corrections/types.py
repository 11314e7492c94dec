"""Corrections, and what becomes of a page's rules and body by them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from newsspider.body.types import Body
from newsspider.corrections.blocks import BodyCorrection, corrected_body
from newsspider.corrections.selectors import Selector
from newsspider.corrections.use import count_use
from newsspider.fields import FIELDS, Candidate, Field, PageFacts, Rule
from newsspider.fields.forms import Form
from newsspider.loaders import ArticleLoader
from newsspider.page.types import Page

_MOST_ASKED = 100  # elements, of which one with a text is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCorrection:
    """What is said of one field: where its value stands, or what it is; tried in this order."""

    form: Form
    selectors: Sequence[Selector] = ()
    values: Sequence[Any] = ()  # in the form of candidates
    drop: bool = False  # what the rules find is ignored

    def values_of(self, page: Page) -> Iterator[Any]:
        """Yield the field's values on a page, in the form of candidates."""
        for selector in self.selectors:
            yield from self.form.of_texts(list(selector.strings(page.root)))
        yield from self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is said of one site's pages, from one day to another."""

    site: str  # a host, in lower case; what stands below it is meant as well
    since: date | None = None
    until: date | None = None  # the last day
    fields: Mapping[str, FieldCorrection] = dataclasses.field(default_factory=dict)
    body: BodyCorrection = dataclasses.field(default_factory=BodyCorrection)
    number: int = 0  # in its file, from 0
    line: int = 0  # at which it begins
    selector_lines: Sequence[int] = ()  # those of `selectors`

    @property
    def source(self) -> str:
        """Return the name by which `metadata.fieldSources` knows the correction."""
        return f"correction:{self.site}"

    def selectors(self) -> Iterator[Selector]:
        """Yield all its selectors."""
        for field in self.fields.values():
            yield from field.selectors
        yield from self.body.wanted
        yield from self.body.dropped

    def is_of(self, host: str) -> bool:
        """Return whether the correction is for pages of `host`."""
        return host == self.site or host.endswith(f".{self.site}")

    def holds_on(self, day: date | None) -> bool:
        """Return whether it holds for pages of `day`; pages of an unknown day count as the latest."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CorrectedRule:
    """A field's rule with corrections before it: it yields theirs, and then what the rule itself finds."""

    rule: Rule | None  # None for a field that is left to spiders and corrections
    corrections: Sequence[tuple[str, FieldCorrection]]  # each with its source's name

    def __call__(self, facts: PageFacts) -> Iterator[Candidate[Any]]:
        """Yield the candidates of the corrections, and then the rule's own, unless one drops those."""
        for name, correction in self.corrections:
            for value in correction.values_of(facts.page):
                yield Candidate(value, name)
            if correction.drop:
                return
        if self.rule is not None:
            yield from self.rule(facts)

    def notes(self, page: Page) -> Iterator[str]:
        """Yield for people what the corrections' candidates do not show: selectors in vain, and drops."""
        for name, correction in self.corrections:
            for selector in correction.selectors:
                found = list(islice(selector.strings(page.root), _MOST_ASKED))
                if not found:
                    yield f"{name}: {selector.written!r} selects nothing on this page"
                elif not any(map(str.strip, found)):
                    why = "selects elements without text; ::attr(name) takes an attribute"
                    yield f"{name}: {selector.written!r} {why}"
            if correction.drop:
                yield f"{name}: what the rules find is ignored"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a file, in its order: where several give a field, the first comes first."""

    entries: Sequence[Correction] = ()
    path: str = ""
    count: Callable[[str], None] | None = dataclasses.field(
        default=None, compare=False, repr=False
    )  # see `count_use`

    def applied(self, fields: Mapping[str, Field], page: Page, body: Body) -> tuple[Mapping[str, Field], Body]:
        """Return a page's fields, and its body, as the corrections for the page have them."""
        found = self._of(page, body)
        if self.count is not None:
            count_use(self.count, found, page, body)
        if not found:
            return fields, body
        corrected = {name: _corrected(field, found) for name, field in fields.items()}
        return corrected, corrected_body(page, body, [(entry.source, entry.body) for entry in found])

    def _of(self, page: Page, body: Body) -> Sequence[Correction]:
        host = _host(page, body)
        entries = [entry for entry in self.entries if host and entry.is_of(host)]
        if all(entry.since is None and entry.until is None for entry in entries):
            return entries
        day = page.captured.astimezone(UTC).date() if page.captured else _day_published(page, body)
        return [entry for entry in entries if entry.holds_on(day)]


def _corrected(field: Field, entries: Sequence[Correction]) -> Field:
    own = [(entry.source, entry.fields[field.name]) for entry in entries if field.name in entry.fields]
    return replace(field, rule=CorrectedRule(field.rule, own)) if own else field


def _host(page: Page, body: Body) -> str | None:
    """Return the host of the page's URL; of its canonical URL where it came without one."""
    url = page.url or _by_rules(page, body, "canonicalUrl")
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _day_published(page: Page, body: Body) -> date | None:
    found = _by_rules(page, body, "inLanguage", "headline", "datePublished")
    return date.fromisoformat(found[:10]) if found else None


def _by_rules(page: Page, body: Body, *fields: str) -> str | None:
    """Return what the rules alone give for the last of `fields`; the others are what it is read in."""
    loader = ArticleLoader()
    loader.add_fields({name: FIELDS[name] for name in fields}, PageFacts(page, body))
    value = loader.get_output_value(fields[-1])
    return value if isinstance(value, str) else None
