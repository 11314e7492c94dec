"""What hosts reserve for all their pages is read once a host, and any bytes in its place reserve nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from newsspider.middlewares.tdm_files import read_tdm_file
from tests.crawls.crawling import crawl
from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.prose import story_of
from tests.crawls.servers import Answer, Asked, Host, serving

_FILE = "/.well-known/tdmrep.json"


def reserved(rows: object, path: str) -> bool:
    rules = read_tdm_file(json.dumps(rows).encode())
    return rules is not None and not rules.can_fetch(f"https://example.org{path}", "*")


def test_the_longest_location_that_matches_decides() -> None:
    rows = [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://example.org/policy.json"},
        {"location": "/open/*", "tdm-reservation": 0},
        {"location": "/*.pdf$", "tdm-reservation": "1"},
    ]
    assert reserved(rows, "/news/storm")
    assert not reserved(rows, "/open/storm")
    assert reserved(rows[1:], "/a.pdf")
    assert not reserved(rows[1:], "/a.pdf?page=2")
    assert reserved(rows[0], "/news")


@pytest.mark.parametrize(
    "rows",
    [None, 1, "x", {}, [], [[1]], [{}], [{"location": "/"}], [{"location": 1, "tdm-reservation": 1}],
     [{"location": "/\nDisallow: /", "tdm-reservation": 1}], [{"location": "/a", "tdm-reservation": True}],
     [{"location": "/\ud800", "tdm-reservation": 1}]],
)  # fmt: skip
def test_what_is_no_rule_reserves_nothing(rows: object) -> None:
    assert not reserved(rows, "/news")


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b"nan"])
def test_other_bytes_are_no_file(body: bytes) -> None:
    assert read_tdm_file(body) is None


def test_many_rules_take_no_time() -> None:
    rows = [{"location": "/" + "*a" * 900 + str(number), "tdm-reservation": 1} for number in range(2_000)]
    began = time.process_time()
    assert not reserved(rows, "/" + "a" * 2_000)
    assert time.process_time() - began < 5


@pytest.mark.slow
def test_a_crawl_leaves_out_what_the_host_reserves_and_asks_once(tmp_path: Path) -> None:
    site = PlainSite(4)
    closed = path_of(story_of(0, 2))

    def host(asked: Asked) -> Answer:
        if asked.target == _FILE:
            return Answer(json.dumps([{"location": closed, "tdm-reservation": 1}]).encode())
        return site(asked)

    hosts: dict[str, Host] = {"127.0.8.20": host}
    with serving(hosts) as server:
        done = crawl(tmp_path / "obeys", [server.url("127.0.8.20")])
        assert {row["url"] for row in done.new} == {
            server.url("127.0.8.20", path) for path in site.paths() - {closed}
        }
        assert server.log.targets().count(_FILE) == 1
        assert [row["reason"] for row in done.skipped] == ["tdm-reserved"]
        server.log.clear()
        done = crawl(
            tmp_path / "does-not", [server.url("127.0.8.20")], ("-s", "NEWSSPIDER_OBEY_RESERVATIONS=noindex")
        )
        assert len(done.new) == 4
        assert _FILE not in server.log.targets()
