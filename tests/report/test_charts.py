from __future__ import annotations

import doctest
import time

from hypothesis import given
from hypothesis import strategies as st

from newsspider.report import charts as module
from newsspider.report.charts import bar_list, column_chart, dates_chart, timeline
from newsspider.report.date_counts import DateCounts

KEYS = st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]|[0-9]{4}-[01][0-9]|[0-9]{4}", fullmatch=True)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@given(st.dictionaries(KEYS, st.integers(1, 99), max_size=30))
def test_any_dates_have_a_timeline_of_few_columns(counts: dict[str, int]) -> None:
    columns = timeline(counts)
    assert len(columns) <= 92
    assert [label for label, _ in columns] == sorted(label for label, _ in columns)
    assert sum(number for _, number in columns) <= sum(counts.values())


def test_months_and_years_are_filled_too() -> None:
    assert timeline({"2025-11-03": 1, "2026-02-01": 2, "2026-08-09": 1})[:4] == [
        ("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 2),
    ]  # fmt: skip
    assert timeline({"1999": 1, "2001-05-06": 3}) == [("1999", 1), ("2000", 0), ("2001", 3)]
    assert len(timeline({"0001-01-01": 1, "9999-12-31": 1})) == 92


def test_columns_have_heights_by_their_numbers() -> None:
    chart = column_chart([("a", 100), ("b", 50), ("c", 0), ("d", 1)])
    rects = chart.findall(".//rect")
    assert [float(rect.get("height", "")) for rect in rects] == [100.0, 50.0, 0.0, 4.0]
    assert [rect.findtext("title") for rect in rects] == ["a: 100", "b: 50", "c: 0", "d: 1"]
    assert column_chart([]).findall(".//rect") == []


def test_recent_articles_are_shown_by_day_and_old_ones_by_month() -> None:
    recent, old = DateCounts(), DateCounts()
    for day in range(1, 21):
        recent.add(f"2026-11-{day:02}")
        old.add(f"19{day + 20}-05-06")
    recent.add("1999-01-01")  # one of another time does not change that
    assert dates_chart(recent).findtext(".//title") == "2026-11-01: 1"
    assert dates_chart(old).findtext(".//title") == "1921: 1"
    assert dates_chart(recent).findtext(".//span") == "at most 1, and 1 earlier"
    assert dates_chart(old).findtext(".//span") == "at most 1"


def test_many_bars_end_with_the_others() -> None:
    bars = bar_list("reasons", {f"r{n}": n for n in range(1, 40)})
    texts = ["".join(bar.itertext()) for bar in bars.findall("p")]
    assert len(texts) == 12
    assert texts[0] == "r3939"
    assert texts[-1].startswith("28 others")


def test_drawing_is_quick() -> None:
    counts = {f"{year:04}": 1 for year in range(1, 9999)}
    began_s = time.process_time()
    assert len(timeline(counts)) == 92
    assert time.process_time() - began_s < 1


def test_labels_that_are_wider_than_few_columns_are_one_label() -> None:
    def axis(columns: int) -> list[str]:
        chart = column_chart([(f"2026-11-{day:02} 02:52", day) for day in range(1, columns + 1)])
        return [str(span.text) for span in chart.findall("div[@class='axis']/span")]

    assert axis(2) == ["2026-11-01 02:52 – 2026-11-02 02:52"]
    assert axis(9) == ["2026-11-01 02:52", "2026-11-09 02:52"]
    assert axis(1) == ["2026-11-01 02:52"]
