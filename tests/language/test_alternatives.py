from __future__ import annotations

import re
import time

from hypothesis import example, given
from hypothesis import strategies as st

from newsspider.language.alternatives import any_of

_WORDS = st.lists(st.text("abİiıßſskK .+(|", min_size=1, max_size=5), max_size=8)
_LINES = st.text("abABİIiıßſSskK .+(|xy", max_size=12)


@given(_WORDS, _LINES)
def test_the_longest_word_that_stands_there_is_found_in_its_own_case(words: list[str], line: str) -> None:
    found = re.compile(any_of(words, ignore_case=False)).match(line)
    fitting = [word for word in words if line.startswith(word)]
    assert (found.group() if found else None) == (max(fitting, key=len) if fitting else None)


@given(_WORDS, _LINES)
@example(["ß"], "S")
@example(["İ"], "i")
@example(["\u212a"], "k")
def test_case_is_ignored_as_a_plain_list_of_words_ignores_it(words: list[str], line: str) -> None:
    plain = "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    expected = re.compile(plain, re.IGNORECASE).match(line) if words else None
    found = re.compile(any_of(words), re.IGNORECASE).match(line)
    assert (found is None) == (expected is None)


def test_words_that_begin_alike_in_two_cases_are_one_group() -> None:
    pattern = re.compile(any_of(["By line", "by", "BY LINE US"]), re.IGNORECASE)
    found = pattern.match("by line us")
    assert found
    assert found.group() == "by line us"


def test_no_words_match_nothing() -> None:
    assert re.compile(any_of([])).search("anything") is None


def test_what_does_not_fit_is_passed_over_fast() -> None:
    words = [
        f"{first}{second}{number}" for first in "abcdefghij" for second in "klmnopqrst" for number in range(9)
    ]
    plain, grouped = re.compile("|".join(words), re.IGNORECASE), re.compile(any_of(words), re.IGNORECASE)
    line = "The storm has torn roofs from forty houses. " * 200

    def seconds(pattern: re.Pattern[str]) -> float:
        start = time.process_time()
        for _ in range(5):
            pattern.search(line)
        return time.process_time() - start

    assert min(seconds(grouped) for _ in range(3)) < min(seconds(plain) for _ in range(3)) / 2
