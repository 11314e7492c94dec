from __future__ import annotations

import math

import pytest

from newsspider.state.hosts import HostPolicy, Hosts, host_name, host_of

HOST, OTHER = "news.example.org", "other.example"


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hosts(clock: Clock) -> Hosts:
    return Hosts(HostPolicy(), clock)


def test_a_new_host_is_ready(hosts: Hosts) -> None:
    assert hosts.ready_at(HOST) == -math.inf
    assert hosts.delay_s(HOST) == 1


def test_the_next_request_waits_for_the_delay_after_the_answer(hosts: Hosts, clock: Clock) -> None:
    hosts.started(HOST)
    assert hosts.ready_at(HOST) == clock.now + 1
    clock.now += 0.5
    hosts.answered(HOST, 200, latency_s=0.5)
    assert hosts.ready_at(HOST) == clock.now + 1
    assert hosts.ready_at(OTHER) < clock.now


def test_this_machine_needs_no_delay_unless_one_is_wanted(clock: Clock) -> None:
    assert Hosts(HostPolicy(), clock).delay_s("127.0.4.4") == 0
    assert Hosts(HostPolicy(loopback_delay_s=2), clock).delay_s("localhost") == 2


def test_crawl_delay_lengthens_the_delay_up_to_its_bound(hosts: Hosts) -> None:
    hosts.set_crawl_delay(HOST, 7)
    assert hosts.delay_s(HOST) == 7
    hosts.set_crawl_delay(HOST, 0.1)
    assert hosts.delay_s(HOST) == 7
    hosts.set_crawl_delay(OTHER, 86_400)
    assert hosts.delay_s(OTHER) == 120


def test_a_users_delay_for_one_host_replaces_the_floor(hosts: Hosts) -> None:
    hosts.set_delay(HOST, 0.25)
    assert hosts.delay_s(HOST) == 0.25


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(hosts: Hosts, clock: Clock, status: int) -> None:
    hosts.started(HOST)
    hosts.answered(HOST, status, retry_after_s=40)
    assert hosts.ready_at(HOST) == clock.now + 40
    assert hosts.is_set_aside(HOST)
    assert not hosts.is_given_up(HOST)
    clock.now += 41
    assert not hosts.is_set_aside(HOST)


def test_a_wait_beyond_the_bound_gives_the_host_up_instead_of_asking_sooner(hosts: Hosts, clock: Clock) -> None:
    hosts.answered(HOST, 503, retry_after_s=7200)
    assert hosts.is_given_up(HOST)
    clock.now += 7199
    assert hosts.is_given_up(HOST)
    clock.now += 2
    assert not hosts.is_given_up(HOST)


def test_back_off_grows_and_ends(hosts: Hosts, clock: Clock) -> None:
    waits = []
    while not hosts.is_given_up(HOST):
        hosts.answered(HOST, 429)
        waits.append(hosts.ready_at(HOST) - clock.now)
        clock.now = hosts.ready_at(HOST)
    assert waits == [5, 15, 45, 135, 300]


def test_after_too_many_requests_the_host_is_asked_less_often(hosts: Hosts) -> None:
    hosts.answered(HOST, 429, retry_after_s=1)
    assert hosts.delay_s(HOST) == 2
    for _ in range(20):
        hosts.answered(HOST, 200, latency_s=0.01)
    assert hosts.delay_s(HOST) == 1


@pytest.mark.parametrize(("retry_after_s", "slowest_s"), [(None, 60), (40, 40), (1, 5), (0, 5), (500, 60)])
def test_a_host_that_says_how_long_to_wait_is_not_asked_much_more_slowly(
    hosts: Hosts, retry_after_s: float | None, slowest_s: float
) -> None:
    """It may refuse each page once, however slowly it is asked."""
    for _ in range(20):
        hosts.answered(HOST, 503, retry_after_s=retry_after_s)
        slowest = hosts.delay_s(HOST)
        hosts.answered(HOST, 200)
    assert slowest == slowest_s


def test_a_page_is_asked_for_again_first_where_another_one_was_refused_too(hosts: Hosts) -> None:
    found = []
    for status in (503, 503, 503, 503, 200, 503, 404):
        hosts.answered(HOST, status, retry_after_s=0)
        found.append(hosts.refuses_each(HOST))
    assert found == [False, True, False, True, False, False, False]
    assert not hosts.refuses_each("other.example.org")


def test_a_slow_host_gets_as_long_to_itself_as_it_worked(hosts: Hosts) -> None:
    hosts.answered(HOST, 200, latency_s=6)
    assert hosts.delay_s(HOST) == 6
    hosts.answered(HOST, 404, latency_s=0.01)  # error pages are quick: nothing is learned from them
    assert hosts.delay_s(HOST) == 6
    hosts.answered(HOST, 200, latency_s=500)
    assert hosts.delay_s(HOST) == 60


def test_a_host_that_fails_is_asked_ever_later_and_then_given_up(hosts: Hosts, clock: Clock) -> None:
    hosts.answered(HOST, 200)
    pauses = []
    while not hosts.is_given_up(HOST):
        hosts.failed(HOST)
        assert hosts.is_set_aside(HOST)
        pauses.append(hosts.ready_at(HOST) - clock.now)
        clock.now = hosts.ready_at(HOST)
    assert pauses == [5, 15, 45, 135, 300]


def test_a_host_that_never_answered_is_given_up_sooner(hosts: Hosts) -> None:
    for _ in range(3):
        assert not hosts.is_given_up(HOST)
        hosts.failed(HOST)
    assert hosts.is_given_up(HOST)
    assert not hosts.is_set_aside(OTHER)


def test_an_answer_ends_the_row_of_failures(hosts: Hosts) -> None:
    for _ in range(10):
        hosts.failed(HOST)
        hosts.answered(HOST, 200)
    assert not hosts.is_given_up(HOST)


def test_a_host_given_up_gets_another_chance_in_a_long_crawl(hosts: Hosts, clock: Clock) -> None:
    for _ in range(3):
        hosts.failed(HOST)
    clock.now += 3601
    assert not hosts.is_given_up(HOST)


def test_a_server_at_another_port_that_refuses_does_not_count_against_its_machine(clock: Clock) -> None:
    hosts = Hosts(HostPolicy(), clock)
    dead, well = host_of("http://127.0.0.1:9/"), host_of("http://127.0.0.1:8080/a")
    hosts.failed(dead, is_final=True)
    assert hosts.is_given_up(dead)
    assert not hosts.is_given_up(well)
    assert hosts.ready_at(well) == -math.inf


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("http://a.example:80/", "a.example", "a.example"),
        ("https://a.example.:443", "a.example", "a.example"),
        ("http://a.example:443/", "a.example:443", "a.example"),
        ("http://[::1]/", "::1", "::1"),
        ("http://[::1]:8080/", "[::1]:8080", "::1"),
        ("http://a.example:port/", "", ""),
    ],
)
def test_hosts_have_a_port_where_it_is_not_the_usual_one(url: str, host: str, name: str) -> None:
    assert (host_of(url), host_name(url)) == (host, name)


def test_a_delay_of_a_name_is_that_of_all_its_ports(clock: Clock) -> None:
    hosts = Hosts(HostPolicy(delay_s=1.0), clock)
    assert hosts.delay_s("127.0.0.1:8080") == 0.0
    hosts.set_delay("127.0.0.1", 7.0)
    hosts.set_delay("127.0.0.1:9090", 3.0)
    assert [hosts.delay_s(f"127.0.0.1:{port}") for port in (8080, 9090)] == [7.0, 3.0]


def test_memory_is_bounded(clock: Clock) -> None:
    hosts = Hosts(HostPolicy(max_hosts=3), clock)
    for number in range(10):
        hosts.started(f"{number}.example")
    assert hosts.ready_at("0.example") == -math.inf
    assert hosts.ready_at("9.example") == clock.now + 1


@pytest.mark.parametrize("url", ["http://[", "mailto:a", "", "http://"])
def test_no_url_makes_it_raise(url: str) -> None:
    assert host_of(url) == ""


def test_a_host_that_lets_requests_wait_is_given_up_at_once(hosts: Hosts) -> None:
    hosts.failed(HOST, is_timeout=True)
    assert hosts.is_given_up(HOST)


def test_one_that_has_answered_gets_another_chance(hosts: Hosts) -> None:
    hosts.answered(HOST, 200)
    for given_up in (False, True):
        hosts.failed(HOST, is_timeout=True)
        assert hosts.is_given_up(HOST) is given_up


def test_one_that_is_not_there_is_given_up_at_once_unless_it_was(hosts: Hosts) -> None:
    hosts.failed(HOST, is_final=True)
    assert hosts.is_given_up(HOST)
    hosts.answered(OTHER, 200)
    hosts.failed(OTHER, is_final=True)
    assert not hosts.is_given_up(OTHER)


def test_hosts_that_fail_are_worth_less_of_a_wait_than_those_that_ask_for_one(hosts: Hosts) -> None:
    assert hosts.patience_s(HOST) == math.inf
    hosts.answered(HOST, 503, retry_after_s=40)
    assert hosts.patience_s(HOST) == 600
    hosts.failed(HOST)
    assert hosts.patience_s(HOST) == 30
    hosts.answered(HOST, 200)
    assert hosts.patience_s(HOST) == math.inf
    hosts.give_up(HOST)
    assert hosts.is_given_up(HOST)


def test_hosts_that_pause_are_told_until_they_are_asked_again_or_given_up() -> None:
    clock = Clock()
    hosts = Hosts(HostPolicy(max_failures=2), clock)
    hosts.answered(HOST, 503, retry_after_s=40)
    hosts.failed("other.example")
    assert hosts.pauses_s() == {HOST: 40.0, "other.example": 5.0}
    clock.now += 10
    assert hosts.pauses_s() == {HOST: 30.0}
    hosts.answered(HOST, 503)
    assert hosts.is_given_up(HOST)
    assert hosts.pauses_s() == {}


def test_hosts_that_are_forgotten_pause_no_more() -> None:
    hosts = Hosts(HostPolicy(max_hosts=3), Clock())
    for number in range(10):
        hosts.failed(f"{number}.example")
    assert sorted(hosts.pauses_s()) == ["7.example", "8.example", "9.example"]
