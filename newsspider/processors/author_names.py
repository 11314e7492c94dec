"""One author's name, without what surrounds it in a byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsspider.language.agencies import is_agency
from newsspider.language.bylines import (
    conjunction_pattern,
    prefixes,
    source_label,
    suffix_pattern,
    words_pattern,
)
from newsspider.language.calendars import is_weekday, month_number
from newsspider.language.places import is_place
from newsspider.language.scripts import HAN, KANA_AND_HAN
from newsspider.language.word_lists import word_set, words_of
from newsspider.processors.name_work import (
    MAX_PERSON_WORDS,
    MIN_NAME_WORDS,
    PARTICLES,
    before_sentence,
    before_title,
    before_work,
    behind_work,
    is_person,
)
from newsspider.processors.text import is_small

_MAX_NAME_CHARS = 80
_MAX_NAME_WORDS = 8
_MAX_WORDS_BEHIND_NUMBER = 3  # "50 Cent" is somebody, "5 Great Ideas For Gardens" a title
_GIVEN_NAMES = frozenset(("ben", "della"))  # that are particles elsewhere: "Ben Kurz", "Yusuf ben Ali"
# A tatweel between blanks is a dash of Arabic papers.
_ROLE_SEPARATOR = re.compile(r"\s+[-–—―ـ]+\s+|\s*[-–—]\s+|\s*[:：]\s+")
_PLACE = re.compile(
    r"(?<=[\w\0])\s+(?:in|IN|for|For|FOR|at|from|aus|für|à|dans|pour|en|em|desde|para|dal|från|fra|voor|uit|w|z|dla|via"
    r"|в|из|для|у|з)\s+(?=[A-ZÀ-ÞА-ЯЄІЇ@])"
)
# "Ana Ruiz for the Daily Harbour"; "in der", "in den" stand in surnames.
_PAPER_BEFORE = re.compile(
    rf"[{HAN}]{{2,8}}(?:[报報社网網台臺刊志誌]|新[闻聞])\s(?=[{HAN}]{{2,4}}$)"
)  # "海港周刊 王小明"
_FOR_PAPER = re.compile(
    r"\s(?:(?:for|For|at|from)\s[Tt]he|FOR\sTHE|für\s(?:den|die|das)|pour\s(?:le|la|les)|para\s(?:el|la|los|las|o|a|os|as)"
    r"|per\s(?:il|la|lo)|voor\s(?:de|het))\s(?=[A-ZÀ-Þ])"
)
# What a name cannot begin or end with.
EDGES = " \t\r\n\u00a0,;:|/\\-–—―•·*_~\"“”„«»'‘’‹›=+<>[](){}#!?…、，；：。।"
# "Ana Ruiz on December 9", "Ana Ruiz 12. Mai 2031", "Ana Ruiz 12/05/2031": a month beside a number, or a year.
# Whole words ("Walker 5 min read" ends in no month), or glued to a name with a capital letter: "Ana RuizMay 4".
_MONTH_AND_NUMBER = re.compile(
    r"(?:(?<![^\W\d_])|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]))([^\W\d_]{3,12})\.?\s*\d{1,4}(?:st|nd|rd|th)?(?!\w)|\d{1,2}(?:st|nd|rd|th|er|\.)?\s*(?:(?:de|di|of)\s)?([^\W\d_]{3,12})(?![^\W\d_])"
)
_NUMERIC_DATE = re.compile(
    r"\(?(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}|\d{4}年|\d{1,2}/\d{1,2}$)"
)
# "สมใจ ทะเลงาม 5 มี.ค." before a year: a month of any language, however it is written.
_DAY_AND_MONTH = re.compile(r"\s\d{1,2}\.?\s\S{2,12}\s?$")
_DATE_INTRODUCTION = re.compile(
    r"[\s,–—-]+(?:on|am|vom|le|du|el|den|dne|il|at|um|em|op|på|dnia|w|pe|la|pada|vào|lúc|στις|в|о|في|در)?[\s,–—-]*$",
    re.IGNORECASE,
)
_SMILE = re.compile(r"(?<=\s)[:;]-?[()DP](?=\s|$)")  # "Ana :) Ruiz"
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_MIN_CHARS_BEFORE_SUFFIX = 3  # of Chinese: "王小明文"
# Emoji and other pictures, with what changes or joins them: no part of any name.
_PICTURES = re.compile("[\u2190-\u2bff\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff]+")
# "Ana Ruiz 12 Comments", "Ana Ruiz5 hours ago": a number and words end a name.
# "Ana Ruiz vor" 3 Stunden, "Ana Ruiz il y a" 3 heures.
_SMALL_BEHIND = re.compile(r"(?:\s[a-zß-ÿа-яёіїєґα-ωά-ώ]{1,6}){1,3}$")
_COUNTED = re.compile(r"(?:(?<=[^\W\d_]{2})\s?|(?<=\sa)\s)\d{1,4}\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}$")
_AGE = re.compile(r"\d{1,3}\s?(?:[smhdwy]|min|hrs?|std|tage?)\.?")  # of a page: "2h"
_AGE_BEHIND = re.compile(rf"\s{_AGE.pattern}$")
_NUMBER_BEHIND = re.compile(r"\s(?!(?:19|20)\d\d$)\d{3,6}$")  # "Ana Ruiz 123", and no day or year
_OF_BODY = re.compile(r"\sof\sthe\s(?=[A-Z])")
_GLUED_NUMBER = re.compile(r"(\s[A-ZÀ-ÞА-ЯЁ][^\W\d_]{2,20})\d{1,2}$")  # "Ana Ruiz5" of "Ana Ruiz5 min read"
_BEHIND_NUMBER = re.compile(r"(?<=\d)(?=\D*$)")
# Without capitals a single word before a full name is rather a town: "القاهرة - سارة حسن".
_WITHOUT_CAPITALS = frozenset(("ar", "fa", "ur", "ckb"))
_MAX_ZONE_WORDS = 4  # between a date and the word that introduces a name: "10:05 am PDT by"
# What newsrooms number their staff by: "王小明 PK155", "王小明_NF4425".
_STAFF_NUMBER = re.compile(rf"(?:(?<=[{KANA_AND_HAN}])[ _]?|^)[A-Z]{{1,3}}\d{{2,6}}$")


def author_name(part: str, language: str, *, whole: bool = False) -> str | None:
    """Return the name in one part of a byline, None if it names nobody; `whole`: it is an organization's.

    >>> author_name("by Ana Ruiz in Lisbon", "en")
    'Ana Ruiz'
    """
    part = _SMILE.sub("", _PICTURES.sub(" ", part))
    part = _without_and(part.strip(EDGES), language)
    bare = without_prefix(part, language)
    if label := source_label().match(bare):
        bare = bare[label.end() :]
    part = part if whole and is_small(bare[:1]) else bare
    part = part if whole else _PAPER_BEFORE.sub("", _GLUED_NUMBER.sub(r"\1", part))
    part = (
        part
        if whole
        else _person_before(_behind_work(_STAFF_NUMBER.sub("", _without_role(part, language))), language)
    )
    organization = whole or bool(words_pattern("organizations").search(part))
    if not organization:
        part = _without_date(_PLACE.split(f"\0 {part}")[0].removeprefix("\0"), language).strip()
        bare = suffix_pattern(language).sub("", part)
        part = part if _is_end_of_name(part, bare) else bare  # "王文" is a name, whatever 文 says behind one
    part = part.strip(EDGES)
    words = part.split()
    is_long = len(part) > _MAX_NAME_CHARS or len(words) > _MAX_NAME_WORDS
    if not organization and part[:1].isdigit():
        is_long |= len(words) > _MAX_WORDS_BEHIND_NUMBER
    if is_long or not _LETTER.search(part) or _AGE.fullmatch(part):
        return None
    part = part if whole else _without_articles(part)
    return None if _is_nobody(part) or (not organization and _is_role(part)) else part


def _is_end_of_name(part: str, bare: str) -> bool:
    """Return whether what was taken for a word behind a name is its end: 文 of "王文" and "陳大文"."""
    is_short = len(bare) < _MIN_CHARS_BEFORE_SUFFIX and part.endswith(
        words_of("language/data/bylines", "name_suffixes")
    )
    return len(bare) < len(part) and (len(bare) <= 1 or (is_short and " " not in part))


def is_date(part: str, language: str) -> bool:
    """Return whether a part of a byline is a date and names nobody: "4 May 2031", "Di., 04.05.2031"."""
    if not any(map(str.isdigit, part)):
        return False
    is_dated = _NUMERIC_DATE.search(part) is not None or next(_month_cuts(part), None) is not None
    return is_dated and not _LETTER.search(_without_date(part, language))


def is_person_in_place(part: str) -> bool:
    """Return whether a part is a person's name and where or for which section they write: "Ana Ruiz in News"."""
    head = _PLACE.split(part, maxsplit=1)[0]
    return len(head) < len(part) and is_person(head)


def name_words(name: str) -> Sequence[str]:
    """Return the words of a name without its particles; all words where there are no others.

    >>> [name_words(name) for name in ("Maria da Silva", "Ben Kurz", "Van Le")]
    [['Maria', 'Silva'], ['Ben', 'Kurz'], ['Van', 'Le']]
    """
    words = name.split()
    first = [word for word in words[:1] if word.istitle() and word.casefold() in _GIVEN_NAMES]
    others = [word for word in words[len(first) :] if word.casefold() not in PARTICLES]
    return [*first, *others] or words


def _without_articles(part: str) -> str:
    """Return a body's name without small words before it: "der Redaktion", "la Agencia Harbour"."""
    articles = word_set("language/data/bylines", "articles")
    words = part.split()
    first = next((place for place, word in enumerate(words) if not (word.islower() and word in articles)), 0)
    is_body = first and words_pattern("organizations").match(words[first])
    return " ".join(words[first:]) if is_body else part


def _is_nobody(part: str) -> bool:
    """Return whether a part names nobody: "Admin", "unserem Korrespondenten"."""
    nobody, sections = (word_set("language/data/bylines", kind, "any") for kind in ("nobody", "sections"))
    folded = part.casefold()
    words = folded.split()
    if folded in sections or folded in nobody or all(word in nobody for word in words):
        return True
    if folded in word_set("language/data/bylines", "sources"):
        return True
    unnamed, articles, bodies = (
        word_set("language/data/bylines", kind) for kind in ("unnamed", "articles", "organizations")
    )
    others = [word for word in words if word not in articles]
    return bool(others) and all(word in unnamed and word not in bodies for word in others)


def _behind_work(part: str) -> str:
    """Return a part without the work before a name that a place may follow: "city editor Ana Ruiz in Porto"."""
    head = _PLACE.split(part, maxsplit=1)[0]
    behind = next((found for whole in (part, head) if (found := behind_work(whole)) != whole), None)
    return part if behind is None else behind


def _person_before(part: str, language: str) -> str:
    """Return the person's name that a part begins with, where employer, work or a count follows; else the part.

    "Ana Ruiz for Daily Harbour", "Ana Ruiz Staff Reporter", "Ana Ruiz 2h", "Ana Ruiz 3 Comments".
    """
    counted = _COUNTED.search(part)
    is_count = counted is not None and not month_number(counted[0].rsplit(maxsplit=1)[-1], language)
    before_count = _SMALL_BEHIND.sub("", part[: counted.start()]) if counted and is_count else part
    heads = (
        _PLACE.split(part, maxsplit=1)[0],
        before_sentence(part),
        before_work(part),
        before_title(part),
        _AGE_BEHIND.sub("", part),
        _NUMBER_BEHIND.sub("", part),
        _FOR_PAPER.split(part, maxsplit=1)[0],
        _before_body(part),
        _before_employer(part),
        before_count,
    )
    found = (head for head in heads if len(head) < len(part) and is_person(head, may_be_body=head is before_count))
    return next(found, part)


def _before_body(part: str) -> str:
    """Return a part without the body whose somebody is: "Ana Ruiz of the Harbour News"."""
    joint = _OF_BODY.search(part)
    is_body = joint is not None and any(
        words_pattern(kind).search(part, joint.end()) for kind in ("organizations", "papers")
    )
    return part[: joint.start()] if joint and is_body else part


def _before_employer(part: str) -> str:
    """Return a part without an agency or a paper and the work for it: "ANA RUIZ Associated Press Writer"."""
    words = part.split()
    if len(words) <= MIN_NAME_WORDS + 1 or not words_pattern("roles").fullmatch(words[-1].removesuffix("s")):
        return part
    body = words[MIN_NAME_WORDS:-1]
    starts = (k for k in range(MIN_NAME_WORDS, len(words) - 1) if is_agency(" ".join(words[k:-1])))
    is_paper = len(body) > 1 and words_pattern("organizations").fullmatch(body[-1]) is not None
    return " ".join(words[: next(starts, MIN_NAME_WORDS if is_paper else len(words))])


def _without_role(part: str, language: str) -> str:
    """Return a part up to the dash or colon before a role: "Ana Ruiz - Lisbon", "Ana Ruiz: Editor".

    A word for an organization before it only introduces the name: "Association: Friends of the Coast". So does a
    place: "Lisbon - Ana Ruiz".
    """
    heads = [head for head in _ROLE_SEPARATOR.split(part) if _LETTER.search(head)]
    if len(heads) > 1 and words_pattern("organizations").fullmatch(heads[0]):
        return heads[1]
    if len(heads) > 1 and _is_place_of_name(heads[0], heads[1], language):
        return heads[1]
    return heads[0] if heads else ""


def _is_place_of_name(head: str, name: str, language: str) -> bool:
    """Return whether a word before a dash is the place from which the person behind it writes."""
    words = name.split()
    is_name = MIN_NAME_WORDS <= len(words) <= MAX_PERSON_WORDS and not any(map(str.isdigit, name))
    if " " in head.strip() or not is_name or words_pattern("roles").search(name):
        return False
    if language in _WITHOUT_CAPITALS:
        return not is_agency(head) and not words_pattern("organizations").search(name)
    return is_place(head, language) and is_person(name) and not is_place(name, language)


def _without_date(part: str, language: str) -> str:
    """Return a part up to the first date in it and its weekday, or, if nothing is left, the name behind it.

    Behind a date a name stands alone, or a word introduces it: "Monday 27 May 2031 10:05 am by Ana Ruiz".
    """
    if "_" in part and " " not in part.strip():
        return part  # "harbour_fan77"
    cuts: list[int] = []
    if _DIGIT.search(part):
        cuts += [match.start() for match in _NUMERIC_DATE.finditer(part)]
        cuts += _month_cuts(part)
    if not cuts:
        return "" if is_weekday(part, language) else _without_weekday(part, language, least=MIN_NAME_WORDS)
    before = _DATE_INTRODUCTION.sub("", _DAY_AND_MONTH.sub(" ", part[: min(cuts)]) + " ")
    return _without_weekday(before, language) or _behind_date(_BEHIND_NUMBER.split(part)[-1], language)


def _behind_date(text: str, language: str) -> str:
    """Return what a word introduces behind a date, or the person's name that is all that stands there."""
    name = text.strip(EDGES)
    is_zone = name.isupper()  # "PM PST"
    is_name = (
        not is_zone and is_person(name) and not any(is_place(part, language) for part in (name, *name.split()))
    )
    return name if is_name else _introduced(text, language)


def _without_weekday(text: str, language: str, *, least: int = 0) -> str:
    """Return a text without weekdays at its end, and without "on" before them; `least` words stay."""
    words = text.split()
    end = len(words)
    while count := _weekday_words(words[least:end], language):
        end -= count
    return (
        " ".join(words) if end == len(words) else _DATE_INTRODUCTION.sub("", " ".join(words[:end]) + " ").strip()
    )


def _weekday_words(words: Sequence[str], language: str) -> int:
    """Return how many of the last words are a weekday, of which some have two: "Thứ ba"."""
    for count in (1, 2):
        if len(words) >= count and is_weekday(" ".join(words[-count:]).strip(EDGES), language):
            return count
    return 0


def _introduced(text: str, language: str) -> str:
    """Return what stands behind the word that introduces a name, "" without one."""
    words = text.split()
    for start in range(min(_MAX_ZONE_WORDS, len(words))):
        rest = " ".join(words[start:])
        if bare := prefixes(language).match(rest):
            return rest[bare.end() :]
    return ""


def _month_cuts(part: str) -> Iterator[int]:
    """Yield the positions of months beside numbers; matches may overlap, as in "Ruiz 3 May"."""
    match = _MONTH_AND_NUMBER.search(part)
    while match:
        if month_number(match[1] or match[2]):
            yield match.start()
        match = _MONTH_AND_NUMBER.search(part, match.start() + 1)


def _without_and(part: str, language: str) -> str:
    spaced = f" {part} "  # on both sides: the piece of a byline between two links is an "and" alone
    match = conjunction_pattern(language).match(spaced)
    return spaced[match.end() :].rstrip() if match else part


def _is_role(part: str) -> bool:
    """Return whether a part is only a role: "Political Correspondent", and alas "Chris Editor"."""
    return bool(words_pattern("roles").search(part)) and len(part.split()) <= 6


def without_prefix(text: str, language: str) -> str:
    """Return a byline without the words that introduce the name: "By", "Text:"."""
    pattern = prefixes(language)
    for _ in range(3):  # "Text: Von Ana Ruiz"
        match = pattern.match(text)
        if not match or _is_paper(match[0], text[match.end() :]):
            break
        text = text[match.end() :]
    return text


def _is_paper(label: str, rest: str) -> bool:
    """Return whether a byline is a paper with its town: "Tribune de Genève", but not "Tribune de Luc Petit"."""
    return words_pattern("papers").match(label) is not None and " " in label.strip() and " " not in rest.strip()
