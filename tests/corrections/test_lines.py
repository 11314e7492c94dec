from __future__ import annotations

import doctest
import time

import pytest

from newsspider.corrections import lines as module
from newsspider.corrections.lines import line_of, lines_of_tables, lines_of_texts

TEXT = """# corrections = 1, says a comment
[[corrections]]
site = "headline.example"
note = '''
headline = { css = "h2" }
'''
fields.headline = { css = "h1" }

[[corrections]]
"site" = "b.example"
body_css = [
  "p",
  "div",
]
[corrections.fields.headline]
value = "A"
drop = true
[corrections.fields]
authors = { css = "p", regex = "(" }
"""


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["corrections"], 2),
        (["corrections", 0, "site"], 3),
        (["corrections", 0, "fields", "headline", "css"], 7),
        (["corrections", 1], 9),
        (["corrections", 1, "site"], 10),
        (["corrections", 1, "body_css"], 11),
        (["corrections", 1, "fields", "headline"], 15),
        (["corrections", 1, "fields", "headline", "drop"], 17),
        (["corrections", 1, "fields", "authors", "regex"], 19),
        (["corrections", 1, "until"], 9),
        (["nowhere"], 1),
        ([], 1),
    ],
)
def test_the_line_is_that_on_which_it_begins(path: list[str | int], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_a_long_file_takes_no_long_time() -> None:
    text = '[[corrections]]\nsite = "a.example"\nfields.headline.css = "h1"\n' * 1000
    start = time.process_time()
    assert line_of(text, ["corrections", 900, "fields", "headline"]) == 2703
    assert time.process_time() - start < 10


INLINE = 'note = 1\ncorrections = [\n  {site = "a.example"},\n  {site = "b.example"},\n]\n'
ONE_LIKE_A_HEADER = '[[corrections]]\nnote = """\n[[corrections]]\n"""\n[[corrections]]\nsite = "b.example"\n'


@pytest.mark.parametrize(("text", "lines"), [(TEXT, [2, 9]), (INLINE, [2, 2]), (ONE_LIKE_A_HEADER, [1, 5])])
def test_the_lines_of_tables_are_those_of_their_headers(text: str, lines: list[int]) -> None:
    assert lines_of_tables(text, "corrections", 2) == lines


def test_the_lines_of_thousands_of_tables_take_no_long_time() -> None:
    text = '[[corrections]]\nsite = "a.example"\nfields.headline.css = "h1"\n' * 3000
    start = time.process_time()
    assert lines_of_tables(text, "corrections", 3000)[-1] == 8998
    assert time.process_time() - start < 1


def test_the_line_of_a_text_is_that_of_the_one_string_that_is_it() -> None:
    lines = [
        'body_css = "p"',
        "# 'h1'",
        'css = [\'h1\', "a[b=\\"c\\"]"]',
        'x = "h2"',
        "y = 'h2'",
        '"""',
        "h3",
        '"""',
    ]
    assert lines_of_texts(lines, ["p", "h1", 'a[b="c"]', "h2", "h3"], 11) == [11, 13, 13, 11, 11]
