from __future__ import annotations

import tracemalloc
from itertools import permutations

import pytest

from newsspider.duplicates.finder import DuplicateFinder
from newsspider.duplicates.records import Record, read_records
from newsspider.duplicates.types import Finding, Match, Subject
from tests.duplicates.made_texts import SCRIPTS, made_text, made_words, written

SITE, OTHER_SITE = "https://example.org", "https://example.com"
PAYWALL = (
    "To go on reading this article you need a subscription. Subscribe now for full access to all our articles."
)


def article(url: str, text: str | None, *, canonical: str | None = None, headline: str | None = None) -> Subject:
    return Subject(
        name=canonical or url, url=url, canonical=canonical, headline=headline or f"On {url}", text=text
    )


def findings(*subjects: Subject) -> list[Finding]:
    finder = DuplicateFinder(1000)
    return [finder.find(subject)[0] for subject in subjects]


def matches(*subjects: Subject) -> list[Match | None]:
    return [finding.match for finding in findings(*subjects)]


@pytest.mark.parametrize(
    ("second", "match"),
    [
        (article("http://www.example.org/a/?utm_source=x", made_text(2)), Match.PAGE),
        (article(f"{SITE}/a?amp", made_text(1, 150), canonical=f"{SITE}/a"), Match.CANONICAL),
        (article(f"{OTHER_SITE}/b", made_text(1).upper()), Match.TEXT),
        (article(f"{OTHER_SITE}/b", f"{made_text(3, 60)}\n\n{made_text(1, 250)}"), Match.NEAR_TEXT),
        (article(f"{OTHER_SITE}/b", made_text(2)), None),
    ],
)
def test_duplicates_are_found(second: Subject, match: Match | None) -> None:
    first = article(f"{SITE}/a", made_text(1))
    found = findings(first, second)
    assert found[0] == Finding(match=None, original=first.name)
    assert found[1].match == match
    assert found[1].original == (second.name if match is None else first.name)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_agency_text_is_one_cluster_in_every_script(script: str) -> None:
    agency = made_words(1, 300, script)
    copies = [
        article(
            f"https://site{number}.example/a",
            written(made_words(number + 9, 40, script) + agency[: 300 - 7 * number], script),
        )
        for number in range(8)
    ]
    first, *others = findings(article(f"{SITE}/a", written(agency, script)), *copies)
    assert first.match is None
    assert {(each.match, each.original) for each in others} == {(Match.NEAR_TEXT, f"{SITE}/a")}


def test_a_canonical_url_is_believed_where_the_texts_agree() -> None:
    right = [article(f"{SITE}/{n}", made_text(1, 300 - n), canonical=f"{SITE}/a") for n in range(1, 4)]
    assert matches(*right)[1:] == [Match.CANONICAL] * 2
    # Of a template: each article is kept, and no later one has the identifier of another.
    wrong = [article(f"{SITE}/{n}", made_text(n), canonical=f"{SITE}/a") for n in range(1, 4)]
    found = findings(*wrong)
    assert [each.match for each in found] == [None] * 3
    assert [each.shares_canonical for each in found] == [False, True, True]
    assert [each.original for each in found] == [f"{SITE}/a", f"{SITE}/2", f"{SITE}/3"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_canonical_url_of_another_article_loses_neither(turned: bool) -> None:
    pair = [article(f"{SITE}/a", made_text(1)), article(f"{SITE}/b", made_text(2), canonical=f"{SITE}/a")]
    assert matches(*(reversed(pair) if turned else pair)) == [None, None]


def test_pages_without_a_text_are_found_by_address_alone() -> None:
    first, second = article(f"{SITE}/a", None), article(f"{SITE}/b", " \n")
    assert matches(first, second, first) == [None, None, Match.PAGE]
    # With the canonical URL of the other one, and the same headline, it is believed.
    third = article(f"{SITE}/c", None, canonical=f"{SITE}/a", headline=first.headline)
    assert matches(first, third) == [None, Match.CANONICAL]
    assert matches(first, article(f"{SITE}/c", None, canonical=f"{SITE}/a")) == [None, None]


@pytest.mark.parametrize("text", ["Video", PAYWALL, made_text(1, 60)])
def test_brief_texts_are_the_same_article_only_with_the_same_headline(text: str) -> None:
    subjects = [article(f"{SITE}/{number}", text) for number in range(3)]
    assert matches(*subjects) == [None] * 3
    same = [article(f"{SITE}/{number}", text, headline="Storm hits coast") for number in range(3)]
    assert matches(*same) == [None, Match.TEXT, Match.TEXT]


def test_letter_case_of_a_path_does_not_matter_where_the_texts_agree() -> None:
    first = article(f"{SITE}/News/Storm", made_text(1))
    assert matches(first, article(f"{SITE}/news/storm", made_text(1, 290))) == [None, Match.PAGE]
    assert matches(first, article(f"{SITE}/news/storm", made_text(2))) == [None, None]


@pytest.mark.parametrize("elsewhere", [False, True], ids=["the first of its text", "an agency's text"])
def test_an_address_with_other_parameters_is_the_same_page_where_headline_and_text_are(elsewhere: bool) -> None:
    def page(query: str, number: int = 1, headline: str = "Storm") -> Subject:
        return article(f"{SITE}/storm{query}", made_text(number), headline=headline)

    before = [article(f"{OTHER_SITE}/a", made_text(1), headline="Storm")] if elsewhere else []
    print_version, other_text, other_headline, other_page = matches(
        *before,
        page(""),
        page("?print=1"),
        page("?p=2", 2),
        page("?p=3", headline="Flood"),
        article(f"{SITE}/storm/more", made_text(1), headline="Storm"),
    )[len(before) + 1 :]
    assert print_version is Match.PAGE
    assert other_text is None
    assert other_headline is Match.TEXT
    assert other_page is Match.TEXT


def test_what_came_to_nothing_is_forgotten() -> None:
    finder = DuplicateFinder(1000)
    first, second, third = (article(f"{SITE}/{number}", made_text(1, 300 - number)) for number in range(3))
    finder.forget(finder.find(first)[1], is_first=True)
    finding, record = finder.find(second)
    assert finding.match is None
    member = finder.find(third)[1]
    assert member.original == second.name
    finder.forget(member, is_first=False)
    assert finder.find(third)[0].match is Match.NEAR_TEXT
    assert finder.find(second)[0].match is Match.PAGE
    assert record.original == second.name


def test_versions_of_a_page_bring_its_later_wordings_into_its_cluster() -> None:
    page, copy = f"{SITE}/a", article(f"{OTHER_SITE}/b", made_text(2, 290))
    assert matches(article(page, made_text(1)), article(page, made_text(2)), copy) == [
        None,
        Match.PAGE,
        Match.NEAR_TEXT,
    ]


def test_small_changes_do_not_add_up() -> None:
    words = made_words(1, 600)
    steps = [article(f"{SITE}/{start}", written(words[start : start + 300])) for start in range(0, 300, 60)]
    assert len({finding.original for finding in findings(*steps)}) > 1


def test_the_longest_of_a_cluster() -> None:
    texts = [made_text(1, count) for count in (250, 200, 300, 280, 300)]
    found = findings(*(article(f"{SITE}/{number}", text) for number, text in enumerate(texts)))
    assert [each.is_longest for each in found] == [True, False, True, False, False]


def test_groups_do_not_depend_on_the_order() -> None:
    subjects = [
        article(f"{SITE}/a", made_text(1)),
        article(f"{OTHER_SITE}/a", made_text(1, 290)),
        article(f"{SITE}/a?fbclid=1", made_text(1, 295)),
        article(f"{SITE}/b", made_text(2)),
        article(f"{OTHER_SITE}/b", made_text(2)),
    ]
    groups = set()
    for order in permutations(range(5)):
        found = findings(*(subjects[number] for number in order))
        named = sorted((finding.original, number) for finding, number in zip(found, order, strict=True))
        groups.add(frozenset(frozenset(n for name, n in named if name == one) for one, _ in named))
    assert groups == {frozenset([frozenset([0, 1, 2]), frozenset([3, 4])])}


def test_what_was_written_down_is_remembered() -> None:
    subjects = [article(f"{SITE}/{number}", made_text(number % 20, 300 - number)) for number in range(60)]
    whole, first = DuplicateFinder(1000), DuplicateFinder(1000)
    expected = [whole.find(subject)[0] for subject in subjects]
    records: list[Record] = [first.find(subject)[1] for subject in subjects[:30]]
    second = DuplicateFinder(1000)
    second.remember_all(read_records(b"".join(record.to_bytes() for record in records)))
    assert [second.find(subject)[0] for subject in subjects[30:]] == expected[30:]
    for record in records:  # told twice, as by two runs: nothing changes
        second.remember(record)
    assert {second.find(subject)[0].original for subject in subjects} == {finding.original for finding in expected}


def test_the_oldest_are_forgotten_and_clusters_in_use_are_kept() -> None:
    finder = DuplicateFinder(100)
    often, once = article(f"{SITE}/often", made_text(1)), article(f"{SITE}/once", made_text(2))
    finder.find(often)
    finder.find(once)
    for number in range(3, 250):
        finder.find(article(f"{SITE}/{number}", made_text(number)))
        if number % 40 == 0:
            assert finder.find(article(f"{OTHER_SITE}/{number}", made_text(1, 290)))[0].original == often.name
    assert finder.find(article(f"{OTHER_SITE}/last", made_text(1)))[0].original == often.name
    assert finder.find(once)[0].match is None


@pytest.mark.slow
def test_memory_is_bounded() -> None:
    finder = DuplicateFinder(500)
    sizes = []
    tracemalloc.start()
    for number in range(4_000):
        finder.find(article(f"{SITE}/{number}", made_text(number % 1_500, 60, "Chinese")))
        if number in (1_999, 3_999):
            sizes.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    tracemalloc.stop()
    assert sizes[1] < 1.1 * sizes[0] < 4_000_000
