"""Names in a list that no mark of all languages parts: by blanks, an attached "and", a slash."""

from __future__ import annotations

import re
from itertools import takewhile

from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import attached_conjunction_pattern, suffix_pattern, words_pattern
from newsspider.language.scripts import HAN
from newsspider.language.word_lists import word_set, words_of

_HAN_NAME = re.compile(f"[{HAN}]{{2,3}}")  # "金融时报" begins with a family name too, and is none
# "AFP/dpa", and with the sign of a desk or an editor "dpa/lno", "abc/Reuters".
_SLASHES = re.compile(r"(?<![\w/.:-])[^\W\d_]{2,20}(?:/[^\W\d_]{2,20}){1,5}(?![\w/.])")
_REVERSED = re.compile(r"([^\W\d_][\w’'-]{1,30}),\s?([^\W\d_][\w’'.-]{0,30}(?:\s[^\W\d_][\w’'.-]{0,30})?)")
FOREIGN_DOT = "\ufdd1"  # no character of any text
_DOTTED = re.compile(f"[{HAN}]{{1,10}}(?:·[{HAN}]{{1,10}}){{1,4}}")
_SIGN = re.compile("[a-z]{2,4}")


def agencies_apart(text: str) -> str:
    """Return a byline with blanks around the slashes between agencies.

    >>> agencies_apart("Von AFP/dpa"), agencies_apart("dpa/lno"), agencies_apart("Ana/Ben")
    ('Von AFP / dpa', 'dpa', 'Ana/Ben')
    """
    return _SLASHES.sub(_between_agencies, text) if "/" in text else text


def _between_agencies(match: re.Match[str]) -> str:
    """Return words between slashes set apart if one is an agency, without signs of desks and editors."""
    words = match[0].split("/")
    if not any(map(is_agency, words)):
        return match[0]
    return " / ".join(word for word in words if agencies_in(word) or not _SIGN.fullmatch(word))


def in_order(text: str) -> str:
    """Return a catalogue's list of names, each with the family's first, in the order in which they are said.

    >>> in_order("Ruiz, Ana; Kurz, Ben"), in_order("Reuters, Lisbon; AFP, Porto")
    ('Ana Ruiz; Ben Kurz', 'Reuters, Lisbon; AFP, Porto')
    """
    if ";" not in text or "," not in text:
        return text
    people = [_REVERSED.fullmatch(person.strip()) for person in text.strip("; ").split(";")]
    told = [f"{person[2]} {person[1]}" for person in people if person and not is_agency(person[1])]
    return "; ".join(told) if len(told) == len(people) > 1 else text


def with_commas(text: str, language: str) -> str:
    """Return names with commas between where a language sets spaces or an attached "and".

    >>> with_commas("王小明 通讯员 李明", "zh"), with_commas("سارة حسن وأحمد علي", "ar")
    ('王小明，李明', 'سارة حسن، أحمد علي')
    >>> with_commas("王小明 教授", "zh")
    '王小明 教授'
    """
    if attached := attached_conjunction_pattern(language):
        return attached.sub("، ", text.strip())
    words = text.split() if language == "zh" else ()
    other_works = words_of("language/data/bylines", "collaborators")
    writers = takewhile(lambda word: word not in other_works, words if len(words) > 1 else ())
    names = [word for word in writers if not _is_work_or_place(word)]
    families = words_of("language/data/bylines", "family_names")
    are_names = names and all(_HAN_NAME.fullmatch(name) and name.startswith(families) for name in names)
    return "，".join(names) if are_names else text


def _is_work_or_place(word: str) -> bool:
    """Return whether a Chinese word says what somebody does, for whom, or from where: "高级记者", "海港日报"."""
    if words_pattern("organizations").search(word) and not agencies_in(word):
        return True
    bare = suffix_pattern("zh").sub("", word)
    words = "language/data/bylines"
    return word in word_set(words, "prefixes") or bare in word_set(words, "no_family_names")


def with_foreign_dots(text: str, language: str) -> str:
    """Return Chinese with the dots inside of foreign names as FOREIGN_DOT: "马克·吐温"; others part two names.

    >>> with_foreign_dots("克拉拉·惠特莫尔", "zh") == f"克拉拉{FOREIGN_DOT}惠特莫尔"
    True
    >>> with_foreign_dots("王小明·李明", "zh"), with_foreign_dots("海港日报·王小明", "zh")
    ('王小明·李明', '海港日报·王小明')
    """
    return _DOTTED.sub(_with_foreign_dots, text) if language == "zh" and "·" in text else text


def _with_foreign_dots(match: re.Match[str]) -> str:
    families = words_of("language/data/bylines", "family_names")
    parts = match[0].split("·")
    are_names = all(_HAN_NAME.fullmatch(part) and part.startswith(families) for part in parts)
    are_apart = are_names or any(agencies_in(part) or _is_work_or_place(part) for part in parts)
    return match[0] if are_apart else FOREIGN_DOT.join(parts)
