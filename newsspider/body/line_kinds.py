"""What the lines around and below an article's text are, by their words: read-also lines, credits, promotion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native import casefold
from newsspider._native.values import Column, Floats
from newsspider.blocks.types import Blocks
from newsspider.body.standfirst import standfirst_of
from newsspider.language.scripts import holds_touching
from newsspider.lines.wording import LABEL_CHARS, label_lines, lines_with, phrase_lines
from newsspider.page.types import Page

# What is longer is text, whatever words stand in it. A read-also line holds the other story's headline.
TELLING_CHARS = 300
_COLON = re.compile("[:：]")
_ADDRESS = re.compile(r"[^\s@]@\w")
_NAME_CHARS = range(6, 60)
_SURE = 0.9
_FAR = 99  # blocks


def line_columns(
    page: Page,
    blocks: Blocks,
    indices: Sequence[int],
    chances: Floats,
    told: Mapping[str, Column] | None = None,
) -> dict[str, Column]:
    """Return what those of a page's blocks that `indices` name are, as columns of all of its blocks.

    `chances` are those of each block to be article text, as a first pass has them; `told` are the columns that it
    was asked with, if they are known: they say of which kinds the lines in the main container are.
    """
    short = [i for i in indices if len(blocks.texts[i]) <= TELLING_CHARS]
    texts = [blocks.texts[i] for i in short]
    count = len(blocks)
    with_address = [i for i, text in zip(short, texts, strict=True) if "@" in text and _ADDRESS.search(text)]
    return {
        **_kinds_of_blocks(blocks, short, told or {}),
        "standfirst": _marked(count, [(i, 1.0) for i in standfirst_of(page, blocks, chances, told)]),
        "address": _marked(count, [(i, 1.0) for i in with_address]),
        "names_author": _marked(count, list(_naming(author_names(page), short, texts))),
        **_distances(np.flatnonzero(chances > _SURE), count),
    }


def _kinds_of_blocks(blocks: Blocks, short: Sequence[int], told: Mapping[str, Column]) -> dict[str, Column]:
    """Return the columns of the kinds of short blocks: those in the main container were told before."""
    if "credit" not in told:
        return kind_columns(len(blocks), short, kinds_of_lines([blocks.texts[i] for i in short]))
    in_main = told["in_main"].tolist()
    beside = [i for i in short if not in_main[i]]
    columns = kind_columns(len(blocks), beside, kinds_of_lines([blocks.texts[i] for i in beside]))
    return {name: column + told[name] for name, column in columns.items()}


def kind_columns(
    count: int, indices: Sequence[int], kinds: Mapping[str, Mapping[int, float]]
) -> dict[str, Column]:
    """Return kinds of lines as columns of all of a page's `count` blocks; `indices` are those of the lines."""
    return {name: _marked(count, [(indices[k], value) for k, value in own.items()]) for name, own in kinds.items()}


def kinds_of_lines(texts: Sequence[str]) -> dict[str, dict[int, float]]:
    """Return which lines are of each kind, with 1.0, or 2.0 where a colon says that another story follows.

    >>> kinds_of_lines(["Lesen Sie auch: Sturm", "Editing by Ana Ruiz", "The storm came."])["read_also"]
    {0: 2.0}
    """
    may_touch = holds_touching("\n".join(texts))
    labels = label_lines([text[:LABEL_CHARS] for text in texts], ("related", "notes"), may_touch=may_touch)
    return kinds_said(texts, labels, phrase_lines(texts, ("credits", "promotion"), may_touch=may_touch))


def kinds_said(
    texts: Sequence[str], labels: Mapping[str, Sequence[int]], phrases: Mapping[str, Sequence[int]]
) -> dict[str, dict[int, float]]:
    """Return kinds_of_lines() by the lines that begin with a label of each kind, and those that hold a phrase."""
    return {
        "read_also": {i: 2.0 if _COLON.search(texts[i][:LABEL_CHARS]) else 1.0 for i in labels["related"]},
        "note": dict.fromkeys(labels["notes"], 1.0),
        "credit": dict.fromkeys(phrases["credits"], 1.0),
        "promotion": dict.fromkeys(phrases["promotion"], 1.0),
    }


def author_names(page: Page) -> frozenset[str]:
    """Return the names that the page declares as its authors', casefolded."""
    declared = [author.name for article in page.linked_data.articles for author in article.authors]
    named: Iterable[str | None] = (*declared, page.first_meta("author"))
    return frozenset(name.casefold() for name in named if name and len(name) in _NAME_CHARS)


def _naming(names: frozenset[str], indices: Sequence[int], texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Yield the blocks that begin with an author's name, with 2.0, and those that hold one, with 1.0."""
    whole = tuple(name for name in names if "\n" not in name)
    if not whole:
        return
    folded = casefold("\n".join(texts))
    lines = folded.split("\n")
    for k in sorted(set(lines_with(folded, whole))):
        yield indices[k], 2.0 if lines[k].startswith(whole) else 1.0


def _marked(count: int, values: Sequence[tuple[int, float]]) -> Column:
    column = np.zeros(count, np.float32)
    for i, value in values:
        column[i] = value
    return column


def _distances(sure: NDArray[np.intp], count: int) -> Mapping[str, Column]:
    """Return how many blocks below and above each the next sure one stands; 99.0 where there is none."""
    numbers = np.arange(count)
    known = np.concatenate(([-_FAR], sure, [count + _FAR]))
    below = known[np.searchsorted(known, numbers, "right")] - numbers
    above = numbers - known[np.searchsorted(known, numbers, "left") - 1]
    to_sure, since_sure = np.minimum((below, above), _FAR).astype(np.float32)
    return {"to_sure": to_sure, "since_sure": since_sure}
