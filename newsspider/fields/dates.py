"""When the article was published and when it was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.around_headline import lines_around
from newsspider.fields.candidate import Candidate
from newsspider.fields.date_elements import Kind, date_elements, labelled_parts
from newsspider.fields.headline import headline
from newsspider.fields.neighbourhood import date_lines
from newsspider.fields.reading_language import reading_language
from newsspider.page.types import LinkedArticle, Page
from newsspider.processors.dates import iso_date

PUBLISHED_METAS = (
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
MODIFIED_METAS = (
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
# Countries' domains whose code is used by the world.
_NO_COUNTRY_DOMAINS = frozenset({"io", "tv", "me", "co", "ai", "cc", "ly", "fm", "to", "ws", "la", "gg", "eu"})
_MAX_TIMES = 40
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Witness:
    iso: str
    raw: str
    rule: str


def date_published(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the publication date's candidates as written, best first.

    Where the first witness gives the day alone or no offset, another that agrees with it and says more
    comes before it.
    """
    for witness in _published(page, body):
        yield Candidate(witness.raw, witness.rule)


def date_modified(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the candidates of the date of the last change as written, best first."""
    for witness in chain(_best_first(_modified_data(page)), _visible(page, body, "modified")):
        yield Candidate(witness.raw, witness.rule)


def _published(page: Page, body: Body) -> Iterator[_Witness]:
    found = False
    for witness in chain(_best_first(_published_data(page)), _visible(page, body, "published")):
        found = True
        yield witness
    if not found:
        yield from _url_date(page)


def _visible(page: Page, body: Body, kind: Kind) -> Iterator[_Witness]:
    """Yield the dates that a reader sees: lazily, since they take milliseconds where linked data take none."""
    for text in _lines(page, body, kind):
        yield from _witness(page, text, "date-line", reading_language(page, body))
    chosen = next(headline(page, body), None)
    for text in date_elements(page, chosen.value if chosen else None, kind):
        yield from _witness(page, text, "date-element")


def _lines(page: Page, body: Body, kind: Kind) -> Iterator[str]:
    if page.text is not None:
        yield from (
            line.text
            for line in date_lines(body, language=reading_language(page, body))
            if (line.kind or "published") == kind
        )
        return
    for line in lines_around(body):
        if _DIGIT.search(line):
            yield from (part for label, part in labelled_parts(line) if (label or "published") == kind)


def _best_first(witnesses: Iterator[_Witness]) -> Iterator[_Witness]:
    """Yield the witness that says the most of what the first one says, then all in their order."""
    pending = list(witnesses)
    if pending:
        first = pending[0]
        best = max(pending, key=lambda witness: _agreement(first.iso, witness.iso))
        if best is not first:
            yield best
        yield from pending


def _agreement(first: str, other: str) -> int:
    """Return how much of a date `other` gives, 0 where it is another day or time than `first`."""
    if other == first:
        return len(first)
    same = other.startswith(first[:16] if len(first) > 10 else first)
    return len(other) if same and len(other) > len(first) else 0


def _published_data(page: Page) -> Iterator[_Witness]:
    yield from _linked(page, lambda article: article.date_published)
    yield from _metas(page, PUBLISHED_METAS)
    yield from _metas(page, [name for name in page.meta if _PUBLISHED_NAME.search(name)])
    yield from _times(page, published=True)


def _modified_data(page: Page) -> Iterator[_Witness]:
    yield from _linked(page, lambda article: article.date_modified)
    yield from _metas(page, MODIFIED_METAS)
    yield from _times(page, published=False)


def _linked(page: Page, value: Callable[[LinkedArticle], str | None]) -> Iterator[_Witness]:
    for article in page.linked_data.articles[:20]:
        raw = value(article)
        if raw:
            yield from _witness(page, raw, article.syntax)


def _metas(page: Page, names: Iterable[str]) -> Iterator[_Witness]:
    for name in names:
        for raw in page.meta.get(name, ())[:3]:
            yield from _witness(page, raw, f"meta:{name}")


def _times(page: Page, *, published: bool) -> Iterator[_Witness]:
    marked: list[_Element] = []
    others: list[_Element] = []
    for element in page.elements.get("time", ())[:_MAX_TIMES]:
        marks = " ".join(
            filter(None, (element.get("itemprop"), element.get("class"), element.get("pubdate") and "pubdate"))
        )
        is_modified = bool(_MODIFIED_MARK.search(marks)) and not _PUBLISHED_MARK.search(marks)
        if is_modified != published:
            (marked if _PUBLISHED_MARK.search(marks) or not published else others).append(element)
    for element in (*marked, *others):
        raw = element.get("datetime") or "".join(element.itertext())
        yield from _witness(page, raw, "time")


def _url_date(page: Page) -> Iterator[_Witness]:
    match = _URL_DATE.search(urlsplit(page.url).path) if page.url else None
    if match:
        yield from _witness(page, "-".join(match.groups()), "url")


def _witness(page: Page, raw: str, rule: str, language: str | None = None) -> Iterator[_Witness]:
    iso = iso_date(raw, language=language or page.language, country=country_of(page), captured=page.captured)
    if iso:
        yield _Witness(iso, raw, rule)


def country_of(page: Page) -> str | None:
    """Return the country (ISO 3166) of a page: its language's region, else its host's top-level domain."""
    language = (page.language or "").replace("_", "-")
    region = language.rsplit("-", 1)[-1].upper() if "-" in language else ""
    if len(region) == 2 and region.isalpha():
        return region
    try:
        host = urlsplit(page.url or "").hostname or ""
    except ValueError:
        return None
    domain = host.rsplit(".", 1)[-1]
    if len(domain) != 2 or domain in _NO_COUNTRY_DOMAINS:
        return None
    return {"UK": "GB"}.get(domain.upper(), domain.upper())
