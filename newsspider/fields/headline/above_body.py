"""The headline: not the page's first line, but the one that the body is about."""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from newsspider._native import KnownWords
from newsspider.body.types import Body
from newsspider.fields.authors.name_lines import is_name
from newsspider.language.scripts import FULL_STOPS, TOUCHING_CHAR
from newsspider.lines.bylines import is_byline
from newsspider.lines.captions import is_caption, lines_with_credit_words
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.shapes import is_address, is_cut_off, weighted_chars
from newsspider.lines.wording import is_any_label, is_label, speaks_of_business
from newsspider.processors.headlines import folded_key, title_heads
from newsspider.processors.text import composed

# Dumps put all of a page's menus above the text: in 19 of 20 the headline stands within these blocks of the body.
_REACH_BLOCKS = 60
_INSIDE_BLOCKS = 3  # a labeller may take a kicker or a first subheading for text
_MAX_CHARS = 220
_LABEL_CHARS = 25  # "Share", "Share this story"
_STEM_CHARS = 6  # of a word, so that its endings do not matter: "Wahlen", "Wahl"
_BODY_CHARS = 20_000  # what a headline speaks of stands in the text's first 3,000 words
_MIN_TITLE_CHARS = 8  # less is a section: "News", "News of the world | Example"
_TITLE_BLOCKS = 3  # many dumps begin with the page's <title>
_LATER_BLOCKS = 8
_LISTED_TAGS = frozenset({"li", "td", "th", "dt", "dd", "a", "button", "label"})
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
    is_name: float  # "Ana Ruiz", and "Weekend Reading" as well
    is_boilerplate: float  # begins as a control or as a heading of other stories does
    before_prose: float  # a paragraph stands within the next three blocks
    is_below_again: float  # the text holds the line: a heading that a table of contents lists
    holds_another: float  # ends in another candidate: "Home > News > Storm hits coast"
    length: float
    has_small_words: float
    byline_later: float  # a date or a byline stands in the blocks behind the next three
    is_h1: float


# Conditional logit over the lines of 733 dumps whose headline is known and in reach of the body; in five folds by
# site it ranks the headline first in .84 of the left-out dumps (.80 without the six from `before_prose` on).
# `is_h1`, which dumps have not, is set by hand.
_WEIGHTS = Evidence(
    overlap=5.3, nearness=2.7, is_title=1.8, title_overlap=3.3, is_repeated=-0.2, before_byline=1.4, is_short=-1.3,
    is_label=-1.4, ends_in_dot=-3.0, ends_in_colon=-0.9, is_inside=-2.6, is_name=-0.8, is_boilerplate=-1.0,
    before_prose=0.7, is_below_again=-0.8, holds_another=-1.5, length=2.7, has_small_words=-0.7, byline_later=0.9,
    is_h1=1.5,
)  # fmt: skip
_PROSE_CHARS = 150
_LONG_CHARS = 70  # from here on a line is as long as headlines are
_MIN_ANOTHER_CHARS = 10


def headline_above(body: Body, places: Sequence[int]) -> Iterator[str]:
    """Yield the lines above the body that may be its headline, best first, each once.

    `places` are those of ranked_lines(). What markup sets in a list or a table is a menu's or another story's.
    """
    texts, lines = body.blocks.texts, frozenset(body.blocks.texts)
    seen: set[str] = set()
    for i in places:
        if body.blocks.tags[i] in _LISTED_TAGS:
            continue
        text = _own_part(texts[i], lines)
        if text not in seen and not is_address(text):
            seen.add(text)
            yield text


def _own_part(text: str, lines: Set[str]) -> str:
    """Return a line without the site behind it, where what is left stands on a line of its own as well."""
    heads = (head for head in title_heads(text) if len(head) * 2 >= len(text))
    return next((head for head in heads if len(head) >= _MIN_ANOTHER_CHARS and head in lines), text)


def ranked_lines(body: Body, run: tuple[int, int]) -> Sequence[int]:
    """Return the blocks of the candidates, best first; empty where the page has no body.

    Ranked by the words they share with the body and with the page's first line, by nearness to the body, to a
    date and a byline, and by shape. `run` is the body's main part.
    """
    scored = [(-sum(map(operator.mul, _WEIGHTS, evidence)), -i) for i, evidence in evidences(body, run)]
    return [-i for _, i in sorted(scored)]


def evidences(body: Body, run: tuple[int, int]) -> list[tuple[int, Evidence]]:
    """Return the blocks that may be the headline, each with what speaks for it."""
    if not body.chosen:
        return []
    texts = body.blocks.texts
    first, _ = run
    lines = _lines_in_reach(texts, first)
    reach = range(lines[0], min(lines[-1] + _LATER_BLOCKS, len(texts))) if lines else range(0)
    near = {*lines, *(i for i in reach if i >= lines[-1])}
    dated = {i for i in near if _is_dated(texts[i])}
    captions = _captions(texts, lines)
    places = [
        i for i in lines if i not in dated and i not in captions and _may_be_headline(texts[i], inside=i >= first)
    ]
    words = {i: stems(texts[i]) for i in places}
    keys = {i: folded_key(texts[i]) for i in places}
    look = _Look(
        words=words,
        weights=_word_weights(body, frozenset(chain.from_iterable(words.values()))),
        title=frozenset(stems(texts[0])),
        dated=dated,
        names={i for i in lines if is_name(texts[i])},
        prose={i for i, text in enumerate(texts) if len(text) >= _PROSE_CHARS},
        counts=Counter(texts),
        below=frozenset(texts[first + _INSIDE_BLOCKS :]),
        keys=keys,
        endings=tuple(key for key in keys.values() if len(key) >= _MIN_ANOTHER_CHARS),
        first=first,
    )
    return [(i, _evidence(body, i, look)) for i in places]


def _is_dated(text: str) -> bool:
    return is_date_line(text) or is_byline(text)


def _captions(texts: Sequence[str], lines: Sequence[int]) -> set[int]:
    found = lines_with_credit_words([texts[i] for i in lines])
    return {lines[k] for k in found if is_caption(texts[lines[k]])}


class _Look(NamedTuple):
    """What is known of all lines of a page before one of them is judged."""

    words: Mapping[int, Sequence[str]]  # candidate -> its stems
    weights: Mapping[str, float]  # of those stems that the body holds
    title: frozenset[str]  # stems of the page's first line
    dated: Set[int]  # blocks that are a date or a byline
    names: Set[int]
    prose: Set[int]
    counts: Mapping[str, int]
    below: Collection[str]  # lines below the body's beginning
    keys: Mapping[int, str]  # candidate -> its folded text
    endings: tuple[str, ...]  # those that are long enough to tell
    first: int  # block of the body


def _lines_in_reach(texts: Sequence[str], first: int) -> list[int]:
    """Return the blocks near the body, and the nearest beyond that repeats the page's title."""
    near = max(0, first - _REACH_BLOCKS)
    titles = texts[:_TITLE_BLOCKS]
    far = next((i for i in range(near - 1, 0, -1) if _is_title(texts[i], i, titles)), None)
    return [*(() if far is None else (far,)), *range(near, min(first + _INSIDE_BLOCKS, len(texts)))]


def _evidence(body: Body, i: int, look: _Look) -> Evidence:
    text = body.blocks.texts[i]
    stemmed, words = look.words[i], text.split()
    next_three = (i + 1, i + 2, i + 3)
    is_touching = _is_touching(text)
    return Evidence(
        overlap=_overlap(stemmed, look.weights),
        nearness=max(0.0, 1 - math.log1p(abs(look.first - i)) / math.log1p(_REACH_BLOCKS)),
        is_title=float(_is_title(text, i, body.blocks.texts[:_TITLE_BLOCKS])),
        title_overlap=len(look.title.intersection(stemmed)) / len(set(stemmed)) if stemmed and i else 0.0,
        is_repeated=float(look.counts[text] > 1),
        before_byline=float(not (look.dated.isdisjoint(next_three) and look.names.isdisjoint(next_three))),
        is_short=float(weighted_chars(text) < _LABEL_CHARS),
        is_label=float(len(words) < 3 and not is_touching),
        ends_in_dot=float(text[-1:] in FULL_STOPS),
        ends_in_colon=float(text.endswith((":", "："))),
        is_inside=float(i >= look.first),
        is_name=float(i in look.names),
        is_boilerplate=float(is_any_label(text)),
        before_prose=float(not look.prose.isdisjoint(next_three)),
        is_below_again=float(text in look.below),
        holds_another=float(look.keys[i][1:].endswith(look.endings)),
        length=min(len(text) * (2 if is_touching else 1), _LONG_CHARS) / _LONG_CHARS,
        has_small_words=float(sum([word[0].islower() for word in words]) >= 3),
        byline_later=float(not look.dated.isdisjoint(range(i + 4, i + _LATER_BLOCKS))),
        is_h1=float(body.blocks.tags[i] == "h1"),
    )


def stems(text: str) -> list[str]:
    """Return the words of `text`, folded and cut to what their inflections share; pairs of characters in CJK.

    >>> stems("Storms hit the Küste")
    ['storms', 'hit', 'the', 'küste']
    >>> stems("東京で雨")
    ['東京', '京で', 'で雨']
    """
    return _stems(_folded(text))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return composed(text, "NFKC").casefold().replace("©", " ")  # which is part of a KnownWord


def _is_touching(text: str) -> bool:
    return not text.isascii() and TOUCHING_CHAR.search(text) is not None


def _stems(folded: str) -> list[str]:
    if not _is_touching(folded):
        return [word[:_STEM_CHARS] for word in _WORD.findall(folded)]
    found = []
    for word in _WORD.findall(folded):
        if TOUCHING_CHAR.search(word) and len(word) > 1:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word[:_STEM_CHARS])
    return found


def _word_weights(body: Body, wanted: frozenset[str]) -> Mapping[str, float]:
    """Return for each wanted word of the body what it tells: little if most paragraphs hold it, as "the"."""
    counts: Counter[str] = Counter()
    known = KnownWords(wanted, _STEM_CHARS)
    paragraphs = chars = 0
    for i in body.chosen:
        folded = _folded(body.blocks.texts[i][:_BODY_CHARS])
        counts.update(wanted.intersection(_stems(folded)) if _is_touching(folded) else known.found(folded))
        paragraphs += 1
        chars += len(body.blocks.texts[i])
        if chars > _BODY_CHARS:
            break
    return {word: _rarity(word, count / (1 + paragraphs)) for word, count in counts.items()}


def _rarity(word: str, share: float) -> float:
    length = 3 if _is_touching(word) else min(len(word), _STEM_CHARS) / 2
    return length * (1.1 - share) if len(word) > 1 else 0.1


def _overlap(words: Collection[str], weights: Mapping[str, float]) -> float:
    """Return the share of a line's words that the body holds, by weight; damped for lines of few words."""
    own = set(words)
    shared = sum(weights.get(word, 0.0) for word in own)
    missing = sum(_rarity(word, 0.0) for word in own if word not in weights)
    return shared / (shared + missing + 2.0)


def _is_title(text: str, i: int, first: Sequence[str]) -> bool:
    return len(text) >= _MIN_TITLE_CHARS and any(line.startswith(text) and j != i for j, line in enumerate(first))


def _may_be_headline(text: str, *, inside: bool) -> bool:
    if not 4 <= len(text) <= _MAX_CHARS or not _LETTER.search(text) or is_cut_off(text):
        return False
    chars = weighted_chars(text)
    if inside and (chars > 120 or text[-1] in FULL_STOPS):
        return False
    is_control = chars < _LABEL_CHARS and is_label("controls", text)
    return not (is_control or speaks_of_business(text))
