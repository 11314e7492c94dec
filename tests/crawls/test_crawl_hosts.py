"""Crawls of hosts that stall, fail, forbid and send what is no feed: each is dealt with, and the others go on."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.crawls.crawling import Crawl, crawl
from tests.crawls.hosts import BAD_ANNOUNCEMENTS, ROBOTS, PlainSite, busy, fifty_hosts, robots, sending
from tests.crawls.scrapy_process import json_lines
from tests.crawls.servers import Answer, Asked, Host, Sending, Server, serving

# Each crawl takes seconds.
pytestmark = pytest.mark.slow


QUICK = ("-s", "DOWNLOAD_DELAY=0")


def urls_of(server: Server, hosts: Mapping[str, Host]) -> list[str]:
    return [server.url(name) for name in hosts]


def found_on(done: Crawl, server: Server, name: str) -> set[str]:
    """Return the paths of a host's articles that a crawl found."""
    base = server.url(name, "")
    return {row["url"].removeprefix(base) for row in done.new if row["url"].startswith(f"{base}/")}


def announcing(site: PlainSite, announcement: Host) -> Host:
    """Return the site with a link to a feed, and a line for a sitemap, that bring what the announcement answers."""

    def answer(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return robots(f"User-agent: *\nDisallow:\nSitemap: http://{asked.headers['host']}/map.xml\n")
        if asked.target in {"/feed", "/map.xml"} or asked.target.startswith("/loop"):
            return announcement(asked)
        whole = site(asked)
        link = b'<link rel="alternate" type="application/rss+xml" href="/feed"></title>'
        return Answer(whole.body.replace(b"</title>", b"</title>" + link), whole.status)

    return answer


def test_forms_of_robots_are_understood(tmp_path: Path) -> None:
    sites = {f"127.0.4.{n}": PlainSite(2, n, answer) for n, (answer, _) in enumerate(ROBOTS.values(), start=1)}
    with serving(sites) as server:
        done = crawl(tmp_path / "out", urls_of(server, sites), QUICK)
        for (name, site), (kind, (_, is_allowed)) in zip(sites.items(), ROBOTS.items(), strict=True):
            if is_allowed:
                assert found_on(done, server, name) == site.paths(), kind
            else:
                assert set(server.log.targets(name)) == {"/robots.txt"}, kind


def test_bad_feeds_and_sitemaps_end_no_crawl(tmp_path: Path) -> None:
    sites = {f"127.0.5.{number}": PlainSite(2, number) for number in range(1, len(BAD_ANNOUNCEMENTS) + 1)}
    bad = dict(zip(sites, BAD_ANNOUNCEMENTS.values(), strict=True))
    hosts = {name: announcing(site, bad[name]) for name, site in sites.items()}
    with serving(hosts) as server:
        limit = ("--max-pages-per-site", "60")
        # Twice 20,000 addresses and 100 MB: 20 s of processor time, which takes long beside other work.
        done = crawl(tmp_path / "out", urls_of(server, hosts), (*QUICK, *limit), timeout_s=900)
        kinds = dict(zip(sites, BAD_ANNOUNCEMENTS, strict=True))
        lost = {kinds[name] for name, site in sites.items() if not site.paths() <= found_on(done, server, name)}
        assert lost == set(), done.log
        assert "Traceback" not in done.log
        loop = next(name for name, kind in kinds.items() if kind == "sitemaps-in-a-loop")
        assert len(server.log.of(loop)) < 25


def test_hosts_that_send_badly_hold_nobody_up(tmp_path: Path) -> None:
    kinds = (Sending.NEVER, Sending.TRICKLE, Sending.ENDLESS, Sending.RESET)
    good = {f"127.0.6.{number}": PlainSite(5, number) for number in range(1, 5)}
    bad = {f"127.0.6.{number + 10}": sending(PlainSite(5, number + 10), kind) for number, kind in enumerate(kinds)}
    with serving({**good, **bad}) as server:
        options = (*QUICK, "-s", "DOWNLOAD_TIMEOUT=2", "-s", "NEWSSPIDER_MAX_PAGE_BYTES=1000000")
        done = crawl(tmp_path / "out", urls_of(server, {**bad, **good}), options)
        for name, site in good.items():
            assert found_on(done, server, name) == site.paths()
        for name in bad:
            base = server.url(name, "/news/")
            assert any((row["url"] or "").startswith(base) for row in done.rejects), name
    # The pauses between requests to hosts that fail grow to five minutes: the end of a crawl waits for none of them.
    assert done.clock_s < 120


def test_a_host_that_refuses_now_and_then_loses_no_page(tmp_path: Path) -> None:
    site, count = PlainSite(12, 9), itertools.count()

    def host(asked: Asked) -> Answer:
        if asked.target.startswith("/news/") and next(count) % 2 == 0:
            return Answer(b"<h1>Slower</h1>", 429, headers={"Retry-After": "1"})
        return site(asked)

    with serving({"127.0.8.3": host}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.3")], QUICK)
        assert found_on(done, server, "127.0.8.3") == site.paths()


def test_a_host_that_refuses_each_page_the_first_time_loses_none(tmp_path: Path) -> None:
    site, asked_for = PlainSite(12, 9), set[str]()

    def host(asked: Asked) -> Answer:
        if asked.target.startswith("/news/") and asked.target not in asked_for:
            asked_for.add(asked.target)
            return Answer(b"<h1>It is being made</h1>", 503, headers={"Retry-After": "0"})
        return site(asked)

    with serving({"127.0.8.5": host}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.5")], QUICK)
        assert found_on(done, server, "127.0.8.5") == site.paths()
    assert done.rejects == done.skipped == []


@pytest.mark.parametrize("delay_s", ["0", "0.1"])
def test_a_host_that_asks_for_hours_once_it_is_asked_again_holds_no_crawl(tmp_path: Path, delay_s: str) -> None:
    site, refused = PlainSite(12, 9), set[str]()
    count, again = itertools.count(), list[str]()

    def host(asked: Asked) -> Answer:
        if asked.target in refused:
            again.append(asked.target)
            return Answer(b"<h1>Too many</h1>", 429, headers={"Retry-After": "7200"})
        if asked.target.startswith("/news/") and next(count) % 2 == 0:
            refused.add(asked.target)
            return Answer(b"<h1>Slower</h1>", 429, headers={"Retry-After": "0"})
        return site(asked)

    with serving({"127.0.8.4": host}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.4")], ("-s", f"DOWNLOAD_DELAY={delay_s}"))
        assert len(again) == 1, "the others are skipped, and not asked for first"
        assert found_on(done, server, "127.0.8.4") == site.paths() - refused
        rejected = {row["url"] for row in json_lines(tmp_path / "out" / "_run" / "rejects.jsonl")}
        assert rejected == {server.url("127.0.8.4", path) for path in refused}
    assert done.clock_s < 60


def test_hosts_are_asked_as_slowly_as_they_want(tmp_path: Path) -> None:
    delayed = PlainSite(3, 1, robots("User-agent: *\nCrawl-delay: 1\n"))
    hosts: dict[str, Host] = {
        "127.0.7.1": delayed,
        "127.0.7.2": busy(PlainSite(3, 2), 429, 1, "2"),
        "127.0.7.3": busy(PlainSite(3, 3), 503, 1, "2"),
    }
    with serving(hosts) as server:
        done = crawl(tmp_path / "out", urls_of(server, hosts), QUICK)
        assert min(server.log.intervals_s("127.0.7.1")[1:]) >= 0.95
        for name in ("127.0.7.2", "127.0.7.3"):
            refused = next(at for at, logged in enumerate(server.log.of(name)) if logged.status in {429, 503})
            assert server.log.intervals_s(name)[refused] >= 1.9
        for number, name in enumerate(hosts, start=1):
            assert found_on(done, server, name) == PlainSite(3, number).paths(), name
            assert server.log.most_at_once(name) == 1


def test_one_page_that_is_refused_holds_up_no_other(tmp_path: Path) -> None:
    site = PlainSite(30, 8)
    refused = min(site.paths())

    def host(asked: Asked) -> Answer:
        return Answer(b"<h1>Too busy</h1>", 503) if asked.target == refused else site(asked)

    with serving({"127.0.8.2": host}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.2")], QUICK)
        targets = server.log.targets()
        assert found_on(done, server, "127.0.8.2") == site.paths() - {refused}
        assert targets.count(refused) == 3
        _, *again = [at for at, target in enumerate(targets) if target == refused]
        read = [at for at, target in enumerate(targets) if target in site.paths() - {refused}]
        assert min(again) > max(read), "it is asked for again when there is nothing else"
        assert server.log.most_at_once("127.0.8.2") == 1
        (row,) = json_lines(tmp_path / "out" / "_run" / "rejects.jsonl")
        assert (row["code"], row["url"]) == ("status-503", server.url("127.0.8.2", refused))
    assert done.clock_s < 120


def test_a_page_without_an_answer_is_in_the_rejects(tmp_path: Path) -> None:
    site = PlainSite(2, 9)
    lost, refused = sorted(site.paths())

    def host(asked: Asked) -> Answer:
        return {lost: Answer(status=404), refused: Answer(status=410)}.get(asked.target) or site(asked)

    with serving({"127.0.8.1": host}) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.1")], QUICK)
        assert {row["url"] for row in done.rejects} == {server.url("127.0.8.1", path) for path in (lost, refused)}
        assert done.exit_code == 1  # a start URL that gave nothing


def test_sixteen_stalled_hosts_do_not_stop_the_others(tmp_path: Path) -> None:
    hosts = fifty_hosts()
    healthy = {name: host for name, host in hosts.items() if isinstance(host, PlainSite)}
    with serving(hosts) as server:
        crawl(tmp_path / "alone", urls_of(server, healthy), QUICK, timeout_s=300)
        alone_s = server.log.span_s("/news/")
        server.log.clear()
        done = crawl(tmp_path / "all", urls_of(server, hosts), QUICK, timeout_s=300)
        for name, host in healthy.items():
            assert found_on(done, server, name) == host.paths()
        assert server.log.span_s("/news/") <= 2 * alone_s


def test_a_host_that_is_not_there_is_named_once_and_at_once(tmp_path: Path) -> None:
    for host, told in (
        ("127.0.8.9:9", "127.0.8.9:9 refuses connections"),
        ("no-such-host.invalid", "has no address"),
    ):
        done = crawl(tmp_path / host.partition(":")[0], [f"http://{host}/"], ("--quiet",))
        (line,) = done.log.splitlines()
        assert line.startswith(f"ERROR: http://{host}/: could not be read: ")
        assert line.endswith(told)
        assert done.exit_code == 1
        assert [row["reason"] for row in done.skipped] == ["robots-unreachable"]


STARTS: Mapping[str, tuple[Answer, Answer, str]] = {
    "missing": (Answer(status=404), Answer(b"<h1>Gone</h1>", 404), "could not be read: the server answered with status 404"),
    "closed": (Answer(status=404), Answer(b"<h1>Closed</h1>", 403), "could not be read: the server answered with status 403"),
    "broken": (Answer(status=404), Answer(b"<h1>Oops</h1>", 500), "could not be read: the server answered with status 500"),
    "forbidden": (robots("User-agent: *\nDisallow: /\n"), Answer(), "could not be read: its robots.txt does not allow it"),
    "down": (Answer(status=503), Answer(), "/robots.txt gives status 503, so nothing else is requested"),
    "empty": (Answer(status=404), Answer(b"<html><body></body></html>"), "no articles: 1 page fetched"),
}  # fmt: skip


@pytest.mark.parametrize("kind", STARTS)
def test_a_start_url_without_a_page_is_named_in_one_line(tmp_path: Path, kind: str) -> None:
    rules, page, told = STARTS[kind]
    hosts: dict[str, Host] = {"127.0.8.3": lambda asked: rules if asked.target == "/robots.txt" else page}
    with serving(hosts) as server:
        done = crawl(tmp_path / "out", [server.url("127.0.8.3")], ("--quiet", "--doors", "links"))
        lines = [line for line in done.log.splitlines() if server.url("127.0.8.3") in line]
    assert len(lines) == 1, done.log
    assert told in lines[0]
    assert done.exit_code == 1
