from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.discovery.types import Found
from newsspider.http import Announcement
from newsspider.spiders.crawl_arguments import read_arguments
from newsspider.spiders.crawl_run import run_limits
from newsspider.state import limits as module
from newsspider.state.limits import Limits

SITE = "example.org"


def reason(published: str, since: str, language: str | None = None) -> str | None:
    announced = Announcement(source="feed", published=published, language=language)
    limits = Limits(sites=frozenset({SITE}), since=since)
    return limits.refusal(Found(url=f"https://{SITE}/a", announcement=announced), SITE, 1)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("Sun, 01 Nov 2026 23:30:00 +0100", "Mon, 02 Nov 2026 00:30:00 +0100", None),
        ("1 Nov 2026 10:00:00 GMT", "12 Nov 2026 10:00:00 GMT", None),
        ("05.10.2026 10:00", "05.11.2026 10:00", "de"),
        ("1 octobre 2026", "12 novembre 2026", "fr"),
        ("2026-11-01", "2026-11-02", None),
        ("2026-11-01T23:59:59Z", "2026-11-02T00:00:00+09:00", None),
    ],
)
def test_feeds_write_dates_in_many_forms(before: str, after: str, language: str | None) -> None:
    assert reason(before, "2026-11-02", language) == "older"
    assert reason(after, "2026-11-02", language) is None


@pytest.mark.parametrize(
    ("published", "is_older"),
    [
        ("Mon, 02 Nov 2026 09:59:59 +0100", True),
        ("Mon, 02 Nov 2026 09:00:00 GMT", False),
        ("2026-11-02", False),
        ("2026-11-01", True),
        ("the 45th of May", False),
    ],
)
def test_a_time_is_compared_to_the_second(published: str, is_older: bool) -> None:
    assert reason(published, "2026-11-02T10:00:00+01:00") == ("older" if is_older else None)


@pytest.mark.parametrize("written", ["2026-11-02", '"2026-11-02"'])
def test_a_day_in_a_list_of_sites_means_what_it_means_as_an_argument(tmp_path: Path, written: str) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(f'[[sites]]\nurl = "https://{SITE}/"\nsince = {written}\n')
    limits = run_limits(read_arguments({"urls_file": str(path)}), Settings())
    assert limits.since_of(SITE) == "2026-11-02"
    assert not limits.is_too_old("2026-11-02T00:30:00+09:00", SITE)
    assert limits.is_too_old("2026-11-01T23:30:00+09:00", SITE)
