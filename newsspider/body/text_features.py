"""What is known of each block of a text dump, in numbers: the same for training and for use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.block_features import shifted
from newsspider._native.values import Column
from newsspider.blocks.char_classes import (
    COMMAS,
    DIGITS,
    QUOTES,
    SIGNS,
    STOPS,
    UNSPACED,
    UPPER,
    CharClasses,
    char_classes,
)
from newsspider.blocks.types import Blocks, Layout
from newsspider.body.dump_layout import best_run, dated, group_columns, indent_columns, layout_columns, mean_within
from newsspider.body.name_weights import NameTable
from newsspider.body.topics import BlockWords, title_shares, words_of_blocks
from newsspider.lines.columns import line_columns

_LONG_CHARS, _SENTENCE_CHARS, _SHORT_CHARS = 80, 60, 60
_FAR = 99.0
_LEAD_BLOCKS = 3


def text_features(
    blocks: Blocks, weights: Mapping[str, float], words: BlockWords | None = None
) -> Mapping[str, Column]:
    """Return the columns of features of a text dump's blocks, by name.

    `weights` are those of text_words; `words` are the blocks' own, where they are known already.
    """
    columns = bare_columns(blocks, words)
    return {**columns, **weight_columns(word_weights(blocks.texts, weights))} if columns else columns


def bare_columns(blocks: Blocks, words: BlockWords | None = None) -> Mapping[str, Column]:
    """Return the columns that need no weights of words."""
    if not blocks.texts or blocks.layout is None:
        return {}
    letters = char_classes(blocks.texts)
    columns = {
        **_letter_columns(letters),
        **_layout_columns(blocks.layout),
        **line_columns(blocks.texts),
    }
    long = (letters.chars > _LONG_CHARS) & (letters.counts[STOPS] > 0)
    sentence = (letters.chars > _SENTENCE_CHARS) & (letters.is_sentence > 0)
    for name, good in (("long", long), ("sentence", sentence)):
        columns.update({f"{name}_{key}": column for key, column in _run_columns(good, letters.chars).items()})
    short = letters.chars < _SHORT_CHARS
    columns["short_run_before"], columns["short_run_after"] = _run(short), _run(short[::-1])[::-1]
    columns["chars_near"] = mean_within(np.minimum(letters.chars, 400), 4, 4)
    columns.update(_span_columns(_worth(letters, columns)))
    words = words_of_blocks(blocks.texts) if words is None else words
    columns.update(_context_columns(blocks, blocks.layout, letters, columns, words))
    columns["after_related"] = since(columns["is_related"] > 0)
    columns["after_comments"] = since(columns["is_comments"] > 0)
    for name, steps in _NEIGHBOURS.items():
        for step in steps:
            columns[f"{name}{step:+d}"] = shifted(columns[name], step)
    return columns


def word_weights(texts: Sequence[str], weights: Mapping[str, float]) -> Column:
    """Return the sum of the weights of what each block is known by, each thing once."""
    table = weights if isinstance(weights, NameTable) else NameTable(weights)
    return np.round(np.array(table.words.of_blocks(texts)), 4)


def weight_columns(weight: Column) -> dict[str, Column]:
    """Return the weight of each block's words, of its neighbours', and the means around it."""
    columns = {f"weight{step:+d}": shifted(weight, step) for step in (-3, -2, -1, 1, 2, 3)}
    columns["weight"] = weight
    columns["weight_near"] = mean_within(weight, 4, 4)
    columns["weight_before"], columns["weight_after"] = mean_within(weight, 10, 0), mean_within(weight, 0, 10)
    columns["weight_wide"] = mean_within(weight, 25, 25)
    return columns


_NEIGHBOURS = {
    "log_chars": (-4, -3, -2, -1, 1, 2, 3, 4),
    "is_sentence": (-3, -2, -1, 1, 2, 3),
    "first": (-1, 1),
    "last": (-1, 1),
    "digits": (-1, 1),
    "upper": (-2, -1, 1, 2),
    "gap": (-1, 1, 2),
    "is_caption": (-1, 1),
}


def _context_columns(
    blocks: Blocks, layout: Layout, letters: CharClasses, columns: Mapping[str, Column], words: BlockWords
) -> dict[str, Column]:
    """Return what each block has to do with the run of blocks that is worth most, and with those around it."""
    prose = (letters.is_sentence > 0) & (letters.chars > _SENTENCE_CHARS)
    core = prose & (columns["in_span"] > 0)
    is_dated = dated(blocks.texts)
    topic = words.topics.shares(core)
    title_share, title_block_share = title_shares(words.topics)
    found = {
        "topic_share": topic,
        "topic_to_core": topic - _median(topic, core),
        "name_share": words.names.shares(core),
        "lead_share": words.topics.shares(core & (np.cumsum(core) <= _LEAD_BLOCKS)),
        "title_share": title_share,
        "title_block_share": title_block_share,
        **group_columns(layout, letters.chars, letters.is_sentence > 0),
        **indent_columns(layout, letters.chars, core),
        "is_dated": is_dated,
        "dated_before": mean_within(is_dated, 6, 0),
        "dated_after": mean_within(is_dated, 0, 6),
        "dated_wide": mean_within(is_dated, 15, 15),
        **_comment_columns(columns["is_comment_mark"]),
        **layout_columns(columns["kind"], is_dated),
        "repeated_wide": mean_within(columns["is_repeated"], 12, 12),
        "prose_wide": mean_within(prose.astype(np.float32), 12, 12),
        "log_chars_to_core": columns["log_chars"]
        - (np.log1p(np.median(letters.chars[core])) if core.any() else 0),
    }
    found["topic_near"] = mean_within(np.maximum(found["topic_share"], 0), 3, 3)
    found["topic_after"] = mean_within(np.maximum(found["topic_share"], 0), 0, 8)
    found["topic_before"] = mean_within(np.maximum(found["topic_share"], 0), 8, 0)
    return found


def _comment_columns(marks: Column) -> dict[str, Column]:
    """Return how many of the lines around each stand by readers' comments."""
    return {
        "comment_marks_before": mean_within(marks, 10, 0),
        "comment_marks_after": mean_within(marks, 0, 10),
        "comment_marks_wide": mean_within(marks, 25, 25),
    }


def _median(column: Column, chosen: NDArray[np.bool_]) -> float:
    return float(np.median(column[chosen])) if chosen.any() else 0.0


def _letter_columns(letters: CharClasses) -> dict[str, Column]:
    count = len(letters.chars)
    index = np.arange(count, dtype=np.float32)
    chars = np.cumsum(letters.chars)
    return {
        "log_chars": np.log1p(letters.chars),
        "words": np.minimum(letters.words, 300),
        "mean_word": letters.chars / letters.words,
        "first": letters.first,
        "last": letters.last,
        "before_last": letters.before_last,
        "is_sentence": letters.is_sentence,
        "commas": letters.counts[COMMAS],
        "stops": letters.counts[STOPS],
        "stops_to_words": letters.counts[STOPS] / letters.words,
        "quotes": letters.counts[QUOTES],
        "signs": letters.counts[SIGNS],
        "digits": letters.share(DIGITS),
        "unspaced": letters.share(UNSPACED),
        "upper": letters.counts[UPPER] / letters.words,
        "index": index,
        "from_end": count - index,
        "index_share": index / count,
        "chars_before_share": chars / chars[-1],
        "page_blocks": np.full(count, count, np.float32),
        "page_chars": np.full(count, chars[-1], np.float32),
    }


def _layout_columns(layout: Layout) -> dict[str, Column]:
    return {
        "indent": np.minimum(np.array(layout.indents, np.float32), 40),
        "gap": np.minimum(np.array(layout.gaps, np.float32), 10),
        "cells": np.minimum(np.array(layout.cells, np.float32), 10),
    }


def _run_columns(good: NDArray[np.bool_], chars: Column) -> dict[str, Column]:
    """Return how far the next good blocks are before and after each, and how much good text is around it."""
    count = len(good)
    index = np.arange(count)
    at = np.flatnonzero(good)
    before, after = np.full(count, _FAR), np.full(count, _FAR)
    left, right = np.searchsorted(at, index, "left"), np.searchsorted(at, index, "right")
    has_left, has_right = left > 0, right < len(at)
    before[has_left] = np.minimum(index[has_left] - at[left[has_left] - 1], _FAR)
    after[has_right] = np.minimum(at[right[has_right]] - index[has_right], _FAR)
    running = np.concatenate(([0.0], np.cumsum(np.where(good, chars, 0.0))))
    total = max(1.0, float(running[-1]))
    near = running[np.minimum(index + 6, count)] - running[np.maximum(index - 5, 0)]
    wide = running[np.minimum(index + 16, count)] - running[np.maximum(index - 15, 0)]
    return {
        "to_last": before,
        "to_next": after,
        "before": np.cumsum(good) - good,
        "after": np.cumsum(good[::-1])[::-1] - good,
        "chars_near": near,
        "chars_wide": wide,
        "share_wide": wide / total,
        "chars_before_share": running[:-1] / total,
    }


def _worth(letters: CharClasses, columns: Mapping[str, Column]) -> Column:
    """Return what each block adds to a run that is to be the article: prose up to 4, all else a little less."""
    prose = (letters.is_sentence > 0) & (letters.chars > _SENTENCE_CHARS)
    worth = np.where(prose, np.minimum(letters.chars / 100, 4.0), -0.35)
    foreign = columns["is_related"] + columns["is_business"] + columns["is_control"] + columns["is_caption"]
    worth = np.where(foreign > 0, -1.0, worth)
    return np.where(columns["is_comments"] > 0, -4.0, worth)


def _span_columns(worth: Column) -> dict[str, Column]:
    """Return where each block lies relative to the run of blocks that is worth most."""
    first, last = best_run(worth)
    index = np.arange(len(worth))
    return {
        "in_span": ((index >= first) & (index <= last)).astype(np.float32),
        "after_span_start": np.clip(index - first, -50, 50),
        "before_span_end": np.clip(last - index, -50, 50),
        "span_worth": np.full(len(worth), max(0.0, float(worth[first : last + 1].sum()))),
    }


def _run(marked: NDArray[np.bool_]) -> Column:
    """Return for each block how many marked ones in a row end with it."""
    index = np.arange(1, len(marked) + 1)
    latest = np.maximum.accumulate(np.where(marked, 0, index))
    return (index - latest).astype(np.float32)


def since(marked: NDArray[np.bool_]) -> Column:
    """Return how many blocks each stands after the last marked one; 99.0 where none is, or it is farther."""
    index = np.arange(len(marked))
    latest = np.maximum.accumulate(np.where(marked, index, -1))
    return np.where(latest >= 0, np.minimum(index - latest, _FAR), _FAR)
