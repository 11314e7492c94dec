from __future__ import annotations

from newsspider.fields.surroundings import surroundings


def test_the_lists_are_lower_case_words() -> None:
    lists = surroundings()
    assert {"foreign", "credit", "caption", "live", "entry"} <= set(lists)
    for words in lists.values():
        assert words
        assert all(word == word.lower() and word.isalpha() for word in words)
