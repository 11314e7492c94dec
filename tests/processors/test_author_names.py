from __future__ import annotations

import pytest

from newsspider.processors.author_names import author_name, without_prefix


@pytest.mark.parametrize(
    ("part", "language"),
    [
        ("by Ana Ruiz", "en"),
        (" - Ana Ruiz - Senior Reporter", "en"),
        ("and Ana Ruiz", "en"),
        ("Ana Ruiz in Lisbon", "en"),
        ("Ana Ruiz 3 February 2031", "en"),
        ("Ana Ruiz February 3 2031", "en"),
        ("Ana Ruiz 3. May", "en"),
        ("Ana Ruiz 12/05/2031", "en"),
    ],
)
def test_what_stands_around_a_name_goes(part: str, language: str) -> None:
    assert author_name(part, language) == "Ana Ruiz"


@pytest.mark.parametrize("part", ["", "1", "and", "admin", "Political Correspondent", "Ana " * 40])
def test_what_names_nobody_is_none(part: str) -> None:
    assert author_name(part, "en") is None


def test_a_body_keeps_its_place() -> None:
    assert author_name("Institute for the Sea in Lisbon", "en", whole=True) == "Institute for the Sea in Lisbon"


def test_prefixes_go_one_after_the_other() -> None:
    assert without_prefix("Text: Von Ana Ruiz", "de") == "Ana Ruiz"


def test_a_body_before_a_role_is_no_person() -> None:
    bodies = ("Human Rights Watch Researcher", "Doctors Without Borders Director")
    assert [author_name(body, "en") for body in bodies] == [None, None]
    assert author_name("Ana de la Cruz Senior Reporter", "en") == "Ana de la Cruz"


@pytest.mark.parametrize("text", ["Journalist & Ruiz", "Reporter & Editor"])
def test_a_word_that_is_joined_to_another_introduces_no_name(text: str) -> None:
    assert without_prefix(text, "en") == text
