"""How many articles were published when, in little memory: newest days, months before them, years before these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

# The beginnings of an ISO 8601 date that are a day, a month, a year, and how many of each are kept apart.
DAY, MONTH, YEAR = 10, 7, 4
_MOST = {DAY: 62, MONTH: 60}
_ISO_DATE = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")


def _empty() -> dict[int, Counter[str]]:
    return {DAY: Counter(), MONTH: Counter(), YEAR: Counter()}


@dataclass(slots=True)
class DateCounts:
    """Counts of the 62 newest days that have articles, of the 60 newest months of older ones, and of years.

    The result does not depend on the order in which dates are added or counts are joined.
    """

    _by_length: dict[int, Counter[str]] = field(default_factory=_empty)

    def add(self, date: str) -> None:
        """Count a date in ISO 8601; what is none is not counted."""
        if _ISO_DATE.match(date):
            self._add(date[:DAY], 1)

    def join(self, other: DateCounts) -> None:
        """Add the counts of `other`."""
        for key, number in other.to_dict().items():
            self._add(key, number)

    def to_dict(self) -> dict[str, int]:
        """Return all counts by day, month and year: every article is in one of them."""
        return {key: number for counts in self._by_length.values() for key, number in counts.items()}

    def by_month(self) -> dict[str, int]:
        """Return all counts by month, of the years that are kept as such in their January."""
        months: Counter[str] = Counter()
        for key, number in self.to_dict().items():
            months[f"{key}-01"[:MONTH]] += number
        return dict(months)

    def by_day(self) -> dict[str, int]:
        """Return the counts of the newest days."""
        return dict(self._by_length[DAY])

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        """Return the counts that `to_dict` gave."""
        made = cls()
        for key, number in counts.items():
            made._add(key, number)
        return made

    def _add(self, key: str, number: int) -> None:
        counts = self._by_length[len(key)]
        counts[key] += number
        if len(counts) > _MOST.get(len(key), len(counts)):
            oldest = min(counts)
            self._add(oldest[: MONTH if len(key) == DAY else YEAR], counts.pop(oldest))
