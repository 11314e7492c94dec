"""The sites that a run has to itself: how many it takes, which it gives back, and what is kept of their hosts."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Protocol

from newsspider.state.clock import elapsed_s
from newsspider.state.lease_log import LeaseLog
from newsspider.state.types import GivenBack, HostPace, Lease, LeaseChanges, Run

_LOOK_AGAIN_S, _LOOK_AGAIN_WITH_SITES_S = 1.0, 3.0  # for sites that others have, or that come up again
# Of a lease: so much may have passed since it was renewed when a transaction is written (see RunLog), and with so
# little left of it no host is asked.
_UNRENEWED_SHARE = _DOUBTFUL_SHARE = 0.25
_SPARE_SHARE = 0.1  # of its sites a run keeps beyond its part, so that they do not go to and fro
_RECHECK_S = 3_600.0  # hosts that were given up, in a crawl that keeps going
_LONG_WAIT_S = 5.0  # that a host wants beyond its delay is worth a row


class HostPaces(Protocol):
    """What is asked of the record of hosts: see `state.hosts.Hosts`; times are in seconds from now."""

    def delay_s(self, host: str) -> float:
        """Return the seconds from an answer of a host to the next request."""

    def wait_s(self, host: str) -> float:
        """Return for how long a host is not to be asked."""

    def wait(self, host: str, seconds: float) -> None:
        """Ask a host for nothing for some seconds."""

    def asked_since(self) -> set[str]:
        """Return the hosts that were asked since this was called last."""


class SiteLeases(Collection[str]):
    """The sites of one run. Each process of a crawl takes as many of those that are due as come to one of them.

    `site_of` gives the site of a host.
    """

    paces: HostPaces | None = None

    def __init__(self, log: LeaseLog, run: Run, site_of: Callable[[str], str], *, keeps_going: bool) -> None:
        self._log, self._run, self._site_of, self._keeps_going = log, run, site_of, keeps_going
        self.pages: dict[str, int] = {}  # that the crawl has requested of each site
        self._held: set[str] = set()
        self._over: set[str] = set()  # sites of which this crawl requests nothing more
        self._asked: dict[str, dict[str, float]] = {}  # hosts of each site, with the delay that is written
        self._unclean: dict[str, float] = {}  # sites that were taken last, of owners that did not give them back
        self._look_at, self._share = 0.0, 0
        self.elsewhere = 1  # sites of the crawl that are due, and which this run does not have
        self._ends_at = elapsed_s() + log.lease_s

    def __contains__(self, site: object) -> bool:
        return site in self._held

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    @property
    def is_doubtful(self) -> bool:
        """Whether others may have the sites soon, as this process could not write for long."""
        return elapsed_s() > self._ends_at - _DOUBTFUL_SHARE * self._log.lease_s

    @property
    def is_time_to_look(self) -> bool:
        """Whether there may be more sites to have."""
        return time.monotonic() >= self._look_at

    def seconds_to_look(self) -> float:
        """Return the seconds until it is time to look for more sites."""
        return max(0.0, self._look_at - time.monotonic())

    def look_soon(self) -> None:
        """Look for sites at the next opportunity: some may have become due."""
        self._look_at = 0.0

    def add(self, sites: Collection[str]) -> None:
        """Take note of sites that the crawl is to have."""
        if sites:
            self._log.join(self._run, sites)
            self.look_soon()

    def take(self) -> list[str]:
        """Return sites that this run has from now on."""
        if not self._held:
            self._ends_at = elapsed_s() + self._log.lease_s
        taken = self._log.take(self._run, len(self._held))
        pause_s = _LOOK_AGAIN_WITH_SITES_S if self._held else _LOOK_AGAIN_S
        self._look_at = 0.0 if taken.leases else time.monotonic() + pause_s
        self._share, self.elsewhere = taken.share, taken.elsewhere
        now = self._log.clock.now()
        delays: dict[str, dict[str, float]] = {}
        unclean = {lease.site: lease.asked_until for lease in taken.leases if lease.asked_until is not None}
        for pace in taken.paces:
            delays.setdefault(pace.site, {})[pace.host] = pace.delay_s
            asked_until = unclean.get(pace.site)
            ready_at = pace.ready_at if asked_until is None else max(pace.ready_at, asked_until + pace.delay_s)
            self._wait(pace.host, ready_at - now)
        self._unclean = unclean
        for lease in taken.leases:
            self._hold(lease, delays.get(lease.site, {}))
        return [lease.site for lease in taken.leases]

    def _hold(self, lease: Lease, delays: dict[str, float]) -> None:
        self._held.add(lease.site)
        self._over.discard(lease.site)
        self.pages[lease.site] = max(lease.pages, self.pages.get(lease.site, 0))
        self._asked[lease.site] = delays

    def mind(self, hosts: Mapping[str, str]) -> None:
        """Wait for hosts of sites that were just taken, of which is only known that an earlier owner had them."""
        now = self._log.clock.now()
        for host, site in hosts.items():
            asked_until = self._unclean.get(site)
            if asked_until is not None and self.paces is not None and host not in self._asked.get(site, ()):
                self._wait(host, asked_until + self.paces.delay_s(host) - now)

    def _wait(self, host: str, seconds: float) -> None:
        if self.paces is not None and seconds > 0:
            self.paces.wait(host, seconds)

    def is_over(self, site: str) -> None:
        """Note that what is left of a site is for another crawl."""
        self._over.add(site)

    def excess(self) -> int:
        """Return how many sites others are to have."""
        return len(self._held) - self._share - int(_SPARE_SHARE * self._share) if self._share else 0

    def changes(self, given_back: Collection[str], stirred: Collection[str]) -> LeaseChanges:
        """Return what is to be written: sites that go back, and those of others of which pages were found."""
        return LeaseChanges(
            held=len(self._held),
            given_back=[
                GivenBack(site=site, pages=self.pages.get(site, 0), is_over=site in self._over)
                for site in given_back
            ],
            stirred=[site for site in stirred if site not in self._held or site in given_back],
            paces=self._new_paces(given_back),
            recheck_s=_RECHECK_S if self._keeps_going else None,
        )

    def _new_paces(self, given_back: Collection[str]) -> list[HostPace]:
        """Return when hosts may be asked again: of sites that go back, and where more than that is news."""
        if self.paces is None:
            return []
        now, found = self._log.clock.now(), {}
        for host in self.paces.asked_since():
            delays = self._asked.get(self._site_of(host))
            if delays is not None and self._is_news(host, delays):
                found[host] = self._pace(host, now)
        for site in given_back:
            found.update((host, self._pace(host, now)) for host in self._asked.get(site, ()))
        return list(found.values())

    def _is_news(self, host: str, delays: dict[str, float]) -> bool:
        assert self.paces is not None  # noqa: S101  # it is called where they are
        delay_s = self.paces.delay_s(host)
        is_news = delays.get(host) != delay_s or self.paces.wait_s(host) > delay_s + _LONG_WAIT_S
        delays[host] = delay_s
        return is_news

    def _pace(self, host: str, now: float) -> HostPace:
        assert self.paces is not None  # noqa: S101  # as above
        ready_at = now + self.paces.wait_s(host)
        return HostPace(host=host, site=self._site_of(host), delay_s=self.paces.delay_s(host), ready_at=ready_at)

    def written(self, changes: LeaseChanges, began_s: float) -> None:
        """Note that changes are written, by a transaction that began at `began_s` of `elapsed_s`."""
        self._ends_at = max(self._ends_at, began_s + (1 - _UNRENEWED_SHARE) * self._log.lease_s)
        for back in changes.given_back:
            self._held.discard(back.site)
            self._asked.pop(back.site, None)
        if changes.given_back or changes.stirred:
            self.look_soon()
