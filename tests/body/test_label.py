import pytest

from newsspider.blocks import Blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.body.label import (
    label,
    with_embedded_parts,
    with_last_paragraphs,
    with_next_paragraphs,
    with_whole_tables,
)
from newsspider.page import Page
from tests.body.pages import ARTICLE, SENTENCE, page_and_blocks


def test_every_block_gets_a_probability() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    probabilities = label(page, blocks)
    assert len(probabilities) == len(blocks)
    assert all(0.0 <= p <= 1.0 for p in probabilities)


def test_a_heading_that_is_the_page_title_is_no_text() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    assert label(page, blocks)[list(blocks.texts).index("Storm closes the harbour")] <= 0.1


def test_no_blocks_have_no_probabilities() -> None:
    assert label(Page(), Blocks(texts=[], tags=[], elements=[])) == []


POST = '<blockquote class="twitter-tweet"><p>Not a day too soon.</p>- The pilot, 5 March</blockquote>'


def test_posts_within_the_text_of_a_small_page_are_kept() -> None:
    _, blocks = page_and_blocks(f"<p>{SENTENCE}</p>{POST}<p>{SENTENCE}</p>{POST}")
    assert with_embedded_parts(blocks, [1.0, 0.2, 0.1, 0.9, 0.2, 0.1]) == [1.0, 0.6, 0.6, 0.9, 0.2, 0.1]


def test_other_quotes_and_long_pages_are_left_to_the_model() -> None:
    _, quoted = page_and_blocks(f"<p>{SENTENCE}</p><blockquote><p>Soon.</p></blockquote><p>{SENTENCE}</p>")
    assert with_embedded_parts(quoted, [1.0, 0.2, 1.0]) == [1.0, 0.2, 1.0]
    _, long = page_and_blocks(f"<p>{SENTENCE}</p>{POST}" * 10)
    chances = [1.0, 0.2, 0.1] * 10
    assert with_embedded_parts(long, chances) == chances


TABLES = "<table><tr><td>Boat</td><td>Yard</td></tr></table><p>Text.</p><table><tr><td>Part</td><td>Oak</td></tr></table>"


def test_the_cells_of_a_pages_tables_are_decided_together() -> None:
    _, blocks = page_and_blocks(TABLES)
    shared = with_whole_tables(blocks, [0.6, 0.5, 0.9, 0.4, 0.4])
    assert len({shared[i] for i in (0, 1, 3, 4)}) == 1
    assert 0.4 < shared[0] < 0.6
    assert shared[2] == 0.9


def test_tables_that_lay_out_a_page_and_those_that_are_no_text_are_left_to_the_model() -> None:
    _, blocks = page_and_blocks(TABLES)
    for chances in ([0.9, 0.2, 0.9, 0.05, 0.4], [0.05, 0.02, 0.9, 0.01, 0.02]):
        assert with_whole_tables(blocks, chances) == chances


SAID = {
    "en": ("The ferry will run again from March, the board said.", "Read also: Rain floods three cellars"),
    "ru": ("Библиотека открылась в здании старого вокзала.", "Читайте также: Дождь затопил подвалы"),
    "ja": ("市は校舎を改修した図書館を四月に開くと発表した。", "関連記事：雨で地下室が浸水"),
}


@pytest.mark.parametrize("language", SAID)
def test_sentences_behind_another_storys_line_stay_in_a_short_dump(language: str) -> None:
    said, other = SAID[language]
    blocks = text_blocks("\n\n".join([said, other, said, said, "Menu", said]))
    scored = [0.9, 0.4, 0.2, 0.04, 0.2, 0.2]
    raised = with_last_paragraphs(blocks, [0.9, 0.1, *scored[2:]], scored)
    assert raised == [0.9, 0.1, 0.6, 0.6, 0.2, 0.2]


@pytest.mark.parametrize(
    "line",
    ["We use cookies on this site.", "Wir verwenden Cookies auf dieser Seite.", "Мы используем файлы cookie."],
)
def test_what_stands_below_an_end_line_of_a_dump_is_left_to_the_models(line: str) -> None:
    blocks = text_blocks("\n\n".join([SAID["en"][0], SAID["en"][0], line, SAID["en"][0]]))
    scored = [0.9, 0.2, 0.2, 0.2]
    assert with_last_paragraphs(blocks, [0.9, 0.2, 0.1, 0.2], scored) == [0.9, 0.6, 0.1, 0.2]


def test_of_long_dumps_doubtful_sentences_right_behind_the_text_are_kept_alone() -> None:
    said = SAID["en"][0]
    blocks = text_blocks("\n\n".join([f"{said} {said}"] * 40))
    chances = [0.9, 0.4, 0.9, 0.4, 0.4, 0.2, *[0.4] * 34]
    assert with_last_paragraphs(blocks, chances, chances)[:7] == [0.9, 0.4, 0.9, 0.6, 0.6, 0.2, 0.4]
    scored = [0.9, 0.4, 0.9, 0.4, 0.5, *[0.4] * 35]
    assert with_last_paragraphs(blocks, chances, scored)[3:5] == [0.6, 0.4]  # the second is known to be none
    short = text_blocks("\n\n".join([said] * 40))
    assert with_last_paragraphs(short, chances, chances)[:5] == [0.9, 0.4, 0.9, 0.4, 0.4]


def test_code_and_tables_with_headings_within_the_text_of_a_small_page_are_kept() -> None:
    _, blocks = page_and_blocks(f"<p>{SENTENCE}</p><pre>a = 1</pre><p>{SENTENCE}</p>")
    assert with_embedded_parts(blocks, [1.0, 0.2, 1.0]) == [1.0, 0.6, 1.0]
    table = "<table><tr><th>Boat</th></tr><tr><td>Oak</td></tr></table>"
    _, blocks = page_and_blocks(f"<p>{SENTENCE}</p>{table}<p>{SENTENCE}</p>")
    assert with_embedded_parts(blocks, [1.0, 0.2, 0.2, 1.0]) == [1.0, 0.6, 0.6, 1.0]
    _, blocks = page_and_blocks(f"<p>{SENTENCE}</p>{table.replace('th', 'td')}<p>{SENTENCE}</p>")
    assert with_embedded_parts(blocks, [1.0, 0.2, 0.2, 1.0]) == [1.0, 0.2, 0.2, 1.0]
    _, blocks = page_and_blocks(f"<p>{SENTENCE}</p><h2>Boats</h2>{table}<p>Terms</p>")  # its heading is text
    assert with_embedded_parts(blocks, [1.0, 0.7, 0.2, 0.2, 0.1]) == [1.0, 0.7, 0.6, 0.6, 0.1]
    assert with_embedded_parts(blocks, [1.0, 0.5, 0.2, 0.2, 0.1]) == [1.0, 0.5, 0.2, 0.2, 0.1]


def test_a_doubtful_last_paragraph_of_a_small_page_is_kept_if_it_looks_as_the_one_above() -> None:
    _, blocks = page_and_blocks(f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p><p class=x>{SENTENCE}</p></div>")
    assert with_next_paragraphs(blocks, [0.9, 0.4, 0.4]) == [0.9, 0.6, 0.4]
    assert with_next_paragraphs(blocks, [0.9, 0.2, 0.4]) == [0.9, 0.2, 0.4]
