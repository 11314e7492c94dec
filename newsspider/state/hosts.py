"""When each host may be asked again: the pause between two requests, back-off, and hosts that do not answer."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from newsspider.processors.urls import USUAL_ORIGIN

# A host that was given up is tried again after this time, where a crawl runs that long.
_GIVEN_UP_S = 3600.0
# The pauses of a host that fails, or refuses, grow by this factor: 5, 15, 45, 135, 300 s.
_PAUSE_GROWTH = 3
# A request that was waited for in vain held a connection all the time.
_TIMEOUT_WEIGHT = 3
# Of a slowdown this share is left after each quick answer: half of it after seven.
_SLOWDOWN_KEPT = 0.9
# Too many requests: 429 Too Many Requests (RFC 6585), 503 Service Unavailable (RFC 9110, 15.6.4).
BUSY_STATUSES = frozenset({429, 503})
REFUSED = "newsspider_refused"  # in the meta of a request that was answered so: how many its host had by then
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPolicy:
    """How a crawl treats hosts; all times in seconds."""

    delay_s: float = 1.0  # from an answer to the start of the next request
    loopback_delay_s: float = 0.0  # the same for this machine itself
    max_crawl_delay_s: float = 120.0  # of a robots.txt
    max_slowdown_s: float = 60.0  # of a host that answers slowly
    max_wait_s: float = 600.0  # a host that asks for a longer wait is given up for that time
    first_pause_s: float = 5.0  # after the first failure
    max_pause_s: float = 300.0
    max_last_wait_s: float = 30.0  # for hosts that fail, when nothing else is left to do
    max_failures: int = 5  # or refusals, in a row; then the host is given up
    max_first_failures: int = 3  # the same for a host that has never answered
    max_hosts: int = 100_000  # that are remembered


@dataclass(slots=True)
class _Host:
    delay_s: float
    asked_at: float = -math.inf  # when the last request started, or its answer was there
    not_before: float = -math.inf
    slowdown_s: float = 0.0
    failures: int = 0
    busy_answers: int = 0
    refusals: int = 0  # in all
    in_a_row: int = 0  # failures and refusals since the last answer that was neither
    has_answered: bool = False
    given_up_until: float = -math.inf


class Hosts:
    """What a crawl knows of the hosts that it asks; `clock` gives monotonic seconds.

    A host is what `host_of` returns. A request may start `delay_s` after the answer to the one before it: no two
    reach the host closer together, however long it took to connect. None starts before `ready_at`.
    """

    def __init__(self, policy: HostPolicy, clock: Callable[[], float]) -> None:
        self.policy, self.clock = policy, clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._wanted_delays: dict[str, float] = {}  # of hosts, or of all ports of a name, as users want them
        self._asked_since: set[str] = set()
        self._set_aside: set[str] = set()  # hosts whose pause may not be over

    def ready_at(self, host: str) -> float:
        """Return when the next request to `host` may start, on the clock; it may be in the past."""
        known = self._hosts.get(host)
        if known is None:
            return -math.inf
        return max(known.asked_at + self._delay_of(known), known.not_before)

    def delay_s(self, host: str) -> float:
        """Return the seconds from an answer of `host` to the next request."""
        known = self._hosts.get(host)
        return self._delay_of(known) if known else self._floor_of(host)

    def wait_s(self, host: str) -> float:
        """Return the seconds from now in which no request to `host` may start."""
        return max(0.0, self.ready_at(host) - self.clock())

    def wait(self, host: str, seconds: float) -> None:
        """Ask `host` for nothing for some seconds, as another process has just asked it: bounded."""
        known, longest_s = self._host(host), max(self.policy.max_wait_s, self.policy.max_crawl_delay_s)
        known.not_before = max(known.not_before, self.clock() + min(seconds, longest_s))

    def asked_since(self) -> set[str]:
        """Return the hosts that were asked since this was called last."""
        asked, self._asked_since = self._asked_since, set()
        return asked

    def is_set_aside(self, host: str) -> bool:
        """Return whether `host` has failed or asked for a pause, and the pause is not over."""
        known = self._hosts.get(host)
        return known is not None and max(known.not_before, known.given_up_until) > self.clock()

    def pauses_s(self) -> dict[str, float]:
        """Return the hosts that have failed or asked for a pause, with the seconds until they are asked again."""
        left = {host: self._hosts[host].not_before - self.clock() for host in self._set_aside}
        self._set_aside = {host for host, seconds in left.items() if seconds > 0}
        return {host: left[host] for host in self._set_aside if not self.is_given_up(host)}

    def is_given_up(self, host: str) -> bool:
        """Return whether `host` has failed so often that it is not asked again for a long time."""
        known = self._hosts.get(host)
        return known is not None and known.given_up_until > self.clock()

    def refusals(self, host: str) -> int:
        """Return how many requests `host` has refused as it was busy."""
        known = self._hosts.get(host)
        return known.refusals if known is not None else 0

    def is_first_trouble(self, host: str) -> bool:
        """Return whether `host` has failed or refused a request, and had answered the one before."""
        known = self._hosts.get(host)
        return known is not None and known.in_a_row == 1

    def refuses_each(self, host: str) -> bool:
        """Return whether a page that `host` has refused is to be asked for again before other pages.

        It has refused another one too: it may refuse each page the first time, and would be given up. Every second
        time, so that pages that it always refuses hold up no others.
        """
        known = self._hosts.get(host)
        return known is not None and known.in_a_row > 0 and known.in_a_row % 2 == 0

    def has_answered(self, host: str) -> bool:
        """Return whether `host` has answered anything at all."""
        known = self._hosts.get(host)
        return known is not None and known.has_answered

    def patience_s(self, host: str) -> float:
        """Return how long a crawl waits for `host` when nothing else is left to do, from its last useful answer.

        A host that fails is not worth much of it; one that asked for a pause gets it, up to `max_wait_s`.
        """
        known = self._hosts.get(host)
        if known is None or not (known.failures or known.busy_answers):
            return math.inf
        return self.policy.max_last_wait_s if known.failures else self.policy.max_wait_s

    def give_up(self, host: str) -> None:
        """Ask `host` for nothing more for a long time."""
        self._host(host).given_up_until = self.clock() + _GIVEN_UP_S

    def set_delay(self, host: str, delay_s: float) -> None:
        """Ask `host` at most once in `delay_s` seconds, as a user wants it, instead of the general floor.

        A name without a port stands for all its ports that have not been asked yet.
        """
        self._wanted_delays[host] = max(0.0, delay_s)
        self._host(host).delay_s = max(0.0, delay_s)

    def set_crawl_delay(self, host: str, delay_s: float) -> None:
        """Ask `host` at most once in `delay_s` seconds, as its robots.txt wants it: bounded, no less than now."""
        known = self._host(host)
        known.delay_s = max(known.delay_s, min(delay_s, self.policy.max_crawl_delay_s))

    def started(self, host: str) -> None:
        """Note that a request to `host` starts now."""
        self._host(host).asked_at = self.clock()
        self._asked_since.add(host)

    def answered(self, host: str, status: int, latency_s: float = 0.0, retry_after_s: float | None = None) -> None:
        """Note an answer of `host`, the seconds that it took, and the wait that it asks for."""
        known = self._host(host)
        self._asked_since.add(host)
        known.asked_at = self.clock()
        known.has_answered, known.failures = True, 0
        if status in BUSY_STATUSES:
            self._back_off(known, retry_after_s)
            self._set_aside.add(host)
            return
        known.busy_answers = known.in_a_row = 0
        known.given_up_until = -math.inf
        kept = known.slowdown_s * _SLOWDOWN_KEPT if status == 200 else known.slowdown_s
        # A host that answers slowly gets as long to itself as it has worked; none does where no delay is wanted.
        wanted = min(latency_s, self.policy.max_slowdown_s) if known.delay_s else 0.0
        known.slowdown_s = max(wanted, kept if kept > known.delay_s else 0.0)

    def failed(self, host: str, *, is_timeout: bool = False, is_final: bool = False) -> None:
        """Note that a request to `host` brought no answer: a time-out, a reset, an unknown name.

        Where asking again would change nothing (`is_final`), a host that has never answered is given up at once.
        """
        known, policy, now = self._host(host), self.policy, self.clock()
        self._asked_since.add(host)
        pause = _growing(policy.first_pause_s, known.failures + 1, policy.max_pause_s)
        self._set_aside.add(host)
        known.failures += _TIMEOUT_WEIGHT if is_timeout else 1
        known.in_a_row += 1
        known.not_before = max(known.not_before, now + pause)
        limit = policy.max_failures if known.has_answered else min(policy.max_first_failures, policy.max_failures)
        if known.failures >= limit or (is_final and not known.has_answered):
            known.given_up_until = now + _GIVEN_UP_S

    def _back_off(self, known: _Host, retry_after_s: float | None) -> None:
        """Wait as long as the host asks, or longer with each refusal; be slower afterwards."""
        policy, now = self.policy, self.clock()
        known.busy_answers += 1
        known.refusals += 1
        known.in_a_row += 1
        # Who says how long to wait is not asked more slowly than that for long: it may refuse each page once.
        most_s = policy.max_slowdown_s if retry_after_s is None else max(retry_after_s, policy.first_pause_s)
        known.slowdown_s = min(max(2 * self._delay_of(known), policy.delay_s), most_s, policy.max_slowdown_s)
        grown = _growing(policy.first_pause_s, known.busy_answers, policy.max_pause_s)
        wait = grown if retry_after_s is None else retry_after_s
        known.not_before = max(known.not_before, now + min(wait, _GIVEN_UP_S))
        if wait > policy.max_wait_s or known.busy_answers >= policy.max_failures:
            known.given_up_until = now + max(min(wait, 24 * _GIVEN_UP_S), _GIVEN_UP_S)

    @staticmethod
    def _delay_of(known: _Host) -> float:
        return max(known.delay_s, known.slowdown_s)

    def _floor_of(self, host: str) -> float:
        name = _without_port(host)
        for wanted in (host, name):
            if wanted in self._wanted_delays:
                return self._wanted_delays[wanted]
        return self.policy.loopback_delay_s if is_loopback(name) else self.policy.delay_s

    def _host(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(self._floor_of(host))
            while len(self._hosts) > self.policy.max_hosts:
                forgotten, _ = self._hosts.popitem(last=False)
                self._set_aside.discard(forgotten)
        self._hosts.move_to_end(host)
        return known


def host_of(url: str) -> str:
    """Return the host of a URL as `Hosts` knows it, with its port if that is unusual; `""` where there is none.

    What one server of a machine does, refuse connections for example, says nothing of the others.

    >>> host_of("https://News.Example.org:443/a"), host_of("https://news.example.org:8443/a")
    ('news.example.org', 'news.example.org:8443')
    """
    usual = USUAL_ORIGIN.match(url)
    return _host_of(url) if usual is None else _host_of_origin(usual[0])


@lru_cache(maxsize=1024)  # asked ten times of each request
def _host_of_origin(origin: str) -> str:
    return _host_of(origin)


def _host_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if not name or port is None or port == _USUAL_PORTS.get(parts.scheme):
        return name
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def host_name(url: str) -> str:
    """Return the name or address of a URL's host, without its port; `""` where there is none.

    >>> host_name("https://News.Example.org:8443/a")
    'news.example.org'
    """
    return _without_port(host_of(url))


def _without_port(host: str) -> str:
    """Return a host without its port.

    >>> _without_port("[::1]:8080"), _without_port("::1"), _without_port("example.org:8080")
    ('::1', '::1', 'example.org')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, _ = host.rpartition(":")
    return name if colon and ":" not in name else host


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine by its name or address.

    >>> is_loopback("127.0.3.4"), is_loopback("localhost"), is_loopback("example.org")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _growing(first_s: float, times: int, bound_s: float) -> float:
    """Return the pause after so many failures in a row.

    >>> [_growing(5, times, 300) for times in (1, 2, 3, 4, 5, 500)]
    [5.0, 15.0, 45.0, 135.0, 300, 300]
    """
    return min(first_s * float(_PAUSE_GROWTH ** min(times - 1, 20)), bound_s)
