from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.duplicates.fingerprints import SIGNATURE_VALUES, Signature, fingerprint, similarity
from tests.duplicates.made_texts import SCRIPTS, made_text, made_words, written


def signature(text: str) -> Signature:
    found = fingerprint(text).signature
    assert found is not None
    return found


@pytest.mark.parametrize("script", SCRIPTS)
def test_similarity_follows_the_share_of_common_words_in_every_script(script: str) -> None:
    words, others = made_words(1, 400, script), made_words(2, 400, script)
    whole = signature(written(words, script))
    assert similarity(whole, signature(written(others, script))) < 0.06
    assert similarity(whole, signature(written(words[:300], script))) == pytest.approx(0.75, abs=0.12)
    assert similarity(whole, signature(written(words[:200] + others[:200], script))) == pytest.approx(
        1 / 3, abs=0.12
    )
    # One word in forty is another: each breaks the shingles around it.
    edited = [others[place] if place % 40 == 20 else word for place, word in enumerate(words)]
    assert similarity(whole, signature(written(edited, script))) > 0.65


def test_spelling_does_not_matter() -> None:
    text = "“It’s over”, she said – at last. The naïve Ministry of Ｔｒａｄｅ closed its cafés " + made_text(1)
    other = (
        '"It\'s over," she said - at last! The  NAI\u0308VE ministry of Trade\n\nclosed its CAFE\u0301S '
        + made_text(1)
    )
    assert fingerprint(text).digest == fingerprint(other).digest
    assert similarity(signature(text), signature(other)) == 1.0


@pytest.mark.parametrize("text", ["", " \n", "…!?", "Storm hits coast.", "暴風雨が北海岸を襲う"])
def test_short_texts_have_no_signature(text: str) -> None:
    found = fingerprint(text)
    assert found.signature is None
    assert found.is_brief


def test_texts_of_a_paragraph_are_brief() -> None:
    assert fingerprint(made_text(1, 60)).is_brief
    assert not fingerprint(made_text(1, 200)).is_brief
    assert not fingerprint(made_text(1, 300, "Chinese")).is_brief


@given(st.text(max_size=400))
def test_never_raises_and_is_always_the_same(text: str) -> None:
    first, second = fingerprint(text), fingerprint(text)
    assert first.digest == second.digest
    assert (first.signature is None) == (second.signature is None)
    if first.signature is not None and second.signature is not None:
        assert first.signature.shape == (SIGNATURE_VALUES,)
        assert np.array_equal(first.signature, second.signature)


def test_signatures_are_those_that_were_stored_before() -> None:
    # Another version of rensa, or a change of the hash, makes what a crawl remembers worthless: then the version of
    # records must change too.
    assert signature(made_text(1))[:4].tolist() == [32975, 14139, 65144, 39419]


def test_texts_of_megabytes_take_no_time() -> None:
    started = time.process_time()
    for unit in ("a", "ß", "字", "word ", "\U0001f600"):
        fingerprint(unit * (5_000_000 // len(unit)))
    assert time.process_time() - started < 2
