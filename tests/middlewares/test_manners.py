"""Polite crawls of real local servers: one crawl of many hosts, each with a habit of its own."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawls.hosts import busy
from tests.crawls.servers import Answer, Asked, Host, Sending, Server, serving
from tests.middlewares.crawls import Crawl, crawl, linking, pages, to

NET = "127.77.0"
# Never named by a start URL.
PRIVATE = f"{NET}.200"


def with_cookie(asked: Asked) -> Answer:
    """Send a browser back to the same address until it has the cookie."""
    if asked.target == "/robots.txt":
        return Answer(status=404)
    if "seen=1" in asked.headers.get("cookie", ""):
        return linking()
    return to(asked.target, "seen=1; Path=/")


def without_end(asked: Asked) -> Answer:
    """Send a browser back to the same address for ever, with a new cookie each time."""
    return Answer(status=404) if asked.target == "/robots.txt" else to(asked.target, "a=b")


def elsewhere(target: str, path: str = "/") -> Host:
    """Return a host whose paths, robots.txt among them, redirect to another host on the same port."""

    def answer(asked: Asked) -> Answer:
        return to(f"http://{target}:{asked.headers['host'].rpartition(':')[2]}{path}")

    return answer


BOMB = gzip.compress(b"<p>" + b"a" * 30_000_000)
REFRESH = b"<html><head><meta http-equiv='refresh' content='%s'></head><body>Page"
HOSTS: dict[str, Host] = {
    "forbids": pages({"/": "/closed/a /open", "/open": ""}, "User-agent: *\nDisallow: /closed/"),
    "robots-503": pages({"/": ""}, Answer(status=503)),
    "robots-404": pages({"/": ""}, Answer(status=404)),
    "robots-reset": pages({"/": ""}, Answer(b"User-agent: *\n", sending=Sending.RESET)),
    "robots-large": pages({"/": ""}, "#".ljust(600_000) + "\nUser-agent: *\nDisallow: /\n".ljust(4_000_000)),
    "robots-endless": pages({"/": ""}, Answer(b"User-agent: *\nDisallow: /x\n", sending=Sending.ENDLESS)),
    "robots-elsewhere": elsewhere(f"{NET}.1", "/"),
    "robots-private": elsewhere(PRIVATE),
    "crawl-delay": pages({"/": "/a /b", "/a": "", "/b": ""}, "User-agent: *\nCrawl-delay: 1.5"),
    "busy": busy(pages({"/": "/a", "/a": ""}), 429, 1, "2"),
    "silent": pages({"/": Answer(sending=Sending.NEVER)}),
    "trickle": pages({"/": Answer(b"<p>" + b"a" * 600, sending=Sending.TRICKLE)}),
    "endless": pages({"/": Answer(b"<p>", sending=Sending.ENDLESS)}),
    "bomb": pages({"/": Answer(BOMB, headers={"Content-Encoding": "gzip"})}),
    "cookie": with_cookie,
    "cookies": without_end,
    "circle": pages({"/": to("/a"), "/a": to("/b"), "/b": to("/a")}),
    "to-private": elsewhere(PRIVATE),
    "reload": pages({"/": Answer(REFRESH % b"0; url=/")}),
    "refresh": pages({"/": Answer(REFRESH % b"0; url=/there"), "/there": ""}),
    "reads-first": pages({"/": Answer(REFRESH % b"60; url=/there"), "/there": ""}),
}
# The addresses of the habits above.
AT = {name: f"{NET}.{number}" for number, name in enumerate(HOSTS, 1)}


@dataclass(frozen=True)
class Done:
    """The crawl, and the servers that saw it."""

    crawl: Crawl
    server: Server

    def url(self, name: str, path: str = "/") -> str:
        return self.server.url(AT[name], path)

    def asked(self, name: str) -> list[str]:
        return self.server.log.targets(AT[name])


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    private = pages({"/": ""})
    with serving({**{AT[name]: host for name, host in HOSTS.items()}, PRIVATE: private}) as server:
        urls = [server.url(address) for address in AT.values()]
        found = crawl(
            tmp_path_factory.mktemp("manners"),
            urls,
            NEWSSPIDER_STALL_TIMEOUT_S=6.0,  # on a loaded machine an answer takes seconds
            NEWSSPIDER_MAX_HOST_FAILURES=2,
            NEWSSPIDER_MAX_PAGE_BYTES=1_000_000,
            NEWSSPIDER_CONTACT="https://example.org/crawl",
            RETRY_TIMES=0,
        )
        yield Done(found, server)


def test_robots_txt_is_obeyed(done: Done) -> None:
    assert set(done.asked("forbids")) == {"/", "/open", "/robots.txt"}
    assert done.crawl.skipped[done.url("forbids", "/closed/a")] == "robots"


@pytest.mark.parametrize("name", ["robots-503", "robots-reset"])
def test_nothing_is_fetched_where_robots_txt_cannot_be_read(done: Done, name: str) -> None:
    assert set(done.asked(name)) == {"/robots.txt"}
    assert done.crawl.skipped[done.url(name)] == "robots-unreachable"
    assert done.url(name) not in done.crawl.pages


@pytest.mark.parametrize("name", ["robots-404", "robots-large", "robots-endless"])
def test_without_a_rule_that_is_read_pages_are_fetched(done: Done, name: str) -> None:
    assert done.asked(name) == ["/robots.txt", "/"]
    assert done.url(name) in done.crawl.pages


def test_robots_txt_may_be_elsewhere_but_not_on_a_private_address(done: Done) -> None:
    assert done.asked("robots-elsewhere") == ["/robots.txt", "/"]
    assert done.asked("robots-private") == ["/robots.txt"]
    assert done.crawl.skipped[done.url("robots-private")] == "private-address"
    assert done.server.log.of(PRIVATE) == []


def test_crawl_delay_is_kept_between_all_requests(done: Done) -> None:
    assert done.asked("crawl-delay")[0] == "/robots.txt"
    assert len(done.asked("crawl-delay")) == 4
    assert min(done.server.log.intervals_s(AT["crawl-delay"])) >= 1.5


def test_a_busy_host_is_asked_again_after_the_wait_that_it_wants(done: Done) -> None:
    assert done.asked("busy") == ["/robots.txt", "/", "/", "/a"]
    assert done.server.log.intervals_s(AT["busy"])[1] >= 2
    assert done.url("busy", "/a") in done.crawl.pages


@pytest.mark.parametrize("name", ["silent", "trickle"])
def test_what_stalls_is_broken_off_and_its_host_set_aside(done: Done, name: str) -> None:
    page = done.server.log.of(AT[name])[-1]
    end_s = time.monotonic() + 10
    while page.ended_s is None and time.monotonic() < end_s:  # a server sees it when it writes again
        time.sleep(0.05)
        page = done.server.log.of(AT[name])[-1]
    assert page.ended_s is not None
    assert page.ended_s - page.began_s < 25
    assert f"{done.url(name).removeprefix('http://').rstrip('/')} does not answer in time" in done.crawl.log


@pytest.mark.parametrize("name", ["endless", "bomb"])
def test_what_is_too_large_is_not_read_to_its_end(done: Done, name: str) -> None:
    assert done.crawl.failed[done.url(name)] == "DownloadCancelledError"


def test_a_page_that_wants_a_cookie_is_read_once_it_is_set(done: Done) -> None:
    assert done.asked("cookie") == ["/robots.txt", "/", "/"]
    assert done.url("cookie") in done.crawl.pages


@pytest.mark.parametrize("name", ["cookies", "circle"])
def test_circles_end(done: Done, name: str) -> None:
    assert len(done.asked(name)) <= 6
    assert "redirect-loop" in done.crawl.skipped.values()


def test_a_redirect_to_a_private_address_is_not_followed(done: Done) -> None:
    assert done.asked("to-private") == ["/robots.txt"]


def test_a_page_that_reloads_itself_is_a_page(done: Done) -> None:
    assert done.asked("reload") == ["/robots.txt", "/"]
    assert done.url("reload") in done.crawl.pages
    assert done.url("refresh", "/there") in done.crawl.pages
    assert done.url("reads-first") in done.crawl.pages


def test_the_user_agent_has_the_contact(done: Done) -> None:
    agents = {request.asked.headers["user-agent"] for request in done.server.log.requests}
    assert len(agents) == 1
    assert agents.pop().endswith("(news crawler; Scrapy; +https://example.org/crawl)")


def test_what_happened_is_counted(done: Done) -> None:
    for stat in ("hosts/busy'", "hosts/failures/time-out'", "hosts/given-up'", "skipped/robots'"):
        assert f"'newsspider/{stat}: " in done.crawl.log


def test_a_users_delay_holds_on_this_machine_too_and_one_request_is_open_at_a_time(tmp_path: Path) -> None:
    hosts = {f"{NET}.1": pages({"/": "/a /b /c", "/a": to("/d"), "/b": "", "/c": "", "/d": ""})}
    with serving(hosts) as server:
        crawl(tmp_path, [server.url(f"{NET}.1")], DOWNLOAD_DELAY=0.4)
        assert len(server.log.of(f"{NET}.1")) == 6
        assert min(server.log.intervals_s(f"{NET}.1")) >= 0.4
        assert server.log.most_at_once(f"{NET}.1") == 1


def test_no_page_leads_to_this_machine(tmp_path: Path) -> None:
    forms = "localhost 2130706433 0x7f.1 0177.0.0.1 127.1 [::1] [::ffff:127.0.0.1] 169.254.169.254 10.0.0.1"
    with serving({f"{NET}.1": pages({}), "127.0.0.1": pages({"/": ""})}) as server:
        urls = [f"http://{form}:{server.port}/" for form in forms.split()]
        server.hosts[f"{NET}.1"] = pages({"/": " ".join(urls)})
        found = crawl(tmp_path, [server.url(f"{NET}.1")])
        assert server.log.of("127.0.0.1") == []
    assert len(found.pages) == 1
    assert len(found.skipped) == len(urls)
    assert set(found.skipped.values()) == {"private-address"}
