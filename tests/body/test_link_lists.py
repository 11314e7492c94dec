from __future__ import annotations

import pytest

from newsspider.blocks import read_blocks
from newsspider.body.boilerplate import without_boilerplate
from newsspider.body.link_lists import contents
from newsspider.page import html_page

TEXT = "The harbour trust will build a second quay for the ferries by May, its board said on Monday evening."


def kept(html: str) -> list[str]:
    page = html_page(html)
    blocks = read_blocks(page)
    chances = without_boilerplate(page, blocks, [0.9] * len(blocks))
    return [text for text, chance in zip(blocks.texts, chances, strict=True) if chance > 0.5]


@pytest.mark.parametrize(
    "line",
    [
        '<p>Schlagworte: <a href="/a">Glas</a>, <a href="/b">Oberlauterbach</a></p>',
        '<p>Κατηγορίες: <a href="/a">Νέα</a></p>',
        '<p>Rubrik: <a href="/a">Küste</a></p>',
        '<p>Mots-clés : <a href="/a">verre</a></p>',
        '<p>Ämnen i artikeln</p><ul><li><a href="/a">Trafik</a></li><li><a href="/b">Hamnen</a></li></ul>',
    ],
)
def test_links_to_topics_below_the_text_are_none(line: str) -> None:
    assert kept(f"<p>{TEXT}</p><p>{TEXT} So it was.</p>{line}") == [TEXT, f"{TEXT} So it was."]


@pytest.mark.parametrize(
    "line", ["Topics: glass and what it is made of", 'Topic: why <a href="/a">glass</a> is slow to cool and dear']
)
def test_a_line_that_names_its_topic_is_text_where_it_is_no_links(line: str) -> None:
    assert len(kept(f"<p>{TEXT}</p><p>{TEXT} So it was.</p><p>{line}</p>")) == 3


@pytest.mark.parametrize("heading", ["<h2>Contents</h2>", "<p><b>Inhalt</b></p>"])
def test_a_table_of_contents_is_no_text(heading: str) -> None:
    names = ["The furnace", "Who comes back", "What it costs", "The village"]
    entries = "".join(f'<li><a href="#s{i}">{i + 1}. {name}</a></li>' for i, name in enumerate(names))
    parts = "".join(f"<h2>{name}</h2><p>{TEXT} {name}.</p>" for name in names)
    page = html_page(f"{heading}<ol>{entries}</ol>{parts}")
    assert list(contents(read_blocks(page))) == [0, 1, 2, 3, 4]


def test_a_list_of_links_that_name_no_headings_is_no_table_of_contents() -> None:
    names = ["A bridge", "A ferry", "A quay", "A lamp"]
    entries = "".join(f'<li><a href="/{i}">{name}</a></li>' for i, name in enumerate(names))
    page = html_page(f"<h2>Books</h2><ol>{entries}</ol><h2>Films</h2><p>{TEXT}</p><h2>Plays</h2><p>{TEXT}</p>")
    assert list(contents(read_blocks(page))) == []


@pytest.mark.parametrize(
    "above", ["The trust runs four ferries:", "Vier Fähren fahren:", "信託は四隻を運航する："]
)
def test_a_list_of_links_that_a_sentence_announces_is_text(above: str) -> None:
    names = ["Gull", "Heron", "Plover", "Tern"]
    entries = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in names)
    parts = "".join(f"<h2>{name}</h2><p>{TEXT} {name}.</p>" for name in names)
    assert list(contents(read_blocks(html_page(f"<p>{above}</p><ul>{entries}</ul>{parts}")))) == []


def test_a_line_that_says_when_the_page_appeared_below_its_lead_is_no_text() -> None:
    lines = "<p>Text: Karin Wall</p><p>Publicerad 12 mars 2031 kl. 08.05</p>"
    assert kept(f'<html lang="sv"><p><b>{TEXT}</b></p>{lines}<p>{TEXT} So it was.</p>') == [
        TEXT,
        f"{TEXT} So it was.",
    ]
