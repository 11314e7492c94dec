"""Scripts by how they write words, as ranges of characters to stand inside a regular expression's brackets.

Named after Unicode's blocks (https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt); rare extensions of the
supplementary planes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider._native import holds_within

THAI_AND_LAO = "\u0e00-\u0eff"
MYANMAR = "\u1000-\u109f"
KHMER = "\u1780-\u17ff"
KANA = "\u3040-\u30ff"
HAN = "\u3400-\u9fff\uf900-\ufaff"
HANGUL = "\uac00-\ud7af"
# Where a sentence ends; those that say no more than that, and are no part of a question or a call.
FULL_STOPS = ".。．۔।॥།։።។៕"
SENTENCE_ENDS = FULL_STOPS + "!?…！？؟‽⁇⁉"
EAST_ASIAN_PUNCTUATION = "\u3000-\u303f\uff00-\uffef"  # and the full-width forms of Latin letters and digits

KANA_AND_HAN = KANA + HAN
# Without spaces between words: a character is about as much as a word, and there are no word boundaries.
UNSPACED = THAI_AND_LAO + MYANMAR + KHMER + KANA_AND_HAN
# Without a boundary between a name and what is said of it: Korean writes spaces, but titles and particles touch
# the name ("홍길동기자").
TOUCHING = UNSPACED + HANGUL
TOUCHING_CHAR = re.compile(f"[{TOUCHING}]")

# A language for scripts that are written by few: the one with most news.
_USUAL_LANGUAGES = tuple(
    (re.compile(f"[{script}]"), language)
    for script, language in (
        ("\u0370-\u03ff", "el"),
        ("\u0400-\u04ff", "ru"),
        ("\u0590-\u05ff", "he"),
        ("\u0600-\u06ff", "ar"),
        ("\u0900-\u097f", "hi"),
        ("\u0980-\u09ff", "bn"),
        ("\u0e00-\u0e7f", "th"),
        (HANGUL, "ko"),
    )
)
# Scripts that one language alone writes its news in, and the least share of letters that tells it.
_OWN_SCRIPTS = tuple(
    (re.compile(f"[{script}]"), language, share)
    for script, language, share in (
        (KANA, "ja", 0.1),
        (HAN, "zh", 0.5),
        (HANGUL, "ko", 0.5),
        ("\u0e00-\u0e7f", "th", 0.5),
        ("\u0370-\u03ff\u1f00-\u1fff", "el", 0.5),
        ("\u0590-\u05ff", "he", 0.5),  # or Yiddish, whose words tell it
        ("\u0530-\u058f", "hy", 0.5),
        ("\u0780-\u07bf", "dv", 0.5),
        ("\u0a00-\u0a7f", "pa", 0.5),
        ("\u0a80-\u0aff", "gu", 0.5),
        ("\u0b00-\u0b7f", "or", 0.5),
        ("\u0b80-\u0bff", "ta", 0.5),
        ("\u0c00-\u0c7f", "te", 0.5),
        ("\u0c80-\u0cff", "kn", 0.5),
        ("\u0d00-\u0d7f", "ml", 0.5),
        ("\u0d80-\u0dff", "si", 0.5),
        ("\u0e80-\u0eff", "lo", 0.5),
        ("\u0f00-\u0fff", "bo", 0.5),
        (MYANMAR, "my", 0.5),
        ("\u10a0-\u10ff\u1c90-\u1cbf", "ka", 0.5),
        ("\u1200-\u139f\u2d80-\u2ddf", "am", 0.5),  # or Tigrinya, whose words tell it
        (KHMER, "km", 0.5),
    )
)
EAST_ASIAN = frozenset(("ja", "zh", "ko"))  # languages
EAST_ASIAN_CHAR = re.compile(f"[{KANA_AND_HAN}{HANGUL}]")
_LETTER = re.compile(r"[^\W\d_]")


def holds_touching(text: str) -> bool:
    """Return whether a text holds a character of a script without spaces between words."""
    return not text.isascii() and holds_within(text, TOUCHING)


def ranges_of(scripts: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last code point of each range.

    >>> [(hex(first), hex(last)) for first, last in ranges_of(HAN)]
    [('0x3400', '0x9fff'), ('0xf900', '0xfaff')]
    """
    for first, last in re.findall("(.)-(.)", scripts):
        yield ord(first), ord(last)


def usual_language(text: str) -> str:
    """Return the language that a text's first letter is mostly written for, "" where its script is used by many.

    >>> usual_language("12. Мая"), usual_language("홍길동"), usual_language("Ana")
    ('ru', 'ko', '')
    """
    letter = None if text.isascii() else _LETTER.search(text)
    if letter is None or letter[0].isascii():
        return ""
    return next((language for script, language in _USUAL_LANGUAGES if script.match(letter[0])), "")


def language_of_script(text: str) -> str:
    """Return the language whose script most letters of a text are of, "" where others are written in it as well.

    Japanese is known by its kana, of which a text without a verb has few; Han letters without kana are Chinese.

    >>> [language_of_script(text) for text in ("雨が降った", "雨水", "비가 왔다", "Дождь", "rain")]
    ['ja', 'zh', 'ko', '', '']
    """
    letters = "" if text.isascii() else "".join(_LETTER.findall(text))
    for pattern, language, share in _OWN_SCRIPTS if letters else ():
        if len(pattern.findall(letters)) >= share * len(letters):
            return language
    return ""
