from newsspider.body.assemble import body_text
from tests.body.pages import page_and_blocks


def test_paragraphs_are_split_by_a_blank_line() -> None:
    _, blocks = page_and_blocks("<p>one</p><h2>two</h2><ul><li>three</li></ul><p>four</p>")
    assert body_text(blocks, [0, 1, 2]) == "one\n\ntwo\n\nthree"


def test_a_table_row_is_a_paragraph() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>"
    _, blocks = page_and_blocks(f"<p>x</p><table>{row.format('a', 'b')}{row.format('c', 'd')}</table><p>y</p>")
    assert body_text(blocks, range(len(blocks))) == "x\n\na b\n\nc d\n\ny"


def test_nothing_chosen_is_no_text() -> None:
    _, blocks = page_and_blocks("<p>one</p>")
    assert body_text(blocks, []) is None
