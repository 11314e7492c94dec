"""Lines that are a name, and those that are a name and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import suffix_pattern, words_pattern
from newsspider.language.calendars import is_weekday
from newsspider.language.places import is_city_of_words, is_place
from newsspider.language.scripts import HAN, TOUCHING, TOUCHING_CHAR
from newsspider.language.word_lists import any_of, word_set, words_of
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.page_lines import is_page_line
from newsspider.lines.wording import is_any_label

_MAX_NAME_LINE_CHARS = 80
_MAX_NAME_WORDS = 4
_MAX_AGENCY_LINE_CHARS = 40
_WRITING = ("desks", "unnamed")  # tables of words for those who write, which no part of a page is called
_TEAMS = frozenset({"team", "équipe", "equipe", "equipo", "tim"})
_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЀ-ЏЄІЇҐ][\w’'.\-]{0,30}"
    r"|(?:de|da|di|del|della|van|von|der|den|ter|la|le|el|al|bin|ibn|dos|du|af|av|zu)\b)"
)
_MAX_ABBREVIATION_CHARS = 4  # in capitals behind a word: "World NEWS", "Harbour HBC"
# As Mongolian names are written, the father's name before one's own: "Б.Болормаа".
GLUED_INITIAL = re.compile(r"^([^\W\d_])\.(?=[^\W\d_]{3})")
_BETWEEN_NAMES = re.compile(
    r"\s{0,3}(?:[,|·•;/]|\s[–—-]\s|\s(?:and|und|et|og|och|ja|y|e|i|и|та|ve|en|dan)\s)\s{0,3}"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_MAX_CHARS = 120  # two names, weekday, date, time and zone
_PARTS = re.compile(r"\s*[|•·⋅●∙]\s*|\s+[/–—-]\s+|\s*,\s+|(?<=[^\W\d_])\s*(?=\d)")
_BAR = re.compile(f"[|•⋅●∙]|(?<![{HAN}])·|·(?![{HAN}])")  # within "马克·吐温" it stands in a name
_BARS = re.compile(rf"\s*(?:{_BAR.pattern})\s*")
# Where a line states one thing after the other: "来源：海港信使 作者：王小明"; where spaces are written a label
# may have several words ("Sort by: Newest").
_SPACED_LABEL = re.compile(r"\s(?=([^\W\d_]{4,14})\s?[:：])")
_NEXT_LABEL = re.compile(rf"\s+(?=[{TOUCHING}]{{1,8}}\s?[:：])")
# In English, German, Italian and Dutch; French; Spanish; Portuguese; Russian and Ukrainian; Polish.
_IN_SECTION = re.compile(r"\s(?:in|dans|en|em|в|у|w)\s(?=[A-ZÀ-ÞА-ЯЄІЇҐ])")
_ARTICLE = re.compile(
    r"(?:The|Der|Die|Das|Le|La|Les|El|Los|Las|Il|Lo|Gli|O|Os|As|Het|De|Den|Det)\s"
)  # "Le Grand Prix"
_LAST_DIGIT = re.compile(r"(?<=\d)[\s,–—-]{1,4}(?=\D*$)")
_HANDLE = re.compile(r"\s*@\w{2,40}")
# "2 minutes ago", "vor 3 Stunden": a small number and the words of the unit, in any language.
_AGO = re.compile(r"\d{1,2}\s?[^\W\d_]{1,12}\s[^\W\d_]{2,8}")


def is_name(text: str) -> bool:
    """Return whether a line is nothing but names, or begins with one and goes on with a date, place or role.

    >>> is_name("Ana Ruiz"), is_name("Ana Ruiz and Ben Kurz, Lisbon"), is_name("Storm hits coast")
    (True, True, False)
    """
    if len(text) > _MAX_NAME_LINE_CHARS:
        return False
    if len(text) <= _MAX_AGENCY_LINE_CHARS and agencies_in(text):
        return True
    first = _BETWEEN_NAMES.split(text, maxsplit=1)[0]
    is_one = _is_one_name(first) and first not in word_set("processors/data/credits", "sources")  # "Getty Images"
    return is_one and not (is_any_label(text) or is_page_line(text))


def may_sign(text: str) -> bool:
    """Return whether a line is nothing but names, and none of a place or of what the page offers: "Dark Mode".

    >>> may_sign("Ana Ruiz, Sports Editor"), may_sign("Listen Now"), may_sign("New Delhi")
    (True, False, False)
    """
    first = _BETWEEN_NAMES.split(text, maxsplit=1)[0]
    return is_name(text) and not (names_part_of_page(first) or is_city_of_words(first))


def names_part_of_page(text: str) -> bool:
    """Return whether a short line calls what the page offers or a part of it: it has a word that no name has.

    >>> [names_part_of_page(line) for line in ("Copy Link", "Mon Compte", "Ana Ruiz")]
    [True, True, False]
    """
    return len(text) <= _MAX_NAME_LINE_CHARS and not _page_words().isdisjoint(_WORD.findall(text.casefold()))


@cache
def _page_words() -> frozenset[str]:
    return word_set("language/data/bylines", "page_words")


def is_team(text: str) -> bool:
    """Return whether a line is the name of those who write for a site, and nothing else.

    >>> is_team("Courier Staff"), is_team("The Courier Team"), is_team("Staff"), is_team("Meet our team")
    (True, True, False, False)
    """
    words = text.split()
    return (
        2 <= len(words) <= _MAX_NAME_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and words_pattern("organizations").fullmatch(words[-1]) is not None
    )


def may_sign_as_team(text: str) -> bool:
    """Return whether a line names those who write for a site, and no part of the page.

    >>> [may_sign_as_team(line) for line in ("Sports Desk", "News Team", "Breaking News")]
    [True, True, False]
    """
    head, _, last = text.rpartition(" ")
    writes = last.casefold() in _TEAMS or any(words_pattern(kind).fullmatch(last) for kind in _WRITING)
    return is_team(text) and (writes or not names_part_of_page(head))


def _is_one_name(text: str) -> bool:
    if len(text) <= 20 and not text.isascii() and suffix_pattern("").search(text):
        return True
    words = GLUED_INITIAL.sub(r"\1. ", text).split()
    return (
        2 <= len(words) <= _MAX_NAME_WORDS
        and not _DIGIT.search(text)
        and not words_pattern("organizations").search(text)
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and max(map(len, words)) > 1  # "A A A" are buttons for the size of the letters
    )


def name_beside_date(text: str, language: str | None = None) -> str | None:
    """Return the name, or the byline, that a line sets beside a date and nothing else, as written.

    >>> name_beside_date("Ana Ruiz, 4 May 2031 10:20"), name_beside_date("Tom Hill2 minutes ago")
    ('Ana Ruiz', 'Tom Hill')
    >>> name_beside_date("4 May 2031 | 10:20 | By Ana Ruiz"), name_beside_date("Storm hits coast, 4 May 2031")
    ('By Ana Ruiz', None)
    """
    if len(text) > _MAX_CHARS or not _DIGIT.search(text):
        return None
    line = _without_section(_HANDLE.sub(" ", text))
    parts: list[str] = _PARTS.split(line)
    for part in filter(None, parts):
        if not _DIGIT.search(part) and _is_signed(part, language):
            if _is_dated(line.replace(part, " ", 1), language):
                return part
            break
    return _name_before_month(line.split(), language)


def _without_section(line: str) -> str:
    """Return a line without the section behind a name between bars: "4 May 2031 • Ana Ruiz in World"."""
    for part in _BARS.split(line) if _BAR.search(line) else ():
        name, *section = _IN_SECTION.split(part, maxsplit=1)
        if section and _is_one_name(name) and not _ARTICLE.match(name):
            return line.replace(part, name, 1)
    return line


def _name_before_month(words: Sequence[str], language: str | None) -> str | None:
    """Return the name before a date that begins with a word: "Ana Ruiz May 4, 2031"."""
    for end in range(min(_MAX_NAME_WORDS, len(words) - 2), 1, -1):
        name = " ".join(words[:end])
        if not _DIGIT.search(name) and _is_signed(name, language) and _is_dated(" ".join(words[end:]), language):
            return name
    return None


def statements(line: str) -> Iterator[str]:
    """Yield the parts of a line of facts: what stands between bars, behind the last number, with each label.

    >>> list(statements("Thu | 14:07 | By Ana Ruiz")), list(statements("03/01/2031 by Ana Ruiz"))
    (['Thu', '14:07', 'By Ana Ruiz'], ['03/01/2031', 'by Ana Ruiz'])
    >>> list(statements("来源：海港信使 作者：王小明")), list(statements("Раздел: Город Автор: Анна Гиль"))
    (['来源：海港信使', '作者：王小明'], ['Раздел: Город ', 'Автор: Анна Гиль'])
    """
    for piece in _with_labels(_BARS.split(line)) if _BAR.search(line) else (line,):
        for part in _LAST_DIGIT.split(piece) if _DIGIT.search(piece) else (piece,):
            yield from _labelled_parts(part) if ":" in part or "：" in part else (part,)


def _with_labels(pieces: Sequence[str]) -> Iterator[str]:
    """Yield what stands between bars, an East Asian word of bylines with the name behind it: "文 | 王小明"."""
    label = ""
    for piece in pieces:
        if TOUCHING_CHAR.match(piece) and piece in word_set("language/data/bylines", "prefixes"):
            label = piece
            continue
        yield f"{label}：{piece}" if label else piece
        label = ""
    if label:
        yield label


def _labelled_parts(part: str) -> Iterator[str]:
    """Yield what stands behind each label, cut before the next: "来源：海港信使作者：王小明"."""
    for piece in _NEXT_LABEL.split(part):
        labels = [match.start() for match in _touching_labels().finditer(piece) if match.start()]
        labels += [match.end() for match in _SPACED_LABEL.finditer(piece) if match[1].casefold() in _writers()]
        cuts = [0, *sorted(labels), len(piece)]
        yield from (piece[start:end] for start, end in pairwise(cuts))


@cache
def _writers() -> frozenset[str]:
    return word_set("language/data/bylines", "writers")


@cache
def _touching_labels() -> re.Pattern[str]:
    words = chain(*(words_of("language/data/bylines", kind) for kind in ("prefixes", "ends")))
    return re.compile(
        rf"(?:{any_of(word for word in words if TOUCHING_CHAR.match(word) and len(word) > 1)})\s?[:：]"
    )


def _is_signed(part: str, language: str | None) -> bool:
    if is_byline(part, language):
        return True
    words = part.split()
    if is_agency(part):
        return True
    if len(words) < 2 or is_weekday(words[0], language or ""):  # "Saturday December"
        return False
    return is_name(part) and not words_pattern("ends").search(part)


def _is_dated(rest: str, language: str | None) -> bool:
    rest = rest.strip(" ,|/–—-·•")
    return is_date_line(rest, language) or _AGO.fullmatch(rest) is not None


def has_family_in_capitals(name: str) -> bool:
    """Return whether capitals tell a name's family name from the given ones.

    >>> has_family_in_capitals("Élise MORVAN"), has_family_in_capitals("World NEWS")
    (True, False)
    """
    *given, family = name.split()
    is_name = family.isupper() and len(family) > _MAX_ABBREVIATION_CHARS and not is_place(family.title())
    return is_name and all(map(str.istitle, given)) and not words_pattern("organizations").search(name)
