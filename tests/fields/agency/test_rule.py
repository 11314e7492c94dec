from __future__ import annotations

from newsspider.fields.agency.rule import agency
from tests.fields.made_pages import TEXT, first, html_page, json_ld


def test_agencies_of_the_signature() -> None:
    page, body = html_page(head=json_ld('{"@type": "NewsArticle", "author": "Reuters and AFP"}'))
    assert first(agency(page, body)) == (["Reuters", "AFP"], "json-ld")


def test_agencies_of_meta_elements() -> None:
    page, body = html_page(head='<meta name="source" content="AFP">')
    assert first(agency(page, body)) == (["AFP"], "meta:source")


def test_agencies_of_the_dateline() -> None:
    page, body = html_page(text=TEXT.replace("<p>", "<p>LISBON (Reuters) - ", 1))
    assert first(agency(page, body)) == (["Reuters"], "dateline")


def test_none() -> None:
    page, body = html_page()
    assert first(agency(page, body)) is None
