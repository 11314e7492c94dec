from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from newsspider import extract_html, extract_text
from newsspider.explain import explain
from newsspider.items import Article, Source
from newsspider.pipelines.validate import ValidatePipeline
from tests.pipelines.crawlers import crawler_with

TEXT = "The storm that hit the coast on Monday has left thousands of homes without power. " * 5
CAPTURED = datetime(2031, 5, 1, 12, tzinfo=UTC)
FETCHED = "is later than the page was fetched, 2031-05-01 12:00"


def page(head: str = "", line: str = "") -> str:
    return (
        f"<html lang=en><head>{head}</head><body><h1>Storm hits coast</h1><p>{line}</p><p>{TEXT}</p></body></html>"
    )


def messages_of(article: Article) -> dict[str, list[str]]:
    assert article.metadata is not None
    return {name: list(told) for name, told in (article.metadata.validationMessages or {}).items()}


@pytest.mark.parametrize(
    ("head", "line", "field", "message"),
    [
        (
            "<meta property=article:published_time content=2031-05-09T10:00:00Z>", "", "datePublished",
            f"meta:article:published_time: '2031-05-09T10:00:00Z' {FETCHED}",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Storm hits coast",'
            '"dateModified": "2031-05-09"}</script>', "", "dateModified", f"json-ld: '2031-05-09' {FETCHED}",
        ),
        ("", "Published May 9, 2031", "datePublished", f"date-line: 'Published May 9, 2031' {FETCHED}"),
    ],
)  # fmt: skip
def test_a_date_after_the_fetch_is_told(head: str, line: str, field: str, message: str) -> None:
    article = extract_html(page(head, line), captured=CAPTURED)
    assert getattr(article, field) is None
    assert messages_of(article) == {field: [message]}


def test_another_date_is_taken_and_the_late_one_told() -> None:
    head = "<meta name=pubdate content=2031-05-09><meta name=date content=2031-04-30>"
    article = extract_html(page(head), captured=CAPTURED)
    assert article.datePublished == "2031-04-30"
    assert messages_of(article) == {"datePublished": [f"meta:pubdate: '2031-05-09' {FETCHED}"]}


def test_of_a_text_dump_too() -> None:
    article = extract_text(f"Storm hits coast\n\nMay 9, 2031\n\n{TEXT}", captured=CAPTURED)
    assert messages_of(article) == {"datePublished": [f"date-line: 'May 9, 2031' {FETCHED}"]}


@pytest.mark.parametrize("date", ["2031-05-01", "2031-05-02T11:00:00Z", "soon", "3 hours ago", "1066-10-14"])
def test_dates_that_can_be_right_and_what_is_none_are_not_told(date: str) -> None:
    article = extract_html(page(f"<meta name=pubdate content='{date}'>"), captured=CAPTURED)
    assert messages_of(article) == {}


def test_of_a_page_of_unknown_age_there_is_nothing_to_tell() -> None:
    assert messages_of(extract_html(page("<meta name=pubdate content=2031-05-09>"))) == {}


def test_messages_are_few_and_short() -> None:
    head = "".join(
        f"<meta name=pubdate{n} content=x><meta name=pubdate content=2031-06-{n:02}>" for n in range(1, 29)
    )
    article = extract_html(page(head + f"<meta name=date content='2031-05-09{' ' * 5000}'>"), captured=CAPTURED)
    told = messages_of(article)["datePublished"]
    assert len(told) <= 5
    assert all(len(message) < 200 for message in told)


def test_explained_and_counted() -> None:
    html = page("<meta name=pubdate content=2031-05-09>")
    response = HtmlResponse("https://news.example/a", body=html.encode(), encoding="utf-8")
    (found,) = explain(response, source=Source(kind="html"), captured=CAPTURED, only=["datePublished"]).fields
    assert list(found.notes) == [f"meta:pubdate: '2031-05-09' {FETCHED}"]
    crawler = crawler_with()
    ValidatePipeline.from_crawler(crawler).process_item(extract_html(html, captured=CAPTURED))
    assert crawler.stats.get_value("newsspider/pipelines/validation-messages/datePublished") == 1
