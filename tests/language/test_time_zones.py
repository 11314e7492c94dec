from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from newsspider.language.time_zones import offsets_in, with_zone, zone_of
from newsspider.language.word_lists import word_table

MOMENT = datetime(2031, 7, 12, 9, 40)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("Z", 0), ("utc", 0), ("GMT+2", 2), ("+05:30", 5.5), ("UTC-3", -3), ("−4", -4), ("ET", -4), ("EDT", -4), ("EST", -5),
        ("CEST", 2), ("MESZ", 2), ("HNEC", 1), ("МСК", 3), ("MSK", 3), ("WIB", 7), ("NPT", 5.75), ("NST", -3.5), ("AEDT", 11),
        ("UYT", -3), ("AZT", 4), ("IRST", 3.5),
    ],
)  # fmt: skip
def test_offsets(zone: str, hours: float) -> None:
    assert with_zone(MOMENT, zone).utcoffset() == timedelta(hours=hours)


def test_summer_time_is_told_by_the_day() -> None:
    assert with_zone(datetime(2031, 1, 12), "ET").utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("zone", "country", "hours"),
    [
        ("IST", "IN", 5.5), ("IST", "IE", 1), ("CST", "CN", 8), ("CST", "US", -6), ("CST", None, -6), ("EST", "AU", 10),
        ("BST", "BD", 6), ("AMT", "AM", 4), ("AMT", "BR", -4), ("MST", "MY", 8), ("GST", "AE", 4),
    ],
)  # fmt: skip
def test_what_means_something_else_in_another_country(zone: str, country: str | None, hours: float) -> None:
    found = zone_of(zone, country)
    assert found
    assert found.utcoffset(MOMENT) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "zone",
    ["nowhere", "IST", "AMT", "ECT", "MUST", "TOT", "MET", "SET", "NET", "LMT", "PMT", "E", "", "+99", "+15"],
)
def test_what_names_no_zone_for_sure(zone: str) -> None:
    assert with_zone(MOMENT, zone).tzinfo is None


def test_what_is_left_out_is_there_and_usual_zones_need_no_dateparser() -> None:
    from dateparser.timezones import timezone_info_list

    groups = (cast("list[tuple[str, int]]", group["timezones"]) for group in timezone_info_list)
    known = {name.upper() for group in groups for name, _ in group}
    assert known.issuperset(word_table("language/data/time_zones")["words"]["left_out"])
    code = (
        "import sys; from datetime import datetime; from newsspider.language.time_zones import with_zone\n"
        "for zone in ('Z', 'UTC', 'GMT', '+02:00', 'EST', 'ET', 'BST'): with_zone(datetime(2031, 7, 12), zone)\n"
        "assert 'dateparser' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


@pytest.mark.parametrize(
    ("country", "offsets"),
    [("DE", {120}), ("GB", {60}), ("ES", {60, 120}), ("IN", {330}), ("IS", {0}), ("XX", set()), ("", set())],
)
def test_the_clocks_of_a_country(country: str, offsets: set[int]) -> None:
    assert offsets_in(country, datetime(2031, 5, 5, tzinfo=UTC)) == offsets


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
@pytest.mark.parametrize("country", ["BR", "JP"])
def test_the_first_and_last_moments_of_all_have_clocks_or_none(moment: datetime, country: str) -> None:
    assert len(offsets_in(country, moment.replace(tzinfo=UTC))) <= 30
