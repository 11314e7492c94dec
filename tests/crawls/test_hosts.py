"""The hosts that the crawls run against are as they are called."""

from __future__ import annotations

import http.client
from contextlib import closing

import pytest

from newsspider import extract_html
from tests.crawls.hosts import BAD_ANNOUNCEMENTS, ROBOTS, PlainSite, busy, fifty_hosts, many_hosts, stalling
from tests.crawls.servers import Answer, Asked, serving


def asked(target: str) -> Asked:
    return Asked("127.0.1.1", target, {"host": "127.0.1.1:80"})


def test_a_plain_site_lists_all_its_articles() -> None:
    site = PlainSite(120, seed=3)
    pages = b"".join(site(asked(path)).body for path in ("/", "/page/2/", "/page/3/"))
    assert all(f'"{path}"'.encode() in pages for path in site.paths())
    assert len(site.paths()) == 120
    assert b"/page/4/" not in pages
    assert site(asked("/page/4/")).status == 404
    assert site(asked("/news/another-story-7")).status == 404
    page = site(asked(sorted(site.paths())[0])).body
    article = extract_html(page)
    assert article.metadata is not None
    assert (article.metadata.probability or 0) > 0.5


def test_sixteen_of_fifty_hosts_stall() -> None:
    hosts = fifty_hosts()
    assert len(hosts) == 50
    assert sum(host is stalling for host in hosts.values()) == 16
    assert sum(len(host.paths()) for host in hosts.values() if isinstance(host, PlainSite)) == 1020


def test_a_thousand_hosts_share_a_port() -> None:
    with serving(many_hosts(1000, 2)) as server:
        for host in ("127.1.0.1", "127.1.3.250"):
            with closing(http.client.HTTPConnection(host, server.port, timeout=60)) as connection:
                connection.request("GET", "/")
                assert b"/news/" in connection.getresponse().read()


def test_a_busy_host_answers_in_the_end() -> None:
    host = busy(PlainSite(1), 429, 2, "3")
    answers = [host(asked("/")) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers == {"Retry-After": "3"}


@pytest.mark.parametrize("name", ROBOTS)
def test_forms_of_robots_are_served(name: str) -> None:
    answer, _ = ROBOTS[name]
    assert PlainSite(1, robots=answer)(asked("/robots.txt")) == answer


@pytest.mark.parametrize("name", BAD_ANNOUNCEMENTS)
def test_bad_announcements_are_served(name: str) -> None:
    answer = BAD_ANNOUNCEMENTS[name](asked("/loop3.xml"))
    assert isinstance(answer, Answer)
    assert answer.status == 200
