from __future__ import annotations

from newsspider.fields.authors.rule import authors
from newsspider.fields.authors.signers import byline_people
from newsspider.items import Author
from newsspider.processors.authors import leading_name
from tests.fields.made_pages import DUMP, first, text_page


def _in_dump(*lines: str) -> list[str] | None:
    facts = text_page("\n\n".join(["Storm hits coast", *lines, DUMP]))
    found = first(authors(facts))
    return [author.name for author in found[0]] if found else None


def test_a_byline_ends_where_the_name_does() -> None:
    assert _in_dump("By Ana Ruiz contributed to this report") == ["Ana Ruiz"]
    assert _in_dump("By ana_ruiz") == ["ana_ruiz"]
    assert leading_name("Ana Ruiz de la Cruz archive page") == "Ana Ruiz de la Cruz"
    assert leading_name("Ana archive page") == "Ana archive page"


def test_a_line_whose_words_the_page_writes_small_elsewhere_is_no_name() -> None:
    assert _in_dump("Island Bridge", "May 4, 2031") is None
    assert _in_dump("Ana Winter", "May 4, 2031") == ["Ana Winter"]
    assert _in_dump("By Island Bridge") == ["Island Bridge"]


def test_sentences_do_not_sign_and_agencies_do() -> None:
    facts = text_page(DUMP)
    people = [Author(name="thousands of paid subscribers"), Author(name="dpa", type="Organization")]
    assert [author.name for author in byline_people(people, facts, is_labelled=True)] == ["dpa"]
    assert {"island", "bridge"} <= facts.lower_case_words
    assert _in_dump("By the editors") is None
    assert _in_dump("by ibby") == ["ibby"]


def test_a_newsroom_comes_behind_names() -> None:
    assert _in_dump("Autor: Redaktion") == ["Redaktion"]
    assert _in_dump("Autor: Redaktion", "Ana Winter", "May 4, 2031") == ["Ana Winter"]
