from __future__ import annotations

import json

from newsspider.items import Reject
from newsspider.report.error_lines import ErrorLines


def reject(place: str, reason: str = "in the spider: ValueError: x", code: str = "error") -> Reject:
    return Reject(code=code, reason=reason, traceback=f"{place}: ValueError: x" if place else None)


def test_errors_are_counted_by_where_they_were_raised() -> None:
    errors = ErrorLines()
    for place in ("mine:3 in parse", "mine:9 in price", "mine:9 in price", ""):
        errors.add(reject(place))
    errors.add(reject("mine:3 in parse", code="empty"))
    lines = [
        "2 pages ended in an error: in the spider: ValueError: x (mine:9 in price)",
        "1 page ended in an error: in the spider: ValueError: x",
        "1 page ended in an error: in the spider: ValueError: x (mine:3 in parse)",
    ]
    assert list(errors.lines()) == lines
    again = ErrorLines()
    again.restore(json.loads(json.dumps(errors.to_dict())))
    assert list(again.lines()) == lines


def test_places_are_bounded() -> None:
    errors = ErrorLines()
    for number in range(100):
        errors.add(reject(f"mine:{number} in parse"))
    lines = list(errors.lines())
    assert len(lines) == 61
    assert lines[0] == "40 pages ended in an error: in the spider: ValueError: x (elsewhere)"
