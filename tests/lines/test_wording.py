from __future__ import annotations

import doctest
import time

import pytest

from newsspider.language.word_lists import words_of
from newsspider.lines import wording
from newsspider.lines.wording import comment_marks, is_label, label_lines, may_be_label, speaks_of_business


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


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("related", "Tengdar fréttir"),
        ("related", "Холбоотой мэдээ"),
        ("related", "მსგავსი სიახლეები"),
        ("comments", "Пікірлер (3)"),
        ("comments", "Utzi iruzkina"),
        ("controls", "Linki kopyala"),
        ("controls", "Обуна бўлинг"),
    ],
)
def test_labels_of_more_languages(kind: str, text: str) -> None:
    assert is_label(kind, text)


@pytest.mark.parametrize(
    "text", ["Deila um lóðina harðnar", "Dún Laoghaire floods", "Meni je drago", "Іздеу жүріп жатыр"]
)
def test_words_of_headlines_are_no_controls(text: str) -> None:
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


@pytest.mark.parametrize(
    "line",
    ["Reply", "3 hours ago", "Ana Ruiz, vor 2 Stunden", "Répondre", "Responder", "2 часа назад", "返信", "3時間前",
     "5 godzin temu", "답글", "2 saat əvvəl", "2 tundi tagasi", "жауап беру"],
)  # fmt: skip
def test_what_stands_by_comments_is_known_in_many_languages(line: str) -> None:
    assert comment_marks([line]) == [0]


@pytest.mark.parametrize(
    "line", ["Storm hits coast", "7 men went to the harbour", "Die Antwortschreiben", "12.3.2031", ""]
)
def test_other_short_lines_are_no_marks_of_comments(line: str) -> None:
    assert comment_marks([line]) == []


def test_marks_of_comments_are_found_in_linear_time() -> None:
    start = time.perf_counter()
    comment_marks(["9" * 40, "vor " * 10, "前" * 40, "reply" * 8] * 5000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("label", ["İLGİLİ HABERLER", "İlgili haberler", "İlgili Haberler", "ÇOK OKUNANLAR"])
def test_labels_in_turkish_capitals(label: str) -> None:
    assert is_label("related", label)
    assert label_lines([label], ["related"]) == {"related": [0]}


def test_a_table_without_phrases_of_scripts_without_spaces_has_none_in_them() -> None:
    assert not is_label("thanks", "図書館が開館した。")
    assert is_label("thanks", "Thanks for reading!")
