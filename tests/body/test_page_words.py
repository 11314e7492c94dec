from __future__ import annotations

import pytest

from newsspider.blocks import read_blocks
from newsspider.body.choose import body_of
from newsspider.body.page_words import body_words, page_words, url_words, word_scores
from newsspider.page import html_page, text_page
from newsspider.page.types import Page

HTML = (
    '<html><head><title>Red shoes 2031</title><meta property="og:type" content="Product">'
    '<script type="application/ld+json">{"@type": "Product"}</script></head>'
    '<body class="single-product"><div id="shopCart">Add to cart</div><p>A long line of text that is no label at all.</p>'
)


def test_words_say_what_they_are_words_of() -> None:
    page = html_page(HTML, url="https://shop.example/shoes/red-1234?ref=a")
    words = page_words(page, read_blocks(page))
    assert {
        "in path:shoes", "end of path:red", "end of path:#4", "parameter:ref", "title:red", "title:#4", "type:Product",
        "og:type:product", "meta:og:type", "class of body:single", "class:cart", "label:add to cart",
    } <= words  # fmt: skip
    assert not any(word.startswith("label:a long") for word in words)


def test_a_dump_has_labels_alone() -> None:
    page = text_page("Home\n\nStorm hits the coast of the northern isles again tonight\n\n12 comments")
    assert page_words(page, read_blocks(page)) == {"label:home", "label:# comments"}


def test_addresses_of_all_kinds() -> None:
    assert url_words(Page(url="https://example.org/")) == {"in path:/"}
    assert url_words(Page(url="http://[")) == set()
    assert url_words(Page()) == set()


def test_numbers_of_pages_are_of_one_kind_while_they_are_short() -> None:
    """Else a site's articles are told apart by how many came before them: /511 and /1000."""
    for number in (3, 40, 511, 2499):
        assert url_words(Page(url=f"https://daily.example/harbour/{number}")) == {
            "in path:harbour",
            "end of path:#4",
        }
    assert url_words(Page(url="https://daily.example/2031/05/12345678")) == {
        "in path:#4", "in path:#2", "end of path:#8"
    }  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "?p=4412", "3", "node/31", "story.asp?id=31", "index.php?option=com_content&view=article&id=31:&lang=en",
        "spip.php?article31", "modules.php?name=News&file=article&sid=31", "en/articles/31.html",
    ],
)  # fmt: skip
def test_an_address_that_says_nothing_counts_as_none(path: str) -> None:
    assert url_words(Page(url=f"https://daily.example/{path}")) == set()


@pytest.mark.parametrize(
    "path",
    ["2031/05/31", "shop.php?id=31", "viewtopic.php?t=31", "?cat=3", "page/2", "%D0%BF%D0%BE%D1%80%D1%82/31"],
)
def test_an_address_with_a_date_or_a_word_tells(path: str) -> None:
    assert url_words(Page(url=f"https://daily.example/{path}"))


def test_words_without_a_weight_count_nothing() -> None:
    page = html_page(HTML, url="https://shop.example/shoes/")
    blocks = read_blocks(page)
    body = body_of(page, blocks, [0.0] * (len(blocks) - 1) + [0.9])
    weights = {
        "page_words": {"type:Product": -1.0, "title:red": 0.5, "title:blue": 9.0},
        "url_words": {},
        "body_words": {"text:label": 0.25, "text:cart": 9.0},
    }
    assert word_scores(page, body, weights) == {"page_words": -0.5, "url_words": 0, "body_words": 0.25}


def test_of_a_long_text_only_the_beginning_counts() -> None:
    assert body_words("Nets, boats. " * 400 + "Lighthouse.") == {"text:boats", "text:nets"}
