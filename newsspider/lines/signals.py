"""What each block of a page looks like by its text alone: length, how it ends, what kind of line it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from newsspider.language.scripts import TOUCHING
from newsspider.lines.wording import is_label, speaks_of_business
from newsspider.processors.credits import split_credit

# A character of a script without spaces says about as much as this many Latin ones.
_UNSPACED_WEIGHT = 2.5
_TOUCHING = re.compile(f"[{TOUCHING}]")
_SENTENCE_END = re.compile("[.!?…。！？．؟۔।॥։።‽⁇⁉៕။][\"'”’»«›‹“)\\]）」』】]{0,3}$|(?<=[ก-๙ะ-์])$")
_SENTENCE_BREAK = re.compile("[.!?…؟۔।։።][\"'”’»)\\]]{0,3} \\W{0,2}[^\\W\\d_a-zа-я]|[。！？][^」』）]")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W{0,3}$")
_COLON = re.compile("[:：]$")
_WORD = re.compile(r"[^\W\d_]+")
_HEAD_CHARS = 600  # of a long block, as much as tells what it is
_CREDIT_CHARS = 120
_SHORT, _MEDIUM = 25, 80


class Kind(IntEnum):
    """What a block is by length and ending: a line, a medium or a long block; bare, a sentence, or introducing."""

    LINE = 0
    LINE_SENTENCE = 1
    LINE_COLON = 2
    MEDIUM = 3
    MEDIUM_SENTENCE = 4
    MEDIUM_COLON = 5
    LONG = 6
    LONG_SENTENCE = 7
    LONG_COLON = 8


BARE = frozenset((Kind.LINE, Kind.MEDIUM, Kind.LONG))


class Signal(NamedTuple):
    """One block's text in numbers."""

    kind: Kind
    chars: float  # in Latin characters' worth
    sentence_breaks: int  # ends of sentences inside the block
    lower_share: float  # of the words that can be capitals: how many begin with a small letter
    is_ellipsis: bool  # cut off: "Read how the coast was ..."
    is_related: bool  # a heading under which other stories stand
    is_comments: bool  # a heading under which readers write
    is_control: bool  # a control or a label of the page
    is_business: bool  # copyright, consent, subscription
    is_caption: bool  # a picture's line, with its maker named
    is_repeated: bool  # stands on the page more than once


def signals(texts: Sequence[str]) -> list[Signal]:
    """Return the signal of each of a page's blocks; linear in the length of their text."""
    counts = Counter(texts)
    seen = {text: signal_of(text, is_repeated=count > 1) for text, count in counts.items()}
    return [seen[text] for text in texts]


def signal_of(text: str, *, is_repeated: bool = False) -> Signal:
    """Return the signal of one block's text."""
    chars = _weighted_chars(text)
    head = text if len(text) <= _HEAD_CHARS else text[:_HEAD_CHARS]
    kind = _kind(text, chars)
    return Signal(
        kind=kind,
        chars=chars,
        sentence_breaks=sum(1 for _ in _SENTENCE_BREAK.finditer(head)),
        lower_share=_lower_share(head),
        is_ellipsis=_ELLIPSIS.search(text[-8:]) is not None,
        is_related=is_label("related", text),
        is_comments=is_label("comments", text),
        is_control=is_label("controls", text),
        is_business=speaks_of_business(head),
        is_caption=_is_caption(text, kind),
        is_repeated=is_repeated,
    )


def _kind(text: str, chars: float) -> Kind:
    length = 0 if chars < _SHORT else 3 if chars < _MEDIUM else 6
    if _COLON.search(text):
        return Kind(length + 2)
    return Kind(length + 1) if ends_sentence(text) else Kind(length)


def _is_caption(text: str, kind: Kind) -> bool:
    # Of lines that end without a full stop and in a credit, one of eight is article text; of those that are
    # nothing but a credit, one of fourteen; of sentences that seem to end in one, two of three.
    if len(text) > (_HEAD_CHARS if kind in BARE else _CREDIT_CHARS):
        return False
    caption, credit = split_credit(text)
    return credit is not None and (kind in BARE or caption is None)


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends as a sentence does, in any script; quotes and brackets after the mark aside.

    >>> ends_sentence('"It rains."'), ends_sentence("Rain"), ends_sentence("雨が降った。")
    (True, False, True)
    """
    return _SENTENCE_END.search(text[-6:]) is not None


def _weighted_chars(text: str) -> float:
    if text.isascii():
        return float(len(text))
    head = text[:_HEAD_CHARS]
    unspaced = len(_TOUCHING.findall(head)) / len(head)
    return len(text) * (1 + unspaced * (_UNSPACED_WEIGHT - 1))


def _lower_share(text: str) -> float:
    words = _WORD.findall(text)
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return sum(word[0].islower() for word in cased) / len(cased) if cased else 0.5
