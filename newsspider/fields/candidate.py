"""What a field rule yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value that a field may have, and the rule that found it: `metadata.fieldSources` names it if it wins."""

    value: T
    rule: str
    written: str | None = None  # as the page has it, where `value` is not that
