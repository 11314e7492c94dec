"""Which blocks of a page its gold text consists of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"\w+")
# A block whose words' pairs and triples are rarely the gold's cannot be of it: leaving it out keeps stray
# matches of common words from shifting the alignment.
_TRIPLES_SHARE, _PAIRS_SHARE = 0.2, 0.5
_RESCUED_SHARE = 0.8  # of the triples of a block that stands elsewhere in the gold than its neighbours say
_SHORTEST_RESCUE = 8  # words


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a page's blocks cover its gold."""

    shares: Sequence[float]  # of each block's words that are the gold's, in the gold's order
    words: Sequence[int]  # in each block
    covered: float  # share of the gold's words found on the page


def align(texts: Sequence[str], gold: str) -> Alignment:
    """Return which share of each block's words stands in `gold`, by longest common subsequence.

    >>> align(["Menu", "The storm came at night", "More news"], "The storm came at night").shares
    [0.0, 1.0, 0.0]
    """
    gold_words = _WORD.findall(gold)
    block_words = [_WORD.findall(text) for text in texts]
    ids: dict[str, int] = {}
    gold_ids = [ids.setdefault(word, len(ids)) for word in gold_words]
    found = [0] * len(texts)
    matched = bytearray(len(gold_words))
    sequence, owners = _candidate_words(block_words, gold_words, ids)
    for operation in LCSseq.opcodes(sequence, gold_ids):
        if operation.tag == "equal":
            for owner in owners[operation.src_start : operation.src_end]:
                found[owner] += 1
            matched[operation.dest_start : operation.dest_end] = b"\1" * (
                operation.dest_end - operation.dest_start
            )
    shares = [hits / len(words) if words else 0.0 for hits, words in zip(found, block_words, strict=True)]
    _rescue(shares, block_words, [word if not hit else "" for word, hit in zip(gold_words, matched, strict=True)])
    covered = sum(matched) / len(gold_words) if gold_words else 0.0
    return Alignment(shares, [len(words) for words in block_words], covered)


def _candidate_words(
    block_words: Sequence[Sequence[str]], gold_words: Sequence[str], ids: dict[str, int]
) -> tuple[list[int], list[int]]:
    triples = set(zip(gold_words, gold_words[1:], gold_words[2:], strict=False))
    pairs = set(pairwise(gold_words))
    sequence: list[int] = []
    owners: list[int] = []
    for i, words in enumerate(block_words):
        count = len(words)
        if count >= 5:
            hits = sum(triple in triples for triple in zip(words, words[1:], words[2:], strict=False))
            candidate = hits > _TRIPLES_SHARE * (count - 2)
        elif count >= 2:
            hits = sum(pair in pairs for pair in pairwise(words))
            candidate = hits > _PAIRS_SHARE * (count - 1)
        else:
            candidate = count == 1 and words[0] in ids
        if candidate:
            sequence.extend(ids.get(word, -1 - k) for k, word in enumerate(words, len(sequence)))
            owners.extend([i] * count)
    return sequence, owners


def _rescue(shares: list[float], block_words: Sequence[Sequence[str]], rest: Sequence[str]) -> None:
    """Raise the share of long blocks that stand among the words which the alignment left over."""
    if sum(map(bool, rest)) <= _SHORTEST_RESCUE:
        return
    triples = set(zip(rest, rest[1:], rest[2:], strict=False))
    for i, words in enumerate(block_words):
        if shares[i] < 0.5 and len(words) >= _SHORTEST_RESCUE:
            hits = sum(triple in triples for triple in zip(words, words[1:], words[2:], strict=False))
            share = hits / (len(words) - 2)
            if share > _RESCUED_SHARE:
                shares[i] = share
