"""Dates that the page shows: in elements that are named so, and in lines near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.dates.labels import kind_before
from newsspider.fields.dates.time_elements import is_of_other, tells_own_date, told_date
from newsspider.fields.facts import PageFacts
from newsspider.fields.near_headline import class_of, from_headline_on, is_elsewhere, is_of_today
from newsspider.fields.search_regions import region_above, region_below
from newsspider.language.calendars import YEAR
from newsspider.language.han_numerals import DIGIT
from newsspider.lines.date_labels import Kind, labelled_parts
from newsspider.lines.date_lines import MAX_DATE_LINE_CHARS, holds_date, is_date_line
from newsspider.processors.text import one_line

_NAMING = re.compile(
    r"(?<![a-z])(?:date|datetime|dateline|pubdate|post-?date|published|publish|posted|timestamp|time|updated|modified"
    r"|meta|byline|fecha|datum|info)(?![a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MODIFIED_NAME = re.compile(r"updat|modif", re.IGNORECASE)
_PUBLISHED_NAME = re.compile(r"publi|posted|created", re.IGNORECASE)
# A place and a comma, a date with its year, perhaps an agency, and a dash.
_DATELINE = re.compile(
    r"(?P<all>(?:[^\W\d_][^\d\n,]{1,40},\s|[\u4e00-\u9fff]{2,8}(?=\d))(?P<date>[^\n/(（–—]{4,40}?))"
    r"\s?(?:[/(（][^\n/()（）]{1,40}[/)）])?\s?(?:--|[–—]|-\s)"
)
# "【海港2031年05月04日讯】", as Chinese papers abroad begin.
_CHINESE_DATELINE = re.compile(
    r"\s{0,4}[【［(（][^\d【】［］()（）]{2,12}(?P<date>\d{4}年\d{1,2}月\d{1,2}日)[讯訊电電][】］)）]"
)
_MAX_DATELINE_WORDS = 3  # in small letters: "14 de mayo de 2031"
_MAX_ELEMENTS = 40
_COUNTING = re.compile(r"count[-_]?down|(?<![a-z])(?:timer|clock|event)(?![a-z])", re.IGNORECASE)
_MAX_PIECES, _MAX_DATED_CHARS = 8, 60  # "vor 3 Monaten von Ana Ruiz"
_MAX_CHARS = 120  # of a date line with weekday, time and zone, twice


# Of 720 dumps with a known day .599 were right, and 46 wrong, with 3 blocks above the headline and 4 inside the
# text; .63 with 12 and 8, and 46 wrong as well.
_NEAR_BLOCKS = 3  # above the headline: section, kicker, date
_FAR_BLOCKS = 12  # picture, caption, share buttons, and at times another story: the last to be asked
_INSIDE_BLOCKS = 4  # below the standfirst
_FAR_INSIDE_BLOCKS = 8


def date_elements(facts: PageFacts) -> Iterator[str]:
    """Yield the texts of date elements from the headline on, each once, without dates of the last change.

    Those are not looked for here: in 967 pages none had a date of change that no line near the text gave.
    """
    yield from dict.fromkeys(_date_elements(facts))


def _date_elements(facts: PageFacts) -> Iterator[str]:
    for element in from_headline_on(facts.page.hinted.get("date", ()), facts.headline)[:_MAX_ELEMENTS]:
        name = _CAMEL.sub("-", f"{class_of(element)} {element.get('itemprop') or ''}")
        may_tell = _NAMING.search(name) is not None or _is_small_and_dated(element, facts)
        if not may_tell or is_elsewhere(element) or is_of_today(element):
            continue
        text = element.get("content") or told_date(element) or one_line(" ".join(element.itertext()))
        if not DIGIT.search(text) or len(text) > _MAX_CHARS:
            continue
        otherwise = kind_before(element) or _kind_of(name)
        for label, part in labelled_parts(text):
            if (label or otherwise) == "published":
                yield part


def _is_small_and_dated(element: _Element, facts: PageFacts) -> bool:
    """Return whether an element tells programs a date and shows little else: <abbr class="timeago" title="...">.

    Players, forms and maps have such attributes as well, and so have the entries of lists of other stories, and
    clocks that count down to something.
    """
    if _COUNTING.search(class_of(element)):
        return False
    pieces = list(islice(element.itertext(), _MAX_PIECES))
    is_small = len(pieces) < _MAX_PIECES and sum(map(len, map(one_line, pieces))) <= _MAX_DATED_CHARS
    return is_small and tells_own_date(element) and not is_of_other(element, facts.page)


def dateline(facts: PageFacts) -> str | None:
    """Return the place and date that a press release begins with, None for other texts.

    "HARBOUR CITY, May 4, 2031 /Newswire/ -- The harbour trust ..."
    """
    if facts.is_dump or not facts.body.chosen:
        return None
    text = facts.body.blocks.texts[facts.body.chosen[0]]
    if (chinese := _CHINESE_DATELINE.match(text)) is not None:
        return chinese["date"]
    match = _DATELINE.match(text)
    if (
        match is None
        or not YEAR.search(match["date"])
        or sum(word[0].islower() for word in match["date"].split()) > _MAX_DATELINE_WORDS
    ):
        return None
    return match["all"].strip()


def _kind_of(name: str) -> Kind:
    return "modified" if _MODIFIED_NAME.search(name) and not _PUBLISHED_NAME.search(name) else "published"


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line, or part of one, that holds a date."""

    index: int  # of its block
    text: str  # as written, its label and all
    kind: Kind | None  # what its label says; None without one


def date_lines(facts: PageFacts) -> list[DateLine]:
    """Return what near the headline and right below the body holds a date, the likeliest first.

    A line with two dates ("Published 3 May, updated 4 May") is given as two.
    """
    body, language = facts.body, facts.language
    top, first = region_above(facts)
    between = range(top, min(first + _INSIDE_BLOCKS, max(first, facts.main_run[1])))
    above = range(top - 1, max(-1, top - 1 - _NEAR_BLOCKS), -1)
    found = [*_dated(body, between, language), *_dated(body, above, language)]
    found += [line for line in _dated(body, region_below(facts), language) if line.kind]
    found.sort(key=lambda line: line.kind is None)
    far = [*range(above.stop, max(-1, top - 1 - _FAR_BLOCKS), -1)]
    far += range(between.stop, min(first + _FAR_INSIDE_BLOCKS, facts.main_run[1]))
    return [*found, *_dated(body, far, language)]


def _dated(body: Body, indices: Iterable[int], language: str | None) -> Iterator[DateLine]:
    for i in indices:
        text = body.blocks.texts[i]
        if len(text) > MAX_DATE_LINE_CHARS or not DIGIT.search(text):
            continue
        for kind, part in labelled_parts(text):
            if holds_date(part, language) if kind else is_date_line(part, language):
                yield DateLine(i, part, kind)
