"""Words of class and id names that say what a part of a page is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def class_words() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/class_words.toml: kind of part -> lower-case words."""
    text = files("newsspider.fields").joinpath("data/class_words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(text).items()}
