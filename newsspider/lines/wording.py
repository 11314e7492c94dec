"""What the lines around an article say, in many languages: headings of other stories, controls, small print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from newsspider._native import KnownWords, casefold
from newsspider._native.words import BEGINNING
from newsspider.language.scripts import TOUCHING_CHAR, holds_touching
from newsspider.language.word_lists import any_of, words_by_language, words_of

_DOTTED = frozenset(("tr", "az"))  # languages
_CAPITALS = str.maketrans("iı", "İI")
_BEGINNING = re.compile(BEGINNING)
_WORD = re.compile(r"[\w©]+")
LABELS = ("related", "comments", "controls")
LABEL_CHARS = 60
_ENDS = frozenset(":：.")  # of a phrase: the word before one is whole
_SEARCHED_CHARS = 600  # small print and the like say early what they are
# A reader's comment and what belongs to it: "Reply (2)", "2 hours ago", "Ana Ruiz, 3 days ago". Longer lines tell.
_COMMENT_MARK_CHARS = 40
_NUMBER = re.compile(r"\d")


class _Phrases(NamedTuple):
    by_word: Mapping[str, tuple[str, ...]]  # casefolded first word -> phrases, in scripts with spaces
    words: KnownWords  # those first words
    by_part: Mapping[str, Sequence[str]]  # the longest word that a text with a phrase must hold, or "" -> phrases
    unspaced: re.Pattern[str]


def is_label(kind: str, text: str) -> bool:
    """Return whether `text` is a short line that begins with a phrase of `kind`.

    >>> is_label("related", "Related news"), is_label("related", "Relatedly"), is_label("comments", "3 Kommentare")
    (True, False, True)
    """
    if len(text) > LABEL_CHARS:
        return False
    folded, start, word = _beginning(text)
    phrases = _phrases(kind)
    return (word in phrases.by_word and _begins(folded, start, phrases)) or (
        not text.isascii() and phrases.unspaced.match(folded, start) is not None
    )


def label_lines(
    texts: Sequence[str], kinds: Sequence[str] = LABELS, *, may_touch: bool = True
) -> dict[str, list[int]]:
    """Return for each kind of label the indices of the lines that are one; no line may hold a line break.

    `may_touch` is False where no line is known to hold a character of a script without spaces.

    >>> label_lines(["Related news", "Storm hits coast", "3 Kommentare"])
    {'related': [0], 'comments': [2], 'controls': []}
    """
    short = [i for i, text in enumerate(texts) if len(text) <= LABEL_CHARS]
    folded = casefold("\n".join([texts[i] for i in short]))
    may_be = {short[k] for k in _begun(tuple(kinds)).beginnings(folded)}
    if may_touch and holds_touching(folded):
        may_be.update(i for i in short if not texts[i].isascii())
    in_order = sorted(may_be)
    return {kind: [i for i in in_order if is_label(kind, texts[i])] for kind in kinds}


def comment_marks(texts: Sequence[str], *, may_touch: bool = True) -> list[int]:
    """Return the indices of the short lines that stand by readers' comments; none may hold a line break.

    `may_touch` is False where no line is known to hold a character of a script without spaces.

    >>> comment_marks(["Reply", "Ana, vor 2 Stunden", "Il y a 5 minutes", "Two hours ago it came.", "Only a 5"])
    [0, 1, 2]
    """
    short = [i for i, text in enumerate(texts) if len(text) <= _COMMENT_MARK_CHARS]
    lines = [texts[i] for i in short]
    found = set(label_lines(lines, ["replies"], may_touch=may_touch)["replies"])
    found.update(k for k, line in enumerate(lines) if says_how_long_ago(line))
    return [short[k] for k in sorted(found)]


def says_how_long_ago(line: str) -> bool:
    """Return whether a line of a few words has a number and a word of time that has gone by.

    >>> says_how_long_ago("vor 3 Stunden"), says_how_long_ago("3時間前"), says_how_long_ago("3 hours")
    (True, True, False)
    """
    if len(line) > _COMMENT_MARK_CHARS or not _NUMBER.search(line):
        return False
    words, phrases, touching = _elapsed()
    said = line.casefold().split()
    padded = f" {' '.join(said)} "
    return (
        not words.isdisjoint(said)
        or any(phrase in padded for phrase in phrases)
        or (not line.isascii() and any(part in line for part in touching))
    )


def is_time_ago(line: str) -> bool:
    """Return whether a line is a time that has gone by, and what may stand before it: "Updated 3 hours ago".

    Not one that says more of it, or has its number elsewhere: those may tell of something else.

    >>> is_time_ago("Aktualisiert vor 3 Stunden"), is_time_ago("3時間前"), is_time_ago("25 Jahre vor Gericht")
    (True, True, False)
    """
    return says_how_long_ago(line) and _time_ago().fullmatch(line) is not None


@cache
def _time_ago() -> re.Pattern[str]:
    words, phrases, touching = _elapsed()
    spaced, time = any_of([*words, *map(str.strip, phrases)]), r"\d{1,3}\s?[^\s\d]{1,12}"
    both = rf"{time}(?:\s(?:[^\s\d]{{1,5}}\s)?{time})?"  # "1 hour and 20 minutes"
    before = rf"(?:{spaced})\s(?:[^\s\d]{{1,8}}\s)?{both}"  # "vor etwa 3 Stunden"
    behind = rf"{both}(?:\s[^\s\d]{{1,6}})?\s(?:{spaced})"  # "3 jam yang lalu"
    beside = rf"\d{{1,3}}\s?[^\s\d]{{1,8}}\s?(?:{any_of(touching)})"
    return re.compile(
        rf"(?:.{{0,30}}[\s:：|·,])??(?:{before}|{behind}|{beside})(?:\.|\s?[|·•(,–-].*)?", re.IGNORECASE
    )


def names_recent_day(line: str) -> bool:
    """Return whether a line is a day as of the capture and a time of day: "Yesterday at 10:15", "今天 08:30".

    >>> names_recent_day("Gestern, 10.15 Uhr"), names_recent_day("Heute 10.000 Euro")
    (True, False)
    """
    return len(line) <= _COMMENT_MARK_CHARS and _recent_day().fullmatch(line) is not None


@cache
def _recent_day() -> re.Pattern[str]:
    days = any_of(words_of("lines/data/wording", "recent_days"))
    return re.compile(
        rf"(?:{days})[\s,，|·-]{{0,3}}(?:[^\W\d_]{{1,4}}\s)?\d{{1,2}}\s?[:.h時点]\s?\d{{2}}(?!\d).{{0,10}}",
        re.IGNORECASE,
    )


@cache
def _elapsed() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return what says that time has gone by: words, phrases between spaces, and words that may touch others."""
    said = words_of("lines/data/wording", "elapsed")
    touching = tuple(p for p in said if TOUCHING_CHAR.match(p))
    spaced = [p for p in said if p not in touching]
    return frozenset(p for p in spaced if " " not in p), tuple(f" {p} " for p in spaced if " " in p), touching


def may_be_label(text: str) -> bool:
    """Return whether `text` may be a label of any kind: most lines are none, which is found out once for all."""
    return len(text) <= LABEL_CHARS and bool(_label_words().found(text.casefold()) or holds_touching(text))


def is_any_label(text: str) -> bool:
    """Return whether `text` is a label of any kind: a heading of other stories, of comments, or a control.

    >>> is_any_label("Share this story"), is_any_label("Storm hits coast")
    (True, False)
    """
    return may_be_label(text) and any(is_label(kind, text) for kind in LABELS)


@lru_cache(maxsize=1024)  # a line is asked for each kind, and stands on many pages of a site
def _beginning(text: str) -> tuple[str, int, str]:
    """Return the folded text, where its first word begins, counters and marks aside, and that word."""
    folded = text.casefold()
    beginning = _BEGINNING.match(folded)
    return (folded, beginning.start(1), beginning[1]) if beginning else (folded, 0, "")


def business_lines(texts: Sequence[str], *, may_touch: bool = True) -> list[int]:
    """Return the indices of a page's lines that speak of business: see phrase_lines()."""
    return phrase_lines(texts, ("business",), may_touch=may_touch)["business"]


def phrase_lines(texts: Sequence[str], kinds: Sequence[str], *, may_touch: bool = True) -> dict[str, list[int]]:
    """Return for each kind of phrase the indices of a page's lines that hold one; no line may hold a line break.

    `may_touch` is False where no line is known to hold a character of a script without spaces.

    All together in a fifth of the time: few of the phrases stand on a page at all.

    >>> phrase_lines(["© 2031 Example", "Photo: Ana Ruiz", "They reserved all rooms."], ("business", "credits"))
    {'business': [0], 'credits': [1]}
    """
    folded = casefold("\n".join([text[:_SEARCHED_CHARS] for text in texts]))
    lines, words = folded.split("\n"), _parts_of(tuple(kinds)).lines_of(_spaced(folded))
    has_unspaced = may_touch and not folded.isascii()
    found = {}
    for kind in kinds:
        phrases = _phrases(kind)
        by_part = phrases.by_part
        may_hold = set(lines_with(folded, by_part.get("", ())))
        for word in words.keys() & by_part.keys():
            for phrase in by_part[word]:
                may_hold.update([i for i in words[word] if phrase in lines[i]])
        if has_unspaced and phrases.unspaced.search(folded):
            may_hold.update(range(len(texts)))
        found[kind] = [i for i in sorted(may_hold) if holds_phrase(kind, texts[i])]
    return found


def begins_with_phrase(kind: str, text: str) -> bool:
    """Return whether `text`, whatever its length, begins with a phrase of `kind`.

    >>> begins_with_phrase("notes", "Korrektur: In einer früheren Fassung stand ein anderer Name.")
    True
    """
    return is_label(kind, text[:LABEL_CHARS])


def speaks_of_business(text: str) -> bool:
    """Return whether `text` holds, near its beginning, a phrase of copyright, consent, subscription and the like.

    >>> speaks_of_business("© 2031 Example. All rights reserved."), speaks_of_business("They reserved all rooms.")
    (True, False)
    """
    return holds_phrase("business", text)


def holds_phrase(kind: str, text: str) -> bool:
    """Return whether `text` holds, near its beginning, a phrase of a table that is matched anywhere in a line.

    >>> holds_phrase("credits", "Fotos: Ana Ruiz"), holds_phrase("promotion", "Suscríbete a la lista.")
    (True, True)
    """
    phrases = _phrases(kind)
    folded = text[:_SEARCHED_CHARS].casefold()
    if not text.isascii() and phrases.unspaced.search(folded):
        return True
    begun = phrases.words.found(folded)
    if not any(phrase in folded for word in begun for phrase in phrases.by_word[word]):
        return False  # as of nine lines in ten; what is left is looked at word by word
    return any(word[0] in begun and _begins(folded, word.start(), phrases) for word in _WORD.finditer(folded))


def lines_with(text: str, parts: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of the lines of a text that hold one of the parts, which hold no line break.

    >>> list(lines_with("a storm\\nthe harbour\\nno harbour", ["harbour", "storm"]))
    [1, 2, 0]
    """
    for part in parts:
        line = at = 0
        while at >= 0 and (found := text.find(part, at)) >= 0:
            line += text.count("\n", at, found)
            yield line
            at = text.find("\n", found)


def _begins(folded: str, start: int, phrases: _Phrases) -> bool:
    word = _WORD.match(folded, start)
    for phrase in phrases.by_word.get(word[0], ()) if word else ():
        if folded.startswith(phrase, start):
            end = start + len(phrase)
            if not phrase[-1].isalpha() or not folded[end : end + 1].isalnum():
                return True
    return False


def _spaced(folded: str) -> str:
    """Return a text with spaces around what belongs to words, but may stand right behind a phrase."""
    return folded.replace("_", " ").replace("©", " © ")


def _longest_part(phrase: str) -> str:
    """Return the longest of the words that stand in a text as such where the phrase does, "" where none does.

    All do, if none may go on behind the phrase.
    """
    words = _WORD.findall(_spaced(phrase))
    parts = words if phrase[-1].isalpha() or phrase[-1] in _ENDS else words[:-1]
    return max(sorted(parts), key=len, default="")


@cache
def _label_words() -> KnownWords:
    return KnownWords(word for kind in LABELS for word in _phrases(kind).by_word)


@cache
def _begun(kinds: tuple[str, ...]) -> KnownWords:
    """Return the words that phrases of several kinds begin with."""
    return KnownWords(word for kind in kinds for word in _phrases(kind).by_word)


@cache
def _parts_of(kinds: tuple[str, ...]) -> KnownWords:
    """Return the longest words of phrases of several kinds, which are looked for in one go."""
    return KnownWords(word for kind in kinds for word in _phrases(kind).by_part if word)


def _as_written(kind: str) -> Iterator[str]:
    """Yield a table's phrases; those of Turkish with capitals too, whose "İ" and "I" fold to other letters."""
    for language, phrases in words_by_language("lines/data/wording")[kind].items():
        yield from phrases
        if language in _DOTTED:
            for phrase in phrases:
                yield phrase.translate(_CAPITALS)
                yield phrase[0].translate(_CAPITALS) + phrase[1:]
                yield " ".join(word[0].translate(_CAPITALS) + word[1:] for word in phrase.split())


@cache
def _phrases(kind: str) -> _Phrases:
    """Return a table of data/wording.toml by first words: a thousand lines meet a thousand phrases."""
    by_word: dict[str, list[str]] = {}
    unspaced = []
    for phrase in dict.fromkeys(map(str.casefold, _as_written(kind))):
        word = _WORD.match(phrase)
        if word and not TOUCHING_CHAR.match(phrase):
            by_word.setdefault(word[0], []).append(phrase)
        else:
            unspaced.append(re.escape(phrase))
    by_part: dict[str, list[str]] = {}
    for phrase in chain.from_iterable(by_word.values()):
        by_part.setdefault(_longest_part(phrase), []).append(phrase)
    return _Phrases(
        by_word={word: tuple(own) for word, own in by_word.items()},
        words=KnownWords(by_word),
        by_part=by_part,
        unspaced=re.compile("|".join(unspaced) or "(?!)"),
    )
