"""How much each block of a dump speaks of what the article speaks of: other stories share few of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column
from newsspider.language.scripts import TOUCHING

# Words of five letters and more, pairs of characters where a script puts no spaces between words: shorter ones
# any two texts share.
_WORD = re.compile(r"[^\W\d_]{5,40}")
_NAME = re.compile(r"[^\W\d_a-z](?<=\w .)[^\W\d_]{2,40}")  # begins with a capital, and no sentence
_TOUCHING = re.compile(f"[{TOUCHING}]{{2,}}")
_READ_CHARS = 1500  # of a block
_UNKNOWN = -1.0  # of a block without such words


class Topics(NamedTuple):
    """Words of blocks, each once a block: entry i says that block owners[i] has word ids[i]."""

    owners: NDArray[np.intp]
    ids: NDArray[np.intp]
    blocks: int

    def shares(self, core: NDArray[np.bool_]) -> Column:
        """Return which share of each block's words (0.0-1.0, or -1.0) other blocks of the core have too.

        Words count the more, the fewer blocks of the page have them.
        """
        known = np.bincount(self.ids[core[self.owners]], minlength=int(self.ids.max(initial=0)) + 1)
        others = known[self.ids] - core[self.owners]
        worth = 1.0 / np.sqrt(np.bincount(self.ids)[self.ids]) if len(self.ids) else np.zeros(0)
        total = np.bincount(self.owners, worth, self.blocks)
        shared = np.bincount(self.owners, np.where(others > 0, worth, 0.0), self.blocks)
        return np.where(total > 0, shared / np.maximum(total, 1e-9), _UNKNOWN)


class BlockWords(NamedTuple):
    """What tells what each block of a dump is about: both passes of its models ask for it."""

    topics: Topics
    names: Topics


def words_of_blocks(texts: Sequence[str]) -> BlockWords:
    """Return the topics and the names of a page's blocks."""
    return BlockWords(topics(texts), names(texts))


def topics(texts: Sequence[str]) -> Topics:
    """Return the words that may tell what each block is about."""
    return _collected([topic_words(text[:_READ_CHARS].lower()) for text in texts])


def names(texts: Sequence[str]) -> Topics:
    """Return the words with a capital inside each block's sentences."""
    return _collected([_NAME.findall(text[:_READ_CHARS]) for text in texts])


def title_shares(found: Topics) -> tuple[Column, Column]:
    """Return the shares of each block's words that the first block has, and of the first block's that it has.

    Dumps that keep the page's title begin with it.
    """
    title = np.zeros(int(found.ids.max(initial=0)) + 1)
    title[found.ids[found.owners == 0]] = 1.0
    common = np.bincount(found.owners, title[found.ids], found.blocks)
    counts = np.bincount(found.owners, minlength=found.blocks)
    own = np.where(counts > 0, common / np.maximum(counts, 1), _UNKNOWN)
    return own, common / title.sum() if title.any() else np.full(found.blocks, _UNKNOWN)


def topic_words(text: str) -> list[str]:
    """Return the words of a lower-case text that are long enough to tell what it is about.

    >>> topic_words("the harbour of nordhaven is shut"), topic_words("港が閉鎖")
    (['harbour', 'nordhaven'], ['港が', 'が閉', '閉鎖'])
    """
    if text.isascii() or not (runs := _TOUCHING.findall(text)):
        return _WORD.findall(text)
    words = [word for word in _WORD.findall(text) if not _TOUCHING.match(word)]
    words.extend(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return words


def _collected(rows: Sequence[Sequence[str]]) -> Topics:
    words = list(chain.from_iterable(rows))
    ids = dict(zip(dict.fromkeys(words), count(), strict=False))
    known = max(1, len(ids))
    owners = np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), np.intp, len(rows)))
    pairs = np.unique(owners * known + np.fromiter(map(ids.__getitem__, words), np.intp, len(words)))
    return Topics(pairs // known, pairs % known, len(rows))
