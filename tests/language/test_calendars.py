from __future__ import annotations

from datetime import datetime, timedelta

from newsspider.language.calendars import half_of_day, month_number, with_zone, zone_of

MOMENT = datetime(2031, 7, 12, 9, 40)


def test_months_of_many_languages() -> None:
    words = (
        "january",
        "januar",
        "enero",
        "janvier",
        "января",
        "січня",
        "ocak",
        "ιανουαρίου",
        "يناير",
        "มกราคม",
        "tammikuuta",
    )
    assert {month_number(word) for word in words} == {1}


def test_a_word_of_two_months_needs_its_language() -> None:
    assert month_number("listopad") is None
    assert month_number("listopad", "hr") == 10


def test_halves_of_the_day() -> None:
    assert [half_of_day(word) for word in ("P.M.", "午前", "오후", "x")] == ["pm", "am", "pm", None]


def test_zones() -> None:
    assert with_zone(MOMENT, "ET").utcoffset() == timedelta(hours=-4)
    assert with_zone(MOMENT, "GMT+2").utcoffset() == timedelta(hours=2)
    assert with_zone(MOMENT, "+05:30").utcoffset() == timedelta(hours=5, minutes=30)
    assert with_zone(MOMENT, "nowhere").tzinfo is None
    assert with_zone(MOMENT, "+99").tzinfo is None
    assert zone_of("CST", "CN") != zone_of("CST", "US")
