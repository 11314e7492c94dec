"""The dates that a page declares in linked data, meta elements, <time> elements, its title and its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.fields.announced import announced
from newsspider.fields.dates.time_elements import read_times, told_date
from newsspider.fields.facts import PageFacts
from newsspider.fields.near_headline import is_elsewhere
from newsspider.fields.state_article import PAGE_STATE
from newsspider.language.calendars import YEAR, month_number
from newsspider.language.tags import base_language
from newsspider.lines.date_labels import Kind
from newsspider.lines.date_lines import is_date_line
from newsspider.processors.dates import iso_date
from newsspider.processors.text import one_line
from newsspider.processors.written_dates import western_digits

_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "article:published", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "datepublished", "date_published", "date-published", "publishdate", "publish-date", "publish_date",
    "published_time", "published-date", "published", "published_at", "publishedat", "pubdate", "pub_date",
    "pub-date", "publication_date",
    "publicationdate", "publication-date", "originalpublicationdate", "article_date_original",
    "article.published", "article:post_date", "rnews:datepublished", "vr:published_time", "bt:pubdate",
    "shareaholic:article_published_time", "dcterms.issued", "dc.date.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "dcterms:issued", "dcterms:created", "dcterms:date",
    "dc:date.issued", "dc:date.created", "dc:issued", "dc:created", "dc:date",
    "citation_publication_date", "citation_online_date",
    "citation_date", "displaydate",
    "og:regdate", "regdate", "live_date", "article:published_date",
    "iso-8601-publish-date", "article:create_at", "weibo: article:create_at", "weibo:article:create_at",
    "article.created", "article:release_time", "firstpublished", "first_published", "og:pubdate", "wt.pubdate",
    "apub:time", "ptime", "issueddate", "news_date", "doc_date", "contentdate",
    "datecreated", "createdate", "creation_date", "created", "date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:modified_time", "og:updated_time", "article:modified", "og:article:modified_time",
    "datemodified", "date_modified", "modified_time", "updated_time", "lastmod", "last-modified",
    "last_modified", "last-updated", "dcterms.modified", "dc.date.modified", "rnews:datemodified",
    "moddate", "revised", "article.updated", "updated", "modified", "iso-8601-modified-date",
)  # fmt: skip
_MAX_SCRIPT_CHARS = 200_000
# What _ASSIGNED_DATE's names hold, in small letters: each by itself, since a pattern that begins with one certain
# letter is found in a tenth of the time.
_DATE_NAMES = (
    re.compile(r"(?:publication|publish(?:ed)?|pub)(?:[_-]?(?:date|time)|(?<=ed))"),
    re.compile(r"create[_-]?(?:date|time)"),
)
_MAX_BEFORE_NAME, _MAX_ASSIGNED = 7, 60  # characters of _ASSIGNED_DATE before such a name, and behind it
_ASSIGNED_DATE = re.compile(
    r"""(?<![\w$-])["']?(?:date[_-]?published|(?:first[_-]?)?(?:publish(?:ed)?|publication|pub|(?P<made>create))[_-]?(?:date(?:[_-]?time)?|time))
    ["']?\s{0,4}(?(made)=|[:=])\s{0,4}(?P<mark>["'])(?P<date>(?=[^"']{0,3}\d)[^"'<>{}]{8,40})(?P=mark)""",
    re.IGNORECASE | re.VERBOSE,
)
# Names that sites make up: "w-published-date", "cms.publicationTime", "x-pubdate", "story_date", "release-date".
_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.: ])(?:publi(?:sh(?:ed)?|cation)|pub)[-_.: ]?(?:date(?:[-_]?time)?|time(?:stamp)?|on|at)$"
    r"|date[-_.: ]?(?:published|release)$|first[-_.: ]?publi(?:shed|cation)$"
    r"|(?:^|[-_.: ])(?:article|story|news|post|release)[-_.]?date$"
)
# "release_date" of a work that the page tells of (https://ogp.me/#types) is years before the article's.
_NO_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.: ])(?:last|end|expir|un|modif|updat|event"
    r"|(?:video|music|book|movie|film|game|album|product)(?![a-z]))"
)
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_DATE_AROUND_SECTION = re.compile(
    r"/((?:19|20)\d{2})/[a-zA-Z][\w.-]{1,40}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/"
)
_URL_DATE_IN_WORDS = re.compile(r"/((?:19|20)\d{2})/([^\W\d_]{3,12})/(0?[1-9]|[12]\d|3[01])/")


# Two numbers of a month's size before a year: which is the month, only the page can say.
_AMBIGUOUS = re.compile(
    r"(?<![\d./-])(0?[1-9]|1[0-2])\s?[/-]\s?(0?[1-9]|1[0-2])\s?[/-]\s?\d{2,4}(?!\d|/|-\s?\d(?!\d?:))"
)
_IN_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_MONTHS = 12
_SPAN = re.compile(
    r"\s[–—-]\s|[–—]|(?<![\d-])\d{1,2}\.?-\d{1,2}(?![\d-])|\d\s(?:to|bis|au|al|till?|t/m)\s\d"
)  # "25 May - 30 June 2031"
_PARTS_OF_TITLE = 3  # headline, site, day
_WEB_YEAR = "1990"
_BAR = re.compile(r"\s[|｜│]\s")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that something on the page gives: ISO 8601, as written, and the source's name."""

    iso: str
    raw: str
    source: str


def declared_dates(facts: PageFacts, kind: Kind) -> list[FoundDate]:
    """Return the dates of a kind in linked data, in meta elements and in <time> elements that say so."""
    return [*_linked(facts, kind), *_metas(facts, kind), *_times(facts, kind)]


def announced_dates(facts: PageFacts, kind: Kind) -> list[FoundDate]:
    """Return the dates of a kind that a feed, a sitemap or a row gave."""
    told = announced(facts.announcement, kind)
    return [found for candidate in told for found in found_date(facts, candidate.value, candidate.source)]


def unmarked_times(facts: PageFacts) -> list[FoundDate]:
    """Return the dates of <time> elements that do not say what they are of: some are of other stories."""
    return list(_times(facts, None))


def abbreviated_times(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield what abbreviations tell programs, as blogs have it that <time> is too new for.

    `<abbr class="published" title="2031-05-04T10:15:00-07:00">10:15 AM</abbr>` (hAtom).
    """
    for element in facts.page.hinted.get("date", ()):
        if element.tag == "abbr" and (told := told_date(element)) and not is_elsewhere(element):
            yield from found_date(facts, told, "date-element")


def time_shown_as(facts: PageFacts, line: str) -> Iterator[FoundDate]:
    """Yield what a <time> whose text a line holds tells programs: with its zone, if there is one.

    Near midnight that may be the day before the one that is shown.
    """
    for element, kind in facts.times:
        text = one_line("".join(element.itertext())) if kind != "modified" and element.get("datetime") else ""
        if text in line and YEAR.search(text):
            yield from _date_of_time(facts, element)
            return


def texts_of_changes(facts: PageFacts) -> frozenset[str]:
    """Return what <time> elements of the last change and of other stories show: such a line is no other date."""
    own = {element for element, kind in facts.times if kind != "modified"}
    others = (element for element in read_times(facts.page) if element not in own)
    return frozenset(one_line("".join(element.itertext())) for element in others)


def date_of_url(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the day that a page's address names: /2031/05/04/, /2031/may/04/, /2031/world/5/4/."""
    page = facts.page
    path = urlsplit(page.url).path if page.url else ""
    match = _URL_DATE.search(path) or _URL_DATE_AROUND_SECTION.search(path)
    if match:
        yield from found_date(facts, "-".join(match.groups()), "url")
        return
    match = _URL_DATE_IN_WORDS.search(path)
    month = month_number(match[2], base_language(facts.language)) if match else None
    if match and month:
        yield from found_date(facts, f"{match[1]}-{month:02}-{match[3]:0>2}", "url")


def date_of_title(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the day behind the last bar of a page's title, below the site's name: "Storm | Example | 04.05.2031".

    Behind a dash, or right behind the title, it may be the day that is spoken of: "Council meeting - 4 May 2031".
    """
    title = facts.page.title or ""
    parts = _BAR.split(title)
    last = parts[-1] if len(parts) >= _PARTS_OF_TITLE else ""
    if YEAR.search(last) and not _SPAN.search(last) and is_date_line(last, facts.language):
        # "The crash | October 24, 1929": no page of the web is as old.
        yield from (found for found in found_date(facts, last, "title") if found.iso >= _WEB_YEAR)


def date_of_state(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    """Yield the date of a kind in the data from which scripts draw the page."""
    told = facts.state_article
    raw = told.published if kind == "published" else told.modified
    if raw:
        yield from found_date(facts, raw, PAGE_STATE)


def date_in_scripts(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the date that the page's scripts give to a name for the date of publication, if all give the same.

    `var createTime = '2031-05-04 22:00'`, `{"publishDate": "2031-05-04"}`: in scripts that say more than data.
    """
    scripts = (script.text or "" for script in facts.page.elements.get("script", ()))
    given = {date for text in scripts for date in _assigned_dates(text[:_MAX_SCRIPT_CHARS])}
    if len(given) == 1:
        yield from found_date(facts, given.pop(), PAGE_STATE)


def _assigned_dates(text: str) -> Iterator[str]:
    """Yield the dates that a script gives to names for the date of publication.

    The pattern takes long for a script, and few hold such a name: it searches around those alone.
    """
    small = text.replace("İ", "i").lower()  # as long as the text
    for name in chain.from_iterable(names.finditer(small) for names in _DATE_NAMES):
        start, end = max(0, name.start() - _MAX_BEFORE_NAME), name.end() + _MAX_ASSIGNED
        if match := _ASSIGNED_DATE.search(text, start, end):
            yield match["date"]


def found_date(facts: PageFacts, raw: str, source: str) -> Iterator[FoundDate]:
    """Yield the date of a text, if it is one in the page's language and country."""
    iso = iso_date(raw, language=facts.language, country=facts.country, captured=facts.captured)
    if iso:
        yield FoundDate(iso, raw, source)


def best_first(dates: Sequence[FoundDate]) -> list[FoundDate]:
    """Return the date that says the most of what the first one says, then all others in their order."""
    if not dates:
        return []
    best = max(dates, key=lambda date: _agreement(dates[0].iso, date.iso))
    return [best, *(date for date in dates if date is not best)]


def _agreement(first: str, other: str) -> int:
    """Return how much of a date `other` gives, 0 where it is another day or time than `first`."""
    if other == first:
        return len(first)
    same = other.startswith(first[:16] if len(first) > 10 else first)
    return len(other) if same and len(other) > len(first) else 0


def _linked(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    for article in facts.page.linked_data.own:
        raw = article.date_published if kind == "published" else article.date_modified
        if raw:
            yield from found_date(facts, raw, article.syntax)


def _metas(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    page = facts.page
    names: Iterable[str] = _MODIFIED_METAS
    if kind == "published":
        names = dict.fromkeys((*_PUBLISHED_METAS, *filter(_is_of_publication, page.meta)))
    for name in filter(page.meta.__contains__, names):
        for raw in page.meta[name][:3]:
            yield from found_date(facts, raw, f"meta:{name}")
    if kind == "published" and facts.parsely.published:
        yield from found_date(facts, facts.parsely.published, "meta:parsely-page")


def _is_of_publication(name: str) -> bool:
    may_be = "pub" in name or "date" in name
    return may_be and _PUBLISHED_NAME.search(name) is not None and not _NO_PUBLISHED_NAME.search(name)


def _times(facts: PageFacts, kind: Kind | None) -> Iterator[FoundDate]:
    for element, own in facts.times:
        if own == kind:
            yield from _date_of_time(facts, element)


def _date_of_time(facts: PageFacts, element: _Element) -> Iterator[FoundDate]:
    """Yield what a <time> says: in its own attribute, in others that scripts and readers see, or in its text."""
    told = (element.get("datetime"), told_date(element), "".join(element.itertext()))
    found = (date for text in told if text for date in found_date(facts, text, "time"))
    yield from islice(found, 1)


def in_page_order(facts: PageFacts, date: FoundDate) -> FoundDate:
    """Return a date with day and month changed over where the page, or its address, names that day in full.

    Where it names the day as read as well, nothing is changed.
    """
    iso = _in_order(date.iso, date.raw, lambda: days_named(facts))
    return date if iso == date.iso else replace(date, iso=iso)


def date_in_order(
    raw: str,
    *,
    language: str | None = None,
    country: str | None = None,
    captured: datetime | None = None,
    days: Callable[[], Iterable[str]] | None = None,
) -> str | None:
    """Return a date as iso_date() does, with day and month changed over where only that is one of `days`.

    >>> date_in_order("04/05/2031", country="GB", days=lambda: ["2031-04-05"])
    '2031-04-05'
    """
    iso = iso_date(raw, language=language, country=country, captured=captured)
    return _in_order(iso, raw, days) if iso and days is not None else iso


def other_reading(iso: str, raw: str) -> str | None:
    """Return the day that a text names if day and month stand the other way, None where they cannot.

    >>> other_reading("2031-05-04", "04/05/2031"), other_reading("2031-05-14", "14/05/2031")
    ('2031-04-05', None)
    """
    if not _AMBIGUOUS.search(western_digits(raw[:200])):
        return None
    year, month, day = iso[:10].split("-")
    return f"{year}-{day}-{month}"


def _in_order(iso: str, raw: str, days: Callable[[], Iterable[str]]) -> str:
    other = other_reading(iso, raw)
    if other is None:
        return iso
    named = set(days())
    return iso if other not in named or iso[:10] in named else other + iso[10:]


def days_named(facts: PageFacts) -> Iterator[str]:
    """Yield the days that a page and its address name in full, 2031-05-04, or in an order that others show."""
    page = facts.page
    yield from _days_in_shown_order(facts.body.blocks.texts)
    for url_date in date_of_url(facts):
        yield url_date.iso
    texts = [time.get("datetime") for time in read_times(page)]
    texts += [date for article in page.linked_data.own for date in (article.date_published, article.date_modified)]
    texts += [
        content for name, contents in page.meta.items() if "time" in name or "date" in name for content in contents
    ]
    for text in texts:
        if text and (match := _ISO_DAY.match(text.strip())):
            yield match[0]


def _days_in_shown_order(texts: Iterable[str]) -> Iterator[str]:
    """Yield the days that lines write in figures, if the day or the month stands first in all that can be told.

    Each mark tells for itself: with dots the day stands first wherever a text with slashes is from.

    >>> list(_days_in_shown_order(["12/03/2031 | Revised: 13/03/2031"]))
    ['2031-03-12', '2031-03-13']
    >>> list(_days_in_shown_order(["12/03/2031 | Revised: 05/03/2031"])), list(_days_in_shown_order(["13/3/31"]))
    ([], [])
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    for text in texts:
        for first, mark, second, year in _IN_FIGURES.findall(text):
            found.setdefault(mark, []).append((int(first), int(second), year))
    for numbers in found.values():
        is_day_first = {first > _MONTHS for first, second, _ in numbers if (first > _MONTHS) != (second > _MONTHS)}
        if len(is_day_first) == 1:
            for first, second, year in numbers:
                day, month = (first, second) if True in is_day_first else (second, first)
                yield f"{year}-{month:02}-{day:02}"
