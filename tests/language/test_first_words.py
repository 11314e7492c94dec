from __future__ import annotations

import re

import pytest

from newsspider.language.first_words import FirstWords
from newsspider.language.word_lists import any_of

_PHRASES = ("photo by", "İlk kare", "straße", "fot.", "写真", "द्वारा फोटो", "σημείωση")
_WORDS = FirstWords(_PHRASES)
_PATTERN = re.compile(rf"(?<!\w)(?:{any_of(_PHRASES)})(?!\w)|写真", re.IGNORECASE)
_TEXTS = (
    "PHOTO BY Ana",
    "©Photo by Ana",
    "ilk kare",
    "ILK KARE",
    "STRASSE",
    "STRAẞE",
    "Fot. Ana",
    "港の写真",
    "द्वारा फोटो: Ana",
    "ΣΗΜΕΊΩΣΗ",
    "ſtraße",
    "The photographer",
    "",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_no_text_is_dismissed_that_holds_a_phrase(text: str) -> None:
    assert _WORDS.may_stand_in(text) or not _PATTERN.search(text)
    assert _WORDS.may_begin(text) or not _PATTERN.match(text)


def test_most_texts_are_dismissed() -> None:
    assert not _WORDS.may_stand_in("The photographer took it at dawn.")
    assert not _WORDS.may_begin("A photo by Ana Ruiz")
    assert _WORDS.may_begin("\n  写真: Ana Ruiz")
