"""Which texts stand in a longer one, which more than once, and in which of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_EDGE = 12


def standing(text: str, parts: Sequence[str], times: int = 1) -> Sequence[bool]:
    """Return for each of the parts, none empty, whether it stands in `text` at least `times`, without overlapping.

    newsspider.blocks._repeats does the same in compiled code, in one pass for all parts.
    """
    return [part in text if times == 1 else text.count(part) >= times for part in parts]


def touching(text: str, lines: Sequence[str]) -> Sequence[int]:
    """Return the indices of the lines that begin or end with 12 characters or more of `text`.

    newsspider.blocks._repeats may return more: there bytes are compared by their hashes.
    """
    return [
        i for i, line in enumerate(lines) if len(line) >= _EDGE and (line[:_EDGE] in text or line[-_EDGE:] in text)
    ]


def holding(text: str, parts: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of the lines of a text that hold one of the parts, which hold no line break.

    >>> list(holding("a storm\\nthe harbour\\nno harbour", ["harbour", "storm"]))
    [1, 2, 0]
    """
    for part in parts:
        line = at = 0
        while at >= 0 and (found := text.find(part, at)) >= 0:
            line += text.count("\n", at, found)
            yield line
            at = text.find("\n", found)
