from __future__ import annotations

import pytest

from newsspider.fields.headline.sources import votes
from newsspider.page import html_page as read_html
from tests.fields.made_pages import TEXT, URL, facts_of, html_page, json_ld


def _texts(head: str) -> dict[str, str]:
    return {vote.source: vote.text for vote in votes(html_page(head=head))}


def test_each_place_speaks_for_itself_without_the_site_s_name() -> None:
    head = '<meta property="og:site_name" content="Harbour Courier"><meta name="dc.title" content="Storm! - Harbour Courier">'
    found = _texts(head + json_ld('{"@type": "NewsArticle", "headline": "Storm on coast | Harbour Courier"}'))
    assert found["meta:dc.title"] == "Storm!"
    assert found["json-ld"] == "Storm on coast"
    assert found["h1"] == found["title"] == "Storm hits coast"


@pytest.mark.parametrize("archive", ["Blog Archive", "Archive du Blog", "Blog-Archiv"])
def test_what_blog_software_sets_before_the_headline_goes(archive: str) -> None:
    html = f"<meta property='og:site_name' content='Harbour Courier'><title>Harbour Courier » {archive} » Storm!</title>"
    found = [vote.text for vote in votes(facts_of(read_html(html)))]
    assert found == ["Storm!"]


def test_an_address_is_no_headline() -> None:
    assert "json-ld" not in _texts(json_ld('{"@type": "NewsArticle", "headline": "https://example.org/storm"}'))


def test_a_heading_speaks_where_no_h1_does() -> None:
    html = "<title>Storm hits coast</title><h2>Storm hits coast</h2>" + "<p>The storm has torn roofs.</p>" * 9
    found = [vote.source for vote in votes(facts_of(read_html(html)))]
    assert found == ["title", "heading"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Storm hits coast › Friends of the Coast", "Storm hits coast"),
        ("Ministry of Coasts: Storm hits coast", "Storm hits coast"),
        ("风暴袭击沿海地区_国内频道_海港在线", "风暴袭击沿海地区"),
        ("风暴袭击沿海地区-海港在线", "风暴袭击沿海地区"),
    ],
)
def test_a_heading_tells_a_title_s_own_part(title: str, heading: str) -> None:
    html = f"<title>{title}</title><h2>Friends of the Sea</h2><h2>{heading}</h2>{TEXT}"
    assert _headings(html) == [heading]


def test_a_heading_in_a_title_that_is_a_logo_a_site_s_name_or_a_word_of_it_is_none() -> None:
    for heading in ('<a href="/news/">Coast and Harbour</a>', "Example", "Storm"):
        html = f"<title>Storm hits Coast and Harbour - {heading}</title><h2>{heading}</h2>{TEXT}"
        assert _headings(html) == []


def _headings(html: str) -> list[str]:
    facts = facts_of(read_html(html, url=URL))
    return [vote.text for vote in votes(facts) if vote.source == "heading"]


@pytest.mark.parametrize(
    ("title", "owner", "kept"),
    [
        ("Storm hits coast - Harbour News", "Harbour", "Storm hits coast"),
        ("Storm hits coast - Harbour", "Harbour News Ltd", "Storm hits coast"),
        ("Sturm trifft die Küste - Hafen Redaktion", "Hafen", "Sturm trifft die Küste"),
        ("Storm hits coast - Manchester Police Praised", "Man", None),
        ("Storm hits coast - Harbour Murders Trial", "Harbour", None),
        ("Die Flut kommt - Hafenarbeiter Streiken", "Hafen", None),
        ("Vuelve la luz - Solidaridad", "Sol", None),
    ],
)
def test_the_owner_s_name_is_cut_as_whole_words(title: str, owner: str, kept: str | None) -> None:
    html = f"<title>{title}</title>{TEXT}<footer>© 2031 {owner}</footer>"
    facts = facts_of(read_html(html))
    assert facts.owner == owner
    assert {vote.source: vote.text for vote in votes(facts)}["title"] == (kept or title)


@pytest.mark.parametrize("title", ["Quay Games - Storm hits the coast", "Storm hits the coast :: Quay Games"])
def test_a_cell_above_the_text_tells_a_title_s_own_part(title: str) -> None:
    assert _headings(f"<title>{title}</title><table><tr><td>Storm hits the coast</td></tr></table>{TEXT}") == [
        "Storm hits the coast"
    ]
