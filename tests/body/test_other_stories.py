"""Whole articles below the page's own."""

from __future__ import annotations

import pytest

from newsspider.body.other_stories import other_stories
from tests.body.pages import page_and_blocks

TEXT = "The ferry stays in the harbour until Thursday, and the pier is closed until then, said the captain. " * 3
OWN = f"<article><h1>Ferry stays</h1><p>{TEXT}</p></article>"
NEXT = "<article><h1>Storm comes</h1><p>It comes.</p><section><h2>When</h2><p>Soon.</p></section></article>"


def others_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    chances = [0.9] * len(blocks)
    return [blocks.texts[i] for i in other_stories(blocks, chances, lambda text: text == "Ferry stays")]


@pytest.mark.parametrize(
    "html",
    [
        OWN + NEXT,
        f"<main>{OWN}</main><div>{NEXT}</div>",
        f"<div role=article><h2>Ferry stays</h2>{TEXT}</div>{NEXT}",
    ],
)
def test_a_second_article_with_a_headline_of_its_own(html: str) -> None:
    assert others_of(html) == ["Storm comes", "It comes.", "When", "Soon."]


def test_a_headline_that_leads_elsewhere() -> None:
    assert others_of(f"{OWN}<article><h2><a href=/b>Storm comes</a></h2><p>It comes.</p></article>") == [
        "Storm comes",
        "It comes.",
    ]


@pytest.mark.parametrize(
    "html",
    [
        OWN,
        f"{OWN}<article><h2>When does it leave</h2><p>Soon.</p></article>",  # a part of the text
        f"{OWN}<article><p>Soon.</p></article>",
        f"{OWN}<article><h1>Ferry stays</h1><p>Its second page.</p></article>",
        f"<article><h1>Ferry stays</h1>{NEXT}</article>",
        f"<h1>Ferry stays</h1><article><p>It stays.</p></article>{NEXT}",  # no article has the title
        f"{NEXT}{OWN}",
        f"<article><h1>Ferry stays</h1></article><article><h2><a href=/b>Storm comes</a></h2><p>{TEXT}</p></article>",
        f"{OWN}<article><p>{TEXT}</p><h2><a href=/b>Storm comes</a></h2></article>",  # a list below more text
        "<p>a",
    ],
)
def test_what_is_no_other_story(html: str) -> None:
    assert others_of(html) == []
