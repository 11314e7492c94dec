from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.dates import is_possible, iso_date

CAPTURED = datetime(2031, 3, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2031-03-12", "2031-03-12"),
        ("2031-03-12T09:40", "2031-03-12T09:40:00"),
        ("2031-03-12T09:40:00Z", "2031-03-12T09:40:00+00:00"),
        ("2031-03-12T09:40:00.123+0530", "2031-03-12T09:40:00+05:30"),
        ("2031-03-12 09:40:00 -08:00", "2031-03-12T09:40:00-08:00"),
        ("2031-03-12T24:00:00", "2031-03-13T00:00:00"),
        ("2031-3-2 9:40", "2031-03-02T09:40:00"),
        ("2031/03/12 09:40", "2031-03-12T09:40:00"),
        ("20310312", "2031-03-12"),
        ("20310312T094000Z", "2031-03-12T09:40:00+00:00"),
        ("2031-03-12T09:40:00+02:00[Europe/Berlin]", "2031-03-12T09:40:00+02:00"),
        ("2031-03-12T09:40:00+99:00", "2031-03-12T09:40:00"),
        ("2031-03-12T09:99:00Z", "2031-03-12"),
        ("1931081999", "2031-03-12T11:39:59+00:00"),
        ("1931081999000", "2031-03-12T11:39:59+00:00"),
        ("Wed, 12 Mar 2031 09:40:00 GMT", "2031-03-12T09:40:00+00:00"),
        ("Wed Mar 12 2031 09:40:00 GMT+0100 (CET)", "2031-03-12T09:40:00+01:00"),
        ("Wed Mar 12 2031 09:40:00 GMT+0000", "2031-03-12T09:40:00+00:00"),
        ("Wed, 12 Mar 2031 09:40:00 CET", "2031-03-12T09:40:00+01:00"),
        ("Wed, 12 Mar 2031 09:40:00 +0530", "2031-03-12T09:40:00+05:30"),
        ("Wed Mar 12 09:40:00 CET 2031", "2031-03-12T09:40:00+01:00"),
        ("Wed Mar 12 09:40:00 2031", "2031-03-12T09:40:00"),
        ("Wednesday, 12-Mar-31 09:40:00 GMT", "2031-03-12T09:40:00+00:00"),
        ("Mar 12, 2031 2:00 PM", "2031-03-12T14:00:00"),
        ("Wed 12 Mar 2031 21.40 AEDT", "2031-03-12T21:40:00+11:00"),
        ("Wednesday, 12-Mar-31 09:40:00 EST", "2031-03-12T09:40:00-05:00"),
        ("Wednesday, 12-Mar-31 09:40:00 CET", "2031-03-12T09:40:00+01:00"),
        ("2031-03-12 09:40:00 PM", "2031-03-12T21:40:00"),
        ("2031-03-12 09:40 am", "2031-03-12T09:40:00"),
        ("2031-03-12T09:40:00&#x2B;02:00", "2031-03-12T09:40:00+02:00"),
        ("203103120940", "2031-03-12T09:40:00"),
        ("203113120940", None),
        ("2031-Mar-12", "2031-03-12"),
        ("Thu Feb 30 09:40:00 2031", None),
    ],
)
def test_what_programs_write(raw: str, iso: str | None) -> None:
    assert iso_date(raw) == iso


@pytest.mark.parametrize(
    "raw",
    ["", " ", "0000-00-00", "0000-00-00T00:00:00Z", "1970-01-01T00:00:00Z", "0", "20211-03-12", "2031-02-31", "-",
     "0001-01-01T00:00:00Z", "30 Nov. -0001", "9999999999999", "3424009644", "null", "{{date}}", "12", "2031", "March 2031"],
)  # fmt: skip
def test_what_is_no_date(raw: str) -> None:
    assert iso_date(raw) is None


def test_nothing_lies_more_than_a_day_after_the_capture() -> None:
    assert iso_date("2031-03-13T23:00:00Z", captured=CAPTURED) == "2031-03-13T23:00:00+00:00"
    assert iso_date("2031-03-14T00:30:00Z", captured=CAPTURED) is None
    assert iso_date("2031-03-15", captured=CAPTURED) is None
    assert is_possible(date(2031, 3, 14), CAPTURED)
    assert is_possible(date(2031, 3, 14), datetime.max.replace(tzinfo=UTC))


def test_the_capture_decides_between_day_and_month() -> None:
    assert iso_date("12/03/2031", language="en", captured=CAPTURED) == "2031-03-12"


def test_relative_dates_need_the_capture() -> None:
    assert iso_date("gestern", language="de", captured=CAPTURED) == "2031-03-12"
    assert iso_date("3 hours ago", language="en", captured=CAPTURED) == "2031-03-12"
    assert iso_date("3 hours ago", language="en") is None


def test_a_zone_is_resolved_by_country() -> None:
    assert iso_date("2031-03-12 09:40 IST", country="IN") == "2031-03-12T09:40:00+05:30"
    assert iso_date("2031-07-12 09:40 IST", country="IE") == "2031-07-12T09:40:00+01:00"
    assert iso_date("2031-03-12 09:40 IST") == "2031-03-12T09:40:00"
    assert iso_date("July 12, 2031 9:40 am ET") == "2031-07-12T09:40:00-04:00"


@given(st.text(max_size=250), st.sampled_from([None, "en", "de", "th", "xx-YY", "-"]))
def test_never_raises(text: str, language: str | None) -> None:
    found = iso_date(text, language=language)
    assert found is None or iso_date(found) == found


@given(
    st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 1, 1)),
    st.timedeltas(min_value=timedelta(hours=-12), max_value=timedelta(hours=14)),
)
def test_iso_dates_stay_as_they_are(moment: datetime, offset: timedelta) -> None:
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    written = f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    assert iso_date(written) == written


@pytest.mark.parametrize("unit", ["1", "12 ", "March ", "2031-", "12/", "ا", "a b ", "2031年", ": "])
def test_hostile_dates_take_linear_time(unit: str) -> None:
    start = time.process_time()
    iso_date(unit * 100_000, language="en", captured=CAPTURED)
    assert time.process_time() - start < 2
