from __future__ import annotations

import pytest

from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.ends import without_date, without_ends, without_section
from newsspider.fields.headline.votes import HeadlineVote
from newsspider.processors.headlines import folded_key


def _texts(**texts: str) -> list[str]:
    """Return what is left of each source's text; the h1's is of its own group."""
    sources = {name.replace("og_title", "meta:og:title"): text for name, text in texts.items()}
    votes = [
        HeadlineVote(Candidate(text, source), "h1" if source == "h1" else "title", 1.0, folded_key(text))
        for source, text in sources.items()
    ]
    return [vote.text for vote in without_ends(votes)]


def test_a_section_behind_a_bar_goes_where_another_has_none() -> None:
    assert _texts(title="Storm hits coast | Opinion", linked="Storm hits coast") == ["Storm hits coast"] * 2


def test_a_section_before_a_bar_goes_where_another_has_none() -> None:
    assert _texts(title="Opinion | Storm hits coast", linked="Storm hits coast") == ["Storm hits coast"] * 2


def test_what_stands_behind_a_dash_stays() -> None:
    assert (
        _texts(title="Storm hits coast - and hills", linked="Storm hits coast")[0]
        == "Storm hits coast - and hills"
    )


def test_a_kicker_goes_where_the_og_title_has_none() -> None:
    found = _texts(og_title="Ferries stay in port", h1="Flood: Ferries stay in port")
    assert found == ["Ferries stay in port"] * 2


def test_a_long_first_half_is_no_kicker() -> None:
    half = "Tears at the finish in the harbour - then came the turn"
    assert _texts(og_title="then came the turn", h1=half)[1] == half


def test_a_short_part_behind_the_last_bar_is_a_section() -> None:
    assert without_section("Storm hits the coast | World") == "Storm hits the coast"
    assert without_section("Sturm erreicht die Küste | Welt | Nachrichten") == "Sturm erreicht die Küste"
    assert without_section("Storm | Sea | Silence: a winter there") == "Storm | Sea | Silence: a winter there"
    assert without_section("Storm | The weather of the whole week") == "Storm | The weather of the whole week"


def test_what_follows_an_underscore_in_a_script_without_spaces_is_a_section() -> None:
    assert without_section("风暴袭击沿海地区_国内_海港在线") == "风暴袭击沿海地区"
    assert without_section("风暴_国内_海港在线") == "风暴_国内_海港在线"
    assert without_section("storm_hits_the_coast_again | World") == "storm_hits_the_coast_again | World"


@pytest.mark.parametrize(
    ("title", "language", "bare"),
    [
        ("Storm hits coast - 4 May 2031", "en", "Storm hits coast"),
        ("Sturm an der Küste | 04.05.2031", "de", "Sturm an der Küste"),
        ("Шторм на побережье — 4 мая 2031", "ru", "Шторм на побережье"),
        ("Storm hits coast - 4 dead", "en", "Storm hits coast - 4 dead"),
        ("Storms of the coast, 1990-2031", "en", "Storms of the coast, 1990-2031"),
        ("News - 4 May 2031", "en", "News - 4 May 2031"),
    ],
)
def test_a_date_behind_a_title_is_no_part_of_the_headline(title: str, language: str, bare: str) -> None:
    assert without_date(title, language) == bare


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Hírek » Lezárják a rakpartot a teherautók elől", "Lezárják a rakpartot a teherautók elől"),
        ("Home News › Storm hits the whole coast", "Storm hits the whole coast"),
        ("Storm hits coast › Friends of the Coast", "Storm hits coast › Friends of the Coast"),
        ("Borgmesteren »er ikke i tvivl om det« siger hun", "Borgmesteren »er ikke i tvivl om det« siger hun"),
    ],
)
def test_a_section_before_an_arrow(title: str, rest: str) -> None:
    assert without_section(title) == rest
