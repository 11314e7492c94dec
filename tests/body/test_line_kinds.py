import numpy as np
import pytest

from newsspider.body.features import block_columns
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


def test_what_the_first_pass_was_told_of_lines_is_not_looked_for_again() -> None:
    story = f"<p>{SENTENCE * 4}</p><p>Read also: Harbour closed</p><p>Editing by Ana Ruiz</p>"
    long = f"<p>Korrektur: {'Das Jahr war falsch. ' * 10}</p>"
    page, blocks = page_and_blocks(f"<article>{story}{long}<p>Folgen Sie uns</p></article><p>Quelle: Hafen</p>")
    told = block_columns(page, blocks, {"names": {}})
    chances, indices = np.array([1.0] * len(blocks)), range(len(blocks))
    found, expected = (line_columns(page, blocks, indices, chances, known) for known in (told, None))
    assert told["in_main"].tolist() == [1, 1, 1, 1, 1, 0]
    assert {name: column.tolist() for name, column in found.items()} == {
        name: column.tolist() for name, column in expected.items()
    }
    assert [found[kind].argmax() for kind in ("read_also", "credit", "note", "promotion")] == [1, 2, 3, 4]
    assert found["credit"].tolist() == [0, 0, 1, 0, 0, 1]
