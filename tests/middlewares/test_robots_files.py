"""What a robots.txt says to us. That it is obeyed is tested with servers, in test_robots.py."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from newsspider.middlewares.robots_files import MAX_ROBOTS_BYTES, RobotsFile, read_robots

URL = "https://example.org/robots.txt"
AGENT = "newsspider"


def read(text: str) -> RobotsFile:
    return read_robots(text.encode(), URL, AGENT)


def test_rules_delay_and_sitemaps_are_read() -> None:
    file = read(
        "Sitemap: /news.xml\nUser-agent: *\nDisallow: /closed/\nCrawl-delay: 7\nSitemap: https://x.org/s.xml"
    )
    assert file.allows("https://example.org/open")
    assert not file.allows("https://example.org/closed/a")
    assert file.delay_s == 7
    assert file.sitemaps == ("https://example.org/news.xml", "https://x.org/s.xml")


def test_a_request_rate_is_a_delay_too() -> None:
    assert read("User-agent: *\nRequest-rate: 1/10").delay_s == 10
    assert read("User-agent: *\nRequest-rate: 2/1m\nCrawl-delay: 5").delay_s == 30


def test_the_group_that_names_us_counts_alone() -> None:
    file = read("User-agent: NewsSpider\nDisallow: /a\n\nUser-agent: *\nDisallow: /\nCrawl-delay: 9")
    assert file.allows("https://example.org/b")
    assert not file.allows("https://example.org/a")
    assert file.delay_s is None


@pytest.mark.parametrize(
    "text", ["", "<!DOCTYPE html><html><body><p>Disallow: /</p></body></html>", "\x00\xff" * 100, "Disallow: /"]
)
def test_what_is_no_robots_txt_forbids_nothing(text: str) -> None:
    assert read(text).allows("https://example.org/a")


def test_what_comes_behind_500_kib_is_not_read() -> None:
    body = b"User-agent: *\nDisallow: /a\n".ljust(MAX_ROBOTS_BYTES, b"#") + b"\nUser-agent: *\nDisallow: /\n"
    assert read_robots(body, URL, AGENT).allows("https://example.org/b")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: bot{number}\n" for number in range(5000)) + "Disallow: /x\n" * 20_000,
        "".join(f"User-agent: {AGENT[: 1 + number % 10]}\n" for number in range(20_000))
        + "Disallow: /x\n" * 9_000,
        "User-agent: *\n" + "".join(f"Disallow: /*a*a*a*{number}b$\n" for number in range(20_000)),
        "Sitemap: http://[\n" * 20_000,
        "User-agent: " + "*" * 400_000,
    ],
)
def test_hostile_files_take_no_time(text: str) -> None:
    began = time.process_time()
    file = read(text)
    file.allows(f"https://example.org/{'a' * 2000}")
    assert time.process_time() - began < 10
    assert not file.sitemaps


AGENTS = st.sampled_from(
    ["*", "newsspider", "news", "spider", "NewsSpider*", "otherbot", "", "a*b", "newsspider/2"]
)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["User-agent", "useragent", "user agent"]), AGENTS),
    st.builds("User-agent {}".format, AGENTS),
    st.builds(
        "{}: {}".format, st.sampled_from(["Disallow", "Allow"]), st.sampled_from(["/a", "/a/b", "/", "/*b", ""])
    ),
    st.sampled_from(
        ["", "# note", "Crawl-delay: 5", "Crawl-delay: 8", "Sitemap: /s.xml", "Nonsense: 1", "Host: x"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["newsspider", "newsspider/2.0 (spider; x)", "mybot"]))
def test_it_says_what_protego_says_of_the_whole_file(lines: list[str], agent: str) -> None:
    text = "\n".join(lines)
    whole, file = Protego.parse(text), read_robots(text.encode(), URL, agent)
    for path in ("/", "/a", "/a/b", "/c/b"):
        url = f"https://example.org{path}"
        assert file.allows(url) == whole.can_fetch(url, agent)
    assert (file.delay_s or 0) == (whole.crawl_delay(agent) or 0)
