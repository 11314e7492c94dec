from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.fields.authors.name_lines import name_beside_date, statements


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("Ana Ruiz, 4 May 2031 10:20", "en", "Ana Ruiz"),
        ("Ana Ruiz May 4, 2031", "en", "Ana Ruiz"),
        ("Jan van der Berg May 4, 2031", None, "Jan van der Berg"),
        ("Ana Ruiz2 minutes ago", "en", "Ana Ruiz"),
        ("Ana Ruiz 5 hours ago", None, "Ana Ruiz"),
        ("4. Mai 2031 um 15:46 Uhr / Mara Klee-Born", "de", "Mara Klee-Born"),
        ("Artikel veröffentlicht am 4. Mai 2031, 14:26 Uhr, Mara Klee", "de", "Mara Klee"),
        ("Mara Klee04.05.2031, 19:35 Uhr", "de", "Mara Klee"),
        ("Do 04.05.31 | 14:07 Uhr | Von Mara Klee", "de", "Von Mara Klee"),
        ("Luc Morel - 4 mai 2031", "fr", "Luc Morel"),
        ("dpa, 4. Mai 2031", "de", "dpa"),
        ("Reuters | May 4, 2031", "en", "Reuters"),
        ("AFP - 4 mai 2031 à 10:30", "fr", "AFP"),
        ("Вера Громова, 4 мая 2031", "ru", "Вера Громова"),
        ("Ayşe Kaya 4 Mayıs 2031", "tr", "Ayşe Kaya"),
        ("Anna Nowak, 04.05.2031", "pl", "Anna Nowak"),
        ("Lise Holm | 4. maj 2031", "da", "Lise Holm"),
        ("Ana Ruiz @anaruiz, 4 May 2031", "en", "Ana Ruiz"),
        ("May 4, 2031 • Ana Ruiz in World News", "en", "Ana Ruiz"),
        ("Mara Klee in Kultur · 4. Mai 2031", "de", "Mara Klee"),
        ("4 mai 2031 | Luc Morel dans Culture", "fr", "Luc Morel"),
        ("4 мая 2031 • Вера Громова в Культуре", "ru", "Вера Громова"),
    ],
)
def test_the_name_beside_a_date(line: str, language: str | None, name: str) -> None:
    assert name_beside_date(line, language) == name


@pytest.mark.parametrize(
    "line",
    [
        "4 May 2031",
        "Storm hits coast, 4 May 2031",
        "4 May 2031 • Storms in Portugal",
        "4 May 2031 • Ana Ruiz in the north",
        "Ana Ruiz",
        "Ana Ruiz, 12 comments",
        "Updated 4 May 2031",
        "Ana Ruiz was born on 4 May 2031 in a house by the sea, and moved to the hills with her sisters",
        "",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert name_beside_date(line) is None


@given(st.text("Ana Ruiz,By4/20.5:|•-–@ May", max_size=200), st.sampled_from([None, "en", "de"]))
def test_never_raises_and_invents_no_character(line: str, language: str | None) -> None:
    name = name_beside_date(line, language)
    assert name is None or set(name) <= set(line)
    assert set("".join(statements(line))) <= set(line)


@pytest.mark.parametrize("piece", ["Ana ", "1 ", "| ", ", ", "@a", "By ", "- ", "1–"])
def test_repeated_pieces_take_linear_time(piece: str) -> None:
    def seconds(number: int) -> float:
        start = time.process_time()
        for _ in range(20):
            name_beside_date(piece * number)
            list(statements(piece * number))
        return time.process_time() - start

    # A busy machine takes twice as long now and then; were the time quadratic, it would be 64 times as long.
    assert min(seconds(8_000) for _ in range(3)) < 24 * max(min(seconds(1_000) for _ in range(3)), 0.001)
