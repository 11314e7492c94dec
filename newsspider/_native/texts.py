"""Texts as a whole: letter case folded, and whether they are paragraphs already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
