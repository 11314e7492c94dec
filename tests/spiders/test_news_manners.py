"""The news spider keeps to its sites where pages redirect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.prose import story_of
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, Host, serving
from tests.middlewares.crawls import to

BROKEN_QUEUE_SPIDER = Path(__file__).with_name("broken_queue_spider.py")


class Renamed(PlainSite):
    """A site at another address than before, with one article that leads to another site."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target == path_of(story_of(self.seed, 2)):
            return to("http://elsewhere.example/bought")
        return super().__call__(asked)


def test_a_start_url_may_lead_to_another_site_and_no_other_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts: dict[str, Host] = {
        "127.88.0.1": PlainSite(0),
        "old.example": lambda asked: to(f"http://new.example{asked.target}"),
        "new.example": Renamed(3),
        "elsewhere.example": PlainSite(1),
    }
    with serving(hosts) as server:
        for name, value in server.proxy.items():
            monkeypatch.setenv(name, value)
        arguments = ["-a", "urls=http://old.example/", "-O", "feed.jsonl", "-s", "DOWNLOAD_DELAY=0.05"]
        done = run_scrapy(tmp_path, "crawl", "news", *arguments, in_project=True)
        assert "Traceback" not in done.stderr, done.stderr
        assert server.log.of("elsewhere.example") == []
    kept = {f"http://new.example{path_of(story_of(0, number))}" for number in (1, 3)}
    assert {row["url"] for row in json_lines(tmp_path / "feed.jsonl")} == kept
    assert "http://old.example/ redirects to http://new.example/: that site is asked instead" in done.stderr
    assert "skipped/redirect-off-site': 1" in done.stderr


def test_a_queue_that_breaks_ends_the_crawl_with_one_line(tmp_path: Path) -> None:
    with serving({"127.88.0.1": PlainSite(5)}) as server:
        arguments = ["-a", f"urls={server.url('127.88.0.1')}", "-O", "feed.jsonl", "-s", "CONCURRENT_ITEMS=1"]
        done = run_scrapy(tmp_path, "runspider", str(BROKEN_QUEUE_SPIDER), *arguments, timeout_s=300)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if "its queue cannot be read" in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].endswith("OSError: disk image is malformed")
