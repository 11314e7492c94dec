from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import ArchivedPage, open_source
from newsspider.archives.json_fields import JsonFields, fields_with
from newsspider.archives.rows import Rows, page_of
from newsspider.archives.types import ReadOptions
from newsspider.extraction import extract
from newsspider.http import TextDumpResponse
from newsspider.items import Article

ROW = {
    "url": "https://news.example/a",
    "title": "Storm hits coast - and leaves",
    "authors": ["Ana Ruiz"],
    "date": "2031-05-04 00:00:00",
    "language": "English",
    "description": "It blew all night.",
    "image_url": "https://news.example/a.jpg",
    "category": "Weather",
    "keywords": "storm, coast",
    "publisher": "Example News",
}
TEXT = "The storm that hit the coast on Monday has left thousands of homes without power. " * 5
HTML = (
    "<html lang=en><head><title>Gale at sea</title><meta name=author content='Ben Kurz'>"
    f"<meta property=article:published_time content=2031-05-03></head><h1>Gale at sea</h1><p>{TEXT}</p>"
)


def article_of(row: dict[str, object]) -> Article:
    page = Rows("json", "a", ReadOptions()).outcome(row, 0)
    assert isinstance(page, ArchivedPage)
    return extract(page.response, source=page.source, captured=page.captured, announcement=page.announcement)


def sources_of(article: Article) -> dict[str, str]:
    assert article.metadata is not None
    return dict(article.metadata.fieldSources or {})


def test_what_a_row_says_goes_before_what_its_text_seems_to_say() -> None:
    article = article_of({**ROW, "text": f"Ferries stay in port\n\nBy Clara Lund\n\n{TEXT}"})
    sources = sources_of(article)
    assert (article.headline, sources["headline"]) == ("Storm hits coast - and leaves", "row:title")
    assert ([one.name for one in article.authors or ()], sources["authors"]) == (["Ana Ruiz"], "row:authors")
    assert (article.datePublished, sources["datePublished"]) == ("2031-05-04", "row:published")
    assert (article.inLanguage, sources["inLanguage"]) == ("en", "row:language")
    assert (article.description, sources["description"]) == ("It blew all night.", "row:description")
    assert (article.articleSection, sources["articleSection"]) == ("Weather", "row:section")
    assert (article.keywords, sources["keywords"]) == (["storm", "coast"], "row:keywords")
    assert article.mainImage is not None
    assert (article.mainImage.url, sources["mainImage"]) == ("https://news.example/a.jpg", "row:image")
    assert article.publisher is not None
    assert (article.publisher.name, sources["publisher"]) == ("Example News", "row:publisher")
    assert article.metadata is not None
    assert article.metadata.dateDownloaded is None


def test_what_the_page_itself_says_goes_before_its_row() -> None:
    article = article_of({**ROW, "html": HTML})
    sources = sources_of(article)
    assert article.headline == "Gale at sea"
    assert [one.name for one in article.authors or ()] == ["Ben Kurz"]
    assert (article.datePublished, article.inLanguage) == ("2031-05-03", "en")
    assert {sources[name] for name in ("description", "keywords", "articleSection")} == {
        "row:description", "row:keywords", "row:section",
    }  # fmt: skip


def test_the_date_of_a_crawl_is_that_of_the_fetch() -> None:
    article = article_of({"text": TEXT, "date": "2031-05-04T05:06:07Z", "dump": "CC-MAIN-2031-18"})
    assert article.datePublished is None
    assert article.metadata is not None
    assert article.metadata.dateDownloaded == "2031-05-04T05:06:07Z"


def test_a_name_that_no_row_has_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Text", "kop": "T"}\n{"text": "More"}\n')
    with caplog.at_level(logging.WARNING):
        options = ReadOptions(json_fields=fields_with({"title": "kop", "authors": ["auteurs", "auteur"]}))
        assert len(list(open_source(tmp_path / "a.jsonl", options))) == 2
    assert [record.getMessage() for record in caplog.records] == [
        "a.jsonl: no row has the fields that NEWSSPIDER_JSON_FIELDS names (authors: auteurs, auteur); "
        "the first row has: text, kop"
    ]


def test_html_under_the_name_of_text_is_html() -> None:
    assert type(page_of({"body": "<html><p>Hi"}, JsonFields())) is HtmlResponse
    assert type(page_of({"content": "I <p> you"}, JsonFields())) is TextDumpResponse


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    found = page_of({"url": "https://example.org/\ud800", "text": "a\udc00"}, JsonFields())
    assert found is not None
    assert (found.url, found.body) == ("https://example.org/?", b"a?")
