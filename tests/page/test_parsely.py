from __future__ import annotations

import json
from html import escape

import pytest

from newsspider.page import html_page
from newsspider.page.parsely import ParselyPage, parsely_page

TOLD = {"title": "Storm", "author": "Ana Ruiz", "pub_date": "2031-03-12T09:40:00Z"}


def _read(content: str) -> ParselyPage:
    return parsely_page(html_page(f'<meta name="parsely-page" content="{escape(content)}"><body><p>x</p>'))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TOLD),
        json.dumps(TOLD).replace("}", ",}"),
        json.dumps(TOLD).replace("Storm", 'The "old" storm'),
        json.dumps({**TOLD, "author": None, "authors": ["Ana Ruiz", 7]}),
        json.dumps(TOLD).replace("-", "\\u002d"),
    ],
)
def test_json_as_pages_write_it(content: str) -> None:
    assert _read(content) == ParselyPage(["Ana Ruiz"], "2031-03-12T09:40:00Z")


@pytest.mark.parametrize("content", ['{"author": ', "[]", "7", '{"pub_date": 1935748800, "authors": {"a": 1}}'])
def test_other_content_says_nothing(content: str) -> None:
    assert list(_read(content).authors) == []
    assert _read(content).published is None


def test_a_page_without_it() -> None:
    assert parsely_page(html_page("<body><p>x</p>")) == ParselyPage()
