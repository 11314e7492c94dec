"""The words of bylines, from data/bylines.toml, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import HAN, TOUCHING_CHAR
from newsspider.language.word_lists import any_of, word_set, words_by_language, words_of

# Arabic writes "and" without a space before a word. Names begin with that letter as well ("وليد"), but hardly any
# with it and one of these, and those are family names, behind which none follows ("الطاهر وطار").
_ATTACHED_AND = re.compile(r"\s{1,3}و(?=[أإآمخبتطغ]\w{2,40}\s{1,3}(?!و[أإآمخبتطغ])\w)")
# So does Hebrew. Given names with it go on with yod, vav, lamed or resh ("ויקטור"), but for a few: Vadim, Vasily,
# Vanessa, Wassim, Wafa. Family names stand last.
_ATTACHED_AND_HE = re.compile(r"\s{1,3}ו(?!(?:דים|סילי|נסה|סים|פא)\s)(?=[בגדחטכמנספצשת]\w{1,40}\s{1,3}[א-ת]{2})")
# For whom a Chinese reporter works: "海港日报记者 王小明"; what goes on otherwise tells of something.
_EMPLOYER = (
    rf"(?:[{HAN}]{{2,8}}(?:[报報社网網台臺刊]|新[闻聞])\s?(?=[记記]者\s?[{HAN}]{{2,4}}(?:$|[\s／/、,，()（）])))"
)
_AND = re.compile(r" (?:and|und|et|y|e|i|en|og|och|ja|и|і) ")
# Prefixes this short are also the beginnings of names ("Von Miller", "Per Hansson", "De Jong", "Na Young"):
# they count only where the page is in their language, or a colon follows.
_SHORT_CHARS = 4


def byline_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the tables of data/bylines.toml: kind of word -> language -> casefolded words."""
    return words_by_language("language/data/bylines")


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What introduces the name in a byline: patterns that are tried one after the other, as "|" would do."""

    begun: FirstWords  # of the first two; most lines begin with none of these
    of_all: re.Pattern[str]
    short: re.Pattern[str]  # words that count on pages in their language alone
    touching: re.Pattern[str]  # in scripts that write no spaces

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the start of a text, of the first pattern that matches."""
        found = _joined_works().match(text) if "&" in text else None
        if not found and self._may_begin(text):
            found = self.of_all.match(text) or self.short.match(text)
        return found if found or text.isascii() else self.touching.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text, by any of the patterns."""
        found = _joined_works().fullmatch(text) if "&" in text else None
        if not found and self._may_begin(text):
            found = self.of_all.fullmatch(text) or self.short.fullmatch(text)
        return found if found or text.isascii() else self.touching.fullmatch(text)

    def _may_begin(self, text: str) -> bool:
        return self.begun.may_begin(text) or text.lstrip()[:2] in ("By", "by")  # "ByAna Ruiz"


@cache
def prefixes(language: str) -> Prefixes:
    """Return what introduces the name in a byline, on pages in `language` ("" if not known).

    >>> prefixes("de").match("Von Ana Ruiz"), prefixes("en").match("Von Ana Ruiz")
    (<re.Match object; span=(0, 4), match='Von '>, None)
    """
    own = {word for word in byline_words()["prefixes"].get(language, ()) if len(word) <= _SHORT_CHARS}
    spaced = any_of(word for word in own.union(("by",)) if not TOUCHING_CHAR.search(word))
    # One character that touches a name may be its first, or stand apart from a second: "文小明", "文　静".
    single = any_of(word for word in own if len(word) == 1 and TOUCHING_CHAR.search(word))
    short = re.compile(rf"\s*(?:(?:{spaced})(?:[\s,]+|$)|(?:{single})\s{{1,3}}(?=\w{{2}}))", re.IGNORECASE)
    of_all, touching = _prefixes_of_all()
    return Prefixes(_first_words(), of_all, short, touching)


@cache
def _first_words() -> FirstWords:
    return FirstWords(words_of("language/data/bylines", "prefixes"))


@cache
def _prefixes_of_all() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns that are the same on pages of all languages; it takes some 40 ms to compile them."""
    every = words_of("language/data/bylines", "prefixes")
    long = any_of(word for word in every if len(word) > _SHORT_CHARS and not TOUCHING_CHAR.search(word))
    touching = any_of(word for word in every if TOUCHING_CHAR.search(word) and len(word) > 1)
    return (
        re.compile(
            rf"\s*(?:(?-i:[Bb]y(?=[A-Z][a-z]))|(?:{any_of(every)})\s{{0,2}}[:：︰՝፡፦／|=＝]\s*|(?:{long})(?:[\s,]+(?!&)|$))",
            re.IGNORECASE,
        ),
        re.compile(rf"\s*{_EMPLOYER}?(?:{touching})\s*", re.IGNORECASE),
    )


@cache
def _joined_works() -> re.Pattern[str]:
    """Return the pattern of two works that a sign for "and" joins: "Text & Fotos: ", "Story & photos by "."""
    prefixed = words_of("language/data/bylines", "prefixes")
    pairs = any_of(pair for word in prefixed if "&" in (pair := _AND.sub(" & ", word)))
    works = any_of((*prefixed, *words_of("language/data/bylines", "ends")))
    return re.compile(
        rf"\s{{0,9}}(?:(?:{pairs})|(?:{works})\s{{0,2}}&\s{{0,2}}(?:{works}))(?:\s{{0,2}}[:：]\s*|\s+|$)",
        re.IGNORECASE,
    )


def names_writer(label: str) -> bool:
    """Return whether a word of bylines says that whom it introduces wrote the text, and nothing else.

    >>> names_writer("By "), names_writer("Geschrieben von: "), names_writer("Recipe by "), names_writer("Text: ")
    (True, True, False, False)
    """
    return label.strip(" \t\n:：︰፡፦／|=＝,").casefold() in word_set("language/data/bylines", "writers")


@cache
def source_label() -> re.Pattern[str]:
    """Return the pattern of what says from whom a text is: "Source: ", "来源："."""
    return re.compile(rf"\s?(?:{any_of(words_of('language/data/bylines', 'sources'))})\s?[:：]\s?", re.IGNORECASE)


@cache
def suffix_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of the words that follow a name, on pages in `language`."""
    table = byline_words()["suffixes"]
    own = set(table.get(language, ()))
    every = {word for words in table.values() for word in words if len(word) > 1}
    touching = any_of((word for word in every | own if TOUCHING_CHAR.search(word)), ignore_case=False)
    spaced = any_of(own, ignore_case=False)
    return re.compile(rf"(?:\s*(?:{touching})|\s+(?:{spaced}))\s*$" if own else rf"\s*(?:{touching})\s*$")


class WordsPattern:
    """A pattern of whole words, which searches those texts alone that hold the first word of one.

    Most names hold none, and are asked for several tables: to look for first words takes a tenth of the time.
    """

    __slots__ = ("_begun", "_pattern", "fullmatch", "match")

    def __init__(self, words: Sequence[str]) -> None:
        spaced = any_of(word for word in words if not TOUCHING_CHAR.search(word))
        touching = any_of(word for word in words if TOUCHING_CHAR.search(word))
        parts = [rf"(?<![\w-])(?:{spaced})(?!\w)"] + ([touching] if touching else [])
        self._pattern, self._begun = re.compile("|".join(parts), re.IGNORECASE), FirstWords(words)
        self.match, self.fullmatch = self._pattern.match, self._pattern.fullmatch

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first of the words in a text from `start` on."""
        return self._pattern.search(text, start) if self._begun.may_stand_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the words in a text, one after the other."""
        return self._pattern.finditer(text) if self._begun.may_stand_in(text) else iter(())


@cache
def words_pattern(kind: str) -> WordsPattern:
    """Return a pattern that finds whole words of one of the tables, in any language."""
    return WordsPattern(words_of("language/data/bylines", kind))


@cache
def conjunction_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of what joins two names: the language's own "and", and those that are part of no name."""
    table = byline_words()["conjunctions"]
    words = {
        *table["en"],
        "und",
        "och",
        "og",
        "oraz",
        *(word for word in table.get(language, ()) if len(word) > 1),
    }
    return re.compile(rf"\s+(?:{any_of(words)})\s+", re.IGNORECASE)


def attached_conjunction_pattern(language: str) -> re.Pattern[str] | None:
    """Return the pattern of an "and" that is written together with the name behind it, None if there is none.

    That name has more words: one alone may as well be the end of the name before it.

    >>> attached_conjunction_pattern("ar").split("سارة حسن وأحمد علي")
    ['سارة حسن', 'أحمد علي']
    """
    return {"ar": _ATTACHED_AND, "he": _ATTACHED_AND_HE}.get(language)


@cache
def letter_conjunction_pattern(language: str) -> re.Pattern[str] | None:
    """Return the pattern of an "and" of one letter in `language` ("y", "e", "i", "a", "و"), or None.

    Names hold these letters too ("Ortega y Gasset"): whoever uses it must look at both sides.
    """
    words = [word for word in byline_words()["conjunctions"].get(language, ()) if len(word) == 1 and word != "&"]
    return re.compile(rf"\s+(?:{any_of(words)})\s+", re.IGNORECASE) if words else None


@cache
def picture_brackets() -> re.Pattern[str]:
    """Return the pattern of a word for pictures in brackets: who stands before it took them and wrote nothing.

    >>> [picture_brackets().fullmatch(text) is not None for text in ("(Fotos)", "(Text und Fotos)", "(Editor)")]
    [True, False, False]
    """
    collaborators, ends = (set(words_of("language/data/bylines", kind)) for kind in ("collaborators", "ends"))
    return re.compile(rf"[(（\[【]\s?(?:{any_of(collaborators & ends)})\s?[)）\]】]", re.IGNORECASE)


@cache
def collaborator_label() -> re.Pattern[str]:
    """Return the pattern of what introduces who worked on an article without writing it: "Photography:".

    >>> [collaborator_label().match(text) is not None for text in ("Photography: ", "Traduit par ", "Editor Ana")]
    [True, True, False]
    """
    every = words_of("language/data/bylines", "collaborators")
    spaced = any_of(word for word in every if not TOUCHING_CHAR.search(word))
    touching = any_of(word for word in every if TOUCHING_CHAR.search(word))
    phrases = any_of(word for word in every if " " in word)
    return re.compile(
        rf"(?<![\w-])(?:(?:{phrases})\s|(?:{spaced})\s?[:：=＝])|(?:{touching})\s?[:：=＝／/]", re.IGNORECASE
    )
