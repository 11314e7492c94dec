"""What stands where a text breaks off, to be read on by those who pay."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, words_of

_MAX_LINE_CHARS = 300
_MAX_HEADING_CHARS = 120


def holds_wall(lines: str) -> bool:
    """Return whether one of some lines invites readers to pay or to sign in for the rest of the text.

    >>> holds_wall("Log in or subscribe to continue."), holds_wall("Subscribe to our newsletter")
    (True, False)
    """
    folded = "\n".join(line[:_MAX_LINE_CHARS] for line in lines.split("\n")).casefold()
    return _walls().search(folded) is not None


def asks_for_support(heading: str) -> bool:
    """Return whether a heading asks readers for money for those who write.

    >>> [asks_for_support(text) for text in ("Support our journalism", "Support for journalism falls")]
    [True, False]
    """
    return len(heading) <= _MAX_HEADING_CHARS and _appeals().match(heading.casefold()) is not None


@cache
def _appeals() -> re.Pattern[str]:
    begin, named = (any_of(words_of("lines/data/walls", kind)) for kind in ("support", "supported"))
    return re.compile(rf"\W{{0,3}}(?:{begin})(?!\w|\s(?:for|from|of)\s).{{0,60}}?(?<!\w)(?:{named})")


@cache
def _walls() -> re.Pattern[str]:
    return re.compile(any_of(map(str.casefold, words_of("lines/data/walls", "wall")), ignore_case=False))
