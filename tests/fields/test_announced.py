from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request

from newsspider import extract
from newsspider.fields import FIELDS
from newsspider.fields.facts import PageFacts
from newsspider.http import ANNOUNCEMENT, Announcement, TextDumpResponse
from newsspider.items import Image
from newsspider.loaders import ArticleLoader
from tests.fields.made_pages import DUMP, TEXT, html_page, json_ld, text_page

FEED = Announcement(
    source="feed",
    headline="Storm hits the coast",
    description="Thousands of homes are without power.",
    authors=("Ana Ruiz", "Ben Kurz"),
    published="Tue, 04 May 2021 10:00:00 +0200",
    modified="2021-05-05T08:00:00Z",
    language="en-GB",
    section="Weather",
    keywords=("storm", "coast"),
    image="https://example.org/storm.jpg",
    publisher="Example News",
)
NAMES = {
    "inLanguage": "language",
    "description": "description",
    "authors": "authors",
    "publisher": "publisher",
    "datePublished": "published",
    "dateModified": "modified",
    "articleSection": "section",
    "keywords": "keywords",
    "mainImage": "image",
    "images": "image",
}


def fields_of(facts: PageFacts, announcement: Announcement | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a page's values with what was announced of it, and where each is from."""
    loader = ArticleLoader()
    loader.add_fields(FIELDS, PageFacts(facts.page, facts.body, announcement))
    return {name: loader.get_output_value(name) for name in FIELDS}, loader.sources


@pytest.mark.parametrize("source", ["feed", "news-sitemap", "row"])
@pytest.mark.parametrize("is_dump", [False, True])
def test_what_a_page_does_not_say_is_as_announced(source: str, is_dump: bool) -> None:
    facts = text_page(DUMP) if is_dump else html_page(head="<base href='https://example.org/'>")
    told = Announcement(**{name: getattr(FEED, name) for name in FEED.__slots__} | {"source": source})
    values, sources = fields_of(facts, told)
    assert {name: sources[name] for name in NAMES} == {name: f"{source}:{told}" for name, told in NAMES.items()}
    assert values["inLanguage"] == "en-GB"
    assert values["description"] == FEED.description
    assert [author.name for author in values["authors"]] == ["Ana Ruiz", "Ben Kurz"]
    assert values["publisher"].name == "Example News"
    assert (values["datePublished"], values["datePublishedRaw"]) == ("2021-05-04T10:00:00+02:00", FEED.published)
    assert values["dateModified"] == "2021-05-05T08:00:00+00:00"
    assert values["articleSection"] == "Weather"
    assert values["keywords"] == ["storm", "coast"]
    assert values["mainImage"] == Image(url="https://example.org/storm.jpg")
    assert values["images"] == [values["mainImage"]]


def test_a_candidate_for_authors_stands_once_in_the_list() -> None:
    facts = text_page(DUMP)
    rule = FIELDS["authors"].rule
    assert rule is not None
    for names in (FEED.authors, ("Example News",)):
        told = replace(FEED, authors=names)
        found = list(rule(PageFacts(facts.page, facts.body, told)))
        assert [candidate.source for candidate in found].count("feed:authors") == 1


def test_a_dump_without_a_headline_has_the_announced_one() -> None:
    values, sources = fields_of(text_page(f"A line that is longer than others\n\n{DUMP}"), FEED)
    assert (values["headline"], sources["headline"]) == ("Storm hits the coast", "feed:title")


DECLARED = (
    "<meta property='og:description' content='Declared.'><meta name='author' content='Cleo Lang'>"
    "<meta property='og:site_name' content='Declared News'><meta property='article:published_time' content='2021-05-03T09:00:00Z'>"
    "<meta property='article:modified_time' content='2021-05-03T10:00:00Z'><meta property='article:section' content='Coast'>"
    "<meta name='news_keywords' content='wind'><meta property='og:image' content='https://example.org/og.jpg'>"
    "<meta http-equiv='content-language' content='en-US'>"
)  # fmt: skip


def test_what_a_page_declares_goes_before() -> None:
    facts = html_page(head=DECLARED)
    values, sources = fields_of(facts, FEED)
    bare_values, bare_sources = fields_of(facts, None)
    assert values == bare_values
    assert sources == bare_sources
    assert not [source for source in sources.values() if source.startswith("feed:")]


def test_what_is_guessed_from_the_text_comes_after() -> None:
    facts = html_page(
        above="<p>By Cleo Lang</p><p>3 May 2021</p>",
        text=f"<figure><img src='/lead.jpg' width='900' height='600'><figcaption>The pier</figcaption></figure>{TEXT}",
    )
    _, guessed = fields_of(facts, None)
    assert (guessed["authors"], guessed["datePublished"], guessed["mainImage"]) == (
        "byline",
        "date-line",
        "figure",
    )
    _, sources = fields_of(facts, FEED)
    told = ("feed:authors", "feed:published", "feed:image")
    assert (sources["authors"], sources["datePublished"], sources["mainImage"]) == told


def test_an_announced_date_says_the_time_of_a_declared_day() -> None:
    day = "<meta property='article:published_time' content='{}'>"
    assert fields_of(html_page(head=day.format("2021-05-04")), FEED)[1]["datePublished"] == "feed:published"
    other = fields_of(html_page(head=day.format("2021-05-03")), FEED)
    assert (other[0]["datePublished"], other[1]["datePublished"]) == ("2021-05-03", "meta:article:published_time")


def test_the_day_under_the_headline_goes_before_a_later_announced_one() -> None:
    values, sources = fields_of(html_page(above="<p>1 March 2021</p>"), FEED)
    assert (values["datePublished"], sources["datePublished"]) == ("2021-03-01", "date-line")


def test_the_picture_that_was_announced_has_the_caption_of_its_figure() -> None:
    figure = "<figure><img src='https://example.org/storm.jpg'><figcaption>The pier at night</figcaption></figure>"
    values, sources = fields_of(html_page(text=figure + TEXT), FEED)
    assert (values["mainImage"].caption, sources["mainImage"]) == ("The pier at night", "feed:image")


def test_an_account_among_the_authors_waits_for_a_byline() -> None:
    told = Announcement(source="feed", authors=("Example News",))
    head = "<meta property='og:site_name' content='Example News'>"
    values, sources = fields_of(html_page(head=head, above="<p>By Cleo Lang</p>"), told)
    assert ([author.name for author in values["authors"]], sources["authors"]) == (["Cleo Lang"], "byline")
    assert fields_of(html_page(head=head), told)[1]["authors"] == "feed:authors"


def test_a_language_that_the_text_contradicts_is_passed_over() -> None:
    values, sources = fields_of(html_page(), Announcement(source="feed", language="de"))
    assert (values["inLanguage"], sources["inLanguage"]) == ("en", "text")


def test_a_date_after_the_page_was_fetched_is_none() -> None:
    request = Request(
        "https://example.org/a", meta={ANNOUNCEMENT: Announcement(source="feed", published="2099-01-01")}
    )
    response = HtmlResponse(request.url, body=TEXT.encode(), encoding="utf-8", request=request)
    assert extract(response).datePublished == "2099-01-01"
    assert extract(response, captured=datetime(2021, 5, 4, tzinfo=UTC)).datePublished is None


def test_the_change_that_a_plain_sitemap_tells_is_no_date_of_the_article() -> None:
    told = Announcement(source="sitemap", modified="2021-05-05", image="https://example.org/storm.jpg")
    values, sources = fields_of(html_page(), told)
    assert values["dateModified"] is None
    assert sources["mainImage"] == "sitemap:image"


@pytest.mark.parametrize("kind", [HtmlResponse, TextDumpResponse])
def test_it_travels_in_the_meta_of_the_request(kind: type[HtmlResponse | TextDumpResponse]) -> None:
    request = Request("https://example.org/a", meta={ANNOUNCEMENT: FEED})
    response = kind(request.url, body=DUMP.encode(), encoding="utf-8", request=request)
    article = extract(response)
    assert article.datePublished == "2021-05-04T10:00:00+02:00"
    assert article.metadata is not None
    assert (article.metadata.fieldSources or {})["datePublished"] == "feed:published"


def test_without_one_nothing_changes() -> None:
    page = html_page(head=DECLARED + json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast"}'))
    bare = Request("https://example.org/a", meta={ANNOUNCEMENT: "no announcement"})
    response = HtmlResponse(bare.url, body=TEXT.encode(), encoding="utf-8")
    assert extract(response).to_dict() == extract(response.replace(request=bare)).to_dict()
    assert fields_of(page, None) == fields_of(page, Announcement(source="feed"))
