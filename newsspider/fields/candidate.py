"""What a field rule yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """A step that changed a value: the function's name, and the value before it."""

    step: str
    before: Any


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value that a field may have, and where it comes from: `metadata.fieldSources` names that if it wins."""

    value: T
    source: str
    changes: tuple[Change, ...] = ()  # what the rule made of what the page has, in order, for `newsspider explain`

    @property
    def raw(self) -> Any:
        """The value as the page has it.

        >>> Candidate("Storm | Example", "title").changed("without_site", "Storm").raw
        'Storm | Example'
        """
        return self.changes[0].before if self.changes else self.value

    def changed(self, step: str, value: T) -> Candidate[T]:
        """Return the candidate with the value that a step made of its own; itself where that changed nothing."""
        if value == self.value:
            return self
        return Candidate(value, self.source, (*self.changes, Change(step, self.value)))
