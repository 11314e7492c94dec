"""Which texts stand in a longer one, and which more than once."""

from __future__ import annotations

from collections.abc import Sequence


def standing(text: str, parts: Sequence[str], times: int = 1) -> Sequence[bool]:
    """Return for each of the parts, none empty, whether it stands in `text` at least `times`, without overlapping.

    newsspider.blocks._repeats does the same in compiled code, where parts that do not cost next to nothing; there
    `times` is 1 or 2.
    """
    return [part in text if times == 1 else text.count(part) >= times for part in parts]
