"""The dates that a page tells machines: in linked data, meta elements, <time> elements and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.dates.country import country_of
from newsspider.fields.dates.labels import Kind, kind_before
from newsspider.fields.near_headline import class_of
from newsspider.fields.once import once
from newsspider.language.bylines import base_language
from newsspider.language.calendars import month_number
from newsspider.page.types import Page
from newsspider.processors.dates import iso_date
from newsspider.processors.text import one_line

_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "article:published", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "datepublished", "date_published", "date-published", "publishdate", "publish-date", "publish_date",
    "published_time", "published-date", "published", "published_at", "publishedat", "pubdate", "pub_date",
    "pub-date", "publication_date",
    "publicationdate", "publication-date", "originalpublicationdate", "article_date_original",
    "article.published", "article:post_date", "rnews:datepublished", "vr:published_time", "bt:pubdate",
    "shareaholic:article_published_time", "dcterms.issued", "dc.date.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date", "citation_online_date",
    "citation_date", "displaydate", "iso-8601-publish-date", "datecreated", "created", "date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:modified_time", "og:updated_time", "article:modified", "og:article:modified_time",
    "datemodified", "date_modified", "modified_time", "updated_time", "lastmod", "last-modified",
    "last_modified", "last-updated", "dcterms.modified", "dc.date.modified", "rnews:datemodified",
    "moddate", "revised", "article.updated", "updated", "modified", "iso-8601-modified-date",
)  # fmt: skip
# Names that sites make up: "w-published-date", "cms.publicationTime".
_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.: ])publi(?:sh(?:ed)?|cation)[-_.: ]?(?:date|time|on|at)$|date[-_.: ]?published$"
)
_MODIFIED_MARK = re.compile(r"modif|update|aktuali|edited|revis|changed|mis-a-jour", re.IGNORECASE)
_PUBLISHED_MARK = re.compile(
    r"publi|pubdate|post(?:ed)?[-_ ]?(?:on|date)|entry-date|byline|dateline|dt-published|created|issued",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_DATE_AROUND_SECTION = re.compile(
    r"/((?:19|20)\d{2})/[a-zA-Z][\w.-]{1,40}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/"
)
_URL_DATE_IN_WORDS = re.compile(r"/((?:19|20)\d{2})/([^\W\d_]{3,12})/(0?[1-9]|[12]\d|3[01])/")
_MAX_TIMES = 40


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that something on the page gives: ISO 8601, as written, and the rule's name."""

    iso: str
    raw: str
    rule: str


def declared_dates(page: Page, body: Body, kind: Kind) -> list[FoundDate]:
    """Return the dates of a kind in linked data, in meta elements and in <time> elements that say so."""
    return [*_linked(page, kind), *_metas(page, kind), *_times(page, body, kind)]


def unmarked_times(page: Page, body: Body) -> list[FoundDate]:
    """Return the dates of <time> elements that do not say what they are of: some are of other stories."""
    return list(_times(page, body, None))


def texts_of_changes(page: Page, body: Body) -> frozenset[str]:
    """Return what the <time> elements of the last change show: a line with that text is no other date."""
    return frozenset(
        one_line("".join(element.itertext())) for element, kind in _kinds(page, body) if kind == "modified"
    )


def date_of_url(page: Page) -> Iterator[FoundDate]:
    """Yield the day that a page's address names: /2031/05/04/, /2031/may/04/, /2031/world/5/4/."""
    path = urlsplit(page.url).path if page.url else ""
    match = _URL_DATE.search(path) or _URL_DATE_AROUND_SECTION.search(path)
    if match:
        yield from found_date(page, "-".join(match.groups()), "url")
        return
    match = _URL_DATE_IN_WORDS.search(path)
    month = month_number(match[2], base_language(page.language)) if match else None
    if match and month:
        yield from found_date(page, f"{match[1]}-{month:02}-{match[3]:0>2}", "url")


def found_date(page: Page, raw: str, rule: str, language: str | None = None) -> Iterator[FoundDate]:
    """Yield the date of a text, if it is one in the page's language and country."""
    iso = iso_date(raw, language=language or page.language, country=country_of(page), captured=page.captured)
    if iso:
        yield FoundDate(iso, raw, rule)


def best_first(witnesses: Sequence[FoundDate]) -> list[FoundDate]:
    """Return the witness that says the most of what the first one says, then all others in their order."""
    if not witnesses:
        return []
    best = max(witnesses, key=lambda witness: _agreement(witnesses[0].iso, witness.iso))
    return [best, *(witness for witness in witnesses if witness is not best)]


def _agreement(first: str, other: str) -> int:
    """Return how much of a date `other` gives, 0 where it is another day or time than `first`."""
    if other == first:
        return len(first)
    same = other.startswith(first[:16] if len(first) > 10 else first)
    return len(other) if same and len(other) > len(first) else 0


def _linked(page: Page, kind: Kind) -> Iterator[FoundDate]:
    for article in page.linked_data.own:
        raw = article.date_published if kind == "published" else article.date_modified
        if raw:
            yield from found_date(page, raw, article.syntax)


def _metas(page: Page, kind: Kind) -> Iterator[FoundDate]:
    names: Iterable[str] = _MODIFIED_METAS
    if kind == "published":
        named = [name for name in page.meta if "publi" in name and _PUBLISHED_NAME.search(name)]
        names = dict.fromkeys((*_PUBLISHED_METAS, *named))
    for name in filter(page.meta.__contains__, names):
        for raw in page.meta[name][:3]:
            yield from found_date(page, raw, f"meta:{name}")


def _times(page: Page, body: Body, kind: Kind | None) -> Iterator[FoundDate]:
    for element, own in _kinds(page, body):
        if own == kind:
            yield from found_date(page, element.get("datetime") or "".join(element.itertext()), "time")


def _kinds(page: Page, body: Body) -> Sequence[tuple[_Element, Kind | None]]:
    """Return the page's <time> elements and what they are of."""
    times = page.elements.get("time", ())[:_MAX_TIMES]
    return once(body, "times", lambda: [(element, _kind_of_time(element)) for element in times])


def _kind_of_time(element: _Element) -> Kind | None:
    """Return what a <time> is of: its own marks say so, its parent's, or a label right before it."""
    kind = _kind_of(" ".join(filter(None, (_marks(element), element.get("pubdate") and "pubdate"))))
    parent = element.getparent()
    if kind is None and parent is not None:
        kind = _kind_of(_marks(parent)) or kind_before(element)
    return kind


def _marks(element: _Element) -> str:
    return f"{element.get('itemprop') or ''} {class_of(element)}"


def _kind_of(marks: str) -> Kind | None:
    if _PUBLISHED_MARK.search(marks):
        return "published"
    return "modified" if _MODIFIED_MARK.search(marks) else None
