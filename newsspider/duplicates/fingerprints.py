"""Fingerprints of texts: equal for the same text, and comparable for texts that share much of their wording.

A text's shingles are all its runs of some letters, without spaces and punctuation: so they are made alike in all
scripts, and do not depend on styles of quotes and breaks of lines. Of the set of shingles MinHash (Broder 1997)
keeps a few bytes from which the share of shingles that two texts have in common (Jaccard) can be estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsspider.language.scripts import TOUCHING, ranges_of
from newsspider.processors.text import composed

Signature: TypeAlias = NDArray[np.uint16]

# 128 values estimate a share with a standard deviation of .04 or less. Of each value's 32 bits the lower 16 are
# kept: two of them agree by chance once in 65,536 times.
SIGNATURE_VALUES = 128
_SEED = 1  # of MinHash; another one makes signatures that cannot be compared with those of earlier runs
# Letters of a shingle: two and a half words. benchmarks/duplicates.py: with 5% of the words changed the median
# share is .80 with 6 letters, .71 with 12, .57 with 24; the shorter, the more do all texts share by chance.
_SHINGLE_LETTERS = 12
# Where a letter is a syllable or a word (Chinese, Japanese, Korean, Thai ...): .77 with 3, .69 with 4, .62 with 6.
_SHINGLE_SYLLABLES = 4
# Of fewer letters (25 words of English) nothing can be told but whether they are the same.
_MIN_LETTERS, _MIN_SYLLABLES = 120, 50
# Notices in place of a text ("To read on, subscribe ...") have up to a hundred words: five times as many.
_BRIEF = 5
# Longer texts are compared by their beginning: some 40,000 words.
_MAX_CHARS = 250_000
_PRIME = 0x9E3779B97F4A7C15  # odd, its bits well mixed (2**64 divided by the golden ratio)
_HALF = np.uint64(32)
_OTHER, _LETTER, _SYLLABLE = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of a text."""

    digest: bytes  # 16 bytes: equal where all letters and digits are, whatever their case
    letters: int
    is_brief: bool  # so short that pages of one site may share it by chance: a notice, a teaser
    signature: Signature | None  # None of a text that is shorter still


def similarity(first: Signature, second: Signature) -> float:
    """Return the estimated share of shingles that two texts have in common."""
    return int(np.count_nonzero(first == second)) / SIGNATURE_VALUES


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text in any language.

    >>> fingerprint("Storm hits the “north” coast.").digest == fingerprint("storm hits the 'north' coast").digest
    True
    >>> storm, flood = (fingerprint(word * 50).signature for word in ("storm", "flood"))
    >>> similarity(storm, storm), similarity(storm, flood)
    (1.0, 0.0)
    """
    letters, syllables = _letters(text)
    digest = blake2b(letters.tobytes(), digest_size=16).digest()
    length, least = _SHINGLE_LETTERS, _MIN_LETTERS
    if 2 * syllables > len(letters):
        length, least = _SHINGLE_SYLLABLES, _MIN_SYLLABLES
    signature = _minhash(_shingles(letters, length)) if len(letters) >= least else None
    return Fingerprint(digest, len(letters), len(letters) < _BRIEF * least, signature)


def _letters(text: str) -> tuple[NDArray[np.uint16], int]:
    """Return a text's letters and digits in one case, as UTF-16 code units, and how many are syllables."""
    folded = composed(text[:_MAX_CHARS].casefold(), "NFKC")
    units = np.frombuffer(folded.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    kinds = _kinds_of_units().take(units)
    return units.compress(kinds != _OTHER), int(np.count_nonzero(kinds == _SYLLABLE))


def _shingles(letters: NDArray[np.uint16], length: int) -> NDArray[np.uint64]:
    """Return a hash of each run of `length` letters."""
    mixed = letters * np.uint64(_PRIME)
    mixed ^= mixed >> _HALF
    hashes = _run_hashes(mixed, length)
    hashes ^= hashes >> _HALF
    return hashes


def _run_hashes(single: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Return the polynomial hash of each run of `length` values, made of those of runs half as long."""
    if length == 1:
        return single
    half = _run_hashes(single, length // 2)
    whole = _joined(half, length // 2, half, length // 2)
    return _joined(whole, length - 1, single, 1) if length % 2 else whole


def _joined(
    firsts: NDArray[np.uint64], first_length: int, seconds: NDArray[np.uint64], second_length: int
) -> NDArray[np.uint64]:
    count = len(seconds) - first_length
    factor = np.uint64(pow(_PRIME, second_length, 1 << 64))
    return firsts[:count] * factor + seconds[first_length:]


def _minhash(hashes: NDArray[np.uint64]) -> Signature:
    from rensa import RMinHash  # noqa: PLC0415  (compiled: loaded with the first text)

    ends = np.array([0, len(hashes)], dtype=np.uint64)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(hashes, ends, SIGNATURE_VALUES, _SEED).to_rows()
    return (np.array(rows[0], dtype=np.uint32) & 0xFFFF).astype(np.uint16)


@cache
def _kinds_of_units() -> NDArray[np.uint8]:
    """Return the kind of each UTF-16 code unit; those of characters beyond the basic plane count as letters."""
    kinds = np.fromiter((chr(unit).isalnum() for unit in range(0x10000)), dtype=np.uint8, count=0x10000)
    kinds[0xD800:0xE000] = _LETTER
    for first, last in ranges_of(TOUCHING):
        kinds[first : last + 1] *= _SYLLABLE
    return kinds
