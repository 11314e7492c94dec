from __future__ import annotations

import json

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


def test_an_article_without_any_field_is_a_document_all_the_same() -> None:
    assert "<article>" in article_as(Article(), "html")
    assert article_as(Article(), "text") == "\n"
    assert article_as(Article(), "json") == "{}\n"
    assert article_as(Article(), "markdown").startswith("---\n")
