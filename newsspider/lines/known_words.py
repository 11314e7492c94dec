"""Which of some words a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[\w©]+")


class KnownWords:
    """Words that are looked for in many texts. newsspider.lines._known_words does the same in compiled code.

    >>> KnownWords(["rights", "right"]).found("all rights reserved")
    {'rights'}
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    def found(self, text: str) -> set[str]:
        """Return those of the words that stand in `text`; letters, digits, "_" and "©" make words."""
        return set(self._words.intersection(_WORD.findall(text)))
