from __future__ import annotations

import numpy as np
import pytest
from numpy.random import default_rng

from newsspider.duplicates.fingerprints import SIGNATURE_VALUES, Signature
from newsspider.duplicates.near_index import NearIndex

COUNT = 3_000  # beyond two enlargements of its tables


def signatures() -> list[Signature]:
    return list(default_rng(1).integers(0, 1 << 16, (COUNT, SIGNATURE_VALUES), dtype=np.uint16))


def changed(signature: Signature, share: float, seed: int) -> Signature:
    """Return a signature of which `share` of the values are others."""
    random = default_rng(seed)
    places = random.choice(SIGNATURE_VALUES, round(share * SIGNATURE_VALUES), replace=False)
    found = signature.copy()
    found[places] ^= 0x5555
    return found


@pytest.fixture(scope="module")
def index() -> NearIndex:
    index = NearIndex()
    for number, signature in enumerate(signatures()):
        assert index.add(signature) == number
    return index


@pytest.mark.parametrize(("share", "least_found"), [(0.0, 1.0), (0.3, 0.99), (0.4, 0.97), (0.5, 0.8)])
def test_similar_signatures_are_found(index: NearIndex, share: float, least_found: float) -> None:
    found = [index.nearest(changed(each, share, number), 0.5) for number, each in enumerate(signatures()[::10])]
    right = [each is not None and each[0] == 10 * number for number, each in enumerate(found)]
    assert all(each is None or each[1] == pytest.approx(1 - share, abs=0.01) for each in found)
    assert sum(right) / len(right) >= least_found
    assert all(each is None or ok for each, ok in zip(found, right, strict=True))


def test_others_are_not(index: NearIndex) -> None:
    for number, each in enumerate(signatures()[::30]):
        assert index.nearest(changed(each, 0.55, number), 0.5) is None
    assert NearIndex().nearest(signatures()[0], 0.0) is None


def test_the_most_similar_wins_and_of_equals_the_first() -> None:
    index, (signature, *_) = NearIndex(), signatures()
    for share in (0.4, 0.1, 0.2):
        index.add(changed(signature, share, 7))
    index.add(changed(signature, 0.1, 7))
    nearest = index.nearest(signature, 0.5)
    assert nearest is not None
    assert nearest[0] == 1
    assert nearest[1] == pytest.approx(0.9, abs=0.01)


def test_what_was_removed_is_not_found() -> None:
    index, (first, second, *_) = NearIndex(), signatures()
    for signature in (first, changed(first, 0.2, 1), second):
        index.add(signature)
    index.remove(0)
    nearest = index.nearest(first, 0.5)
    assert nearest is not None
    assert nearest[0] == 1
    assert index.nearest(second, 0.5) == (2, 1.0)


def test_many_equal_signatures_do_no_harm() -> None:
    index, (signature, other, *_) = NearIndex(), signatures()
    for _ in range(COUNT):
        index.add(signature)
    index.add(other)
    assert index.nearest(signature, 0.5) == (0, 1.0)
    assert index.nearest(other, 0.5) == (COUNT, 1.0)
    assert np.array_equal(index.signature(COUNT), other)
