"""A body that a spider adds itself: as text, as HTML, in one piece or in several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract, extract_html
from newsspider.items import Article
from newsspider.pipelines.normalize import NormalizePipeline

URL = "https://n.example/news/a"
PAGE = HtmlResponse(
    URL,
    body=b"<h1>Storm</h1><div class=story><p>The storm came at night and took the roof of the harbour office.</p>"
    b'<p onclick="x()">No one was <b>hurt</b>, <a href="/police">the police</a> said.</p><script>y()</script></div>',
    encoding="utf-8",
)


def both(loader: ArticleLoader) -> list[Article]:
    """Return what the loader makes alone, and what it makes with the rules."""
    return [loader.load_item(), extract(PAGE, loader=loader)]


def test_paragraphs_are_joined_and_bring_html_and_words_along() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBody", ["Rain & wind.", "  ", "More\n rain."]).add_value("articleBody", "The end.")
    for article in both(loader):
        assert article.articleBody == "Rain & wind.\n\nMore rain.\n\nThe end."
        assert article.articleBodyHtml == "<p>Rain &amp; wind.</p>\n<p>More rain.</p>\n<p>The end.</p>"
        assert article.wordCount == 6
    sources = extract(PAGE, loader=loader).metadata.fieldSources  # type: ignore[union-attr]
    assert sources is not None
    assert [sources[name] for name in ("articleBody", "articleBodyHtml", "wordCount")] == [
        "loader",
        "articleBody",
        "articleBody",
    ]


def test_html_is_sanitized_and_brings_text_and_words_along() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_css("articleBodyHtml", ".story")
    for article in both(loader):
        assert article.articleBodyHtml == (
            "<p>The storm came at night and took the roof of the harbour office.</p>\n"
            '<p>No one was <strong>hurt</strong>, <a href="https://n.example/police">the police</a> said.</p>'
        )
        assert article.articleBody == (
            "The storm came at night and took the roof of the harbour office.\n\nNo one was hurt, the police said."
        )
        assert article.wordCount == 20


def test_paragraphs_of_html_are_one_body() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_css("articleBodyHtml", ".story p")
    for article in both(loader):
        assert article.articleBodyHtml is not None
        assert article.articleBodyHtml.count("<p>") == 2
        assert article.articleBody is not None
        assert article.articleBody.count("\n\n") == 1


def test_text_and_html_that_are_both_given_stay() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value(
        None, {"articleBody": "Rain fell.", "articleBodyHtml": "<p>Rain <i>fell</i>.</p>", "wordCount": "7"}
    )
    for article in both(loader):
        assert article.articleBody == "Rain fell."
        assert article.articleBodyHtml == "<p>Rain <em>fell</em>.</p>"
        assert article.wordCount == 7


@pytest.mark.parametrize("nothing", ["", " \n", "<script>x()</script>", "<div></div>", []])
def test_a_body_of_nothing_is_left_to_the_rules(nothing: object) -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBodyHtml", nothing)
    assert extract(PAGE, loader=loader).articleBody == extract(PAGE).articleBody is not None


def test_a_body_that_is_replaced_is_not_mixed_with_the_one_before() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBody", "One.")
    loader.load_item()
    loader.replace_value("articleBody", "Two words.")
    for article in both(loader):
        assert (article.articleBody, article.articleBodyHtml, article.wordCount) == (
            "Two words.",
            "<p>Two words.</p>",
            2,
        )


def test_items_of_other_classes_get_no_field_that_nobody_asked_for() -> None:
    loader = ArticleLoader(item={})
    loader.add_value("articleBody", "Rain fell.")
    assert loader.load_item() == {"articleBody": "Rain fell."}


def test_figures_lists_and_tables_are_kept() -> None:
    html = (
        "<h1>Storm</h1><ul><li>rain</li><li>wind</li></ul><table><tr><td>1</td><td>2</td></tr></table>"
        '<figure><img src="/a.jpg" alt="A pier"><figcaption>The pier.</figcaption></figure><p>The end.</p>'
    )
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBodyHtml", html)
    article = loader.load_item()
    assert article.articleBodyHtml == (
        "<h2>Storm</h2>\n<ul><li>rain</li><li>wind</li></ul>\n<table><tr><td>1</td><td>2</td></tr></table>\n"
        '<figure><img src="https://n.example/a.jpg" alt="A pier"><figcaption>The pier.</figcaption></figure>\n'
        "<p>The end.</p>"
    )
    assert article.articleBody == "Storm\n\nrain\n\nwind\n\n1 2\n\nThe end."


MARKUP = st.text(alphabet="<>/=\"' abdeghilmprstuvy\u0627\x00\ud800&;#1\n", max_size=150)


@given(MARKUP)
def test_html_of_one_s_own_is_safe_and_the_same_the_second_time(html: str) -> None:
    loader = ArticleLoader()
    loader.add_value("articleBodyHtml", html)
    first = loader.load_item().articleBodyHtml
    if first is not None:
        again = ArticleLoader()
        again.add_value("articleBodyHtml", first)
        assert again.load_item().articleBodyHtml == first
        assert "<script" not in first
        assert extract_html(first).articleBody is None or "onclick=" not in first


@pytest.mark.parametrize("selector", [".story", ".story p"])
def test_elements_in_place_of_texts_are_read_as_their_text(selector: str) -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_css("articleBody", selector)
    for article in both(loader):
        assert article.articleBody == (
            "The storm came at night and took the roof of the harbour office.\n\nNo one was hurt, the police said."
        )
        assert article.wordCount == 20
        assert "&lt;" not in str(article.articleBodyHtml)


def test_lines_of_one_text_are_paragraphs_unless_they_are_wrapped() -> None:
    long = "The storm came at night and took the roof of the harbour office. " * 3
    for text, count in (
        (f"One.\n{long}\nThree.", 3),
        ("Wrapped by a\nmail program.", 1),
        (f"One.\n\n{long}\ntoo.", 2),
    ):
        loader = ArticleLoader(response=PAGE)
        loader.add_value("articleBody", text)
        assert len(loader.load_item().articleBody.split("\n\n")) == count
        item = {"headline": "Storm", "articleBody": text}
        NormalizePipeline({}).process_item(item)
        assert len(item["articleBody"].split("\n\n")) == count


def test_a_text_that_only_speaks_of_tags_stays() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBody", ["Write <b>bold</b> like this.", "a < b"])
    assert loader.load_item().articleBody == "Write <b>bold</b> like this.\n\na < b"


def test_what_an_author_is_called_on_the_page_has_no_tags() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("authors", '<p class="byline">By <a href="/ana">Ana Ruiz</a></p>')
    (author,) = loader.load_item().authors
    assert (author.name, author.nameRaw) == ("Ana Ruiz", "By Ana Ruiz")


def test_preformatted_html_keeps_its_lines() -> None:
    loader = ArticleLoader(response=PAGE)
    loader.add_value("articleBodyHtml", "<p>Run\nthis:</p><pre>if x:\n    y()</pre>")
    for article in both(loader):
        assert article.articleBody == "Run this:\n\nif x:\n    y()"
