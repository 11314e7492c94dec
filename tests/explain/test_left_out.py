from __future__ import annotations

import re

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage
from newsspider.explain.browser import html_page
from newsspider.explain.configured import configured_explainer
from newsspider.explain.terminal import terminal_lines
from newsspider.explain.types import Explanation
from newsspider.items import Source
from tests.explain.made_pages import HTML, URL

UNDATED = HTML.replace('name="date"', 'name="x"')
TERMS = re.sub("A walk along +the quay", "Terms of use", UNDATED).replace("By Ana Ruiz", "")
SHELL = "<html><head><title>Quay Post</title></head><body><div id='root'></div><script src=a.js></script></body></html>"


def explained(html: str = HTML, url: str = URL, status: int = 200, **settings: object) -> Explanation:
    response = HtmlResponse(url, status=status, body=html.encode(), encoding="utf-8")
    page = ArchivedPage(response, Source(kind="html", path="walk.html"))
    return configured_explainer(BaseSettings(settings)).explanation(page)


def test_a_page_that_becomes_an_article_is_left_out_by_nobody() -> None:
    assert explained().left_out == ""
    assert not explained().is_dropped
    assert not [line for line in terminal_lines(explained(), width=100, colours=False) if "left out" in line]


def test_a_page_without_an_address_is_no_front_page() -> None:
    assert explained(url="").left_out == ""


@pytest.mark.parametrize(
    ("page", "begins"),
    [
        ({"html": SHELL}, "crawls and replays reject the page as needs-javascript: "),
        ({"status": 404}, "crawls reject the page as status-404: the server answered with this status; replays skip it"),
        ({"NEWSSPIDER_MIN_PROBABILITY": 1.1}, "crawls and replays drop the page as not-article: "),
        ({"url": "", "NEWSSPIDER_MIN_PROBABILITY": 1.1}, "replays drop the page as not-article: "),
        ({"html": SHELL, "url": ""}, "replays reject the page as needs-javascript: "),
        ({"html": TERMS}, "crawls drop the page as own-page: a page of the site about"),
        ({"html": UNDATED, "url": "https://quaypost.example/"},
         "crawls drop the page as front-page: the front page"),
    ],
)  # fmt: skip
def test_it_says_who_leaves_a_page_out_and_as_what(page: dict[str, object], begins: str) -> None:
    explanation = explained(**page)  # type: ignore[arg-type]
    assert explanation.left_out.startswith(begins)
    assert explanation.is_dropped


def test_both_ways_to_show_it_say_so_whole() -> None:
    explanation = explained(SHELL)
    assert "NEWSSPIDER_JAVASCRIPT" in explanation.left_out
    shown = [line.strip() for line in terminal_lines(explanation, width=80, colours=False)]
    start = next(i for i, line in enumerate(shown) if line.startswith("left out"))
    assert " ".join(shown[start : start + 2]) == f"left out     {explanation.left_out}"
    assert explanation.left_out in html_page(explanation).decode()
