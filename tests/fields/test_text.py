from __future__ import annotations

from dataclasses import replace

from newsspider import extract_html
from newsspider.fields.facts import PageFacts
from newsspider.fields.text import word_count
from tests.fields.made_pages import first, html_page, text_page


def test_the_text_and_html_of_the_chosen_blocks() -> None:
    paragraphs = [
        f"The harbour trust said on day {n} that the ferry would sail again before long." for n in range(4)
    ]
    html = (
        "<nav><a href=/>Home</a></nav><article>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article>"
    )
    article = extract_html(html)
    assert article.articleBody == "\n\n".join(paragraphs)
    assert article.articleBodyHtml == "\n".join(f"<p>{text}</p>" for text in paragraphs)


def test_no_text_is_no_body() -> None:
    article = extract_html("<img src=/a.png>")
    assert article.articleBody is None
    assert article.articleBodyHtml is None


def test_words_of_the_text() -> None:
    facts = html_page()
    assert facts.body.text is not None
    assert first(word_count(facts)) == (len(facts.body.text.split()), "articleBody")


def test_no_text_has_no_count() -> None:
    facts = text_page("Home")
    facts = PageFacts(facts.page, replace(facts.body, text=None))
    assert first(word_count(facts)) is None
