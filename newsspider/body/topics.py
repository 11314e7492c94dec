"""How much each block of a dump speaks of what the article speaks of: other stories share few of its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsspider._native import names_of, topics_of
from newsspider._native.values import Column
from newsspider.language.scripts import TOUCHING

_READ_CHARS = 1500  # of a block
_UNKNOWN = -1.0  # of a block without such words


class Topics(NamedTuple):
    """Words of blocks, each once a block: entry i says that block owners[i] has word ids[i]."""

    owners: NDArray[np.intp]
    ids: NDArray[np.intp]
    worth: NDArray[np.float64]  # of each entry: words count the more, the fewer blocks of the page have them
    totals: NDArray[np.float64]  # of each block's words together

    def shares(self, core: NDArray[np.bool_]) -> Column:
        """Return which share of each block's words (0.0-1.0, or -1.0) other blocks of the core have too."""
        known = np.bincount(self.ids[core[self.owners]], minlength=int(self.ids.max(initial=0)) + 1)
        others = known[self.ids] - core[self.owners]
        shared = np.bincount(self.owners, np.where(others > 0, self.worth, 0.0), len(self.totals))
        return np.where(self.totals > 0, shared / np.maximum(self.totals, 1e-9), _UNKNOWN)


class BlockWords(NamedTuple):
    """What tells what each block of a dump is about: both passes of its models ask for it."""

    topics: Topics
    names: Topics


def words_of_blocks(texts: Sequence[str]) -> BlockWords:
    """Return the topics and the names of a page's blocks."""
    return BlockWords(topics(texts), names(texts))


def topics(texts: Sequence[str]) -> Topics:
    """Return the words that may tell what each block is about.

    Of five letters and more: shorter ones any two texts share.
    """
    return _weighed(*topics_of(texts, _READ_CHARS, TOUCHING), len(texts))


def names(texts: Sequence[str]) -> Topics:
    """Return the words with a capital inside each block's sentences."""
    return _weighed(*names_of(texts, _READ_CHARS), len(texts))


def _weighed(owners: NDArray[np.intp], ids: NDArray[np.intp], blocks: int) -> Topics:
    worth = 1.0 / np.sqrt(np.bincount(ids)[ids]) if len(ids) else np.zeros(0)
    return Topics(owners, ids, worth, np.asarray(np.bincount(owners, worth, blocks), np.float64))


def title_shares(found: Topics) -> tuple[Column, Column]:
    """Return the shares of each block's words that the first block has, and of the first block's that it has.

    Dumps that keep the page's title begin with it.
    """
    title = np.zeros(int(found.ids.max(initial=0)) + 1)
    title[found.ids[found.owners == 0]] = 1.0
    common = np.bincount(found.owners, title[found.ids], len(found.totals))
    counts = np.bincount(found.owners, minlength=len(found.totals))
    own = np.where(counts > 0, common / np.maximum(counts, 1), _UNKNOWN)
    return own, common / title.sum() if title.any() else np.full(len(found.totals), _UNKNOWN)
