import time

import pytest

from newsspider.body.assemble import body_text
from newsspider.body.assemble_html import body_html
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


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<pre>if x:\n    <b>y</b>(1 &lt; 2)\n</pre>", "if x:\u2028    y(1 < 2)"),
        ("<pre><code>\n\ta\n  b  \n</code></pre>", "\ta\u2028  b"),
        ("<pre>one\n\ntwo</pre>", "one\u2028\u2028two"),
        ("<pre>one<br><br>two\nthree</pre><pre>four</pre>", "one\n\ntwo\u2028three\n\nfour"),
        ("<pre><div>one</div>\n<div>two\n2</div></pre>", "one\n\ntwo 2"),
        ("<p>one\ntwo</p>", "one two"),
    ],
)
def test_preformatted_text_keeps_its_lines(html: str, expected: str) -> None:
    _, blocks = page_and_blocks(html)
    assert body_text(blocks, range(len(blocks))) == expected


def test_the_time_is_linear_for_many_blocks_in_one_element() -> None:
    times = []
    for count in (10_000, 40_000):
        _, blocks = page_and_blocks("<pre>" + "one\ntwo<br><br>" * count)
        start = time.process_time()
        body_text(blocks, range(len(blocks)))
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 0.1


def test_paragraphs_of_a_cell_that_lays_out_the_page_are_parted_and_cells_of_a_table_are_not() -> None:
    said = "The harbour was closed before dawn, and the boats that had left in the night were called back."
    _, blocks = page_and_blocks(
        f"<table><tr><td>Menu</td><td><font>{said}<br><br>{said}<br><br>Soon.</font></td></tr></table>"
    )
    chosen = [i for i, text in enumerate(blocks.texts) if text != "Menu"]
    assert body_text(blocks, chosen) == f"{said}\n\n{said}\n\nSoon."
    assert body_html(blocks, chosen, None) == f"<p>{said}</p>\n<p>{said}</p>\n<p>Soon.</p>"
    _, blocks = page_and_blocks("<table><tr><td>Oak<br><br>Ash</td><td>5</td></tr></table>")
    assert body_text(blocks, range(len(blocks))) == "Oak Ash 5"
