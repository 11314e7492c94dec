"""Words of class and id names that say what a part of a page is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def surroundings() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/surroundings.toml: kind of part -> lower-case words."""
    text = files("newsspider.fields").joinpath("data/surroundings.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(text).items()}
