"""Which texts stand in a longer one more than once."""

from __future__ import annotations

from collections.abc import Sequence


def repeated(text: str, parts: Sequence[str]) -> Sequence[bool]:
    """Return for each of the parts, none empty, whether it stands in `text` twice, without overlapping.

    newsspider.blocks._repeats does the same in compiled code, where parts that do not cost next to nothing.
    """
    return [text.count(part) > 1 for part in parts]
