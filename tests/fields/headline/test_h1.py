from __future__ import annotations

import pytest

from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.h1 import WEIGHT_OF_UNRELATED, h1s
from newsspider.fields.headline.votes import HeadlineVote
from newsspider.processors.headlines import folded_key
from tests.fields.made_pages import TEXT, html_page

TOLD = [HeadlineVote(Candidate("Storm hits coast", "title"), "title", 1.5, folded_key("Storm hits coast"))]


def _found(markup: str, *, text: str = TEXT) -> dict[str, float]:
    site = '<meta property="og:site_name" content="Harbour Courier">'
    facts = html_page(head=site, above=markup, text=text)
    return {vote.text: vote.weight for vote in h1s(facts, TOLD)}


def test_an_only_h1_weighs_more_than_one_of_several() -> None:
    assert _found("")["Storm hits coast"] > _found("<h1>Storm on the coast</h1>")["Storm hits coast"]


def test_logos_and_what_shares_no_word_weigh_little() -> None:
    found = _found("<h1>Harbour Courier</h1><h1><a href='/'>Storm Daily</a></h1><h1>Newsletter</h1>")
    assert [found[text] for text in ("Harbour Courier", "Storm Daily", "Newsletter")] == [WEIGHT_OF_UNRELATED] * 3


def test_spans_without_a_blank_are_words_of_their_own() -> None:
    found = _found("<h1><span>Live:</span><span>Storm on the coast</span></h1><h1><b>S</b>torm <i>Mc</i>Coy</h1>")
    assert {"Live: Storm on the coast", "Storm McCoy"} <= found.keys()


def test_a_link_to_a_folder_above_the_page_is_a_logo() -> None:
    found = _found("<h1><a href='/news/'>Storm Diary</a></h1><h1><a href='/news/storm-hits-coast'>Storm!</a></h1>")
    assert found["Storm Diary"] == WEIGHT_OF_UNRELATED < found["Storm!"]


def test_what_begins_a_title_is_related_whatever_follows() -> None:
    title = "DAX - rally? - Daily look - Example - Your independent portal for all that moves"
    others = [HeadlineVote(Candidate(title, "title"), "title", 1.5, folded_key(title))]
    facts = html_page(above="<h1>DAX - rally? - Daily look</h1>", url="https://example.org/7")
    weights = {vote.text: vote.weight for vote in h1s(facts, others)}
    assert weights["DAX - rally? - Daily look"] > weights["Storm hits coast"]


def test_date_and_source_beside_the_headline_stay_out() -> None:
    assert "Storm hits coast" in _found("<h1>Storm hits coast <small>4 May 2031</small></h1>")


def test_what_the_address_speaks_of_is_related() -> None:
    found = _found("<h1>Newsletter: best of the year</h1><h1>Tips from the deep sea</h1>")
    facts = html_page(above="<h1>Why ducks take showers</h1>", url="https://example.org/why-ducks-take-showers")
    weights = {vote.text: vote.weight for vote in h1s(facts, TOLD)}
    assert weights["Why ducks take showers"] > found["Newsletter: best of the year"] == WEIGHT_OF_UNRELATED


def test_the_rest_of_a_title_whose_first_part_is_another_is_the_site() -> None:
    others = [
        *TOLD,
        HeadlineVote(
            Candidate("Storm hits coast « the sea blog", "title"), "title", 1.5, "stormhitscoasttheseablog"
        ),
    ]
    facts = html_page(above="<h1>the sea blog.</h1>")
    weights = {vote.text: vote.weight for vote in h1s(facts, others)}
    assert weights["the sea blog."] == WEIGHT_OF_UNRELATED < weights["Storm hits coast"]


def test_a_badge_in_the_headline_stays_out() -> None:
    assert "Storm hits coast Subscribers" not in _found("<h1>Storm hits coast <span>Subscribers</span></h1>")
    assert "Storm at sea Subscribers" in _found("<h1>Storm at sea <span>Subscribers</span></h1>")


def test_headings_of_the_text_s_sections_are_none() -> None:
    assert "Storm in numbers" not in _found(
        "", text=TEXT + "<h1>Storm in numbers</h1>" + TEXT.replace("storm", "gale")
    )


@pytest.mark.parametrize(
    ("title", "markup"),
    [
        ("McDonald wins in the north", "<h1><b>Mc</b><b>Donald</b> wins in the north</h1>"),
        ("YouTube-Stars im Norden", "<h1><span>You</span><span>Tube</span>-Stars im Norden</h1>"),
        (
            "Storms outlast all forecasts, say skippers",
            "<h1>Storms <b>out</b><b>last</b> all forecasts, say skippers</h1>",
        ),
    ],
)
def test_a_word_that_a_title_writes_is_not_divided(title: str, markup: str) -> None:
    others = [HeadlineVote(Candidate(title, "title"), "title", 1.5, folded_key(title))]
    assert title in [vote.text for vote in h1s(html_page(above=markup), others)]


@pytest.mark.parametrize(
    ("title", "markup"),
    [
        (
            "Storm hits coast and closes all harbours",
            "<h1><span>Storm hits coast and</span><span>closes all harbours</span></h1>",
        ),
        ("Der Sturm hat die Küste erreicht", "<h1><span>Der Sturm hat</span><span>die Küste erreicht</span></h1>"),
        ("Шторм закрыл порты до весны", "<h1><span>Шторм закрыл</span><span>порты до весны</span></h1>"),
    ],
)
def test_lines_of_a_headline_that_go_on_in_small_letters_are_set_apart(title: str, markup: str) -> None:
    others = [HeadlineVote(Candidate(title, "title"), "title", 1.5, folded_key(title))]
    assert title in [vote.text for vote in h1s(html_page(above=markup), others)]


def test_a_site_that_says_what_it_is_about_weighs_little() -> None:
    found = _found("<h1>Harbour Courier: all from the islands</h1><h1>Harbour Courier: storm on the coast</h1>")
    assert found["Harbour Courier: all from the islands"] == WEIGHT_OF_UNRELATED
    assert found["Harbour Courier: storm on the coast"] > WEIGHT_OF_UNRELATED
