"""What a report says of errors in the program: in a project's spiders, rules and pipelines, or in ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsspider.display.quantities import counted
from newsspider.items import Reject

_MOST_PLACES = 60  # of a program; errors of others are counted together
_OTHER = "elsewhere"


class ErrorLines:
    """Counts pages that ended in an error, by where in the program it was raised."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}  # how many, and what the first one said

    def add(self, reject: Reject) -> None:
        """Count a page, if it was rejected for an error."""
        if reject.code != "error":
            return
        place = (reject.traceback or "").partition(": ")[0]
        if place not in self._found and len(self._found) >= _MOST_PLACES:
            place = _OTHER
        number, reason = self._found.get(place, (0, reject.reason))
        self._found[place] = number + 1, reason

    def lines(self) -> Iterator[str]:
        """Yield a line for each place, the most frequent first."""
        for place, (number, reason) in sorted(self._found.items(), key=lambda pair: (-pair[1][0], pair[0])):
            yield f"{counted(number, 'page')} ended in an error: {reason}" + (f" ({place})" if place else "")

    def to_dict(self) -> dict[str, list[int | str]]:
        """Return what was counted as plain values."""
        return {place: [number, reason] for place, (number, reason) in self._found.items()}

    def restore(self, kept: Mapping[str, list[int | str]]) -> None:
        """Go on with what `to_dict` gave."""
        self._found |= {place: (int(number), str(reason)) for place, (number, reason) in kept.items()}
