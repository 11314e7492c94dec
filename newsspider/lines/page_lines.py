"""What pages say of themselves in the middle of their texts: "Story continues below advertisement"."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, words_of

_WORDS = "lines/data/page_lines"
PAGE_LINE_CHARS = 140
_CONTAINED_CHARS = 60
_LABEL = re.compile(r"[^:：]{3,40}[:：]")
_RIGHTS = ("copyright", "저작권자")
_COPYRIGHT = re.compile(r"[<〈\[(（【]{0,2}\s?(?:copyright\s?(?:[©ⓒ]|\(c\)|\d{4})|저작권자)", re.IGNORECASE)
_SIGN = re.compile(r"[<〈\[(（【]{0,2}\s?(?:[©ⓒⒸ]|\([cC]\)\s)")


def is_page_line(text: str) -> bool:
    """Return whether a short line speaks of its page alone: where it goes on, how to hear, share or follow it.

    >>> [is_page_line(line) for line in ("▶ Artikel anhören", "Follow us on WhatsApp!", "Follow us")]
    [True, True, False]
    >>> is_page_line("© 2031 Quay Herald. All rights reserved."), is_page_line("Copyright law is old.")
    (True, False)
    """
    if len(text) > PAGE_LINE_CHARS:
        return False
    line = _folded(text)
    if line in _lines() or (line.startswith(_RIGHTS) and _COPYRIGHT.match(text)) or _SIGN.match(text):
        return True
    if len(text) <= _CONTAINED_CHARS and not text.isascii() and _contained().search(line):
        return True
    if line.partition(" ")[0] not in _first_words():  # as of nearly all lines
        return False
    return _invitation().match(line) is not None and _channel().search(line) is not None


def label_of_other_story(text: str) -> int:
    """Return the length of a label before another story's headline, 0 without one: "Leggi anche: ...".

    >>> label_of_other_story("Leggi anche: Il ponte resta chiuso"), label_of_other_story("Rain: it came at night")
    (12, 0)
    """
    label = _LABEL.match(text)
    return label.end() if label and _folded(label[0]) in _labels() else 0


def _folded(text: str) -> str:
    """Return what a line says, casefolded: no arrows, bullets, brackets or small pictures around it."""
    if not text.isascii():
        text = text.replace("’", "'").replace("İ", "i")
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end].casefold()


@cache
def _lines() -> frozenset[str]:
    return frozenset(_folded(line) for line in words_of(_WORDS, "lines"))


@cache
def _labels() -> frozenset[str]:
    return _lines() | frozenset(words_of(_WORDS, "labels"))


@cache
def _contained() -> re.Pattern[str]:
    return re.compile(any_of(words_of(_WORDS, "contained")))


@cache
def _invitation() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words_of(_WORDS, 'invitations'))})(?!\w)")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.partition(" ")[0] for words in words_of(_WORDS, "invitations"))


@cache
def _channel() -> re.Pattern[str]:
    return re.compile(any_of(words_of(_WORDS, "channels")))
