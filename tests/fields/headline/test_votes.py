from __future__ import annotations

from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.votes import HeadlineVote, agreed
from newsspider.processors.headlines import folded_key


def _vote(text: str, group: str, weight: float, source: str = "a-source") -> HeadlineVote:
    return HeadlineVote(Candidate(text, source), group, weight, folded_key(text))


def _texts(*votes: HeadlineVote) -> list[str]:
    return [candidate.value for candidate in agreed(votes)]


def test_groups_vote_once_and_two_groups_outvote_one() -> None:
    copies = [_vote("Storm tips of 2031", "title", 1.5) for _ in range(4)]
    own = [_vote("Storm hits coast", "h1", 1.5), _vote("STORM HITS COAST", "linked", 1.5)]
    assert _texts(*copies, *own) == ["Storm hits coast", "Storm tips of 2031"]


def test_who_ends_in_dots_means_the_longer_one() -> None:
    cut, whole = (
        _vote("Storm hits coast and...", "title", 2.0),
        _vote("Storm hits coast and hills", "h1", 1.0),
    )
    assert _texts(cut, whole)[0] == "Storm hits coast and hills"


def test_an_h1_speaks_for_a_text_with_a_kicker_before_its_own() -> None:
    kicked, other = (
        _vote("Flood: Ferries stay in port", "linked", 2.0),
        _vote("Ferries in port", "title", 2.5),
    )
    assert _texts(other, kicked)[0] == "Ferries in port"
    assert _texts(other, kicked, _vote("Ferries stay in port", "h1", 1.9))[0] == "Flood: Ferries stay in port"


def test_an_h1_that_is_a_title_s_subject_speaks_for_the_title_and_not_for_one_with_a_section() -> None:
    subject = (_vote("Index funds", "h1", 4.0), _vote("Index funds: how to buy", "title", 1.5))
    assert _texts(*subject)[0] == "Index funds: how to buy"
    repeated = (_vote("Index funds", "h1", 4.0), _vote("Index funds: how to buy", "data", 3.0))
    assert _texts(*repeated, _vote("Index funds", "title", 1.5))[0] == "Index funds"
    section = (
        _vote("Storm hits coast and hills", "h1", 4.0),
        _vote("Storm hits coast and hills : News", "title", 1.5),
    )
    assert _texts(*section)[0] == "Storm hits coast and hills"


def test_sections_behind_colons_are_no_half_of_a_headline() -> None:
    for title in ("항구 폭풍에 폐쇄 : 사회 : 뉴스 : 항구신문", "Шторм закрыл порты :: Общество :: Портовые вести"):
        bare = title.partition(" :")[0]
        assert _texts(_vote(bare, "h1", 4.0), _vote(title, "title", 1.5))[0] == bare


def test_who_ends_after_a_hundred_and_ten_characters_means_the_longer_one() -> None:
    whole = "Storm hits coast and closes all harbours of the islands as forecasters warn of more rain and skippers stay at home"
    cut, h1 = _vote(whole[:110], "linked", 4.75), _vote(whole, "h1", 4.0)
    assert _texts(cut, h1)[0] == whole
    assert _texts(_vote(whole[:80], "linked", 4.75), h1)[0] == whole[:80]


def test_a_long_headline_is_not_cut_where_a_separator_follows() -> None:
    bare = "Storm hits coast and closes all harbours of the islands as forecasters warn of more rain and skippers stay"
    assert 100 <= len(bare) <= 112
    for behind in (" : Harbour Gazette of the Coast", " | Harbour Gazette", " - World"):
        votes = (_vote(bare, "linked", 2.0), _vote(f"{bare}{behind}", "title", 1.5))
        assert _texts(*votes)[0] == bare


def test_no_sources_have_no_vote() -> None:
    assert _texts() == []


def test_a_text_in_capitals_is_taken_as_another_place_writes_it() -> None:
    assert _texts(_vote("EL MUELLE CIERRA", "h1", 4.0), _vote("El muelle cierra", "title", 1.0)) == [
        "El muelle cierra"
    ]
    assert _texts(_vote("ЗАКРЫТА ПРИСТАНЬ", "h1", 4.0), _vote("Закрыта пристань", "title", 1.0)) == [
        "Закрыта пристань"
    ]
    assert _texts(_vote("NASA", "h1", 4.0), _vote("NASA", "title", 1.0)) == ["NASA"]
    assert _texts(_vote("NASA", "h1", 4.0), _vote("nasa", "title", 1.0)) == ["NASA"]
    assert _texts(_vote("El muelle cierra", "h1", 4.0), _vote("EL MUELLE CIERRA", "title", 1.0)) == [
        "El muelle cierra"
    ]


def test_capitals_are_known_in_a_title_with_a_site_behind_it() -> None:
    votes = (_vote("ЗАКРЫТА ПРИСТАНЬ", "h1", 4.0), _vote("Закрыта пристань - Вестник", "title", 1.0))
    assert _texts(*votes)[0] == "Закрыта пристань"
