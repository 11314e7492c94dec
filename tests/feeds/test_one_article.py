from __future__ import annotations

import json
from dataclasses import replace

from lxml import html

from newsspider.feeds.one_article import article_as
from newsspider.items import Article

ARTICLE = Article(
    url="https://example.org/",
    headline="Tide & <time>",
    articleBody="1 < 2 by \ud800 night.\n\nThe ferry sailed.",
    inLanguage="en",
)


def test_json_is_the_line_of_the_feed_or_indented() -> None:
    line, indented = article_as(ARTICLE, "json"), article_as(ARTICLE, "json", is_indented=True)
    assert line.count("\n") == 1
    assert indented.startswith('{\n  "url": "https://example.org/",\n  "headline"')
    assert json.loads(line) == json.loads(indented)
    assert json.loads(line)["articleBody"].startswith("1 < 2 by \ufffd night.")


def test_a_document_of_a_text_dump_has_its_paragraphs_escaped() -> None:
    document = article_as(ARTICLE, "html")
    tree = html.document_fromstring(document)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title") == tree.findtext(".//h1") == "Tide & <time>"
    assert [p.text for p in tree.iter("p")] == ["1 < 2 by \ufffd night.", "The ferry sailed."]


def test_a_headline_that_the_body_repeats_is_shown_once() -> None:
    text = Article(headline="About us", articleBody="About us\n\nWe print.\n\nAbout us")
    whole = replace(text, articleBodyHtml='<h1 id="top"><b>About</b>\nus</h1>\n<p>We print.</p><p>About us</p>')
    for article in (text, whole):
        assert article_as(article, "text") == "About us\n\nWe print.\n\nAbout us\n"
        assert article_as(article, "markdown").split("---\n\n")[1] == "# About us\n\nWe print.\n\nAbout us\n"
        tree = html.document_fromstring(article_as(article, "html"))
        assert [part.text_content() for part in tree.xpath("//article/*")] == ["About us", "We print.", "About us"]
        assert json.loads(article_as(article, "json"))["articleBody"] == text.articleBody


def test_a_body_that_goes_on_from_the_headline_is_whole() -> None:
    article = Article(headline="About us", articleBody="About us and you.", articleBodyHtml="<pre>About us</pre>")
    assert article_as(article, "text") == "About us\n\nAbout us and you.\n"
    assert "<pre>About us</pre>" in article_as(article, "html")


def test_hostile_beginnings_take_no_time() -> None:
    for body in ("<p>" * 100_000, "<p " * 100_000, "<h1>" + "<" * 300_000, " " * 300_000):
        article_as(Article(headline="About us", articleBodyHtml=body), "html")


def test_an_article_without_any_field_is_a_document_all_the_same() -> None:
    assert "<article>" in article_as(Article(), "html")
    assert article_as(Article(), "text") == "\n"
    assert article_as(Article(), "json") == "{}\n"
    assert article_as(Article(), "markdown").startswith("---\n")
