from __future__ import annotations

import time

import pytest

from newsspider.processors.agency_mentions import without_mentions
from newsspider.processors.authors import clean_authors


def names(byline: str, language: str) -> list[str]:
    return [author.name for author in clean_authors(byline, language=language)]


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ("By Ana Ruiz and agencies", "en"),
        ("By Ana Ruiz, Agencies", "en"),
        ("By Ana Ruiz with inputs from agencies", "en"),
        ("Von Ana Ruiz, mit Agenturen", "de"),
        ("Ana Ruiz, Agenturmaterial", "de"),
        ("Par Ana Ruiz, avec agences", "fr"),
        ("Ana Ruiz / Agencias", "es"),
        ("Ana Ruiz, con información de agencias", "es"),
        ("Por Ana Ruiz e agências", "pt"),
        ("Di Ana Ruiz e agenzie", "it"),
        ("Av Ana Ruiz och nyhetsbyråerna", "sv"),
        ("Ана Руис и агентства", "ru"),
    ],
)
def test_agencies_at_large_are_nobody_beside_a_name(byline: str, language: str) -> None:
    assert names(byline, language) == ["Ана Руис" if language == "ru" else "Ana Ruiz"]


@pytest.mark.parametrize(
    ("byline", "language", "agency"),
    [
        ("By Ana Ruiz with inputs from Reuters", "en", "Reuters"),
        ("Ana Ruiz, with files from AFP", "en", "AFP"),
        ("Ana Ruiz mit Material von dpa", "de", "dpa"),
        ("Ana Ruiz, mit Material der dpa", "de", "dpa"),
        ("Ana Ruiz avec l'AFP", "fr", "AFP"),
        ("Ana Ruiz, avec des éléments de l’AFP", "fr", "AFP"),
        ("Ana Ruiz y EFE", "es", "EFE"),
        ("Ana Ruiz con información de EFE", "es", "EFE"),
        ("Ana Ruiz e Reuters", "pt", "Reuters"),
        ("Ana Ruiz, com informações da Reuters", "pt", "Reuters"),
    ],
)
def test_what_an_agency_gives_is_told_by_its_name(byline: str, language: str, agency: str) -> None:
    assert names(byline, language) == ["Ana Ruiz", agency]


@pytest.mark.parametrize(
    "byline", ["Agencias", "Thrive Agency", "Deutsche Presse-Agentur", "Xinhua News Agency", "Harbour Agencies"]
)
def test_names_of_agencies_stay(byline: str) -> None:
    assert names(byline, "en") == [byline]


def test_what_a_person_gives_is_left() -> None:
    assert without_mentions("Ana Ruiz with information from Ben Kurz") == "Ana Ruiz with information from Ben Kurz"


def test_long_bylines_take_little_time() -> None:
    began_s = time.process_time()
    for text in ("- " * 1_000, "with inputs from " * 120, ", agencies" * 200, "and " * 500):
        without_mentions(text)
    assert time.process_time() - began_s < 1
