from __future__ import annotations

import time

import pytest

from newsspider.fields.dates.declared_dates import FoundDate, in_page_order
from tests.fields.made_pages import html_page


def _day(raw: str, iso: str, *, above: str = "", url: str = "https://www.example.org/storm") -> str:
    facts = html_page(above=above, url=url)
    return in_page_order(facts, FoundDate(iso, raw, "date-line")).iso


@pytest.mark.parametrize("url", ["/2031/05/04/storm", "/blog/2031/may/04/storm", "/2031/May/4/storm"])
def test_the_page_s_address_says_which_number_is_the_month(url: str) -> None:
    assert _day("04/05/2031", "2031-04-05", url=f"https://www.example.org{url}") == "2031-05-04"


def test_another_date_of_the_page_does_so_too_and_the_time_stays() -> None:
    time_element = "<time datetime='2031-05-04T08:00'>4 May</time>"
    assert _day("04/05/31 10:20", "2031-04-05T10:20:00", above=time_element) == "2031-05-04T10:20:00"


def test_a_page_that_names_both_days_or_neither_changes_nothing() -> None:
    both = "<time datetime='2031-05-04'>x</time><time datetime='2031-04-05'>x</time>"
    assert _day("04/05/2031", "2031-04-05", above=both) == "2031-04-05"
    assert _day("04/05/2031", "2031-04-05") == "2031-04-05"


@pytest.mark.parametrize("raw", ["April 5, 2031", "2031-04-05", "05.04.2031", "04/15/2031"])
def test_what_can_be_read_in_one_way_alone_stays(raw: str) -> None:
    assert _day(raw, "2031-04-05", above="<time datetime='2031-05-04'>x</time>") == "2031-04-05"


def test_a_page_of_dates_is_read_in_linear_time() -> None:
    def seconds(number: int) -> float:
        facts = html_page(above="<time datetime='2031-05-04'>x</time>" * number)
        start = time.process_time()
        for _ in range(20):
            in_page_order(facts, FoundDate("2031-04-05", "04/05/2031 " * number, "date-line"))
        return time.process_time() - start

    # Were the time quadratic, it would be 64 times as long.
    assert min(seconds(1_600) for _ in range(3)) < 24 * max(min(seconds(200) for _ in range(3)), 0.001)


@pytest.mark.parametrize("other", ["Revised: 14/05/2031", "Aus dem Archiv: 28/02/2030", "17/5/2031"])
def test_another_date_in_figures_tells_the_order(other: str) -> None:
    assert _day("04/05/2031", "2031-04-05", above=f"<p>04/05/2031</p><p>{other}</p>") == "2031-05-04"
    assert (
        _day("04/05/2031", "2031-04-05", above=f"<p>04/05/2031</p><p>{other}</p><p>05/17/2031</p>") == "2031-04-05"
    )


def test_what_is_no_day_tells_nothing() -> None:
    assert (
        _day("04/05/2031", "2031-04-05", above="<p>04/05/2031</p><p>13/2031, 14/15/2031, 1.13.14.2031</p>")
        == "2031-04-05"
    )


def test_a_date_with_other_marks_tells_nothing() -> None:
    assert _day("04/05/2031", "2031-04-05", above="<p>04/05/2031</p><p>Vertrag vom 28.02.2030</p>") == "2031-04-05"
