"""What an address leads to, before and after the site's other addresses are known."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.likeness import SitePatterns
from newsspider.discovery.types import Found, Kind, Outcome, Place
from newsspider.http import Announcement

SITE = "https://example.org/"


def found(path: str, text: str = "", **what: object) -> Found:
    return Found(url=SITE + path, text=text, **what)  # type: ignore[arg-type]  # fields of any type


def taught(lessons: Iterable[tuple[str, Outcome]]) -> SitePatterns:
    patterns = SitePatterns()
    for path, outcome in lessons:
        patterns.learn(SITE + path, outcome, ())
    return patterns


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("2026/03/04/quay-reopens", "Quay reopens"),
        ("news/quay-reopens-after-three-years-of-work", ""),
        ("wirtschaft/artikel-4711823.html", "Hafen öffnet nach drei Jahren wieder"),
        ("a/8f14e45fceea167a5a36dedd4bea2543.shtml", "The quay opens again at last"),
        ("%D8%A7%D9%84%D8%B3%D9%88%D9%82-%D9%8A%D9%81%D8%AA%D8%AD-%D8%A3%D8%A8%D9%88%D8%A7%D8%A8%D9%87", "السوق"),
        ("games/new-rules-for-the-chess-cup", "New rules for the chess cup"),
        ("quay-reopens-after-three-years/2026/03/04", ""),
    ],
)
def test_articles_are_known_by_address_and_text(path: str, text: str) -> None:
    assert SitePatterns().likeness(found(path, text)) > 0.5


@pytest.mark.parametrize(
    "link",
    [
        found("", "Home"), found("politics/", "Politics", place=Place.NAVIGATION), found("world/europe", "Europe"),
        found("page/2/", "2"), found("2026/03/", "March"), found("imprint", "Imprint", place=Place.FOOTER),
        found("list?sort=asc&view=all", "Oldest first"),
    ],
)  # fmt: skip
def test_lists_come_later(link: Found) -> None:
    assert SitePatterns().likeness(link) < 0.5


def test_what_is_announced_as_an_article_comes_first() -> None:
    assert SitePatterns().likeness(found("?p=203", kind=Kind.ARTICLE)) > 0.9


@pytest.mark.parametrize("form", ["archives/{}", "?p={}", "{}/", "item/{}"])
def test_shapes_that_gave_articles_are_learned(form: str) -> None:
    link = found(form.format(203))
    before = SitePatterns().likeness(link)
    patterns = taught((form.format(number), Outcome.ARTICLE) for number in range(20))
    assert before < 0.6
    assert patterns.likeness(link) > 0.7


def test_shapes_that_gave_none_are_learned() -> None:
    link = found("products/a-lovely-red-boat-of-wood", "A lovely red boat of wood")
    assert SitePatterns().likeness(link) > 0.8
    patterns = taught((f"products/boat-number-{number}-of-wood", Outcome.NOTHING) for number in range(20))
    assert patterns.likeness(link) < 0.3
    assert patterns.likeness(found("news/a-lovely-red-boat-of-wood")) > 0.5


def test_pages_that_failed_say_nothing() -> None:
    patterns = taught((f"archives/{number}", Outcome.FAILED) for number in range(500))
    assert patterns.refusal(found("archives/1000")) is None


def test_a_shape_that_brings_nothing_is_a_trap_in_the_end() -> None:
    patterns = SitePatterns()
    asked = 0
    for number in range(500):
        if patterns.refusal(found(f"gallery/{number}")) is None:
            asked += 1
            patterns.learn(f"{SITE}gallery/{number}", Outcome.NOTHING, [f"{SITE}gallery/{number + 1}"])
    assert asked < 25
    assert patterns.refusal(found("gallery/600")) == "trap"
    assert patterns.refusal(found("archives/600")) is None


def test_lists_go_on_as_long_as_they_bring_something() -> None:
    patterns = SitePatterns()
    for number in range(300):
        assert patterns.refusal(found(f"page/{number}/")) is None
        patterns.learn(
            f"{SITE}page/{number}/", Outcome.LISTING, [f"{SITE}?p={number}", f"{SITE}page/{number + 1}/"]
        )
        patterns.learn(f"{SITE}?p={number}", Outcome.ARTICLE)


def test_replies_to_articles_are_no_pages_of_their_own() -> None:
    patterns = SitePatterns()
    for number in range(5):
        patterns.learn(f"{SITE}?p={number}", Outcome.ARTICLE, ())
        patterns.learn(f"{SITE}?p={number}&replytocom=7", Outcome.NOTHING, ())
    patterns.learn(f"{SITE}?p=9", Outcome.ARTICLE, ())
    assert patterns.refusal(found("?p=9&replytocom=8")) == "trap"
    assert patterns.refusal(found("?p=10&replytocom=8")) is None
    assert patterns.refusal(found("?p=10")) is None


def test_print_versions_are_known_even_where_they_were_taken_for_articles() -> None:
    patterns = SitePatterns()
    for number in range(6):
        patterns.learn(f"{SITE}archives/{number}", Outcome.ARTICLE, ())
        patterns.learn(f"{SITE}archives/{number}?print=1", Outcome.ARTICLE, ())
        patterns.learn(f"{SITE}?p={number}", Outcome.ARTICLE, ())
    patterns.learn(f"{SITE}archives/9", Outcome.ARTICLE, ())
    assert patterns.refusal(found("archives/9?print=1")) == "trap"
    assert patterns.refusal(found("?p=9")) is None


def test_what_is_announced_is_refused_only_where_it_is_hostile() -> None:
    patterns = taught((f"gallery/{number}", Outcome.NOTHING) for number in range(100))
    announced = Announcement(source="sitemap")
    assert patterns.refusal(found("gallery/200", announcement=announced)) is None
    assert patterns.refusal(found("gallery/200")) == "trap"
    assert patterns.refusal(found("a/b/a/b/a/b", announcement=announced)) == "trap"
    assert patterns.refusal(found("gallery/sitemap.xml", kind=Kind.SITEMAP)) is None


def test_pages_of_a_run_that_kept_nothing_else_refuse_nothing() -> None:
    patterns = SitePatterns()
    for number in range(200):
        patterns.recall(f"{SITE}lists/{number}", Outcome.LISTING)
        patterns.recall(f"{SITE}archives/{number}", Outcome.ARTICLE)
    assert patterns.refusal(found("lists/300")) is None
    assert patterns.likeness(found("archives/300")) > 0.7


def taught_traps() -> SitePatterns:
    """Return patterns of a site whose gallery is endless, and whose print versions are no other pages."""
    patterns = SitePatterns()
    for number in range(8):
        patterns.learn(f"{SITE}news/{number}", Outcome.ARTICLE, ())
        patterns.learn(f"{SITE}news/{number}?print=1", Outcome.NOTHING, ())
    asked_in_gallery(patterns, 0)
    return patterns


def asked_in_gallery(patterns: SitePatterns, first: int) -> int:
    """Return how many pages of an endless gallery are asked for before it is left."""
    number = first
    while patterns.refusal(found(f"gallery/{number}")) is None:
        patterns.learn(f"{SITE}gallery/{number}", Outcome.NOTHING, [f"{SITE}gallery/{number + 1}"])
        number += 1
    return number - first


def restored(learned: Mapping[str, str], *, in_new_run: bool) -> SitePatterns:
    patterns = SitePatterns()
    for site, text in learned.items():
        patterns.restore(site, text, in_new_run=in_new_run)
    for number in range(8):
        patterns.recall(f"{SITE}news/{number}", Outcome.ARTICLE)
    patterns.recall(f"{SITE}news/8", None)  # found, and not fetched
    return patterns


@pytest.mark.parametrize("in_new_run", [False, True])
def test_what_was_learned_is_known_to_the_next_run(in_new_run: bool) -> None:
    first = taught_traps()
    next_run = restored(first.learned(), in_new_run=in_new_run)
    assert first.learned() == {}  # nothing since
    assert next_run.refusal(found("news/7?print=1")) == "trap"
    assert next_run.refusal(found("news/8?print=1")) is None
    assert next_run.likeness(found("news/99")) == first.likeness(found("news/99"))
    # A new run asks for some pages of the gallery again: there may be something now.
    assert asked_in_gallery(next_run, 30) == (5 if in_new_run else 0)


def test_what_is_known_of_a_large_site_is_not_written_anew_for_each_page() -> None:
    patterns = SitePatterns()
    for number in range(100):
        patterns.learn(f"{SITE}section{'abcdefghij'[number % 10]}{'abcdefghij'[number // 10]}/a", Outcome.NOTHING)
    assert list(patterns.learned()) == ["example.org"]
    patterns.learn(f"{SITE}news/storm-hits-the-coast", Outcome.ARTICLE)
    assert patterns.learned() == {}
    assert list(patterns.learned(is_last=True)) == ["example.org"]
    assert patterns.learned(is_last=True) == {}
    for number in range(60):
        patterns.learn(f"{SITE}news/storm-hits-the-coast-of-{number}", Outcome.ARTICLE)
    assert list(patterns.learned()) == ["example.org"]


def test_a_known_article_is_not_asked_for_with_a_parameter_that_was_tried() -> None:
    patterns = SitePatterns()
    for path in ("storm-hits-the-coast", "flood-in-the-old-town", "news", "?p=7"):
        patterns.learn(SITE + path, Outcome.ARTICLE)
    assert patterns.refusal(found("flood-in-the-old-town?ref=front")) is None
    patterns.learn(f"{SITE}storm-hits-the-coast?ref=front", Outcome.NOTHING)
    assert patterns.refusal(found("flood-in-the-old-town?ref=side")) == "known"
    assert patterns.refusal(found("?p=7&ref=side")) == "known"
    assert patterns.refusal(found("?p=8&ref=side")) is None
    assert patterns.refusal(found("flood-in-the-old-town?id=4")) is None
    assert patterns.refusal(found("ships-are-late-again-today?ref=side")) is None  # nothing is known of it
    assert patterns.refusal(found("news?ref=side")) is None  # may be a list that was taken for an article
    announced = Announcement(source="feed")
    assert patterns.refusal(found("flood-in-the-old-town?ref=side", announcement=announced)) is None


def test_assets_are_refused() -> None:
    assert SitePatterns().refusal(found("a/b.jpg")) == "asset"
    assert SitePatterns().refusal(found("sitemap.xml.gz", kind=Kind.SITEMAP)) is None


def test_memory_is_bounded() -> None:
    patterns = SitePatterns(max_shapes=2_000, max_pages=1_000)
    for number in range(3_000):
        patterns.learn(f"https://host{number}.example/{number}/a/b", Outcome.LISTING)
        patterns.learn(f"https://one.example/w{'abcdefgh'[number % 8]}{number}x/q?k{number}=1", Outcome.NOTHING)
    sites = patterns._sites.values()
    assert sum(len(site.shapes) for site in sites) <= 2_000 + 500
    assert max(len(site.shapes) for site in sites) <= 500
    assert len(patterns._fetched) <= 1_000


@given(st.text(), st.text())
def test_no_address_and_no_text_make_it_raise(path: str, text: str) -> None:
    patterns = SitePatterns()
    for url in (path, SITE + path, f"{SITE}?{path}"):
        patterns.learn(url, Outcome.ARTICLE, [url, text])
        assert 0 <= patterns.likeness(Found(url=url, text=text)) <= 1
        patterns.refusal(Found(url=url, text=text))


def test_an_address_takes_less_than_a_tenth_of_a_millisecond() -> None:
    patterns = taught(
        (f"2026/{number % 12}/storm-hits-the-coast-{number}", Outcome.ARTICLE) for number in range(300)
    )
    links = [found(f"section-{number % 9}/story-number-{number}-of-many?a={number}") for number in range(2_000)]
    started = time.process_time()
    for link in links:
        patterns.likeness(link)
        patterns.refusal(link)
    assert (time.process_time() - started) / len(links) < 0.0003  # three times of what it takes
