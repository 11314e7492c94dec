"""Texts as a whole: letter case folded, and whether they are paragraphs already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINERS = re.compile("[\u200c-\u200f]")  # ZWNJ, ZWJ and direction marks, with which texts are spelled


def casefold(text: str) -> str:
    """Return `text.casefold()`."""
    return text.casefold()


def casefold_all(texts: Sequence[str], least: int, most: int) -> list[str]:
    """Return the first `most` characters of each text, casefolded; "" for texts of fewer than `least`."""
    return [text[:most].casefold() if len(text) >= least else "" for text in texts]


def is_tidy(text: str) -> bool:
    """Return whether a text is paragraphs already, without invisible characters and whitespace to be folded."""
    line = text.replace("\n\n", " ")
    return (
        # no single line end, as that is none of the characters that print
        (line.isprintable() or _JOINERS.sub("", line).isprintable())
        and "  " not in line
        and line == line.strip()
        and unicodedata.is_normalized("NFC", text)
    )


def is_clean(text: str) -> bool:
    """Return whether all of a text prints, line ends aside, and stands in NFC."""
    return text.replace("\n", " ").isprintable() and unicodedata.is_normalized("NFC", text)


def has_surrogates(text: str) -> bool:
    """Return whether a text holds half a character, as no file in UTF-8 can."""
    return _SURROGATE.search(text) is not None


def holds_within(text: str, ranges: str) -> bool:
    """Return whether a text holds a character of the ranges, which are written as in a pattern's brackets.

    >>> holds_within("Storm", "a-z"), holds_within("STORM", "a-z0-9")
    (True, False)
    """
    return re.search(f"[{ranges}]", text) is not None
