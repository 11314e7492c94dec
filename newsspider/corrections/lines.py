"""Where in a TOML file something stands: tomllib tells that of faults in the syntax only."""

from __future__ import annotations

import re
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


def lines_of_tables(text: str, name: str, count: int) -> Sequence[int]:
    """Return the lines (from 1) at which the `count` tables of an array begin in valid TOML.

    Each has its header in a line, where they are written as `[[name]]`. To look for each with `line_of` takes
    seconds of hundreds: that is done where a text in the file looks like a header, which is rare. The tables of an
    array that is one value have the line of that.

    >>> lines_of_tables('[[a]]\\nb = 1\\n\\n[["a"]]\\nb = 2\\n', "a", 2)
    [1, 4]
    """
    header = re.compile(rf"[ \t]*\[\[[ \t]*([\"']?){re.escape(name)}\1[ \t]*\]\]")
    found = [number for number, line in enumerate(text.split("\n"), 1) if header.match(line)]
    if len(found) == count:
        return found
    return [line_of(text, (name, index)) for index in range(count)] if found else [line_of(text, (name,))] * count


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
