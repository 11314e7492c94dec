from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse, Request

from newsspider.errors import PageError
from newsspider.http import TextDumpResponse
from newsspider.page import html_page, read_page, text_page
from newsspider.page.read import ReadResponse

URL = "https://news.example/a/1"


def test_reads_meta_links_and_language_once() -> None:
    page = html_page(
        '<html lang="pt-BR"><head><title> Chuva </title><base href="/b/">'
        '<meta property="OG:Title" content="Chuva forte"><meta name="description" content="">'
        '<link rel="canonical alternate" href="/c"></head><body><h1>Chuva</h1></body></html>',
        url=URL,
    )
    assert page.title == " Chuva "
    assert page.language == "pt-BR"
    assert page.base_url == "https://news.example/b/"
    assert page.first_meta("description", "og:title") == "Chuva forte"
    assert page.links["canonical"] == page.links["alternate"] == ["/c"]
    assert [h1.text for h1 in page.elements["h1"]] == ["Chuva"]


def test_a_meta_element_may_have_several_names_or_write_value_for_content() -> None:
    page = html_page(
        '<meta property="og:title dc:title" content="Chuva"><meta name="author" value="Ana Ruiz"><p>Chuva.</p>'
    )
    assert page.meta == {"og:title": ["Chuva"], "dc:title": ["Chuva"], "author": ["Ana Ruiz"]}


def test_the_title_of_a_drawing_is_not_the_page_s() -> None:
    drawing = "<svg><g><title>Menu</title></g></svg>"
    assert (
        html_page(f"<head>{drawing}<title>Storm hits coast</title></head><body>{drawing}").title
        == "Storm hits coast"
    )
    assert html_page(f"<body>{drawing}<p>x</p>").title is None


def test_content_language_stands_in_for_lang() -> None:
    response = HtmlResponse(URL, headers={"Content-Language": "fr"}, body=b"<p>Bonjour</p>")
    assert read_page(response).language == "fr"


def test_a_text_dump_keeps_its_text_and_has_no_tree() -> None:
    captured = datetime(2021, 3, 12, tzinfo=UTC)
    page = read_page(TextDumpResponse("", body="Größe\n\nText".encode(), encoding="utf-8"), captured)
    assert (page.text, page.root, page.url, page.captured) == ("Größe\n\nText", None, None, captured)


@pytest.mark.parametrize("html", ["", " \n ", "<!-- nothing -->"])
def test_an_empty_page_is_an_error_with_a_reason(html: str) -> None:
    with pytest.raises(PageError, match="no markup"):
        html_page(html)


def test_an_empty_dump_is_an_error_with_a_reason() -> None:
    with pytest.raises(PageError, match="no text"):
        text_page(" \n\n")


def test_linked_data_that_is_no_json_costs_only_itself() -> None:
    page = html_page(
        '<script type="application/ld+json">{no}</script>'
        '<script type="application/ld+json; charset=utf-8">{"@type": "NewsArticle", "headline": "Rain"}</script>'
    )
    assert [article.headline for article in page.linked_data.articles] == ["Rain"]
    assert len(page.linked_data.errors) == 1


@pytest.mark.parametrize("base", ["http://[", "javascript:alert(1)", "//other.example/", "%%%"])
def test_a_bad_base_never_raises(base: str) -> None:
    html_page(f'<base href="{base}"><p>x</p>', url=URL)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x0bb\ufffe"])
def test_characters_that_xml_forbids_become_spaces(text: str) -> None:
    page = html_page(f"<p>{text}</p>")
    assert page.root is not None
    assert "".join(page.root.itertext()).split() == ["a", "b"]


def test_nesting_that_the_parser_follows_is_read_whole() -> None:
    page = html_page("<div>" * 2_000 + "<h1>Deep</h1>")
    assert [h1.text for h1 in page.elements["h1"]] == ["Deep"]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "x-y", "DIV CLASS='a>b'"])
def test_deeper_nesting_loses_no_text(tag: str) -> None:
    page = html_page(
        "<p>before</p>" + f"<{tag}>" * 50_000 + "<h1>Deep</h1><p>inside" + "</div>" * 50_000 + "after"
    )
    assert page.root is not None
    assert [h1.text for h1 in page.elements["h1"]] == ["Deep"]
    text = " ".join("".join(page.root.itertext()).split())
    assert text.startswith("before")
    assert text.endswith("after")


def test_what_a_parser_cannot_follow_at_all_is_an_error_that_says_where() -> None:
    with pytest.raises(PageError, match=r"line 1, column \d+: elements nest deeper") as caught:
        html_page("<p>before</p>" + "<textarea></textarea><q a='<'>" * 50_000 + "<h1>Deep</h1>")
    assert caught.value.code == "too-deep"


def test_entity_bombs_stay_small() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;&b;</p>'
    page = html_page(bomb)
    assert page.root is not None
    assert len("".join(page.root.itertext())) < 200


def test_a_response_that_is_read_is_parsed_once() -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    request = Request(URL, meta={"door": "links"})
    response = HtmlResponse(URL, body=b"<h1>Storm</h1><!-- no comment --><p>By the sea", request=request)
    read = ReadResponse.of(response, now)
    assert read.selector.root is read.page.root
    assert read.css("h1::text").get() == "Storm"
    assert read.meta == request.meta
    assert read_page(read, now) is read.page
    assert read_page(read).captured is None


def test_a_response_without_a_page_cannot_be_read() -> None:
    with pytest.raises(PageError):
        ReadResponse.of(HtmlResponse(URL, body=b""))


def test_a_changed_copy_of_a_read_response_is_as_any_other() -> None:
    read = ReadResponse.of(HtmlResponse(URL, body=b"<p>one</p>"))
    changed = read.replace(body=b"<p>two</p>")
    assert changed.css("p::text").get() == "two"
    assert read.copy().body == b"<p>one</p>"


@pytest.mark.parametrize("tag", ["wbr", "source", "embed", "dd", "dt", "rt", "optgroup", "tfoot", "li", "br"])
def test_elements_that_a_page_may_leave_open_do_not_nest(tag: str) -> None:
    page = html_page("".join(f"word{number}<{tag} class=a>" for number in range(4_000)) + "<h1>Storm</h1>")
    assert page.root is not None
    assert "word3999" in "".join(page.root.itertext())
    assert [h1.text for h1 in page.elements["h1"]] == ["Storm"]


def test_more_elements_than_memory_should_be_spent_on() -> None:
    with pytest.raises(PageError) as caught:
        html_page("<p>x</p>" * 200_001)
    assert caught.value.code == "too-many-elements"
    assert html_page("a < b " * 200_001).root is not None


@pytest.mark.parametrize(
    "url", ["http://[", "//[", "https://user@[x]/", "http://example.org]", "https://a/" + "b" * 9_000]
)
def test_what_is_no_address_is_none(url: str) -> None:
    assert read_page(HtmlResponse(url, body=b"<p>Storm")).url is None
    assert (
        html_page("<base href='" + "a/" * 9_000 + "'>", url="https://example.org/").base_url
        == "https://example.org/"
    )
