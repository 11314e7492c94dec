"""Whole articles below the page's own."""

from __future__ import annotations

import pytest

from newsspider.body.other_stories import other_stories
from tests.body.pages import page_and_blocks

TEXT = "The ferry stays in the harbour until Thursday, and the pier is closed until then, said the captain. " * 3
TITLES = ("Ferry stays", "Die Fähre bleibt")
URL = "https://www.example.org/news/ferry"
OWN = f"<article><h1>Ferry stays</h1><p>{TEXT}</p></article>"
NEXT = (
    f"<article><h1>Storm comes</h1><time>May 2, 2031</time><p>{TEXT * 2}</p>"
    "<section><h2>When</h2><p>Soon.</p></section></article>"
)


def others_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    chances = [0.9] * len(blocks)
    return [blocks.texts[i] for i in other_stories(blocks, chances, TITLES.__contains__, URL)]


@pytest.mark.parametrize(
    "html",
    [
        OWN + NEXT,
        f"<main>{OWN}</main><div>{NEXT}</div>",
        f"<div role=article><h2>Ferry stays</h2>{TEXT}</div>{NEXT}",
    ],
)
def test_a_second_article_with_a_headline_of_its_own(html: str) -> None:
    assert others_of(html) == ["Storm comes", "May 2, 2031", (TEXT * 2).strip(), "When", "Soon."]


@pytest.mark.parametrize("href", ["/b", "storm", "https://m.example.org/news/storm?from=ferry"])
def test_a_headline_that_leads_elsewhere(href: str) -> None:
    assert others_of(f"{OWN}<article><h2><a href='{href}'>Storm comes</a></h2><p>It comes.</p></article>") == [
        "Storm comes",
        "It comes.",
    ]


@pytest.mark.parametrize(
    "href",
    [
        "#p1",
        f"{URL}?post=1#p1",
        f"{URL}?post=1",
        f"{URL}/post-1",
        "https://shop.example.com/lamp",
        "/b#p1",
        "mailto:a@example.org",
        "",
    ],
)
def test_a_headline_that_leads_to_a_part_of_the_page_or_another_site(href: str) -> None:
    assert others_of(f"{OWN}<article><h2><a href='{href}'>Update one</a></h2><p>It stays.</p></article>") == []


GERMAN = (
    "Die Fähre bleibt bis Donnerstag im Hafen, sagte die Kapitänin, und der Anleger ist so lange gesperrt. " * 3
)
OWN_GERMAN = f"<article><h1>Die Fähre bleibt</h1><p>{GERMAN}</p></article>"


@pytest.mark.parametrize(
    "parts",
    [
        "<article class=chapter><h1>{}</h1><time>8 Uhr</time><p>{}</p></article>",
        "<article class=post><h2><a href='/ticker/1'>{}</a></h2><p>{}</p></article>",
        "<article class=product><h2><a href='/lamps/1'>{}</a></h2><p>{}</p></article>",
    ],
)
@pytest.mark.parametrize(
    ("own", "titles", "text"),
    [
        (OWN, ["The night", "The morning", "The evening"], TEXT),
        (OWN_GERMAN, ["Die Nacht", "Der Morgen", "Der Abend"], GERMAN),
    ],
    ids=["en", "de"],
)
def test_short_ones_in_a_row_are_parts(own: str, titles: list[str], text: str, parts: str) -> None:
    assert others_of(own + "".join(parts.format(title, text * 2) for title in titles)) == []


@pytest.mark.parametrize(
    "html",
    [
        OWN,
        f"{OWN}<article><h2>When does it leave</h2><p>Soon.</p></article>",  # a part of the text
        f"{OWN}<article><p>Soon.</p></article>",
        f"{OWN}<article><h1>The second day</h1><time>May 2</time><p>Soon.</p></article>",  # a short chapter
        f"{OWN}<article><h1>The second day</h1><p>{TEXT * 9}</p></article>",  # one without a date
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


STORY = "<div class=story><h1>{}</h1><span><time>May 2, 2031</time></span><p>{}</p></div>"


def test_neighbours_of_one_kind_with_an_h1_each_are_stories_too() -> None:
    own, following = STORY.format("Ferry stays", TEXT), STORY.format("Storm comes", TEXT * 2)
    assert others_of(f"<main>{own}{following}</main>") == ["Storm comes", "May 2, 2031", (TEXT * 2).strip()]
    assert others_of(f"<main>{own}<hr>{following}{following}</main>") == others_of(f"{own}{following}") * 2


@pytest.mark.parametrize(
    "html",
    [
        STORY.format("Ferry stays", TEXT)
        + f"<section><h1>Storm comes</h1><time>May 2</time><p>{TEXT * 2}</p></section>",
        STORY.format("Ferry stays", TEXT)
        + f"<div class=story><h1>Storm comes</h1><p>{TEXT * 2}</p></div>",  # undated
        STORY.format("Ferry stays", TEXT) + STORY.format("When", "Soon."),
        f"<h1>Ferry stays</h1><p>{TEXT}</p><h1>Storm comes</h1><time>May 2</time><p>{TEXT * 2}</p>",
    ],
)
def test_other_h1s_head_parts(html: str) -> None:
    assert others_of(html) == []
