from __future__ import annotations

from dataclasses import replace

from newsspider.fields.word_count import word_count
from tests.fields.made_pages import first, html_page, text_page


def test_words_of_the_text() -> None:
    page, body = html_page()
    assert body.text is not None
    assert first(word_count(page, body)) == (len(body.text.split()), "articleBody")


def test_no_text_has_no_count() -> None:
    page, body = text_page("Home")
    assert first(word_count(page, replace(body, text=None))) is None
