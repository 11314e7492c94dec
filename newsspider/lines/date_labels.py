"""What a line says of the dates in it: "Published", "Aktualisiert", "更新"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from newsspider.language.calendars import is_weekday, month_number
from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.language.word_lists import any_of, words_of

Kind = Literal["published", "modified"]

_LISTS = {"modified": ("modified",), "published": ("published", "first")}
MAX_LABEL_CHARS = 25  # of a label in an element of its own
_MAX_KEPT_CHARS = 200  # of a line whose parts are remembered
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|(?:令和|平成)")
_ENDS_DATE = re.compile(r"[\d日号號分秒时時点點일분초]\s?$")
_FEWEST_NAME_CHARS = 4  # "First Published On"
_EDGES = " \t,;|·•/-–—(（"
_BRACKET = re.compile(r"(?<=\d)\s?[(（\[［](?=[^)）\]］]*\d[^)）\]］]*$)")


def labelled_parts(text: str) -> Iterator[tuple[Kind | None, str]]:
    """Yield a line cut before each of its labels, with what the label says of the date behind it.

    >>> list(labelled_parts("12 May 2031 - Updated 13 May 2031"))
    [(None, '12 May 2031'), ('modified', 'Updated 13 May 2031')]
    >>> list(labelled_parts("2031年5月12日 9:15（2031年5月13日更新）"))
    [(None, '2031年5月12日 9:15'), ('modified', '2031年5月13日')]
    >>> list(labelled_parts("2031/5/12 9:15（5/13 8:00 更新）"))
    [(None, '2031/5/12 9:15'), ('modified', '5/13 8:00')]
    >>> list(labelled_parts("LOAD-DATE: March 6, 2031"))
    [(None, 'LOAD-DATE: March 6, 2031')]
    """
    yield from _parts_of(text) if len(text) <= _MAX_KEPT_CHARS else _parts_of.__wrapped__(text)


@lru_cache(maxsize=256)  # a page's lines are read for its first date and for that of the last change
def _parts_of(text: str) -> tuple[tuple[Kind | None, str], ...]:
    # A label may stand right behind a number.
    is_any = _first_words().may_stand_in(_DIGIT.sub(" ", text))
    labels = list(_labels().finditer(text)) if is_any else []
    if labels and _stand_behind(labels, text):
        return tuple(_parts_before(labels, text))
    cuts: list[tuple[int, Kind | None]] = [(label.start(), _kind(label)) for label in labels]
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, None))
    ends = [*(start for start, _ in cuts[1:]), len(text)]
    parts = ((kind, text[start:end].strip(_EDGES)) for (start, kind), end in zip(cuts, ends, strict=True))
    return tuple((kind, part) for kind, part in parts if part)


def _kind(label: re.Match[str]) -> Kind:
    return "modified" if label["modified"] else "published"


def _stand_behind(labels: Sequence[re.Match[str]], text: str) -> bool:
    """Return whether each label stands right behind a date: "2031年5月4日 9:15（2031年5月5日 10:20更新）"."""
    return (
        TOUCHING_CHAR.match(labels[0][0]) is not None
        and not _DIGIT.search(text, labels[-1].end())
        and all(_ENDS_DATE.search(text[: label.start()][-3:]) for label in labels)
    )


def _parts_before(labels: Sequence[re.Match[str]], text: str) -> Iterator[tuple[Kind | None, str]]:
    """Yield the parts of a line whose labels stand behind their dates; what else stands there has no label."""
    start = 0
    for label in labels:
        part = text[start : label.start()]
        years = [match.start() for match in _YEAR.finditer(part)]
        bracket = _BRACKET.search(part)  # "2031/5/4 11:52（5/4 13:20 更新）": the year stands once
        cut = bracket.end() if bracket else years[-1] if len(years) > 1 else 0
        if rest := part[:cut].strip(_EDGES):
            yield None, rest
        yield _kind(label), part[cut:].strip(_EDGES)
        start = label.end()


def is_of_first(part: str) -> bool:
    """Return whether a label at a part's beginning says that the date is of the first publication.

    >>> is_of_first("First published on 4 May 2031"), is_of_first("Published on 4 May 2031")
    (True, False)
    """
    return part.casefold().startswith(words_of("lines/data/date_labels", "first"))


def is_of_other_paper(part: str, language: str | None = None) -> bool:
    """Return whether a part of a line says where a text was first published, and that is not on this page.

    Small words before a date, a weekday and a month are no names.

    >>> is_of_other_paper("Originally published in Harbour Weekly on 3 June 2019")
    True
    >>> is_of_other_paper("First Published On Monday, 3 June 2019"), is_of_other_paper("In The Courier, 3 June")
    (False, False)
    """
    if not is_of_first(part) or part.isupper():
        return False
    label = _labels().match(part)
    words = re.split(r"[^\w’'-]+", _DIGIT.split(part[label.end() :] if label else part, maxsplit=1)[0])
    names = (word for word in words if len(word) >= _FEWEST_NAME_CHARS and word[0].isupper())
    return any(not (month_number(name, language or "") or is_weekday(name, language or "")) for name in names)


def without_label(text: str) -> str:
    """Return a text without the label that it begins with.

    >>> without_label("Published: 12 May 2031"), without_label("12 May 2031")
    ('12 May 2031', '12 May 2031')
    """
    label = _labels().match(text)
    return text[label.end() :].lstrip(" :：") if label else text


def kind_of_label(line: str) -> Kind | None:
    """Return what a line says of the date in the next line, None if it is no label alone.

    >>> kind_of_label("Last updated:"), kind_of_label("Updated 12 May"), kind_of_label("By Ana Ruiz")
    ('modified', None, None)
    """
    return _kind_of_short(line) if len(line) <= MAX_LABEL_CHARS else None


@lru_cache(maxsize=1024)  # short lines stand on all pages of a site: "Share", "Follow us"
def _kind_of_short(line: str) -> Kind | None:
    if _DIGIT.search(line):
        return None
    return next((label for label, _ in labelled_parts(line) if label), None)


@cache
def _first_words() -> FirstWords:
    kinds = ("modified", "published", "first")
    return FirstWords(word for kind in kinds for word in words_of("lines/data/date_labels", kind))


@cache
def _labels() -> re.Pattern[str]:
    groups = []
    for kind in ("modified", "published"):  # "last updated" is tried before "date"
        words = [word for one in _LISTS[kind] for word in words_of("lines/data/date_labels", one)]
        # Scripts without spaces between words have no word boundaries either.
        spaced = any_of(word for word in words if not TOUCHING_CHAR.match(word))
        unspaced = any_of(word for word in words if TOUCHING_CHAR.match(word))
        # "Load-date", when an archive got it, is a label of its own.
        groups.append(rf"(?P<{kind}>(?<![^\W\d])(?<![^\W\d]-)(?:{spaced})(?!\w)|{unspaced})")
    return re.compile("|".join(groups), re.IGNORECASE)
