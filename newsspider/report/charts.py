"""Small charts as inline SVG and bars: they need neither a script nor a network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from lxml.etree import _Element

from newsspider.display.document import element, meter
from newsspider.display.wording import one_line_of
from newsspider.report.date_counts import DAY, MONTH, YEAR, DateCounts

_MOST_COLUMNS = 92  # a quarter of a year of days
_COLUMN, _GAP, _HEIGHT = 10, 2, 100
_MOST_BARS = 12
_LABEL_CHARS = 60
_TREND_HEIGHT = 10


def column_chart(columns: Sequence[tuple[str, int]], *, small: bool = False, earlier: int = 0) -> _Element:
    """Return a chart with a column for each label; the first and the last label stand below it, unless small.

    `earlier` is how many there are of times before the first.
    """
    most = max((number for _, number in columns), default=0) or 1
    width = max(len(columns), 1) * _COLUMN
    bars = []
    for place, (label, number) in enumerate(columns):
        height = max(number / most * _HEIGHT, 4.0 if number else 0.0)  # a single article is seen beside thousands
        bar = {"x": str(place * _COLUMN), "y": f"{_HEIGHT - height:.1f}", "height": f"{height:.1f}"}
        bars.append(element("rect", element("title", f"{label}: {number:,}"), width=f"{_COLUMN - _GAP}", **bar))
    spoken = f"{columns[0][0]} to {columns[-1][0]}, at most {most:,}" if columns else "nothing"
    frame = {"viewBox": f"0 0 {width} {_HEIGHT}", "preserveAspectRatio": "none", "role": "img"}
    if small or not columns:
        svg = element("svg", *bars, **frame, aria_label=spoken)
        return element("div", svg, class_="chart small" if small else "chart")
    # Of few columns none is wider than 3 rem; a character of a label needs 0.55, heading and largest number 20.
    full = len(columns) * 3
    svg = element("svg", *bars, **frame, aria_label=spoken, style=f"max-width:{full}rem")
    ends = [columns[0][0], columns[-1][0]] if len(columns) > 1 else [columns[0][0]]
    if len(ends) > 1 and 0.55 * sum(map(len, ends)) > full:
        ends = [" – ".join(ends)]  # the second one would stand far behind the last column
    labels = max(full, math.ceil(0.55 * sum(map(len, ends))))
    axis = element("div", *(element("span", end) for end in ends), class_="axis", style=f"max-width:{labels}rem")
    style = f"max-width:{max(labels, 20)}rem"
    scale = f"at most {most:,}" + (f", and {earlier:,} earlier" if earlier else "")
    return element("div", element("span", scale, class_="most"), svg, axis, class_="chart", style=style)


def dates_chart(published: DateCounts, *, small: bool = False) -> _Element:
    """Return a chart of publication dates: by day if most are of the newest quarter of a year, else by month."""
    days = timeline(_newest_quarter(published.by_day()))
    total = sum(published.to_dict().values())
    is_recent = 2 * sum(number for _, number in days) > total
    columns = days if is_recent else timeline(published.by_month())
    return column_chart(columns, small=small, earlier=total - sum(number for _, number in columns))


def _newest_quarter(days: Mapping[str, int]) -> dict[str, int]:
    places = {day: place for day in days if (place := _place(day)) is not None}
    newest = max(places.values(), default=0)
    return {day: days[day] for day, place in places.items() if newest - place < _MOST_COLUMNS}


def timeline(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts of days, or of months or years, with all that lie between, in order.

    Coarser ones take the place of many: at most 92 are returned, the latest where even years are more.

    >>> timeline({"2026-03-30": 2, "2026-04-01": 5})
    [('2026-03-30', 2), ('2026-03-31', 0), ('2026-04-01', 5)]
    """
    for length in (DAY, MONTH, YEAR):
        if any(len(key) < length for key in counts):
            continue
        found: Counter[int] = Counter()
        for key, number in counts.items():
            if (place := _place(key[:length])) is not None:
                found[place] += number
        if not found:
            return []
        first, last = min(found), max(found)
        if last - first < _MOST_COLUMNS or length == YEAR:
            first = max(first, last - _MOST_COLUMNS + 1)
            return [(_label(place, length), found[place]) for place in range(first, last + 1)]
    return []


def _place(key: str) -> int | None:
    """Return a day, month or year as a number that grows by one to the next."""
    with suppress(ValueError):
        if len(key) == DAY:
            return date.fromisoformat(key).toordinal()
        return int(key[:4]) * 12 + int(key[5:]) - 1 if len(key) == MONTH else int(key)
    return None


def _label(place: int, length: int) -> str:
    if length == DAY:
        return (date.min + timedelta(days=place - 1)).isoformat()
    return f"{place // 12:04}-{place % 12 + 1:02}" if length == MONTH else f"{place:04}"


def trend(shares: Sequence[float]) -> _Element:
    """Return a line of shares of 0.0-1.0, the oldest first, as wide as there are shares."""
    points = " ".join(f"{place},{_TREND_HEIGHT * (1 - share):.1f}" for place, share in enumerate(shares))
    spoken = f"from {shares[0]:.0%} to {shares[-1]:.0%}"
    frame = {
        "viewBox": f"0 0 {max(len(shares) - 1, 1)} {_TREND_HEIGHT}",
        "preserveAspectRatio": "none",
        "role": "img",
    }
    line = element("polyline", points=points)
    return element("svg", line, **frame, aria_label=spoken, class_="trend")


def bar_list(
    title: str,
    counts: Mapping[str, int],
    *,
    kind: str = "kept",
    in_words: Callable[[str], str] = lambda _: "",
) -> _Element:
    """Return counts as bars under a heading, the largest first; beyond 12 the others are one bar.

    `in_words` returns what a label means; `""` where that is plain.
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = ordered if len(ordered) <= _MOST_BARS else ordered[: _MOST_BARS - 1]
    rest = sum(number for _, number in ordered[len(shown) :])
    if rest:
        shown = [*shown, (f"{len(ordered) - len(shown)} others", rest)]
    most = max((number for _, number in shown), default=1)
    rows = []
    for label, number in shown:
        rows.append(_bar(label, number, number / most))
        if meaning := in_words(label):
            rows.append(element("p", meaning, class_="meaning"))
    body = rows or [element("p", "none", class_="none")]
    heading = element("h3", title, " ", element("span", f"{sum(counts.values()):,} in all", class_="sum"))
    return element("div", heading, *body, class_=f"bars {kind}")


def class_list(title: str, counts: Sequence[tuple[str, int]]) -> _Element:
    """Return counts of classes as bars, in their order; the empty ones at both ends are left out."""
    filled = [place for place, (_, number) in enumerate(counts) if number]
    shown = counts[filled[0] : filled[-1] + 1] if filled else []
    most = max((number for _, number in shown), default=1)
    rows = [_bar(label, number, number / most) for label, number in shown]
    return element("div", element("h3", title), *rows, class_="bars kept")


def share_list(title: str, shares: Mapping[str, float]) -> _Element:
    """Return shares of 0.0-1.0 as bars with percentages, in their order."""
    rows = [_bar(label, f"{share:.0%}", share) for label, share in shares.items()]
    return element("div", element("h3", title), *rows, class_="bars kept")


def _bar(label: str, number: int | str, share: float) -> _Element:
    shown = f"{number:,}" if isinstance(number, int) else number
    return element(
        "p",
        element("span", one_line_of(label, _LABEL_CHARS), class_="label"),
        meter(share),
        element("span", shown, class_="number"),
        class_="bar" if share else "bar empty",
    )
