from __future__ import annotations

import pytest

from newsspider.processors.name_work import before_sentence, before_title, before_work, behind_work, is_person


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("our correspondent Ana Ruiz", "Ana Ruiz"),
        ("HBC-Redakteurin Ana Ruiz", "Ana Ruiz"),
        ("HBC-verslaggever Ana Ruiz", "Ana Ruiz"),
        ("Sportreporter Ben Kurz", "Ben Kurz"),
        ("Senior Living Guide", "Senior Living Guide"),
        ("Ana Ruiz-Gil", "Ana Ruiz-Gil"),
    ],
)
def test_work_before_a_name_is_no_part_of_it(part: str, name: str) -> None:
    assert behind_work(part) == name


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("Ana Ruiz Corresponsal en Londres", "Ana Ruiz"),
        ("Ana Ruiz Special Correspondent to THE COURIER", "Ana Ruiz"),
        ("New York Correspondent in Rome", "New York Correspondent in Rome"),
        ("Ana Ruiz", "Ana Ruiz"),
    ],
)
def test_a_title_that_goes_on_ends_a_name(part: str, name: str) -> None:
    assert before_title(part) == name


def test_work_behind_a_name_is_no_part_of_it() -> None:
    assert before_work("Ana Ruiz Senior Reporter") == "Ana Ruiz"
    assert before_sentence("Ana Ruiz. Enviada especial") == "Ana Ruiz"


def test_a_person_has_two_to_four_words() -> None:
    assert is_person("Ana de la Cruz")
    assert not is_person("AAA Travel")
