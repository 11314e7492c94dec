from __future__ import annotations

from newsspider.fields.markup import class_words


def test_the_lists_are_lower_case_words() -> None:
    lists = class_words()
    assert {"foreign", "credit", "caption", "live", "entry"} <= set(lists)
    for words in lists.values():
        assert words
        assert all(word == word.lower() and word.isalpha() for word in words)
