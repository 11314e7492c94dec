"""Which short lines are dates: "Published: 12 March 2021", in any language."""

from __future__ import annotations

import re

from newsspider.language.han_numerals import DIGIT
from newsspider.language.scripts import UNSPACED
from newsspider.lines.date_labels import labelled_parts
from newsspider.processors.dates import iso_date

# The longest date line seen, both dates with weekday, time and zone, has some 160 characters.
MAX_DATE_LINE_CHARS = 200
_MAX_LABELLED_CHARS = 160
_MAX_SMALL_WORDS = 4  # beside a date: "Published on ... at ..."
# Beside a date with a label: "actualizado el 7 de enero de 2031 a las 10:20". Behind it: "Uhr", "de la tarde".
_MAX_LABELLED_SMALL_WORDS, _MAX_LABELLED_SMALL_WORDS_BEHIND = 7, 3
_MAX_NAME_WORDS = 5  # before the first label: "Von Anna Becker", "Ana Ruiz, Lisbon"
_QUOTES = tuple('"“„«‚‘「『')  # of what is quoted, whose source may have a date
_LAST_DIGIT = re.compile(r"\d\D*$")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_MIN_SENTENCE_CHARS = 12
_MAX_UNSPACED_CHARS = 40  # "发布时间：2031年5月9日 03:00  来源：海港信使  作者：王小明  责任编辑：李明"


def holds_date(text: str, language: str | None = None) -> bool:
    """Return whether a short line holds a date.

    >>> holds_date("March 12, 2021 9:40 am"), holds_date("12 people, 2021 gulls")
    (True, False)
    """
    return (
        len(text) <= MAX_DATE_LINE_CHARS
        and DIGIT.search(text) is not None
        and iso_date(text, language=language) is not None
    )


def is_unspaced_sentence(text: str) -> bool:
    """Return whether a text in a script without spaces is longer than a line of labels, dates and names.

    One that ends as sentences do may be shorter.
    """
    if text.isascii():
        return False
    chars = len(_UNSPACED.findall(text))
    return chars > _MAX_UNSPACED_CHARS or (chars > _MIN_SENTENCE_CHARS and text.endswith(("。", "！", "？")))


def is_date_line(text: str, language: str | None = None) -> bool:
    """Return whether a line is a date with little beside it, and not a sentence that tells of one.

    Of dates with labels it may hold several: "Publié le 4 mai 2031 à 9h15, modifié le 5 mai 2031 à 10h20".

    >>> is_date_line("Published: 12 March 2021"), is_date_line("The wall fell on 12 March 2021 in the night")
    (True, False)
    """
    if len(text) > _MAX_LABELLED_CHARS or not DIGIT.search(text) or text.startswith(_QUOTES):
        return False
    if is_unspaced_sentence(text):
        return False
    if _small_words(text) <= _MAX_SMALL_WORDS:
        return holds_date(text, language)
    return _are_labelled_dates(text, language)


def _are_labelled_dates(text: str, language: str | None) -> bool:
    """Return whether a line is dates with labels and nothing else, a name or a place before them aside."""
    parts = list(labelled_parts(text))
    if parts and parts[0][0] is None:
        before = parts.pop(0)[1]
        if len(before.split()) > _MAX_NAME_WORDS or _small_words(before) > 1 or DIGIT.search(before):
            return False
    return bool(parts) and all(_is_labelled_date(part, language) for _, part in parts)


def _is_labelled_date(part: str, language: str | None) -> bool:
    """Return whether a part of a line that begins with a label is a date with little beside it."""
    behind = _LAST_DIGIT.search(part)
    return (
        behind is not None
        and _small_words(part) <= _MAX_LABELLED_SMALL_WORDS
        and len(behind[0].split()) <= 1 + _MAX_LABELLED_SMALL_WORDS_BEHIND
        and holds_date(part, language)
    )


def _small_words(text: str) -> int:
    return sum(word[:1].islower() for word in text.split())
