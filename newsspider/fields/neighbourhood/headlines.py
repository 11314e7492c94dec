"""The headline: not the page's first line, but the one that the body is about."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from newsspider.body.signals import Signal, signal_of
from newsspider.body.types import Body
from newsspider.fields.neighbourhood.lines import is_byline, is_date_line, is_name

# Dumps put all of a page's menus above the text: in 19 of 20 the headline stands within these blocks of the body.
_REACH_BLOCKS = 60
_INSIDE_BLOCKS = 3  # a labeller may take a kicker or a first subheading for text
_MAX_CHARS = 220
_STEM_CHARS = 6  # of a word, so that its endings do not matter: "Wahlen", "Wahl"
_BODY_CHARS = 20_000  # what a headline speaks of stands in the text's first 3,000 words
_TITLE_BLOCKS = 3  # many dumps begin with the page's <title>
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")


class Evidence(NamedTuple):
    """What speaks for and against a line's being the headline, each 0.0-1.0."""

    overlap: float  # share of its words that the body holds, by what they tell
    nearness: float  # 1.0 right above the body, 0.0 at the end of the reach
    is_title: float  # the page's first lines are this one, or begin with it
    title_overlap: float  # share of its words that the page's first line holds
    is_repeated: float
    before_byline: float  # a date or a byline stands within the next three blocks
    is_short: float
    is_label: float  # one or two words
    ends_in_dot: float
    ends_in_colon: float
    is_inside: float  # stands below the body's beginning
    is_h1: float


# Conditional logit over the lines of 700 dumps whose headline is known and visible, by site in five folds:
# the first line is the headline in .00 of the left-out ones; nearness and overlap alone .47.
_WEIGHTS = Evidence(3.3, 1.9, 1.5, 2.4, -0.2, 1.1, -2.1, -1.3, -1.4, -0.3, -1.2, 1.0)


def headline_above(body: Body) -> list[str]:
    """Return the lines above the body that may be its headline, best first.

    Ranked by the words they share with the body and with the page's first line, by nearness to the body, to a
    date and a byline, and by shape.
    """
    return list(dict.fromkeys(body.blocks.texts[i] for i in headline_indices(body)))


def headline_indices(body: Body) -> list[int]:
    """Return the blocks of the candidates, best first; empty where the page has no body."""
    scored = [
        (-sum(w * e for w, e in zip(_WEIGHTS, evidence, strict=True)), -i) for i, evidence in evidences(body)
    ]
    return [-i for _, i in sorted(scored)]


def evidences(body: Body) -> list[tuple[int, Evidence]]:
    """Return the blocks that may be the headline, each with what speaks for it."""
    if not body.chosen:
        return []
    first = body.chosen[0]
    weights = _word_weights(body)
    title = set(stems(body.blocks.texts[0]))
    lines = range(max(0, first - _REACH_BLOCKS), min(first + _INSIDE_BLOCKS, len(body.blocks)))
    shapes = {i: signal_of(body.blocks.texts[i]) for i in lines}
    signed = {i for i in lines if _is_signature(body.blocks.texts[i])}
    found = []
    for i in lines:
        text, shape = body.blocks.texts[i], shapes[i]
        if i not in signed and _may_be_headline(text, shape, inside=i >= first):
            words = stems(text)
            found.append(
                (
                    i,
                    Evidence(
                        overlap=_overlap(words, weights),
                        nearness=1 - math.log1p(abs(first - i)) / math.log1p(_REACH_BLOCKS),
                        is_title=float(_is_title(text, i, body.blocks.texts[:_TITLE_BLOCKS])),
                        title_overlap=len(title.intersection(words)) / len(set(words)) if words and i else 0.0,
                        is_repeated=float(body.blocks.texts.count(text) > 1),
                        before_byline=float(any(j in signed for j in range(i + 1, i + 4))),
                        is_short=float(shape.chars < 25),
                        is_label=float(len(text.split()) < 3 and not _UNSPACED.search(text)),
                        ends_in_dot=float(text.endswith((".", "。", "।", "۔"))),
                        ends_in_colon=float(text.endswith((":", "："))),
                        is_inside=float(i >= first),
                        is_h1=float(body.blocks.tags[i] == "h1"),
                    ),
                )
            )
    return found


def stems(text: str) -> list[str]:
    """Return the words of `text`, folded and cut to what their inflections share; pairs of characters in CJK.

    >>> stems("Storms hit the Küste")
    ['storms', 'hit', 'the', 'küste']
    >>> stems("東京で雨")
    ['東京', '京で', 'で雨']
    """
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _UNSPACED.search(word) and len(word) > 1:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word[:_STEM_CHARS])
    return found


def _word_weights(body: Body) -> Mapping[str, float]:
    """Return for each word of the body what it tells: little if most paragraphs hold it, as they hold "the"."""
    paragraphs: list[set[str]] = []
    chars = 0
    for i in body.chosen:
        paragraphs.append(set(stems(body.blocks.texts[i][:_BODY_CHARS])))
        chars += len(body.blocks.texts[i])
        if chars > _BODY_CHARS:
            break
    counts = Counter(word for paragraph in paragraphs for word in paragraph)
    return {word: _rarity(word, count / (1 + len(paragraphs))) for word, count in counts.items()}


def _rarity(word: str, share: float) -> float:
    length = 3 if _UNSPACED.search(word) else min(len(word), _STEM_CHARS) / 2
    return length * (1.1 - share) if len(word) > 1 else 0.1


def _overlap(words: Collection[str], weights: Mapping[str, float]) -> float:
    """Return the share of a line's words that the body holds, by weight; damped for lines of few words."""
    own = set(words)
    shared = sum(weights.get(word, 0.0) for word in own)
    missing = sum(_rarity(word, 0.0) for word in own if word not in weights)
    return shared / (shared + missing + 2.0)


def _is_title(text: str, i: int, first: Sequence[str]) -> bool:
    return any(line.startswith(text) and (j != i) for j, line in enumerate(first))


def _is_signature(text: str) -> bool:
    return is_date_line(text) or is_byline(text) or is_name(text)


def _may_be_headline(text: str, shape: Signal, *, inside: bool) -> bool:
    if not 4 <= len(text) <= _MAX_CHARS or not _LETTER.search(text) or shape.is_ellipsis or shape.is_caption:
        return False
    if inside and (shape.chars > 120 or text.endswith((".", "。"))):
        return False
    return not (shape.is_control or shape.is_related or shape.is_comments or shape.is_business)
