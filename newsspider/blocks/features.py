"""What is known of each block of an HTML page, in numbers: the same for training and for use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsspider._native import alike_columns, good_text, markup_columns, neighbour_columns, order_columns, standing
from newsspider._native.markup import Flag
from newsspider._native.values import Column, Floats
from newsspider.blocks.char_classes import UPPER, CharClasses, char_classes
from newsspider.blocks.declared_texts import declared_columns
from newsspider.blocks.main_container import lies_in_longest, place_columns, read_places, read_weights
from newsspider.blocks.types import Blocks
from newsspider.page.types import Page

# Where the article lies is asked of shorter texts too, since names say which are of it: how much a text counts
# falls by e for each five that its names' log odds lie below those of the likeliest twentieth of all text.
_LIKELY_CHARS, _SCALE, _LEAST, _LIKELIEST = 40, 5.0, -4.0, 0.95
_SEEN_SHARE = 0.2
_QUOTED_CHARS = (25, 300)
_QUOTE_MARKS = " \"'“”„«»‘’‹›「」.…"
GOOD_CHARS = 80  # with less than 35% in links that parts paragraphs from teasers and menus
_SEARCHED_CHARS = 20_000_000  # some 20 ms; beyond that no block counts as quoted


def html_features(page: Page, blocks: Blocks, weights: ArrayLike) -> Mapping[str, Column]:
    """Return the columns of features of an HTML page's blocks, by name; empty where it has no blocks.

    `weights` are, for each entry of the kind table, the weights of its names for all that it holds and for its
    own text: see newsspider.body.name_weights. Linear in the number of blocks and containers.
    """
    markup = blocks.markup
    if markup is None or not blocks.texts:
        return {}
    letters = char_classes(blocks.texts)
    good = good_text(letters.chars, markup.link_chars, GOOD_CHARS)
    own, kinds = np.asarray(markup.places), np.asarray(markup.containers.kinds)
    is_hidden = (np.asarray(markup.containers.flags)[own] & int(Flag.HIDDEN)) > 0
    names = read_weights(markup, weights)
    scores = names.summed[own] + names.by_kind[kinds[own], 1]
    likely = _likely(good_text(letters.chars, markup.link_chars, _LIKELY_CHARS), scores, is_hidden)
    places = read_places(markup, likely)
    columns = {
        **_text_columns(blocks.texts, letters),
        **markup_columns(markup, letters.chars),
        **place_columns(markup, places, names, letters.chars, likely),
        **alike_columns(markup, letters.chars, letters.is_sentence, likely),
        **order_columns(likely, places.in_main),
        **declared_columns(page, blocks.texts, float(good.sum())),
        "in_longest": lies_in_longest(markup, good),
        "hidden_share": np.full(len(good), good[is_hidden].sum() / max(1.0, good.sum()), np.float32),
        "is_quoted": _is_quoted(blocks.texts, places.in_main),
    }
    return {**columns, **neighbour_columns(columns)}


def _likely(prose: Floats, scores: Floats, is_hidden: NDArray[np.bool_]) -> Floats:
    """Return how much of each block's text counts: less, the less the names around it speak for an article.

    Comments, menus and lists of other stories may hold more of it than a short article does. What is hidden counts
    for nothing, unless next to nothing else is there: it may be what scripts show.
    """
    order = np.argsort(scores, kind="stable")
    running = np.cumsum(prose[order])
    if not running[-1]:
        return prose
    likeliest = float(scores[order[np.searchsorted(running, _LIKELIEST * running[-1])]])
    below = np.maximum(np.minimum((scores - likeliest) / _SCALE, 0.0), _LEAST)
    counted = np.exp(below).round(6)  # the same on every machine
    likely: Floats = prose * counted
    seen: Floats = np.where(is_hidden, 0.0, likely)
    return seen if seen.sum() >= _SEEN_SHARE * likely.sum() else likely


def _text_columns(texts: Sequence[str], letters: CharClasses) -> dict[str, Column]:
    """Return what each block's text is made of, and where in the page's text it stands."""
    count = len(texts)
    running = np.cumsum(letters.chars)
    counts = Counter(texts) if len(set(texts)) < count else None
    return {
        "log_chars": np.log1p(letters.chars),
        "words": letters.words,
        "first": letters.first,
        "last": letters.last,
        "is_sentence": letters.is_sentence,
        "upper": letters.counts[UPPER] / letters.words,
        "from_end": np.arange(count, 0, -1, dtype=np.float32),
        "chars_before_share": running / running[-1],
        "page_blocks": np.full(count, count, np.float32),
        "page_chars": np.full(count, running[-1], np.float32),
        "repeats": np.fromiter(map(counts.__getitem__, texts), np.float32, count)
        if counts
        else np.ones(count, np.float32),
    }


def _is_quoted(texts: Sequence[str], candidates: Column) -> Column:
    """Return 1.0 for each candidate whose text stands in another block too: a pull quote, a repeated teaser."""
    column = np.zeros(len(texts), np.float32)
    page = "\n".join(texts)
    searches = _SEARCHED_CHARS // max(1, len(page))
    long = [i for i in np.flatnonzero(candidates)[:searches].tolist() if len(texts[i]) >= _QUOTED_CHARS[0]]
    quotes = [(i, texts[i].strip(_QUOTE_MARKS)) for i in long]
    quotes = [(i, text) for i, text in quotes if _QUOTED_CHARS[0] <= len(text) <= _QUOTED_CHARS[1]]
    column[[i for i, _ in quotes]] = standing(page, [text for _, text in quotes], 2)
    return column
