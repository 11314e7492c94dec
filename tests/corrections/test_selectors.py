from __future__ import annotations

import doctest
import re

import pytest
from lxml.html import document_fromstring

from newsspider.corrections import selectors as module
from newsspider.corrections.selectors import css_selector, xpath_selector

PAGE = document_fromstring(
    '<p class="by">By <b>Ana</b> and <b>Ben</b></p><img src="/a.jpg"><p data-x="1 &amp;amp; 2">last</p>'
)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("css", "texts"),
    [
        (".by", ["By Ana and Ben"]),
        ("b::text", ["Ana", "Ben"]),
        ("img::attr(src)", ["/a.jpg"]),
        ("h1", []),
    ],
)
def test_css_selects_texts_of_elements_and_attributes(css: str, texts: list[str]) -> None:
    assert list(css_selector(css).strings(PAGE)) == texts


@pytest.mark.parametrize(
    ("xpath", "texts"),
    [
        ("//p[2]/@data-x", ["1 &amp; 2"]),
        ("//b[has-class('x')]", []),
        ("string(//b)", ["Ana"]),
        ("//p[contains(., 'nothing(here)')]", []),
        ("//p[not(@data-x) and (b or i)]/b[last()]", ["Ben"]),
    ],
)
def test_xpath_does_the_same(xpath: str, texts: list[str]) -> None:
    assert list(xpath_selector(xpath).strings(PAGE)) == texts


def test_a_regex_gives_its_groups_or_the_whole() -> None:
    assert list(css_selector(".by", re.compile(r"By (\w+) and (\w+)")).strings(PAGE)) == ["Ana", "Ben"]
    assert list(css_selector(".by", re.compile(r"A\w+")).strings(PAGE)) == ["Ana"]


def test_a_dump_has_nothing_to_select() -> None:
    assert not list(css_selector("p").strings(None))


@pytest.mark.parametrize("css", ["p[", "p::before-it", "p:no-such-thing(", "", ">>"])
def test_what_is_no_css_is_told(css: str) -> None:
    with pytest.raises(ValueError, match="is not a CSS selector"):
        css_selector(css)


@pytest.mark.parametrize("xpath", ["//p[", "//p[frob(.)]", "//x:p", "$p", "//p[@class='x'][lower-case(.)='a']"])
def test_what_is_no_xpath_is_told(xpath: str) -> None:
    with pytest.raises(ValueError, match="is not an XPath"):
        xpath_selector(xpath)
