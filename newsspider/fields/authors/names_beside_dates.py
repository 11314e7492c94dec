"""Lines that are a name and a date: "Ana Ruiz, 4 May 2031", "4 May 2031 | By Ana Ruiz", "Ana Ruiz 2 hours ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsspider.fields.authors.name_lines import is_name
from newsspider.language.bylines import words_pattern
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import is_date_line

_MAX_CHARS = 120  # two names, weekday, date, time and zone
_PARTS = re.compile(r"\s*[|•·⋅●∙]\s*|\s+[/–—-]\s+|\s*,\s+|(?<=[^\W\d_])\s*(?=\d)")
_BAR = re.compile(r"[|•·⋅●∙]")
_BARS = re.compile(rf"\s*{_BAR.pattern}\s*")
_LAST_DIGIT = re.compile(r"(?<=\d)[\s,–—-]{1,4}(?=\D*$)")
_MAX_NAME_WORDS = 4
_HANDLE = re.compile(r"\s*@\w{2,40}")
_DIGIT = re.compile(r"\d")
# "2 minutes ago", "vor 3 Stunden": a small number and the words of the unit, in any language.
_AGO = re.compile(r"\d{1,2}\s?[^\W\d_]{1,12}\s[^\W\d_]{2,8}")


def name_beside_date(text: str, language: str | None = None) -> str | None:
    """Return the name, or the byline, that a line sets beside a date and nothing else, as written.

    >>> name_beside_date("Ana Ruiz, 4 May 2031 10:20"), name_beside_date("Tom Hill2 minutes ago")
    ('Ana Ruiz', 'Tom Hill')
    >>> name_beside_date("4 May 2031 | 10:20 | By Ana Ruiz"), name_beside_date("Storm hits coast, 4 May 2031")
    ('By Ana Ruiz', None)
    """
    if len(text) > _MAX_CHARS or not _DIGIT.search(text):
        return None
    line = _HANDLE.sub(" ", text)
    parts: list[str] = _PARTS.split(line)
    for part in filter(None, parts):
        if not _DIGIT.search(part) and _is_signed(part, language):
            if _is_dated(line.replace(part, " ", 1), language):
                return part
            break
    return _name_before_month(line.split(), language)


def _name_before_month(words: Sequence[str], language: str | None) -> str | None:
    """Return the name before a date that begins with a word: "Ana Ruiz May 4, 2031"."""
    for end in range(min(_MAX_NAME_WORDS, len(words) - 2), 1, -1):
        name = " ".join(words[:end])
        if not _DIGIT.search(name) and _is_signed(name, language) and _is_dated(" ".join(words[end:]), language):
            return name
    return None


def statements(line: str) -> Iterator[str]:
    """Yield the parts of a line of facts: what stands between bars, and behind the last number.

    >>> list(statements("Thu | 14:07 | By Ana Ruiz")), list(statements("03/01/2031 by Ana Ruiz"))
    (['Thu', '14:07', 'By Ana Ruiz'], ['03/01/2031', 'by Ana Ruiz'])
    """
    for piece in _BARS.split(line) if _BAR.search(line) else (line,):
        yield from _LAST_DIGIT.split(piece) if _DIGIT.search(piece) else (piece,)


def _is_signed(part: str, language: str | None) -> bool:
    return is_byline(part, language) or (" " in part and is_name(part) and not words_pattern("ends").search(part))


def _is_dated(rest: str, language: str | None) -> bool:
    rest = rest.strip(" ,|/–—-·•")
    return is_date_line(rest, language) or _AGO.fullmatch(rest) is not None
