from __future__ import annotations

import unicodedata

from newsspider.language.bylines import (
    byline_words,
    conjunction_pattern,
    letter_conjunction_pattern,
    names_writer,
    prefixes,
    suffix_pattern,
    words_pattern,
)
from newsspider.language.word_lists import words_of


def test_words_are_folded_as_they_are_compared() -> None:
    for kind, table in byline_words().items():
        for language, words in table.items():
            for word in words:
                assert word == unicodedata.normalize("NFC", word), (kind, language)
                assert kind == "credentials" or word == word.lower(), (kind, language)


def test_short_prefixes_count_in_their_language_alone() -> None:
    assert prefixes("de").match("Von Anna Berg")
    assert not prefixes("en").match("Von Miller")
    assert prefixes("").match("Von: Anna Berg")


def test_prefixes_end_where_words_end() -> None:
    assert not prefixes("en").match("Byron Hill")
    assert not prefixes("it").match("Dimitri Rossi")


def test_a_sign_for_and_joins_words_of_bylines() -> None:
    for language, text in (("en", "Words & photos by "), ("de", "Text & Fotos: "), ("fr", "Texte & photos : ")):
        found = prefixes(language).match(f"{text}Ana Ruiz")
        assert found is not None
        assert found[0] == text


def test_words_that_say_who_wrote() -> None:
    for label in ("By ", "Von ", "Par ", "Автор статьи: ", "Door "):
        assert names_writer(label), label
    for label in ("Recipe by ", "Text: ", "Interview: ", "Receta de ", "От "):
        assert not names_writer(label), label
    known = set(words_of("language/data/bylines", "prefixes"))
    assert known.issuperset(words_of("language/data/bylines", "writers"))


def test_suffixes_touch_the_name_in_scripts_without_spaces() -> None:
    assert suffix_pattern("ja").sub("", "山田太郎記者") == "山田太郎"


def test_conjunctions() -> None:
    assert conjunction_pattern("de").split("Anna und Max") == ["Anna", "Max"]
    letter = letter_conjunction_pattern("es")
    assert letter is not None
    assert letter.split("Ana y Eva") == ["Ana", "Eva"]
    assert letter_conjunction_pattern("en") is None


def test_words_are_found_whole() -> None:
    assert words_pattern("roles").search("Senior Editor")
    assert not words_pattern("roles").search("Editorix")
