"""Which texts stand in a longer one, and which more than once."""

from __future__ import annotations

from collections.abc import Sequence

_EDGE = 12


def standing(text: str, parts: Sequence[str], times: int = 1) -> Sequence[bool]:
    """Return for each of the parts, none empty, whether it stands in `text` so often, without overlapping."""
    return [part in text if times == 1 else text.count(part) >= times for part in parts]


def touching(text: str, lines: Sequence[str]) -> Sequence[int]:
    """Return the indices of the lines that begin or end with 12 characters or more of `text`.

    The compiled part may return more: there bytes are compared by their hashes.
    """
    return [
        i for i, line in enumerate(lines) if len(line) >= _EDGE and (line[:_EDGE] in text or line[-_EDGE:] in text)
    ]
