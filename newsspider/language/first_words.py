"""The words that phrases begin with: a text without any of them holds none of the phrases.

To look for the words takes a tenth of the time of a pattern of some hundred phrases, which most texts lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsspider._native import KnownWords
from newsspider.language.scripts import holds_touching

_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r"\s*(\w*)")


class FirstWords:
    """The first words of phrases that begin and end where words do; those of scripts without spaces need not.

    >>> labels = FirstWords(["photo by", "Bild"])
    >>> labels.may_stand_in("The harbour. PHOTO BY Ana"), labels.may_stand_in("The photographer's harbour")
    (True, False)
    >>> labels.may_begin(" bild: Ana Ruiz"), labels.may_begin("Das Bild: Ana Ruiz")
    (True, False)
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._words = frozenset(first_words(map(folded, phrases)))
        self._known = KnownWords(self._words)

    def may_stand_in(self, text: str) -> bool:
        """Return whether a pattern of the phrases, whatever their case, may find one in a text."""
        return bool(self._known.found(folded(text).replace("©", " "))) or holds_touching(text)

    def may_begin(self, text: str) -> bool:
        """Return whether a pattern of the phrases, whatever their case, may match where a text begins."""
        found = _BEGINNING.match(text)
        word = found[1] if found else ""
        if word.isascii():  # as most
            return word.casefold() in self._words
        return folded(word) in self._words or holds_touching(word)


def first_words(phrases: Iterable[str]) -> set[str]:
    """Return the first word of each phrase.

    >>> sorted(first_words(["photo by", "(c) Ana"]))
    ['c', 'photo']
    """
    return {word[0] for phrase in phrases if (word := _WORD.search(phrase))}


def folded(text: str) -> str:
    """Return a text so that words are equal that patterns take for equal whatever their case."""
    if not text.isascii():
        # A dotless i is an i to patterns; U+0345 is a mark to them, no letter, and a letter once folded.
        text = text.replace("İ", "i").replace("ı", "i").replace("\u0345", " ")
    return text.casefold()
