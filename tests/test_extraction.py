from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request

from newsspider import ArticleLoader, article_or_reject, extract, extract_html, extract_text
from newsspider.corrections.types import Correction, Corrections, FieldCorrection
from newsspider.errors import PageError
from newsspider.fields import FIELDS
from newsspider.http import CONTEXT, PageContext, TextDumpResponse
from newsspider.items import Publisher, Source

SEEDS = Path(__file__).parents[1] / "seeds"
FERRY = (SEEDS / "html" / "ferry-timetable.html").read_bytes()
URL = "https://northwaterpost.example/news/2025/10/ferry-winter-timetable"


def test_the_same_bytes_give_the_same_article_by_every_function() -> None:
    from_bytes = extract_html(FERRY, URL).to_dict()
    from_text = extract_html(FERRY.decode(), URL).to_dict()
    from_response = extract(HtmlResponse(URL, body=FERRY)).to_dict()
    assert from_bytes == from_text
    for form in (from_bytes, from_response):
        form["metadata"].pop("source")
    assert from_bytes == from_response


class OwnBytes(bytes):
    """As web-poet's `HttpResponseBody`."""


class OwnText(str):
    """As parsers and template engines mark theirs."""

    __slots__ = ()


def test_bodies_of_subclasses_are_read() -> None:
    expected = extract_html(FERRY, URL)
    assert extract_html(OwnBytes(FERRY), URL) == expected
    assert extract_html(OwnText(FERRY.decode()), OwnText(URL)) == expected
    assert extract_html(OwnBytes(FERRY.decode().encode("utf-16")), URL).articleBody == expected.articleBody
    dump = (SEEDS / "000_c9684fc6a1124425.txt").read_text("utf-8")
    assert extract_text(OwnText(dump)) == extract_text(dump)


def test_where_it_came_from_stands_in_the_metadata() -> None:
    source = Source(kind="warc", path="a.warc.gz", offset=512, recordId="<urn:uuid:1>")
    captured = datetime(2025, 10, 14, 12, tzinfo=UTC)
    metadata = extract(HtmlResponse(URL, body=FERRY), source=source, captured=captured).to_dict()["metadata"]
    assert metadata["source"].pop("digest").startswith("sha256:")
    assert metadata["source"] == {"kind": "warc", "path": "a.warc.gz", "offset": 512, "recordId": "<urn:uuid:1>"}
    assert metadata["dateDownloaded"] == "2025-10-14T12:00:00Z"
    assert metadata["extractor"].startswith("newsspider ")
    assert metadata["fieldSources"]["headline"] == "json-ld"
    assert 0.5 < metadata["probability"] <= 1


def test_what_the_loader_holds_stays() -> None:
    loader = ArticleLoader()
    loader.add_value("headline", "By hand")
    article = extract(HtmlResponse(URL, body=FERRY), loader=loader)
    assert article.headline == "By hand"
    assert article.metadata is not None
    assert article.metadata.fieldSources is not None
    assert article.metadata.fieldSources["headline"] == "loader"
    assert article.datePublished == "2025-10-14T06:30:00+01:00"


@pytest.mark.parametrize(("headline", "kicker"), [(None, "Storm hits coast"), ("Storm hits coast", None)])
def test_rules_see_the_headline_that_the_loader_holds(headline: str | None, kicker: str | None) -> None:
    html = """<h1>Ferries stay in the harbour</h1><meta name="kicker" content="Storm hits coast"><p>Ferries ..."""
    loader = ArticleLoader()
    loader.add_value("headline", headline)
    article = extract(HtmlResponse("https://n.example/a", body=html.encode(), encoding="utf-8"), loader=loader)
    assert article.headline == (headline or "Ferries stay in the harbour")
    assert article.alternativeHeadline == kicker  # what repeats the headline is no kicker


@pytest.mark.parametrize(("language", "author"), [("en", "Av Ana Ruiz"), ("sv", "Ana Ruiz")])
def test_rules_read_bylines_in_the_language_that_the_loader_holds(language: str, author: str) -> None:
    html = "<h1>Färjan ligger kvar</h1><p>Av Ana Ruiz</p><p>Färjan ligger kvar i hamnen en dag till.</p>"
    loader = ArticleLoader()
    loader.add_value("inLanguage", language)
    article = extract(HtmlResponse("https://n.example/a", body=html.encode(), encoding="utf-8"), loader=loader)
    assert [one.name for one in article.authors or ()] == [author]


def test_an_article_without_a_url_is_known_by_its_bytes() -> None:
    article = extract_text(
        "Storm hits coast\n\nThe storm came at night and took the roof of the old harbour office."
    )
    assert article.id is not None
    assert article.id.startswith("sha256:")
    assert article.url is None


@pytest.mark.parametrize("blank", ["", " \n\t", "\x00"])
def test_nothing_to_read_is_an_error_with_its_reason(blank: str) -> None:
    with pytest.raises(PageError):
        extract_html(blank)
    with pytest.raises(PageError):
        extract_text(blank)


def test_a_dump_and_a_page_go_through_the_same_function() -> None:
    response = TextDumpResponse("", body=(SEEDS / "000_c9684fc6a1124425.txt").read_bytes(), encoding="utf-8")
    assert extract(response, source=Source(kind="text")) == extract_text(response.text)


MARKUP = st.text(alphabet="<>/=\"' abdehilprstvé\u0627\x00\ud800&;#1\n", max_size=120)


@given(MARKUP)
def test_only_a_page_error_comes_of_any_markup(html: str) -> None:
    with suppress(PageError):
        assert extract_html(html).id


@given(st.text(max_size=200))
def test_only_a_page_error_comes_of_any_text(text: str) -> None:
    with suppress(PageError):
        assert extract_text(text).id


def test_html_and_text_take_what_a_response_does() -> None:
    captured = datetime(2026, 11, 3, 12, tzinfo=UTC)
    corrections = Corrections(
        (
            Correction(
                site="n.example",
                fields={
                    "publisher": FieldCorrection(
                        form=FIELDS["publisher"].form, values=(Publisher(name="Example News"),)
                    )
                },
            ),
        )
    )
    page, dump = "<h1>Storm hits coast</h1><p>3 hours ago</p>", "Storm hits coast\n\n3 hours ago"
    for made in (extract_html, extract_text):
        loader = ArticleLoader()
        loader.add_value("headline", "By hand")
        article = made(
            page if made is extract_html else dump,
            "https://n.example/a",
            loader=loader,
            captured=captured,
            corrections=corrections,
        )
        assert article.headline == "By hand"
        assert article.publisher == Publisher(name="Example News")
        assert article.metadata is not None
        assert article.metadata.dateDownloaded == "2026-11-03T12:00:00Z"


def test_an_argument_of_another_kind_is_told_with_the_function_that_takes_it() -> None:
    response = HtmlResponse(URL, body=FERRY)
    wrong: list[tuple[Any, Any, str]] = [
        (extract, URL, r"extract\(\) takes a response of Scrapy's, not str; HTML is for extract_html"),
        (extract_html, response, r"takes HTML, as str or bytes, not HtmlResponse; a response is for extract\("),
        (extract_text, response, r"takes a str, not HtmlResponse"),
        (article_or_reject, FERRY, r"takes a response of Scrapy's, not bytes"),
    ]
    for function, argument, message in wrong:
        with pytest.raises(TypeError, match=message):
            function(argument)
    loader: Any = ArticleLoader
    with pytest.raises(TypeError, match=r"is no ArticleLoader; give one that is made: loader=ArticleLoader\(\)"):
        extract_html(FERRY, loader=loader)
    with pytest.raises(TypeError, match=r"a response is no item: ArticleLoader\(response=response\)"):
        ArticleLoader(response)
    corrections: Any = "mine.toml"
    with pytest.raises(
        TypeError, match=r"'mine\.toml' is str; newsspider\.corrections\.read_corrections\(path\) reads"
    ):
        extract_html(FERRY, corrections=corrections)


@pytest.mark.parametrize(
    "place",
    [URL, " http://localhost:8080/\n", "pages/story.html", "./Story.HTM", "/tmp/story.txt", "s3://news/a.warc.gz"],
)
def test_where_a_page_is_is_not_taken_for_the_page(place: str) -> None:
    told = f"{re.escape(place.strip())} is where a page is: give what it holds"
    for page in (place, place.encode()):
        with pytest.raises(PageError, match=told):
            extract_html(page)
    with pytest.raises(PageError, match=told):
        extract_text(place)


def test_one_word_is_a_page() -> None:
    assert extract_html("Storm").articleBody == "Storm"
    assert extract_text("Storm.").articleBody == "Storm."


@pytest.mark.parametrize("url", ["n.example/a", "/a.html", "not a url", "C:/a.html"])
def test_a_relative_url_is_told(url: str) -> None:
    for function, page in ((extract_html, "<h1>Storm</h1>"), (extract_text, "Storm hits coast")):
        with pytest.warns(UserWarning, match=f"url: '{url}' is not absolute, so the article has none"):
            assert function(page, url).url is None


@pytest.mark.parametrize("url", ["ftp://x/y", "file:///a/b.html", "s3://pages/a.html", "about:blank"])
def test_a_url_that_is_not_of_the_web_is_told(url: str) -> None:
    for function, page in ((extract_html, "<h1>Storm</h1>"), (extract_text, "Storm hits coast")):
        with pytest.warns(UserWarning, match=f"url: '{url}' is neither http nor https, so the article has none"):
            assert function(page, url).url is None


@pytest.mark.filterwarnings("ignore:.*is not absolute")
@pytest.mark.parametrize(
    "url", ["http://[", "//[", "https://user@[x]/", "http://example.org]", "\ud800", "https://" + "a." * 9_000]
)
def test_an_address_that_is_none_costs_the_address_alone(url: str) -> None:
    assert extract_html(FERRY, url).headline
    assert extract_text("Storm hits coast\n\nThe storm came at night and took four roofs.", url).articleBody


@pytest.mark.parametrize(
    ("captured", "downloaded"),
    [
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-10:00", None),
        ("0987-01-01T00:00:00+00:00", "0987-01-01T00:00:00Z"),
        ("2031-03-12T09:40:00.5+01:00", "2031-03-12T08:40:00Z"),
    ],
)
def test_no_time_of_a_capture_costs_the_page(captured: str, downloaded: str | None) -> None:
    html = "<h1>Storm hits coast</h1><time datetime=2031-03-11>11 March 2031</time><p>The storm came at night."
    found = extract_html(html, captured=datetime.fromisoformat(captured))
    assert found.metadata is not None
    assert (found.headline, found.metadata.dateDownloaded) == ("Storm hits coast", downloaded)


STANDFIRST_PAGE = (
    """<html><head><title>Storm closes the harbour</title>
<meta name="description" content="Boats were called back to the pier in the night."></head><body><main>
<h1>Storm closes the harbour</h1><p class="standfirst">Boats were called back to the pier in the night.</p><article>
"""
    + "<p>The harbour was closed before dawn, and the boats that had left were called back by radio.</p>" * 6
)


def test_whether_the_standfirst_is_text_can_be_chosen() -> None:
    lead = "Boats were called back to the pier in the night."
    inside = extract_html(STANDFIRST_PAGE, standfirst="in")
    outside = extract_html(STANDFIRST_PAGE, standfirst="out")
    assert (inside.articleBody or "").startswith(f"{lead}\n\nThe harbour")
    assert lead not in (outside.articleBody or lead)
    assert inside.description == outside.description == lead


def test_a_project_chooses_whether_standfirsts_are_text() -> None:
    request = Request("https://example.org/storm", meta={CONTEXT: PageContext(standfirst="in")})
    response = HtmlResponse(request.url, body=STANDFIRST_PAGE.encode(), encoding="utf-8", request=request)
    assert (extract(response).articleBody or "").startswith("Boats were called back")
    assert not (extract(response, standfirst="out").articleBody or "Boats").startswith("Boats")
