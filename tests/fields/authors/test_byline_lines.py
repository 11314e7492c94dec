from __future__ import annotations

from dataclasses import replace

import pytest

from newsspider.fields.authors.byline_lines import byline_lines
from newsspider.fields.facts import PageFacts
from newsspider.page.types import Page
from tests.fields.made_bodies import DUMPS, EMPTY, UNCHOSEN, around, dump

HEADLINE = "Harbour town talks about its sea wall"


@pytest.mark.parametrize("name", DUMPS)
def test_byline_of_dumps(name: str) -> None:
    body, expected = dump(name)
    assert byline_lines(body)[0] == expected["byline"]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By Ana Ruiz and Ben Kurz", None),
        ("Von Mara Klee", "de"),
        ("Par Luc Morel", "fr"),
        ("Di Carla Neri", "it"),
        ("Door Piet Smit", "nl"),
        ("Af Lise Holm", "da"),
        ("Текст: Вера Громова", None),
        ("بقلم ليلى حداد", None),
        ("文／王小明", None),
        ("記者 王小明", None),
        ("山野はるか記者", None),
        ("김하늘 기자", None),
        ("Ana Ruiz", None),
        ("Ana Ruiz, Lisbon", None),
        ("Reuters", None),
    ],
)
def test_lines_between_headline_and_body(line: str, language: str | None) -> None:
    assert byline_lines(around([HEADLINE, line], language=language)) == [line]


def test_word_on_its_own_line() -> None:
    assert byline_lines(around([HEADLINE, "By", "Ana Ruiz"]))[0] == "By Ana Ruiz"


@pytest.mark.parametrize(
    "line", ["By the way, it rains", "4 May 2031", "Share on Facebook", "Photo: Ana Ruiz", "12 comments"]
)
def test_other_lines(line: str) -> None:
    assert byline_lines(around([HEADLINE, line])) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Thu 4 May | 14:07 | By Ana Ruiz", "By Ana Ruiz"),
        ("4 May 2031 by Ana Ruiz", "by Ana Ruiz"),
        ("Ana Ruiz, 4 May 2031", "Ana Ruiz"),
        ("Courier Staff", "Courier Staff"),
    ],
)
def test_what_a_line_of_facts_says_of_the_author(line: str, found: str) -> None:
    assert byline_lines(around([HEADLINE, line]))[0] == found


def test_a_name_between_the_first_paragraphs_that_is_no_part_of_the_text() -> None:
    body = around([HEADLINE]).body
    texts = [*body.blocks.texts[:2], "Ana Ruiz", *body.blocks.texts[2:]]
    blocks = replace(body.blocks, texts=texts, tags=[""] * len(texts), elements=[None] * len(texts))
    assert byline_lines(PageFacts(Page(), replace(body, blocks=blocks, chosen=[1, 3, 4]))) == ["Ana Ruiz"]
    assert byline_lines(PageFacts(Page(), replace(body, blocks=blocks, chosen=[1, 2, 3, 4]))) == []


def test_below_the_body() -> None:
    assert byline_lines(around([HEADLINE], ["Reporting by Ana Ruiz; editing by Ben Kurz"])) == [
        "Reporting by Ana Ruiz; editing by Ben Kurz"
    ]


def test_without_body() -> None:
    assert byline_lines(EMPTY) == []
    assert byline_lines(UNCHOSEN)[0] == "By Ana Ruiz"
