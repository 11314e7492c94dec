from __future__ import annotations

import re
import unicodedata

import pytest

from newsspider.language.scripts import HANGUL, KANA_AND_HAN, TOUCHING, UNSPACED, ranges_of, usual_language

_WRITTEN_WITHOUT_SPACES = ("日本語", "カメラ", "ひらがな", "中文", "豈", "ไทย", "ລາວ", "ខ្មែរ", "မြန်မာ")


@pytest.mark.parametrize("word", _WRITTEN_WITHOUT_SPACES)
def test_scripts_without_spaces(word: str) -> None:
    assert re.fullmatch(f"[{UNSPACED}]+", word)
    assert re.fullmatch(f"[{TOUCHING}]+", word)


@pytest.mark.parametrize("word", ["Wetter", "погода", "καιρός", "طقس", "मौसम", "ამინდი", "የአየር", "thời"])
def test_scripts_with_spaces(word: str) -> None:
    assert not re.search(f"[{TOUCHING}]", word)


def test_korean_writes_spaces_and_lets_titles_touch_names() -> None:
    assert re.fullmatch(f"[{TOUCHING}]+", "홍길동기자")
    assert not re.search(f"[{UNSPACED}]", "홍길동기자")


@pytest.mark.parametrize("scripts", [KANA_AND_HAN, HANGUL, UNSPACED])
def test_ranges_hold_no_letters_of_other_scripts(scripts: str) -> None:
    names = ["HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK", "HANGUL", "THAI", "LAO", "MYANMAR", "KHMER"]
    for first, last in ranges_of(scripts):
        for point in range(first, last + 1):
            if chr(point).isalpha():
                assert unicodedata.name(chr(point)).split()[0] in names


def test_ranges_are_those_of_the_pattern() -> None:
    points = {point for first, last in ranges_of(UNSPACED) for point in range(first, last + 1)}
    pattern = re.compile(f"[{UNSPACED}]")
    assert points == {point for point in range(0x10000) if pattern.match(chr(point))}


def test_usual_language() -> None:
    assert [usual_language(text) for text in ("Από", "מאת", "بقلم", "লেখক", "โดย", "", "1")] == [
        "el", "he", "ar", "bn", "th", "", "",
    ]  # fmt: skip
