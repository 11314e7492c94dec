"""When the article was published and when it was changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

from newsspider.fields.candidate import Candidate
from newsspider.fields.dates.declared_dates import (
    FoundDate,
    abbreviated_times,
    announced_dates,
    best_first,
    date_in_order,
    date_in_scripts,
    date_of_state,
    date_of_title,
    date_of_url,
    declared_dates,
    found_date,
    in_page_order,
    texts_of_changes,
    time_shown_as,
    unmarked_times,
)
from newsspider.fields.dates.own_zone import (
    beside,
    in_own_zone,
    is_odd_time,
    is_on_own_clock,
    tells_own_time,
    with_shown_offset,
)
from newsspider.fields.dates.shown_dates import date_elements, date_lines, dateline
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import DAY_READING, LINKED_DATA, Each, Field
from newsspider.fields.forms import Correctable, text_form
from newsspider.fields.state_article import PAGE_STATE
from newsspider.language.calendars import YEAR, month_number
from newsspider.language.han_numerals import DIGIT
from newsspider.language.scripts import EAST_ASIAN_CHAR
from newsspider.lines.date_labels import (
    Kind,
    is_of_first,
    is_of_other_paper,
    kind_of_label,
    labelled_parts,
    without_label,
)
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.processors.text import one_line

# Years of four digits: 03.04.21 can be read three ways.
_MAX_SHOWN_CHARS = 90
_MAX_SMALL_WORDS = (
    8  # "This story is from 9 May 2031", "by Ana Ruiz · May 9, 2031 at 3:00 am · one comment so far"
)
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")  # longer than "am" and "pm"; a day of the week may be one
_LINES_ABOVE_DUMP = 15
_WEB_YEAR = "1990"  # what is older was put online later, and a line that tells more is about the past
_MIN_TELLING_WORDS = 3
_MIDNIGHT = "T00:00:00"
_MAX_DAY_CHARS = 40
_DAY_CHARS = len("2031-05-04")
# Players show less, and no zero before: how long a report is, "7:45".
_CLOCK_ALONE = re.compile(r"(?:0[6-9]|1\d|2[0-3]):[0-5]\d")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})(?:/|月)(\d{1,2})(?:日\s?|\s)")
# "um 14:30 Uhr", "à 14h30", "14.30 Uhr"; but "am 13.03." is a day.
_CLOCK = re.compile(
    r"\D{0,8}\d{1,2}(?:\s?[:hH時时시点點]\s?(?:\d{2}(?!\d))?|\.\d{2}(?=\s?(?:uhr|[ap]\.?m|h\b)))\D{0,12}",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"T.*[+-]\d\d:\d\d$")


def date_published(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the publication date's candidates as written, best first.

    Where the first found gives the day alone or no offset, another that agrees with it and says more
    comes before it. What is declared in UTC is given in the site's own time, if the page tells that.
    """
    for found in _published(facts):
        own = in_own_zone(facts, found, _local_dates(facts, found))
        yield _in_zone(facts, found, with_shown_offset(facts, own, _shown_in_lines(facts, "published")))


def _in_zone(facts: PageFacts, found: FoundDate, own: FoundDate) -> Candidate[str]:
    candidate = _candidate(facts, found)
    return candidate if own is found else candidate.changed("in_own_zone", own.iso)


def _shown_in_lines(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    """Yield the dates of a kind in the lines under the headline."""
    lines = [line for line in facts.lines_under_headline if len(line) <= _MAX_SHOWN_CHARS]
    yield from _dates_in(facts, _of_kind(lines, kind))


def _local_dates(facts: PageFacts, moment: FoundDate) -> Iterator[FoundDate]:
    """Yield the dates under the headline, and what is declared without an offset: when it was at the site.

    Midnight stands for the day where it is declared. `moment` is the date that they may tell the zone of.
    """
    lines = [line for line in facts.lines_under_headline if len(line) <= _MAX_SHOWN_CHARS]
    for part in _of_kind(lines, "published"):
        yield from (
            shown
            for shown in _dates_in(facts, (part,))
            if is_odd_time(shown.iso)
            or tells_own_time(part, facts.language, facts.own_keys)
            or is_on_own_clock(facts, moment, shown.iso)
        )
    for found in declared_dates(facts, "published"):
        if not _OFFSET.search(found.iso):
            yield replace(found, iso=found.iso.removesuffix(_MIDNIGHT))


def date_modified(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the candidates of the date of the last change as written, best first.

    What is declared in UTC is given in the site's own time, where the publication date is.
    """
    found = chain(
        best_first(list(_declared(facts, "modified"))), _shown(facts, "modified"), _modified_in_state(facts)
    )
    published = facts.chosen.get("datePublished")
    for one in found:
        own = beside(published, _declared(facts, "published"), one)
        yield _in_zone(facts, one, with_shown_offset(facts, own, _shown_in_lines(facts, "modified")))
    if published:
        yield from _later_that_day(facts, published)


def _later_that_day(facts: PageFacts, published: str) -> Iterator[Candidate[str]]:
    """Yield the time that a line gives behind the date of publication: "4 May 2031, 10:15 (updated 14:30)".

    Chinese and Japanese lines leave out the year alone, too: "2031/5/4 10:15（5/5 14:30 更新）".
    """
    day, offset = published[:10], _OFFSET.search(published)
    above: list[tuple[Kind | None, str]] = []  # the last part of the line before: the time may have its own
    for line in facts.lines_under_headline:
        parts = [*above, *labelled_parts(line)] if len(line) <= _MAX_SHOWN_CHARS else []
        above = parts[-1:]
        for (_, before), (kind, part) in pairwise(parts):
            changed, time = _day_and_time(part, day, line) if kind == "modified" else (day, "")
            if not _CLOCK.fullmatch(time) or day not in {one.iso[:10] for one in _dates_in(facts, [before])}:
                continue
            for found in found_date(facts, f"{changed} {time}", "date-line"):
                iso = found.iso if _OFFSET.search(found.iso) or not offset else found.iso + published[-6:]
                if len(iso) > len(day) and iso > published:
                    yield Candidate(part, found.source).changed("on_day_of_publication", iso)


def _day_and_time(change: str, day: str, line: str) -> tuple[str, str]:
    """Return the day that a change names without its year, `day` where it names none, and the rest: its time.

    In figures the month surely stands first in lines of East Asia alone: "5/4 13:20 更新".
    """
    time = without_label(change).rstrip(")）")
    named = _MONTH_AND_DAY.match(time) if EAST_ASIAN_CHAR.search(line) else None
    if named is None:
        return day, time
    return f"{day[:5]}{int(named[1]):02}-{int(named[2]):02}", time[named.end() :]


def _modified_in_state(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the date in the data of a page's scripts, if the publication date is from there as well."""
    published = facts.chosen.get("datePublished")
    if not published or next(_declared(facts, "published"), None):  # as most pages do
        return
    found = next(_published(facts), None)
    if found and found.source == PAGE_STATE:
        yield from (told for told in date_of_state(facts, "modified") if told.iso > published)


def _declared(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    yield from declared_dates(facts, kind)
    yield from announced_dates(facts, kind)


def _candidate(facts: PageFacts, found: FoundDate) -> Candidate[str]:
    candidate, ordered = Candidate(found.raw, found.source), in_page_order(facts, found)
    return candidate if ordered is found else candidate.changed("in_page_order", ordered.iso)


def _published(facts: PageFacts) -> Iterator[FoundDate]:
    data = _in_utc_first(list(_declared(facts, "published")))
    if data:
        yield from _shown_before(facts, data[0])
        if len(data[0].iso) == _DAY_CHARS:  # the page may show the time as well
            data += _shown_in_lines(facts, "published")
    else:  # a <time> that nothing marks may be another story's: what stands at the headline comes first
        lines = _unchanged(facts, facts.lines_under_headline)
        data = _first_published(facts, lines)
        data = [*(told for shown in data[:1] for told in _told_of(facts, shown)), *data]
        data += abbreviated_times(facts) if data else ()  # they may tell the time of the day that is shown
    is_told = bool(data) and not _stands_below_text(facts, data[0].raw)
    data = best_first([*data, *unmarked_times(facts)])
    visible = chain(_shown(facts, "published"), _in_elements(facts), _in_dateline(facts)) if not data else ()
    found = chain(data, visible)
    first = next(found, None)
    if first is None:
        yield from _said_elsewhere(facts)
        return
    yield from () if is_told else _before_stray(facts, first)
    yield first
    yield from found


def _in_utc_first(dates: list[FoundDate]) -> list[FoundDate]:
    """Return declared dates, one in UTC first where the first one is an hour off it, to the second.

    Templates write the time of the day on which they were published with the offset of today's summer or winter.
    """
    if not dates or not _OFFSET.search(dates[0].iso):
        return dates
    moment = datetime.fromisoformat(dates[0].iso)
    utc = [one for one in dates[1:] if one.iso.endswith("+00:00")]
    off = (one for one in utc if abs(datetime.fromisoformat(one.iso) - moment) == timedelta(hours=1))
    found = next(off, None) if moment.utcoffset() else None
    return dates if found is None else [found, *(one for one in dates if one is not found)]


def _stands_below_text(facts: PageFacts, line: str) -> bool:
    """Return whether a page shows a line below the article's text alone."""
    chosen, texts = facts.body.chosen, facts.body.blocks.texts
    if not chosen or facts.is_dump or any(line in text for text in texts[: chosen[-1] + 1]):
        return False
    return any(line in text for text in texts[chosen[-1] + 1 :])


def _before_stray(facts: PageFacts, stray: FoundDate) -> Iterator[FoundDate]:
    """Yield the day in a page's address, if a date that stands anywhere on the page is of another one.

    That may be a comment's, another story's or the tide's. A label says that it is the article's, and so does a
    line above a dump's text that says nothing else: addresses may have the day on which a text was begun.
    """
    if next((kind for kind, _ in labelled_parts(stray.raw)), None) is None and not _is_line_above(
        facts, stray.raw
    ):
        day = date.fromisoformat(stray.iso[:10])
        for named in date_of_url(facts):
            if abs(date.fromisoformat(named.iso[:10]) - day) > timedelta(days=1):
                yield named


def _is_line_above(facts: PageFacts, line: str) -> bool:
    """Return whether a line of a dump says nothing but a date, right above the text: "4 May 2031 — 4.00pm"."""
    chosen = facts.body.chosen
    if not (facts.is_dump and chosen) or sum(month_number(word) is None for word in _LONG_WORD.findall(line)) > 1:
        return False
    above = facts.body.blocks.texts[max(0, chosen[0] - _LINES_ABOVE_DUMP) : chosen[0]]
    return any(line in text for text in above)


def _said_elsewhere(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the date of a page that neither tells nor shows one: in its scripts' data, its title, its address."""
    yield from date_of_state(facts, "published")
    yield from date_in_scripts(facts)
    yield from date_of_title(facts)
    yield from date_of_url(facts)


def _first_published(facts: PageFacts, lines: Iterable[str]) -> list[FoundDate]:
    """Return the dates of lines, that of the first publication before one that has another label or none.

    That is of a change: "5 May 2031, 10:20", and below it "First published on 4 May 2031".
    """
    dates = list(_dates_in(facts, _of_kind(lines, "published")))
    return sorted(dates, key=lambda date: not is_of_first(date.raw))


def _told_of(facts: PageFacts, shown: FoundDate) -> Iterator[FoundDate]:
    """Yield what the <time> that shows a date tells programs, if that is a timestamp and the date is not."""
    if _OFFSET.search(shown.iso):
        return
    day = date.fromisoformat(in_page_order(facts, shown).iso[:10])
    for told in time_shown_as(facts, shown.raw):
        if _OFFSET.search(told.iso) and abs(date.fromisoformat(told.iso[:10]) - day) <= timedelta(days=1):
            yield told


def _shown_before(facts: PageFacts, declared: FoundDate) -> Iterator[FoundDate]:
    """Yield the date under the headline if it lies days before the one that the page tells machines.

    No text is dated before it appears, while pages that move to another system tell machines the day of the
    move: of 9 such dates in 740 pages 8 were right. A day alone is the difference between two time zones.
    """
    latest = date.fromisoformat(declared.iso[:10]) - timedelta(days=1)
    lines = [line for line in facts.lines_under_headline if len(line) <= _MAX_SHOWN_CHARS and YEAR.search(line)]
    shown = next(_dates_in(facts, _of_kind(lines, "published")), None)
    if shown and date.fromisoformat(shown.iso[:10]) < latest:
        yield from _told_of(facts, shown)
        yield shown


def _in_elements(facts: PageFacts) -> Iterator[FoundDate]:
    """Yield the dates of elements named so: a pass over the whole page, where nothing cheaper names a date."""
    for text in _unchanged(facts, date_elements(facts)):
        yield from found_date(facts, text, "date-element")


def _in_dateline(facts: PageFacts) -> Iterator[FoundDate]:
    beginning = dateline(facts)
    if beginning is not None:
        yield from found_date(facts, beginning, "date-line")


def _shown(facts: PageFacts, kind: Kind) -> Iterator[FoundDate]:
    if not facts.is_dump:
        lines = chain(facts.lines_under_headline, facts.lines_around)
        shown = lines if kind == "modified" else _unchanged(facts, lines)
        yield from _dates_in(facts, _of_kind(shown, kind))
    else:
        found = date_lines(facts)
        yield from _dates_in(facts, (line.text for line in found if (line.kind or "published") == kind))


def _unchanged(facts: PageFacts, lines: Iterable[str]) -> Iterator[str]:
    changed = texts_of_changes(facts)
    return (line for line in lines if line not in changed or _tells_both(line))


def _tells_both(line: str) -> bool:
    """Return whether a line tells a first date and the last change's: "27/11/2031 01:57 | Updated 28/11/2031"."""
    kinds = [kind for kind, part in labelled_parts(line) if DIGIT.search(part)]
    return "modified" in kinds[1:] and kinds[0] in (None, "published")


def _dates_in(facts: PageFacts, lines: Iterable[str]) -> Iterator[FoundDate]:
    for line in lines:
        if is_of_other_paper(line, facts.language):
            continue
        found = found_date(facts, line, "date-line")
        yield from (shown for shown in found if shown.iso >= _WEB_YEAR or not _tells(line))


def _tells(line: str) -> bool:
    """Return whether a line says more than when: "The act was signed into law on August 14, 1935"."""
    return _small_words(line) >= _MIN_TELLING_WORDS


def _of_kind(lines: Iterable[str], kind: Kind) -> Iterator[str]:
    """Yield the parts of lines that hold a date of a kind; a line that is a label alone is the next one's."""
    last = ""
    for line in lines:
        if kind == "published" and (whole := _joined(last, line) or _joined(line, last)):
            yield whole
        elif DIGIT.search(line) and not _is_sentence(line):
            before = kind_of_label(last)
            parts = sorted(
                _with_time(labelled_parts(line)), key=_is_unlabelled
            )  # "Received 3 May / Published 4 May"
            yield from (part for label, part in parts if (label or before or "published") == kind)
        last = line


def _joined(day: str, clock: str) -> str | None:
    """Return a day and the time of day that stands in a line of its own beside it: "7 mart 2031", "10:15"."""
    is_clock = _CLOCK_ALONE.fullmatch(clock) is not None and len(day) <= _MAX_DAY_CHARS
    return f"{day} {clock}" if is_clock and YEAR.search(day) and ":" not in day else None


def _with_time(parts: Iterable[tuple[Kind | None, str]]) -> Iterator[tuple[Kind | None, str]]:
    """Yield the parts of a line, a day with the time that is told behind it: "4 mayo | Publicado a las 10:15"."""
    day: tuple[Kind | None, str] | None = None
    for label, part in parts:
        if day and day[0] is None and label == "published" and _CLOCK.fullmatch(time := without_label(part)):
            day = (label, f"{day[1]} {time}")
            continue
        if day:
            yield day
        day = (label, part)
    if day:
        yield day


def _is_unlabelled(part: tuple[Kind | None, str]) -> bool:
    return part[0] is None


def _is_sentence(line: str) -> bool:
    """Return whether a line with a date tells of something that happened then: most of its words are small.

    In scripts without spaces long lines do. Where a label begins the line, each part has words of its own:
    "Aktualisiert am 5. Mai 2031 um 10:20 Uhr, erschienen am 4. Mai 2031 um 9:15 Uhr".
    """
    if _small_words(line) > _MAX_SMALL_WORDS:
        parts = list(labelled_parts(line))
        if not parts or parts[0][0] is None or any(_small_words(part) > _MAX_SMALL_WORDS for _, part in parts):
            return True
    return is_unspaced_sentence(line)


def _small_words(text: str) -> int:
    return sum(word[0].islower() for word in text.split())


DATE_PUBLISHED = Field(
    name="datePublished",
    rule=date_published,
    clean=(Each(date_in_order, DAY_READING),),
    form=text_form("date"),
    raw_field="datePublishedRaw",
    doc_form="ISO 8601: with the offset if the page gives or implies one, or else local time, or else the day",
    sources=(
        f"{LINKED_DATA}, `meta:*` (article:published_time and the like), `time`, "
        "`*:published` (announced), `date-line` (T; before all others "
        "if it is days earlier), `date-element` (or its title or `data-*` attribute), "
        "`page-state`, `title` (behind the last bar), `url`"
    ),
    limits=(
        "never later than the capture time plus a day; never filled from `dateModified`; a moment in UTC has the "
        "offset of the site's own time if the page shows that, and so has a local time; 04/05/2031 is read in "
        "the order of the page's address or other dates, or else of its language and country; if none of them "
        "decides, `metadata.validationMessages` says that day and month may be swapped"
    ),
)


DATE_PUBLISHED_RAW = Field(
    name="datePublishedRaw",
    clean=(Each(one_line),),
    form=text_form("line", Correctable.NOT, one_line),
    description="As written on the page.",
    doc_form="as written",
    sources="the source of `datePublished`",
)


DATE_MODIFIED = Field(
    name="dateModified",
    rule=date_modified,
    clean=(Each(date_in_order, DAY_READING),),
    form=text_form("date"),
    raw_field="dateModifiedRaw",
    doc_form="as `datePublished`",
    sources=(
        f"{LINKED_DATA}, `meta:*` (article:modified_time and the like), `time`, `*:modified` (announced; not from "
        "a plain sitemap, which says when the site was built), `date-line` (T), `page-state`"
    ),
    limits=(
        "a moment in UTC has the offset of `datePublished` where that was in UTC as well and lies within a week"
    ),
)


DATE_MODIFIED_RAW = Field(
    name="dateModifiedRaw",
    clean=(Each(one_line),),
    form=text_form("line", Correctable.NOT, one_line),
    description="As written on the page.",
    doc_form="as written",
    sources="the source of `dateModified`",
)
