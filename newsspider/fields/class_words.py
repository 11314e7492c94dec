"""Words of class and id names that say what a part of a page is."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.language.word_lists import word_sets


def class_words() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/class_words.toml: kind of part -> lower-case words."""
    return word_sets("fields/data/class_words")
