from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import bylines
from newsspider.lines.bylines import is_byline, is_byline_word, is_signature, signers_of


def test_doctests() -> None:
    assert doctest.testmod(bylines).failed == 0


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|记者"))
def test_never_raises(text: str) -> None:
    for judge in (is_byline, is_byline_word, is_signature):
        assert judge(text) in (True, False)


def test_a_sentence_that_begins_with_the_reporter_is_no_byline() -> None:
    told = "记者从海港市文化和旅游局获悉，第四届海港春游活动将于下月在海港市举行，届时百家媒体参加座谈会并发言，市民可以免费参观。"
    assert not is_byline(told, "zh")
    assert is_byline("记者 王小明 实习生 李明", "zh")
    assert is_byline("海港日报记者 王小明", "zh")
    assert not is_byline("海港日报记者获悉台风来袭", "zh")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By Staff", "en"),
        ("By Staff Writer", "en"),
        ("By a Staff Reporter", "en"),
        ("By Our Own Correspondent", "en"),
        ("By our correspondent in Rome", "en"),
        ("By the editors of Harbour Courier", "en"),
        ("By Admin", "en"),
        ("Von Redaktion", "de"),
        ("Von der Redaktion", "de"),
        ("Von unserem Korrespondenten", "de"),
        ("Von unserem Mitarbeiter Ben Kurz", "de"),
        ("Par la rédaction", "fr"),
        ("Par notre correspondant à Rome", "fr"),
        ("Por la Redacción", "es"),
        ("Por nuestros corresponsales", "es"),
        ("A cura della Redazione", "it"),
        ("Door onze redactie", "nl"),
        ("Av våre medarbeidere", "nb"),
        ("Автор: Администратор", "ru"),
        ("作者：佚名", "zh"),
        ("作者：编辑部", "zh"),
        ("글쓴이: 관리자", "ko"),
    ],
)
def test_who_is_not_named_signs_too(line: str, language: str) -> None:
    assert is_byline(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By the harbour", "en"),
        ("By a boy", "en"),
        ("By and large", "en"),
        ("By the time the editors came, it rained", "en"),
        ("Von der Straße", "de"),
        ("Von der Redaktion empfohlen", "de"),
        ("Por la noche", "es"),
        ("Par la fenêtre", "fr"),
    ],
)
def test_phrases_of_the_same_words_are_no_bylines(line: str, language: str) -> None:
    assert not is_byline(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By Ana Ruiz, Reuters", "en"),
        ("By Ana Ruiz | AP", "en"),
        ("By Reuters/AFP", "en"),
        ("Von Ana Ruiz, dpa", "de"),
        ("Von AFP/dpa", "de"),
        ("Par Ana Ruiz, AFP", "fr"),
        ("Por Ana Ruiz y Ben Kurz, EFE", "es"),
        ("Par Ana Ruiz (avec AFP)", "fr"),
        ("By Ana Ruiz (Reuters)", "en"),
        ("Von Ana Ruiz (dpa)", "de"),
    ],
)
def test_an_agency_behind_a_name_makes_a_credit_at_pictures_alone(line: str, language: str) -> None:
    assert is_byline(line, language)
    assert not is_byline(line, language, at_picture=True)
    assert is_byline(f"{line}. Photo: Eva Gil", language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Words by Ana Ruiz. Photographs by Ben Kurz", "en"),
        ("By Ana Ruiz, photos by Ben Kurz and Eva Gil", "en"),
        ("Text: Ana Ruiz, Fotos: Ben Kurz", "de"),
        ("Text: Ana Ruiz | Fotos: dpa", "de"),
        ("Texte : Ana Ruiz, photos : Luc Petit", "fr"),
        ("Texto: Ana Ruiz, fotos: Ben Kurz", "es"),
    ],
)
def test_who_wrote_and_who_took_the_pictures_sign_together(line: str, language: str) -> None:
    assert is_byline(line, language)


@pytest.mark.parametrize(
    "line", ["Text: the harbour at dawn. Photo: Ana Ruiz", "By Harbour Gate at dawn. Photo: Reuters"]
)
def test_a_caption_with_a_credit_is_no_byline(line: str) -> None:
    assert not is_byline(line, "en")


@pytest.mark.parametrize(
    "line",
    [
        "홍길동 기자",
        "홍길동기자",
        "홍길동·이영희 기자",
        "홍길동 기자 gildong@courier.example",
        "[홍길동 기자]",
        "홍길동 기자, 항구신문",
        "山野はるか記者、港新聞",
        "山野はるか特派員",
        "王小明记者，海港日报",
        "홍길동 기자, 이영희 인턴기자, 항구신문",
    ],
)
def test_signatures(line: str) -> None:
    assert is_signature(line)


@pytest.mark.parametrize(
    "line",
    [
        "山野さん",  # who speaks next in an interview
        "新华社记者",  # names no person
        "홍길동 기자, 비가 왔다",  # goes on with a sentence
        "기자",
        "홍길동 기자가 항구에서 겪은 긴 하루의 이야기",
        "Ana Ruiz reporter",
    ],
)
def test_no_signatures(line: str) -> None:
    assert not is_signature(line)


@pytest.mark.parametrize(
    ("line", "signers"),
    [
        ("홍길동 기자, 항구신문", "홍길동 기자"),
        ("홍길동 기자, 이영희 인턴기자, 항구신문", "홍길동 기자, 이영희 인턴기자"),
        ("山野はるか記者、佐藤一郎記者、港新聞", "山野はるか記者, 佐藤一郎記者"),
        ("王小明记者，海港日报", "王小明记者"),
        ("王小明记者 ming@courier.example", "王小明记者"),
        ("王小明记者，风暴", ""),
        ("海港日报，王小明", ""),
    ],
)
def test_signers_without_their_employer(line: str, signers: str) -> None:
    assert signers_of(line) == signers
