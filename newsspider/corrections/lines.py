"""Where in a TOML file something stands: tomllib tells that of faults in the syntax only."""

from __future__ import annotations

import json
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


def lines_of_texts(lines: Sequence[str], texts: Sequence[str], first: int) -> Sequence[int]:
    r"""Return the line of each text that is a value in these lines of valid TOML, of which the first has a number.

    A text that several lines have, or none has as a string of its own, has the first line's number.

    >>> lines_of_texts(['[[a]]', 'b = "p"  # comment', '# "p"', "c = ['h1', 'p.d']"], ["h1", "p", "q"], 7)
    [10, 8, 7]
    """
    written = [(number, line) for number, line in enumerate(lines, first) if not line.lstrip().startswith("#")]
    found: dict[str, int] = {}
    for text in set(texts):
        forms = (f'"{text}"', f"'{text}'", json.dumps(text, ensure_ascii=False))
        holding = [number for number, line in written if any(form in line for form in forms)]
        found[text] = holding[0] if len(holding) == 1 else first
    return [found[text] for text in texts]


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
