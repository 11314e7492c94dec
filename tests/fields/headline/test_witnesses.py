from __future__ import annotations

from newsspider.fields.headline.witnesses import witnesses
from newsspider.page import html_page as read_html
from tests.fields.made_pages import body_of, html_page, json_ld


def _texts(head: str) -> dict[str, str]:
    return {witness.rule: witness.text for witness in witnesses(*html_page(head=head))}


def test_each_place_speaks_for_itself_without_the_site_s_name() -> None:
    head = '<meta property="og:site_name" content="Harbour Courier"><meta name="dc.title" content="Storm! - Harbour Courier">'
    found = _texts(head + json_ld('{"@type": "NewsArticle", "headline": "Storm on coast | Harbour Courier"}'))
    assert found["meta:dc.title"] == "Storm!"
    assert found["json-ld"] == "Storm on coast"
    assert found["h1"] == found["title"] == "Storm hits coast"


def test_an_address_is_no_headline() -> None:
    assert "json-ld" not in _texts(json_ld('{"@type": "NewsArticle", "headline": "https://example.org/storm"}'))


def test_a_heading_speaks_where_no_h1_does() -> None:
    html = "<title>Storm hits coast</title><h2>Storm hits coast</h2>" + "<p>The storm has torn roofs.</p>" * 9
    found = [witness.rule for witness in witnesses(*body_of(read_html(html)))]
    assert found == ["title", "heading"]
