"""Tests for newsspider.discovery.door_guesses."""

import pytest

from newsspider.discovery.door_guesses import DoorGuesses
from newsspider.discovery.types import Door, Kind

SITE, START = "example.org", "https://example.org/"
ALL = frozenset(Door)


def chain(guesses: DoorGuesses, kind: Kind, articles: int, site: str = SITE, start: str = START) -> list[str]:
    """Return what a site is asked for where nothing is there."""
    asked = []
    found = [guess for guess in guesses.first(site, start, ()) if guess.kind is kind]
    while found:
        asked.append(found[0].url)
        found = guesses.following(site, found[0].url, kind, articles)
    return asked


def test_what_a_site_names_is_not_guessed() -> None:
    first = DoorGuesses(ALL).first
    assert [guess.kind for guess in first(SITE, START, ())] == [Kind.SITEMAP, Kind.FEED]
    assert [guess.kind for guess in first(SITE, START, {Kind.FEED})] == [Kind.SITEMAP]
    assert first(SITE, START, {Kind.SITEMAP}) == []
    assert all(guess.is_guess for guess in first(SITE, START, ()))


def test_only_doors_that_are_wanted_are_guessed() -> None:
    assert [guess.kind for guess in DoorGuesses(frozenset({Door.FEEDS})).first(SITE, START, ())] == [Kind.FEED]
    assert DoorGuesses(frozenset({Door.LINKS})).first(SITE, START, ()) == []


def test_a_small_site_that_gives_articles_is_asked_little() -> None:
    guesses = DoorGuesses(ALL)
    assert chain(guesses, Kind.SITEMAP, 5) == [f"{START}sitemap.xml"]
    assert len(chain(guesses, Kind.SITEMAP, 40)) == 2
    assert len(chain(guesses, Kind.FEED, 40)) == 2


def test_a_site_that_gives_none_or_many_is_asked_everywhere() -> None:
    guesses = DoorGuesses(ALL)
    everywhere = chain(guesses, Kind.FEED, 0)
    assert len(everywhere) == len(set(everywhere)) > 4
    assert chain(guesses, Kind.FEED, 240) == everywhere


def test_a_folder_comes_after_the_root() -> None:
    asked = chain(DoorGuesses(ALL), Kind.SITEMAP, 0, start="https://example.org/blog/")
    assert asked[0] == "https://example.org/sitemap.xml"
    assert "https://example.org/blog/sitemap.xml" in asked[1:]


def test_a_place_that_many_sites_do_not_have_is_asked_of_few_others() -> None:
    guesses = DoorGuesses(ALL)
    asked = 0
    for number in range(1_000):
        site, url = f"site{number}.example", f"https://site{number}.example/sitemap.xml"
        if guesses.is_worth_asking(site, url, Kind.SITEMAP, 5):
            asked += 1
            guesses.answered(site, url, Kind.SITEMAP, is_door=False)
    assert 50 < asked < 200


def test_one_site_that_has_something_there_speaks_for_the_next() -> None:
    guesses = DoorGuesses(ALL)
    for number in range(60):
        guesses.answered(f"{number}.example", f"https://{number}.example/feed/", Kind.FEED, is_door=False)
    url = f"{START}feed/"
    worth = [guesses.is_worth_asking(SITE, url, Kind.FEED, 5) for _ in range(9)]
    assert worth.count(False) > 5
    guesses.answered(SITE, url, Kind.FEED, is_door=True)
    assert all(guesses.is_worth_asking(SITE, url, Kind.FEED, 5) for _ in range(9))


@pytest.mark.parametrize("url", ["https://example.org/other.xml", "no address", ""])
def test_what_is_no_common_place_is_not_refused(url: str) -> None:
    guesses = DoorGuesses(ALL)
    guesses.answered(SITE, url, Kind.SITEMAP, is_door=False)
    assert guesses.is_worth_asking(SITE, url, Kind.SITEMAP, 5)


def test_after_a_door_that_is_broken_the_first_place_is_asked() -> None:
    following = DoorGuesses(ALL).following(SITE, "https://example.org/old-sitemap.xml", Kind.SITEMAP, 5)
    assert [guess.url for guess in following] == [f"{START}sitemap.xml"]
