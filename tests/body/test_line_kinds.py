import numpy as np
import pytest

from newsspider.body.line_kinds import author_names, kinds_of_lines, line_columns
from tests.body.pages import SENTENCE, page_and_blocks


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (
            "read_also",
            ["Read also: Harbour closed", "Lesen Sie auch: Hafen gesperrt", "Leia também: porto fechado"],
        ),
        ("note", ["Correction: the year was wrong.", "Korrektur: Das Jahr war falsch.", "Errata: o ano"]),
        ("credit", ["Editing by Ana Ruiz", "Quelle: Wetterdienst", "Fuente: puerto", "Источник: порт"]),
        (
            "promotion",
            ["Sign up for our letter", "Folgen Sie uns", "Suscríbete a la lista", "Подпишитесь на канал"],
        ),
    ],
)
def test_lines_say_what_they_are_in_many_languages(kind: str, lines: list[str]) -> None:
    assert sorted(kinds_of_lines(lines)[kind]) == list(range(len(lines)))


def test_lines_of_the_story_are_of_no_kind() -> None:
    lines = [SENTENCE, "Der Hafen wurde vor der Dämmerung geschlossen.", "Los barcos volvieron al muelle."]
    assert not any(kinds_of_lines(lines).values())


def test_no_lines_are_of_no_kind() -> None:
    assert not any(kinds_of_lines([]).values())


def test_columns_say_of_each_block_what_it_is() -> None:
    page, blocks = page_and_blocks(
        f'<head><meta name="author" content="Ana Ruiz"></head><p>{SENTENCE * 4}</p><p>Read also: Harbour closed</p>'
        "<p>Ana Ruiz writes about the sea: ana@example.org</p>"
    )
    columns = line_columns(page, blocks, range(len(blocks)), np.array([1.0, 0.5, 0.5]))
    assert author_names(page) == {"ana ruiz"}
    assert columns["read_also"].tolist() == [0, 2, 0]
    assert columns["names_author"].tolist() == [0, 0, 2]
    assert columns["address"].tolist() == [0, 0, 1]
    assert columns["since_sure"].tolist() == [99, 1, 2]
    assert columns["to_sure"].tolist() == [99, 99, 99]
