"""Texts of made-up words: each number gives another text, always the same."""

from __future__ import annotations

from random import Random

# Letters of which words are made, and what stands between words.
SCRIPTS = {
    "Latin": ("aeiourstlnmdpbg", " "),
    "Cyrillic": ("аеиоурстлнмдпбг", " "),
    "Arabic": ("ابتثجحدرسعفقلمنهوي", " "),
    "Devanagari": ("कखगचजटडतदनपबमरलवसह", " "),
    "Korean": ("가나다라마바사아자차카타파하고노도로모보", " "),
    "Chinese": ("".join(map(chr, range(0x4E00, 0x5200))), ""),
    "Thai": ("กขคงจชซญดตถทนบปผพฟมยรลวสหอ", ""),
}


def made_words(number: int, count: int, script: str = "Latin") -> list[str]:
    """Return `count` words of a script."""
    letters, space = SCRIPTS[script]
    random = Random(f"{number} {script}")
    length = (3, 9) if space else (1, 2)
    return ["".join(random.choices(letters, k=random.randint(*length))) for _ in range(count)]


def made_text(number: int, count: int = 300, script: str = "Latin") -> str:
    """Return a text of `count` words, in sentences."""
    return written(made_words(number, count, script), script)


def written(words: list[str], script: str = "Latin") -> str:
    """Return words as a text, ten in a sentence."""
    space = SCRIPTS[script][1]
    return " ".join(space.join(words[start : start + 10]) + "." for start in range(0, len(words), 10))
