from __future__ import annotations

import pytest

from newsspider.fields.agency.rule import agency
from newsspider.items import Author
from tests.fields.made_pages import DUMP, TEXT, first, html_page, json_ld, text_page


def test_agencies_of_the_signature() -> None:
    facts = html_page(head=json_ld('{"@type": "NewsArticle", "author": "Reuters and AFP"}'))
    assert first(agency(facts)) == (["Reuters", "AFP"], "json-ld")


def test_agencies_of_meta_elements() -> None:
    facts = html_page(head='<meta name="source" content="AFP">')
    assert first(agency(facts)) == (["AFP"], "meta:source")


def test_agencies_of_the_dateline() -> None:
    facts = html_page(text=TEXT.replace("<p>", "<p>LISBON (Reuters) - ", 1))
    assert first(agency(facts)) == (["Reuters"], "dateline")


def test_agencies_among_the_authors_that_were_found() -> None:
    facts = html_page(above="<p>By Ana Ruiz and Reuters</p>")
    facts.chosen["authors"] = [Author(name="Ana Ruiz"), Author(name="Reuters")]
    assert first(agency(facts)) == (["Reuters"], "authors")


def test_an_agency_in_brackets_behind_an_author() -> None:
    facts = html_page()
    facts.chosen["authors"] = [Author(name="Ana Ruiz", nameRaw="Par Ana Ruiz (avec AFP), photos : Reuters")]
    assert first(agency(facts)) == (["AFP"], "authors")


def test_an_agency_that_a_line_under_the_headline_is_or_names_as_the_source() -> None:
    for line in ("EFE", "أ ف ب", "Source: Reuters", "Źródło: PAP", "来源：新华社", "Kaynak: AA | 4 Mayıs 2031"):
        found = first(agency(html_page(above=f'<p class="info">{line}</p>')))
        assert found is not None, line
        assert found[1] == "byline"
    for line in (
        "The AP building",
        "More on AFP",
        "Quelle: privat",
        "Sources say: AFP was there first of all",
        "Source: Reuters Institute",
    ):
        assert first(agency(html_page(above=f"<p>{line}</p>"))) is None, line


@pytest.mark.parametrize(
    "byline",
    [
        "By Ana Ruiz, Associated Press Writer",
        "By ANA RUIZ and BEN KURZ Associated Press Writers",
        "By Ana Ruiz, AP Staff Writer",
        "By Ana Ruiz via Associated Press",
    ],
)
def test_the_agency_that_a_byline_s_last_person_works_for(byline: str) -> None:
    found = first(agency(html_page(above=f"<p>{byline}</p>")))
    assert found is not None
    assert found[0] == ["AP"]


@pytest.mark.parametrize("byline", ["By Ana Ruiz, Staff Writer", "By Ana Ruiz, Associated Pressers"])
def test_a_byline_that_names_no_agency(byline: str) -> None:
    assert first(agency(html_page(above=f"<p>{byline}</p>"))) is None


def test_an_agency_at_the_picture_under_the_headline_is_none_of_the_text() -> None:
    for name in ("photo-credit", "caption", "image__source"):
        assert first(agency(html_page(above=f'<div class="{name}"><p>Reuters</p></div>'))) is None
    for above in (
        '<figure><img src="/storm.jpg"><figcaption>Reuters</figcaption></figure>',
        '<div><img src="/storm.jpg" alt=""></div><p>AFP</p>',
        '<img src="/storm.jpg"><p><small>dpa</small></p>',
    ):
        assert first(agency(html_page(above=above))) is None, above
    source = '<img src="/storm.jpg"><p>Quelle: dpa/AFP</p>'  # of the text, whatever stands above it
    assert first(agency(html_page(above=source))) == (["dpa", "AFP"], "byline")


def test_none() -> None:
    facts = html_page()
    assert first(agency(facts)) is None


def test_an_agency_that_a_pictures_credit_names_is_none_of_the_text() -> None:
    for credit in ("© Paul Roy / AFP", "Photo : Paul Roy / AFP", "Foto: Ana Ruiz/dpa", "Фото: Иван Петров / ТАСС"):
        assert first(agency(text_page(f"Storm hits coast\n\nBy Ana Ruiz\n\n{credit}\n\n{DUMP}"))) is None
    for line in ("By Ana Ruiz, AFP", "Ana Ruiz / AFP", "Source : AFP", "© AFP"):
        found = first(agency(text_page(f"Storm hits coast\n\nBy Ben Kurz\n\n{line}\n\n{DUMP}")))
        assert found == (["AFP"], "byline")
