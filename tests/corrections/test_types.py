"""What corrections make of a page; whole pages are in tests/golden/corrections."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract, extract_html
from newsspider.corrections import Corrections, read_corrections
from newsspider.extraction import read_response
from newsspider.fields import FIELDS
from newsspider.http import TextDumpResponse
from newsspider.items import Article

HTML = b"""<html lang="en"><head><meta property="article:published_time" content="2024-05-03T10:00:00Z"></head>
<body><h1>Storm hits coast</h1><p class="k">World</p><p>The storm came at night and took the roof of the old
harbour office, which had stood on the quay since the days of the herring.</p></body></html>"""
URL = "https://www.example.com/storm"


def corrections(folder: Path, text: str, site: str = "example.com") -> Corrections:
    path = folder / "c.toml"
    path.write_text(f'[[corrections]]\nsite = "{site}"\n{text}')
    return read_corrections(path)


def corrected(found: Corrections, url: str = URL, captured: datetime | None = None) -> Article:
    return extract(HtmlResponse(url, body=HTML, encoding="utf-8"), corrections=found, captured=captured)


@pytest.mark.parametrize(
    ("site", "url", "is_meant"),
    [
        ("example.com", "https://example.com/a", True),
        ("example.com", "https://news.example.com:8080/a", True),
        ("news.example.com", "https://www.example.com/a", False),
        ("example.com", "https://badexample.com/a", False),
        ("example.com", "https://example.com.evil.example/a", False),
        ("127.0.0.1", "http://127.0.0.1:8000/a", True),
        ("example.com", "https://EXAMPLE.com/a", True),
        ("example.com", "", False),
        ("example.com", "http://[", False),
    ],
)
def test_a_site_is_its_host_and_what_stands_below_it(tmp_path: Path, site: str, url: str, is_meant: bool) -> None:
    found = corrections(tmp_path, 'fields.headline.value = "Corrected"\n', site)
    assert (corrected(found, url).headline == "Corrected") is is_meant


@pytest.mark.parametrize(
    ("days", "captured", "holds"),
    [
        ("from = 2024-06-01", datetime(2024, 6, 1, tzinfo=UTC), True),
        ("from = 2024-06-01", datetime(2024, 5, 31, 23, 59, tzinfo=UTC), False),
        ("until = 2024-06-01", datetime(2024, 6, 1, 23, 59, tzinfo=UTC), True),
        ("until = 2024-06-01", datetime(2024, 6, 2, tzinfo=UTC), False),
        ("until = 2024-05-03", None, True),  # the day it was published
        ("until = 2024-05-02", None, False),
        ("from = 2024-05-04", None, False),
    ],
)
def test_it_holds_on_the_days_of_capture_else_of_publication(
    tmp_path: Path, days: str, captured: datetime | None, holds: bool
) -> None:
    found = corrections(tmp_path, f'{days}\nfields.headline.value = "Corrected"\n')
    assert (corrected(found, captured=captured).headline == "Corrected") is holds


def test_a_page_of_no_known_day_counts_as_the_latest(tmp_path: Path) -> None:
    page = b"<h1>Storm hits coast</h1><p>The storm came at night."
    for days, headline in (("from = 2024-01-01", "Corrected"), ("until = 2024-01-01", "Storm hits coast")):
        found = corrections(tmp_path, f'{days}\nfields.headline.value = "Corrected"\n')
        assert extract(HtmlResponse(URL, body=page), corrections=found).headline == headline


def test_without_a_correction_for_the_page_nothing_is_touched(tmp_path: Path) -> None:
    found = corrections(tmp_path, "fields.headline.drop = true\n", "other.example")
    reading = read_response(HtmlResponse(URL, body=HTML), corrections=found)
    assert reading.fields is FIELDS
    assert reading.facts.body.rule == "blocks"
    assert corrected(found).to_dict() == extract_like(HTML)


def extract_like(html: bytes) -> dict[str, object]:
    form = extract_html(html, URL).to_dict()
    form["metadata"]["source"]["kind"] = "live"
    return form


def test_the_rules_go_on_where_a_selector_finds_nothing_that_cleaning_leaves(tmp_path: Path) -> None:
    found = corrections(tmp_path, 'fields.headline.css = [".gone", "head"]\nfields.articleSection.css = ".k"\n')
    article = corrected(found)
    assert (article.headline, article.articleSection) == ("Storm hits coast", "World")
    assert article.metadata is not None
    assert article.metadata.fieldSources is not None
    assert article.metadata.fieldSources["headline"] == "h1"
    assert article.metadata.fieldSources["articleSection"] == "correction:example.com"


def test_dropped_is_what_the_rules_find(tmp_path: Path) -> None:
    article = corrected(corrections(tmp_path, "fields.datePublished.drop = true\n"))
    assert article.datePublished is None
    assert article.datePublishedRaw is None
    assert article.metadata is not None
    assert "datePublished" not in (article.metadata.fieldSources or {})
    assert corrected(corrections(tmp_path, 'fields.headline = { css = "h2", drop = true }\n')).headline is None


def test_of_several_the_first_in_the_file_comes_first(tmp_path: Path) -> None:
    text = (
        'fields.headline.css = "h2"\n[[corrections]]\nsite = "www.example.com"\nfields.headline.value = "Second"\n'
        '[[corrections]]\nsite = "example.com"\nfields.headline.value = "Third"\n'
    )
    assert corrected(corrections(tmp_path, text)).headline == "Second"


def test_what_code_puts_into_the_loader_wins_over_the_file(tmp_path: Path) -> None:
    loader = ArticleLoader()
    loader.add_value("headline", "By hand")
    found = corrections(tmp_path, 'fields.headline.value = "Corrected"\n')
    article = extract(HtmlResponse(URL, body=HTML), corrections=found, loader=loader)
    assert article.headline == "By hand"


def test_a_dump_takes_constants_and_has_nothing_to_select(tmp_path: Path) -> None:
    found = corrections(
        tmp_path, 'body_css = "p"\nfields.headline.css = "h1"\nfields.publisher.value = "Example"\n'
    )
    text = b"Storm hits coast\n\nThe storm came at night and took the roof of the old harbour office."
    article = extract(TextDumpResponse(URL, body=text, encoding="utf-8"), corrections=found)
    assert article.publisher is not None
    assert article.publisher.name == "Example"
    assert article.articleBody
