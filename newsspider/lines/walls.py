"""What stands where a text breaks off, to be read on by those who pay."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, words_of

_MAX_LINE_CHARS = 300


def holds_wall(lines: str) -> bool:
    """Return whether one of some lines invites readers to pay or to sign in for the rest of the text.

    >>> holds_wall("Log in or subscribe to continue."), holds_wall("Subscribe to our newsletter")
    (True, False)
    """
    folded = "\n".join(line[:_MAX_LINE_CHARS] for line in lines.split("\n")).casefold()
    return _walls().search(folded) is not None


@cache
def _walls() -> re.Pattern[str]:
    return re.compile(any_of(map(str.casefold, words_of("lines/data/walls", "wall")), ignore_case=False))
