from newsspider.blocks.declared_texts import declared_columns, linked_body
from newsspider.page import Page, html_page
from newsspider.page.types import LinkedArticle, LinkedData
from tests.body.pages import SENTENCE


def page_with_body(body: str) -> Page:
    return Page(linked_data=LinkedData(articles=[LinkedArticle(syntax="json-ld", body=body)]))


def test_blocks_are_found_in_the_linked_body_whatever_its_spaces_and_entities() -> None:
    page = page_with_body(f"<p>{SENTENCE * 2}</p>\n\n<p>Quick &amp; dry.</p>")
    columns = declared_columns(page, [(SENTENCE * 2).strip(), "Quick & dry.", "Something else", "x"], 300.0)
    assert columns["in_linked_data"].tolist() == [2, 2, 0, 0]
    assert 0.9 < columns["in_linked_data_share"][0] <= 1.1


def test_a_short_linked_body_is_none() -> None:
    assert linked_body(page_with_body("Read more")) == ""
    assert declared_columns(page_with_body("Read more"), ["Read more"], 0.0)["in_linked_data_share"].tolist() == [
        -1
    ]


def test_title_and_description_are_recognised() -> None:
    html = f"<title>Storm closes the harbour | Example</title><meta name=description content='{SENTENCE}'><p>x</p>"
    texts = ["Storm closes the harbour", SENTENCE.strip(), "Ana Ruiz", "Harbour"]
    columns = declared_columns(html_page(html), texts, 0.0)
    assert columns["is_title"].tolist() == [1, 0, 0, 0]
    assert columns["after_title"].tolist() == [0, 1, 2, 3]
    assert columns["is_description"].tolist() == [0, 1, 0, 0]


def test_a_huge_linked_body_costs_a_bounded_time() -> None:
    page = page_with_body("ab " * 1_000_000)
    columns = declared_columns(page, ["y" * 70] * 100_000, 1.0)
    assert not columns["in_linked_data"].any()


def test_a_standfirst_is_known_by_a_description_that_is_cut_off_or_goes_on() -> None:
    page = html_page(f"<meta property=og:description content='{SENTENCE * 2}'><p>x</p>")
    cut_off, longer, other = SENTENCE.strip(), (SENTENCE * 3).strip(), "Something else happened at the pier."
    columns = declared_columns(page, [cut_off, longer, other, "The harbour"], 0.0)
    found = columns["description"].tolist()
    assert 0.4 < found[0] < 0.6 < found[1] < 0.7
    assert found[2:] == [0, 0]  # too short a line is part of anything
    assert set(columns["has_description"].tolist()) == {found[1]}


def test_without_a_description_no_block_is_one() -> None:
    columns = declared_columns(Page(), [SENTENCE], 0.0)
    assert (columns["description"].tolist(), columns["has_description"].tolist()) == ([0], [0])
