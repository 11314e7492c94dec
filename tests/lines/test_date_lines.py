from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import date_lines
from newsspider.lines.date_lines import holds_date, is_date_line


def test_doctests() -> None:
    assert doctest.testmod(date_lines).failed == 0


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|记者"))
def test_never_raises(text: str) -> None:
    for judge in (holds_date, is_date_line):
        assert judge(text) in (True, False)


def test_a_sentence_in_a_script_without_spaces_is_no_date_line() -> None:
    told = "2031年2月27日下午，海港区委委员、街道经济和科技促进局局长王小明，海港区金融业联合会秘书长李明等一行八人到众创街调研。"
    assert not is_date_line(told, "zh")
    assert is_date_line("发布时间：2031年2月27日 03:00 来源：海港信使 作者：王小明", "zh")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Publié le 14 juillet 2031 à 08h00, modifié le 15 juillet 2031 à 10h12", "fr"),
        ("Publicado el 6 de enero de 2031 a las 23:45", "es"),
        ("Publicado el 6 de enero de 2031 a las 23:45, actualizado el 7 de enero de 2031 a las 9:10", "es"),
        ("Veröffentlicht am 29. März 2031 um 01:30 Uhr, aktualisiert am 30. März 2031 um 10:20 Uhr", "de"),
        ("Von Anna Becker Veröffentlicht am 29. März 2031 um 01:30 Uhr, aktualisiert am 30. März 2031", "de"),
        ("Publicado em 5 de maio de 2031 às 10:20, atualizado em 6 de maio de 2031 às 9:15", "pt"),
        ("Published on 14 July 2031, at 9:15 am, last updated on 15 July 2031, at 10:20 am", "en"),
        ("Gepubliceerd op 4 mei 2031 om 9:15 uur, bijgewerkt op 5 mei 2031 om 10:20 uur", "nl"),
    ],
)
def test_a_line_of_dates_with_labels_is_a_date_line(line: str, language: str) -> None:
    assert is_date_line(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Published on 14 July 2031, the report says that the harbour of the town was safe", "en"),
        ("Updated on 14 July 2031, the plan was thrown out by the council", "en"),
        ("Publié le 14 juillet 2031, le roman raconte la vie de sa mère", "fr"),
        ("Publié le 14 juillet 2031 à Paris, le livre a été modifié le 15 juillet 2031 par son auteur", "fr"),
        ("Publicado el 6 de enero de 2031, el libro cuenta la vida de su madre", "es"),
        ("Erschienen am 4. Mai 2031 ist das Buch schon nach zwei Tagen vergriffen", "de"),
        ("The harbour plan that was updated on 4 May 2031 at 10:20", "en"),
    ],
)
def test_a_sentence_that_begins_like_one_is_none(line: str, language: str) -> None:
    assert not is_date_line(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("„Widersprüchlich ist die Auflage“ (Landgericht Lindenau, 13. Mai 2031)", "de"),
        ("“A Fair Tax” (Oakmere Council, 13 May 2031)", "en"),
        ("« Injuste » (Conseil, 13 mai 2031)", "fr"),
    ],
)
def test_what_is_quoted_with_its_date_is_no_date_line(line: str, language: str) -> None:
    assert not is_date_line(line, language)
