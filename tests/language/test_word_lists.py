from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import newsspider
from newsspider.language import word_lists
from newsspider.language.word_lists import any_of, word_sets, word_table, words_by_language, words_of

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


def _names_of_lists() -> list[str]:
    package = Path(newsspider.__file__).parent
    return sorted(path.relative_to(package).with_suffix("").as_posix() for path in package.rglob("*.toml"))


@pytest.mark.parametrize("name", _names_of_lists())
def test_words_are_composed_and_stand_once_in_their_list(name: str) -> None:
    pending: list[object] = [word_table(name)]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            pending.extend(part.values())
        elif isinstance(part, list):
            words = [word for word in part if isinstance(word, str)]
            assert len(words) == len(set(words))
            assert words == [unicodedata.normalize("NFC", word) for word in words]
            pending.extend(entry for entry in part if not isinstance(entry, str))


def test_words_of_all_languages_stand_once() -> None:
    walls = words_of("lines/data/walls", "wall")
    assert set(walls) == {
        word for words in words_by_language("lines/data/walls")["wall"].values() for word in words
    }
    assert len(walls) == len(set(walls))


@pytest.fixture
def made_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that stands for the list "room/made"."""
    monkeypatch.setattr(word_lists, "files", lambda _: tmp_path)
    path = tmp_path / "room" / "made.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[kind]\nde = 'Von'",
            r"room/made\.toml: kind\.de must be a list of words, none of them empty, not 'Von'",
        ),
        ("[kind]\nde = ['']", r"kind\.de must be a list of words"),
        ("[kind]\nde = [7]", r"kind\.de must be a list of words"),
        ("kind = ['Von']", r"kind must be a table of lists by language, not \['Von'\]"),
        ("[kind", r"made\.toml: Expected"),
    ],
)
def test_a_malformed_list_is_named(made_list: Path, text: str, message: str) -> None:
    made_list.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        words_by_language.__wrapped__("room/made")
    word_table.cache_clear()


def test_a_malformed_set_is_named(made_list: Path) -> None:
    made_list.write_text("kind = 'Von'", "utf-8")
    with pytest.raises(ValueError, match="kind must be a list of words"):
        word_sets.__wrapped__("room/made")
    word_table.cache_clear()
