from __future__ import annotations

import doctest
import time

import pytest

from newsspider.language.word_lists import words_of
from newsspider.lines import wording
from newsspider.lines.wording import is_label, may_be_label, speaks_of_business


def test_doctests() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize("kind", ["related", "comments", "controls"])
def test_every_phrase_is_found(kind: str) -> None:
    for phrase in words_of("lines/data/wording", kind):
        assert is_label(kind, phrase.capitalize()), phrase
        assert may_be_label(phrase.capitalize())


@pytest.mark.parametrize(
    "text", ["Mehr als tausend Menschen kamen zum Hafen.", "Relatively calm", "Shareholders meet", "Delta rises"]
)
def test_other_words_are_no_labels(text: str) -> None:
    assert not is_label("related", text)
    assert not is_label("controls", text)


def test_long_lines_are_no_labels() -> None:
    assert not may_be_label("Related " + "wall " * 20)
    assert not may_be_label("Storm closes the harbour")
    assert not is_label("related", "Related " + "wall " * 20)


def test_business_stands_anywhere() -> None:
    assert speaks_of_business("Texte und Bilder sind urheberrechtlich geschützt und Eigentum des Verlags.")
    assert not speaks_of_business("The wall is twenty years in the making.")


def test_linear_time() -> None:
    start = time.process_time()
    speaks_of_business("all rights " * 20_000)
    is_label("related", "(" * 100_000)
    assert time.process_time() - start < 5
