from __future__ import annotations

from newsspider.fields.dates import country_of, date_modified, date_published
from newsspider.page import Page
from tests.fields.made_pages import first, html_page, json_ld, rules


def test_candidates_are_as_written() -> None:
    page, body = html_page(above="<p>March 12, 2031 9:40 am</p>")
    assert first(date_published(page, body)) == ("March 12, 2031 9:40 am", "date-line")


def test_the_witness_that_says_more_comes_first() -> None:
    page, body = html_page(
        head=json_ld('{"@type": "NewsArticle", "datePublished": "2031-03-12"}')
        + '<meta property="article:published_time" content="2031-03-12T09:40:00+01:00">'
    )
    assert first(date_published(page, body)) == ("2031-03-12T09:40:00+01:00", "meta:article:published_time")


def test_another_day_does_not() -> None:
    page, body = html_page(
        head=json_ld('{"@type": "NewsArticle", "datePublished": "2031-03-12"}')
        + '<meta property="article:published_time" content="2031-03-11T09:40:00+01:00">'
    )
    assert first(date_published(page, body)) == ("2031-03-12", "json-ld")


def test_names_that_sites_make_up() -> None:
    page, body = html_page(head='<meta name="cms-publication-date" content="2031-03-12">')
    assert first(date_published(page, body)) == ("2031-03-12", "meta:cms-publication-date")


def test_the_url_is_the_last_witness() -> None:
    page, body = html_page(url="https://www.example.org/2031/03/12/storm")
    assert rules(date_published(page, body)) == [("2031-03-12", "url")]


def test_an_update_is_no_publication() -> None:
    page, body = html_page(above='<p class="date">Updated: March 14, 2031</p>')
    assert first(date_published(page, body)) is None
    assert first(date_modified(page, body)) == ("Updated: March 14, 2031", "date-line")


def test_the_country_of_a_page() -> None:
    assert country_of(Page(language="en-GB", url="https://news.example.au/")) == "GB"
    assert country_of(Page(language="en", url="https://news.example.co.uk/")) == "GB"
    assert country_of(Page(language="en", url="https://news.example.tv/")) is None
    assert country_of(Page(url="http://[")) is None
