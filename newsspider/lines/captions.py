"""Which lines stand under pictures: those that end in a credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsspider._native import KnownWords
from newsspider.language.first_words import first_words, folded
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.language.word_lists import words_of
from newsspider.lines.shapes import BARE, HEAD_CHARS, Shape, shape_of
from newsspider.lines.wording import lines_with
from newsspider.processors.credits import split_credit

_CREDIT_CHARS = 120
# What stands before a name without a word, and what a page may have escaped once too often.
_SIGNS = ("©", "(c)", "&")


def is_caption(text: str, shape: Shape | None = None) -> bool:
    """Return whether a line says what a picture shows and whose it is, or only the latter.

    Of lines that end without a full stop and in a credit, one of eight is article text; of those that are nothing
    but a credit, one of fourteen; of sentences that seem to end in one, two of three.

    >>> is_caption("The harbour at dawn. Photo: Ana Ruiz"), is_caption("They took a photo of the harbour.")
    (True, False)
    """
    if len(text) > HEAD_CHARS:
        return False
    is_bare = (shape_of(text) if shape is None else shape) in BARE
    if len(text) > _CREDIT_CHARS and not is_bare:
        return False
    caption, credit = split_credit(text)
    return credit is not None and (is_bare or caption is None)


def is_credit(text: str) -> bool:
    """Return whether a line says whose a picture is, and nothing else.

    >>> [is_credit(line) for line in ("Photo: Ana Ruiz", "The harbour at dawn. Photo: Ana Ruiz", "Ana Ruiz")]
    [True, False, False]
    """
    if len(text) > _CREDIT_CHARS:
        return False
    caption, credit = split_credit(text)
    return caption is None and credit is not None


def lines_with_credit_words(texts: Sequence[str], *, may_touch: bool = True) -> set[int]:
    """Return the indices of the lines that hold a word or a sign of credits: no other can be a caption.

    No line may hold a line break; `may_touch` is False where none is known to hold a character of a script without
    spaces, lines of over 600 characters aside. They are few, and found for a whole page in the time of one line.

    >>> sorted(lines_with_credit_words(["Sport", "Foto: Ben Kurz", "Reuters reports", "Weather"]))
    [1, 2]
    """
    words = _credit_words()
    page = "\n".join(texts)
    lower = folded(page)
    names = words.sources.found(page.replace("©", " "))
    labels = words.labels.found(lower.replace("©", " "))
    found = set(lines_with(page, names))
    found.update(lines_with(lower, (*labels, *_SIGNS)))
    if may_touch and not page.isascii() and words.unspaced.search(page):
        found.update(i for i, text in enumerate(texts) if words.unspaced.search(text))
    return found


class _CreditWords(NamedTuple):
    labels: KnownWords  # first words of labels, casefolded
    sources: KnownWords  # first words of agencies' names, as written
    unspaced: re.Pattern[str]  # labels in scripts without spaces


@cache
def _credit_words() -> _CreditWords:
    labels, sources = (words_of("processors/data/credits", kind) for kind in ("labels", "sources"))
    unspaced = [label for label in labels if TOUCHING_CHAR.search(label)]
    return _CreditWords(
        labels=KnownWords(first_words(map(folded, {*labels}.difference(unspaced)))),
        sources=KnownWords(first_words(sources)),
        unspaced=re.compile("|".join(map(re.escape, unspaced))),
    )
