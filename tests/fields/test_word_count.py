from __future__ import annotations

from dataclasses import replace

from newsspider.fields.facts import PageFacts
from newsspider.fields.word_count import word_count
from tests.fields.made_pages import first, html_page, text_page


def test_words_of_the_text() -> None:
    facts = html_page()
    assert facts.body.text is not None
    assert first(word_count(facts)) == (len(facts.body.text.split()), "articleBody")


def test_no_text_has_no_count() -> None:
    facts = text_page("Home")
    facts = PageFacts(facts.page, replace(facts.body, text=None))
    assert first(word_count(facts)) is None
