from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.archives import PageFilter
from newsspider.archives.filters import range_end, range_start
from newsspider.http import TextDumpResponse

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def archived(url: str = "https://news.example.org/2024/a.html") -> HtmlResponse:
    return HtmlResponse(url, headers={"Content-Type": "Text/HTML; charset=utf-8"}, body=b"<p>")


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (PageFilter(), None),
        (PageFilter(since=range_start("2024-05-06"), until=range_end("2024-05-06")), None),
        (PageFilter(since=range_start("2024-05-06T14:00+02:00")), None),
        (PageFilter(since=range_start("2024-05-06T12:00:01")), "date"),
        (PageFilter(until=range_end("2024-05-05")), "date"),
        (PageFilter(since=range_start("2024-05"), until=range_end("2024-05")), None),
        (PageFilter(since=range_start("2024"), until=range_end("2024")), None),
        (PageFilter(until=range_end("2023")), "date"),
        (PageFilter(since=range_start("2024-06")), "date"),
        (PageFilter(domains=frozenset({"example.org"})), None),
        (PageFilter(domains=frozenset({"news.example.org", "a.example"})), None),
        (PageFilter(domains=frozenset({"ample.org"})), "domain"),
        (PageFilter(domains=frozenset({"www.news.example.org"})), "domain"),
        (PageFilter(url_pattern=re.compile(r"/\d{4}/")), None),
        (PageFilter(url_pattern=re.compile(r"^/")), "url-pattern"),
        (PageFilter(mime_types=frozenset({"text/html"})), None),
        (PageFilter(mime_types=frozenset({"text/plain"})), "mime-type"),
    ],
)
def test_what_is_wanted(wanted: PageFilter, reason: str | None) -> None:
    assert wanted.reason_against(archived(), NOON) == reason


def test_a_page_that_does_not_say_is_not_wanted() -> None:
    bare = TextDumpResponse("", body=b"Text")
    assert PageFilter(since=NOON).reason_against(bare, None) == "no-date"
    assert PageFilter(domains=frozenset({"example.org"})).reason_against(bare, None) == "domain"
    assert PageFilter(url_pattern=re.compile("a")).reason_against(bare, None) == "url-pattern"
    assert PageFilter(mime_types=frozenset({"text/plain"})).reason_against(bare, None) is None


@given(st.one_of(st.text(max_size=30), st.sampled_from(["http://[", "http://[::1", "https://a:b@c:d/"])))
def test_no_url_raises(url: str) -> None:
    assert PageFilter(domains=frozenset({"example.org"})).reason_against(archived(url), NOON) in {"domain", None}
