from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.report.date_counts import DateCounts

DAYS = st.lists(st.dates(date(1890, 1, 1), date(2030, 1, 1)).map(date.isoformat), max_size=400)


def counts_of(dates: list[str]) -> DateCounts:
    counts = DateCounts()
    for one in dates:
        counts.add(one)
    return counts


@given(DAYS, st.integers(0, 400))
def test_neither_order_nor_parts_change_the_counts(dates: list[str], cut: int) -> None:
    whole = counts_of(dates)
    joined = counts_of(dates[cut:])
    joined.join(counts_of(dates[:cut]))
    assert joined.to_dict() == whole.to_dict() == counts_of(dates[::-1]).to_dict()
    assert DateCounts.of(whole.to_dict()).to_dict() == whole.to_dict()
    assert sum(whole.to_dict().values()) == sum(whole.by_month().values()) == len(dates)


def test_ten_thousand_days_take_few_counts_and_the_newest_stay_days() -> None:
    days = [(date(2000, 1, 1) + timedelta(days=n)).isoformat() for n in range(10_000)]
    counts = counts_of(days)
    assert len(counts.to_dict()) < 150
    assert sorted(counts.by_day()) == days[-62:]


@pytest.mark.parametrize(
    "date", ["", "yesterday", "2026-99-01", "2026-11", "0x26-11-28", "\u0662\u0660\u0662\u0666-11-28"]
)
def test_what_is_no_date_is_not_counted(date: str) -> None:
    assert counts_of([date]).to_dict() == {}
