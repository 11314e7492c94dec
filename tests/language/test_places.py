from __future__ import annotations

import pytest

from newsspider.language.places import is_place


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Lisbon", None),
        ("New York", "es"),
        ("Spanien", "de"),
        ("Espagne", "fr-CA"),
        ("Spain", "de"),
        ("Spain", "??"),
    ],
)
def test_countries_and_large_cities_are_places(name: str, language: str | None) -> None:
    assert is_place(name, language)


@pytest.mark.parametrize("name", ["", "Madonna", "Suparman", "Spanien"])
def test_names_of_people_and_of_other_languages_are_none(name: str) -> None:
    assert not is_place(name, "en")
