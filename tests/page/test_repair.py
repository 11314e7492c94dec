"""What libxml2 would not read to its end."""

from __future__ import annotations

import time

import pytest

from newsspider.page import html_page
from newsspider.page.repair import flattened, with_body, without_early_end


@pytest.mark.parametrize(
    "comment", ["<!-- a > b -->", "<!--[if IE]><meta name=x><![endif]-->", "<!-->", "<!--a--!>"]
)
def test_comments_end_no_head(comment: str) -> None:
    markup = f"{comment}<!DOCTYPE html>{comment}<title>a</title>{comment}".encode()
    assert with_body(markup + b"<main>text</main>") == markup + b"<body><main>text</main>"


@pytest.mark.parametrize("value", ['"News > Sea <b>"', "'a > b'", "it's", '"it\'s"'])
def test_values_of_attributes_end_no_head(value: str) -> None:
    markup = f"<!DOCTYPE html><meta name=description content={value}><title>a</title>".encode()
    assert with_body(markup + b"<main>text</main>") == markup + b"<body><main>text</main>"


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><p>a</p></body></html><div><p>b</p></div>",
        "<html><body><p>a</p></body>\n</html>\n<!-- c --><script>d</script><p>b",
        "<HTML><BODY><p>a</p></BODY></HTML><p>b</p></BODY></HTML>",
        "<html><body><p>a</p></body></html\n><html><body><p>b</p></body></html>",
        "<html><head></head></html><body><p>a</p><p>b</p></body>",
        "<p>a</p></html></html></body><p>b</p>",
    ],
)
def test_a_page_does_not_end_before_its_end(markup: str) -> None:
    root = html_page(markup).root
    assert root is not None
    assert [p.text for p in root.xpath("/html/body//p")] == ["a", "b"]


def test_a_page_that_ends_at_its_end_stays_as_it_is() -> None:
    raw = b"<html><body><p>a</p></body></html>\n \n"
    assert without_early_end(raw) is raw


def test_only_the_deepest_elements_lose_their_tags() -> None:
    raw = b"<div>" * 500 + b"<P>text<br></P><script>'</div>'</script>" + b"</div>" * 500 + b"<div>after"
    whole = flattened(raw)
    assert whole.count(b"<div>") == 101
    assert whole.count(b"</div>") == 100 + 1  # the script's text
    assert b"<P>text<br></P><script>'</div>'</script>" in whole
    assert whole.endswith(b"</div><div>after")


def test_an_end_closes_what_was_left_open_within() -> None:
    raw = b"<div>" + b"<b>" * 1_000 + b"x</div><i>y</i>"
    assert flattened(raw) == b"<div>" + b"<b>" * 100 + b"x</div><i>y</i>"


@pytest.mark.parametrize("name", ["article", "main", "section", "header", "figure", "news-story", "div"])
def test_a_body_whose_tags_are_left_out_begins_with_any_element(name: str) -> None:
    root = html_page(
        "<!DOCTYPE html><meta charset=utf-8><title>a > b</title><script>'<b>'</script>"
        f"<noscript><link href=x></noscript><style>b{{}}</style><{name}>text</{name}><p>more</p>"
    ).root
    assert root is not None
    assert [element.tag for element in root] == ["head", "body"]
    assert [element.tag for element in root[1]] == [name, "p"]


@pytest.mark.parametrize(
    "markup",
    [
        b"<title>a</title><BODY class=b><main>",
        b"a <b>b</b>",
        b"<title>a</title>text<main>b</main>",
        b"<title>",
        b"",
    ],
)
def test_a_body_that_is_there_or_cannot_be_told_stays(markup: bytes) -> None:
    assert with_body(markup) is markup


@pytest.mark.parametrize(
    "part",
    [
        "<div>",
        "<a",
        "<script>",
        "</html>",
        "</div>",
        "<b></i>",
        "<title></title>",
        "<title>",
        "<meta ",
        '<meta a="',
        '<meta a="b" ',
        "<meta \"'",
        "<!doctype ",
        "<!--",
        "<!-->",
    ],
)
def test_the_time_grows_with_the_length(part: str) -> None:
    def seconds(count: int) -> float:
        raw = part.encode() * count
        start = time.process_time()
        flattened(raw)
        without_early_end(raw)
        with_body(raw)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 10 * seconds(50_000) + 0.1
