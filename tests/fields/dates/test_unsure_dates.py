from __future__ import annotations

import pytest

from newsspider.archives import ReadOptions
from newsspider.archives.rows import Rows
from newsspider.archives.types import ArchivedPage
from newsspider.extraction import extract, extract_html, extract_text
from newsspider.items import Article
from newsspider.loaders import ArticleLoader
from tests.fields.dates.test_late_dates import TEXT, messages_of

UNSURE = {"datePublished": ["row:published: '02/04/2024' is read as 2024-02-04, and may be 2024-04-02"]}


def article_of(**row: str) -> Article:
    page = Rows("json", "a", ReadOptions()).outcome({"title": "Storm hits coast", **row}, 0)
    assert isinstance(page, ArchivedPage)
    return extract(page.response, source=page.source, captured=page.captured, announcement=page.announcement)


@pytest.mark.parametrize("language", ["", "en"])
def test_a_day_of_which_nothing_says_the_order_is_told(language: str) -> None:
    found = article_of(text=TEXT, date_publish="02/04/2024", language=language, url="https://news.example/a")
    assert found.datePublished == "2024-02-04"  # as in American English, which most such rows are in
    assert messages_of(found) == UNSURE


@pytest.mark.parametrize(
    "row",
    [
        {"date_publish": "2024-04-02"},
        {"date_publish": "22/04/2024"},
        {"date_publish": "04/04/2024"},
        {"date_publish": "02/04/2024", "url": "https://example.co.uk/a"},
        {"date_publish": "02/04/2024", "language": "en-GB"},
        {
            "date_publish": "02/04/2024",
            "text": "El viento de la noche del lunes dejó sin luz a miles de casas. " * 9,
        },
        {"date_publish": "02/04/2024", "url": "https://news.example/2024/04/02/storm"},
        {"date_publish": "02/04/2024", "url": "https://news.example/2024/02/04/storm"},
    ],
)
def test_others_are_not(row: dict[str, str]) -> None:
    assert messages_of(article_of(**{"text": TEXT, **row})) == {}


def test_what_the_page_itself_says_needs_no_row() -> None:
    html = f"<html><meta property=article:published_time content=2024-02-04><h1>Storm hits coast</h1><p>{TEXT}</p>"
    found = article_of(html=html, date_publish="02/04/2024")
    assert (found.datePublished, messages_of(found)) == ("2024-02-04", {})


@pytest.mark.parametrize("language", ["", "lang=en"])
@pytest.mark.parametrize(
    ("head", "line", "source", "raw"),
    [
        ("", "<p class=date>Published 02/04/2024</p>", "date-line", "Published 02/04/2024"),
        ("", "<time>02/04/2024</time>", "date-line", "02/04/2024"),
        (
            "<meta property=article:published_time content=02/04/2024>",
            "",
            "meta:article:published_time",
            "02/04/2024",
        ),
    ],
)
def test_a_page_tells_it_too(language: str, head: str, line: str, source: str, raw: str) -> None:
    html = f"<html {language}><head>{head}</head><h1>Storm hits coast</h1>{line}<p>{TEXT}</p>"
    found = extract_html(html, "https://news.example/storm")
    assert found.datePublished == "2024-02-04"
    assert messages_of(found) == {
        "datePublished": [f"{source}: {raw!r} is read as 2024-02-04, and may be 2024-04-02"]
    }


def test_a_text_tells_it_too() -> None:
    found = extract_text(f"Storm hits coast\n\nDate: 02/04/2024\n\n{TEXT}\n")
    assert found.datePublished == "2024-02-04"
    (message,) = messages_of(found)["datePublished"]
    assert message.endswith("02/04/2024' is read as 2024-02-04, and may be 2024-04-02")


@pytest.mark.parametrize(
    ("language", "line", "url"),
    [
        ("en-GB", "02/04/2024", "https://news.example/storm"),
        ("en", "02/04/2024", "https://news.example/2024/04/02/storm"),
        ("en", "02/04/2024", "https://example.co.uk/storm"),
        ("en", "22/04/2024", "https://news.example/storm"),
        ("en", "2 April 2024", "https://news.example/storm"),
    ],
)
def test_a_page_that_says_the_order_tells_nothing(language: str, line: str, url: str) -> None:
    html = f"<html lang={language}><h1>Storm hits coast</h1><p class=date>Published {line}</p><p>{TEXT}</p>"
    found = extract_html(html, url)
    assert found.datePublished is not None
    assert messages_of(found) == {}


def test_a_date_that_the_loader_was_given_is_sure() -> None:
    loader = ArticleLoader()
    loader.add_value("datePublished", "2024-04-02")
    loader.add_value("datePublishedRaw", "02/04/2024")
    found = extract_html(f"<html lang=en><h1>Storm hits coast</h1><p>{TEXT}</p>", loader=loader)
    assert (found.datePublished, messages_of(found)) == ("2024-04-02", {})
