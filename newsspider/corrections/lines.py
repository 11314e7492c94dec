"""Where in a TOML file something stands: tomllib tells that of faults in the syntax only."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line (from 1) at which `path`, keys and indices from the top, first stands in valid TOML.

    Found by reading the file's beginnings: the shortest that holds `path` ends there. So that comments,
    strings, dotted keys and inline tables need no second grammar. A path that is not there is looked for
    one step up.

    >>> line_of('[[a]]\\nb = 1\\n[[a]]\\nb.c = 2\\n', ["a", 1, "b", "c"])
    4
    """
    lines = text.split("\n")
    steps = list(path)
    while steps and not _holds(_table(lines, len(lines)), steps):
        steps.pop()
    low, high = 1, len(lines)
    while low < high:
        middle = (low + high) // 2
        if _holds(_table(lines, middle), steps):
            high = middle
        else:
            low = middle + 1
    return low


def _table(lines: Sequence[str], count: int) -> Any:
    """Return what the first `count` lines say, and those after that end a value begun in them."""
    for end in range(count, len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return {}


def _holds(table: Any, path: Sequence[str | int]) -> bool:
    for step in path:
        try:
            table = table[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
