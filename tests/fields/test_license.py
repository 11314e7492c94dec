from __future__ import annotations

import doctest

import pytest

from newsspider.fields import license as module
from newsspider.fields.license import clean_license, license_of_page
from tests.fields.made_pages import DUMP, first, html_page, json_ld, text_page

BY = "https://creativecommons.org/licenses/by/4.0/"


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (f'"{BY}"', BY),
        (f'{{"@type": "CreativeWork", "url": "{BY}", "name": "CC BY"}}', BY),
        ('{"@type": "CreativeWork", "name": "CC BY 4.0"}', "CC BY 4.0"),
        (f'["{BY}", "https://example.org/terms"]', BY),
    ],
)
def test_linked_data_comes_first(written: str, found: str) -> None:
    head = json_ld(f'{{"@type": "NewsArticle", "license": {written}}}') + "<link rel=license href=/terms>"
    assert first(license_of_page(html_page(head=head))) == (found, "json-ld")


@pytest.mark.parametrize("written", ["3", "null", "{}", "[[]]", '""'])
def test_linked_data_that_names_none(written: str) -> None:
    head = json_ld(f'{{"@type": "NewsArticle", "license": {written}}}')
    assert first(license_of_page(html_page(head=head))) is None or written == "3"


def test_a_link_in_the_head() -> None:
    page = html_page(head=f'<link rel="License" href="{BY}"><meta name="dcterms.license" content="CC BY">')
    assert first(license_of_page(page)) == (BY, "link:license")


def test_a_meta_element() -> None:
    page = html_page(head='<meta name="DCTERMS.license" content="CC BY 4.0">')
    assert first(license_of_page(page)) == ("CC BY 4.0", "meta:dcterms.license")


@pytest.mark.parametrize("rel", ["license", "LICENSE nofollow", "noopener license"])
def test_a_link_in_the_page(rel: str) -> None:
    page = html_page(below=f'<footer>Text: <a rel="{rel}" href="{BY}">CC BY</a></footer>')
    assert first(license_of_page(page)) == (BY, "a:license")


@pytest.mark.parametrize(
    "below",
    [
        f'<figure><img src=a.jpg><figcaption><a rel=license href="{BY}">CC BY</a></figcaption></figure>',
        f'<a rel="unlicensed" href="{BY}">CC BY</a>',
        f'<a href="{BY}">CC BY</a>',
        "<a rel=license>none</a>",
        '<a rel=license href="mailto:a@example.org">ask</a>',
    ],
)
def test_what_states_none_of_the_article(below: str) -> None:
    assert first(license_of_page(html_page(below=below))) is None


def test_a_dump_states_none() -> None:
    assert first(license_of_page(text_page(DUMP))) is None


def test_the_text_of_a_licence_is_no_name() -> None:
    assert clean_license("Permission is hereby granted, free of charge, " * 10) is None
    assert clean_license("//creativecommons.org/licenses/by/4.0/", "https://example.org/") == BY
