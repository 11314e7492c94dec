"""Whole articles below the page's own."""

from __future__ import annotations

import pytest

from newsspider.body.other_stories import other_stories, story_cards
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


def cards_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in story_cards(blocks, [0.9] * len(blocks), URL)]


CARD = "<div><h3><a href='/{0}'>{1}</a></h3><p>{2}</p></div>"
CARDS = CARD.format(1, "Bus drivers vote for a strike", "They want a break.") + CARD.format(
    2, "Why the library van stays away", "It needs a part."
)


LINKED = "<li><a href='/1'>Bus drivers vote for a strike</a></li><li><a href='/2'>Why the library van stays away</a></li>"


@pytest.mark.parametrize("label", ["Related posts", "Mehr zum Thema", "À lire aussi", "Читайте также", "関連記事"])
def test_cards_below_a_label(label: str) -> None:
    box = f"<section><h2>{label}</h2>{CARDS}</section>"
    for html in (f"<article>{OWN}{box}<p>{TEXT}</p></article>", f"<main>{OWN}<div>{box}</div></main>"):
        assert cards_of(html)[:3] == [label, "Bus drivers vote for a strike", "They want a break."]
        assert TEXT.strip() not in cards_of(html)


@pytest.mark.parametrize(
    "html",
    [
        f"<article>{OWN}<section><h2>Related works</h2><p>{TEXT}</p><p>{TEXT}</p></section></article>",
        f"<article>{OWN}<section><h2>What he said</h2>{CARDS}</section></article>",
        f"<article>{OWN}<section><h2>Related</h2>{CARDS}<p>{TEXT}</p><p>x</p><p>y</p><p>z</p></section></article>",
        f"<article>{OWN}<section><h2>Read more</h2>{CARDS.replace('/', 'https://else.example/', 2)}</section></article>",
        f"<article>{OWN}<h2>Related</h2><p>{TEXT}</p></article>",
        # a list and, in the same element, the text that goes on behind it
        f"<article>{OWN}<div><h4>Related stories</h4><ul>{LINKED}</ul><p>{TEXT}</p></div></article>",
    ],
)
def test_what_are_no_cards(html: str) -> None:
    assert cards_of(html) == []


def test_a_headline_and_a_teaser_in_one_link() -> None:
    card = (
        "<article><a href='/strike'><h3>Bus drivers vote for a strike</h3><p>They want a break, they say.</p></a>"
    )
    page = f"<article>{OWN}{card}</article><p>{TEXT}</p></article>"
    assert cards_of(page) == ["Bus drivers vote for a strike", "They want a break, they say."]
    assert cards_of(page.replace("/strike", "#strike")) == []
