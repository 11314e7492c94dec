"""Settings and headers of delays; that they are kept is tested with servers, in test_manners.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.middlewares.host_delays import HostDelayMiddleware, host_policy, read_retry_after
from newsspider.middlewares.manners import contact_hint, polite_settings
from tests.crawls.crawling import crawl
from tests.crawls.hosts import PlainSite, busy
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import serving
from tests.middlewares.crawls import pages
from tests.pipelines.crawlers import crawler_with

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"30", 30),
        (b" 0 ", 0),
        (b"Wed, 04 Mar 2026 12:02:00 GMT", 120),
        (b"Wed, 04 Mar 2026 11:00:00 GMT", 0),
        (b"-5", None),
        (b"1.5e9", None),
        (b"Wed, 99 Mar 2026", None),
        (b"", None),
        (None, None),
        (b"\xff" * 500, None),
        (b"9" * 90, float("9" * 90)),
    ],
)
def test_retry_after_is_read_in_both_forms(value: bytes | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds


def test_a_users_delay_is_kept_on_this_machine_too() -> None:
    crawler = crawler_with()
    settings = crawler.settings.copy()
    settings.frozen = False
    polite_settings(settings)
    assert host_policy(settings).delay_s == 1
    assert host_policy(settings).loopback_delay_s == 0
    settings.set("DOWNLOAD_DELAY", 3, priority="project")
    assert host_policy(settings).loopback_delay_s == 3


def test_delays_of_single_hosts_are_a_setting_of_scrapys() -> None:
    crawler = crawler_with(DOWNLOAD_SLOTS={"slow.example": {"delay": 20}, "other.example": {"concurrency": 2}})
    hosts = HostDelayMiddleware.from_crawler(crawler).hosts
    assert hosts.delay_s("slow.example") == 20


def test_a_contact_is_asked_for_until_there_is_one() -> None:
    settings = crawler_with().settings.copy()
    settings.frozen = False
    polite_settings(settings)
    assert "NEWSSPIDER_CONTACT" in (contact_hint(settings) or "")
    settings.set("NEWSSPIDER_CONTACT", "crawl@example.org", priority="project")
    polite_settings(settings)
    assert contact_hint(settings) is None
    assert settings["USER_AGENT"].endswith("; +crawl@example.org)")


def test_a_user_agent_of_the_project_stays() -> None:
    settings = crawler_with(USER_AGENT="mybot/1.0 (+https://example.org)").settings.copy()
    settings.frozen = False
    polite_settings(settings)
    assert settings["USER_AGENT"] == "mybot/1.0 (+https://example.org)"
    assert settings["ROBOTSTXT_USER_AGENT"] is None
    assert contact_hint(settings) is None


# Asks a host twice after the downloader has thrown its slot away, as it does after a minute without requests.
_RETURNING_SPIDER = """
from scrapy import Request, Spider

from newsspider.middlewares.manners import polite_settings


class ReturningSpider(Spider):
    name = "returning"

    @classmethod
    def update_settings(cls, settings):
        super().update_settings(settings)
        polite_settings(settings)

    async def start(self):
        yield Request(self.settings["TEST_URL"], dont_filter=True)

    def parse(self, response):
        yield {"url": response.url}
        self.crawler.engine.downloader.slots.clear()
        for number in range(2):
            yield Request(f"{self.settings['TEST_URL']}?{number}", lambda response: {"url": response.url})
"""


@pytest.mark.slow
def test_a_host_that_was_left_alone_for_a_minute_is_asked_as_before(tmp_path: Path) -> None:
    (tmp_path / "returning.py").write_text(_RETURNING_SPIDER, "utf-8")
    with serving({"127.0.8.30": pages({f"/{end}": "" for end in ("", "?0", "?1")})}) as server:
        options = ["-s", f"TEST_URL={server.url('127.0.8.30')}", "-s", "DOWNLOAD_DELAY=0.5", "-O", "feed.jsonl"]
        # It waited until the machine had been up for twice as long.
        done = run_scrapy(tmp_path, "runspider", "returning.py", *options, timeout_s=300)
        assert done.returncode == 0, done.stderr
        assert len(json_lines(tmp_path / "feed.jsonl")) == 3
        assert min(server.log.intervals_s("127.0.8.30")) >= 0.45


@pytest.mark.slow
def test_a_pause_that_is_over_is_not_made_twice(tmp_path: Path) -> None:
    site = busy(PlainSite(3), 429, 1, "4")
    with serving({"127.0.8.31": site}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.31")], ("-s", "DOWNLOAD_DELAY=0"))
        assert len(done.new) == 3
        refused = next(at for at, logged in enumerate(server.log.of("127.0.8.31")) if logged.status == 429)
        paused, *after = server.log.intervals_s("127.0.8.31")[refused:]
        assert paused >= 3.9
        assert max(after) < 3.9  # half as often as before, but no such pause
