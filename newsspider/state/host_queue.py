"""The pages of one host that come next, the hosts of a run, and how many of one site are asked at once."""

from __future__ import annotations

import heapq
import math
from bisect import insort_left
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from newsspider.state.site_leases import HostPaces
from newsspider.state.types import Task

# Hosts of one site that are asked at once, or were within their pause: names under one domain, of which some sites
# have thousands, may all be one machine.
_HOSTS_OF_A_SITE = 8


class HostTimes(HostPaces, Protocol):
    """What is asked of the record of hosts: see `state.hosts.Hosts`."""

    def is_given_up(self, host: str) -> bool:
        """Return whether a host has failed so often that it is not asked again for a long time."""

    def ready_at(self, host: str) -> float:
        """Return when the next request to a host may start, in seconds of the monotonic clock."""

    def refuses_each(self, host: str) -> bool:
        """Return whether a page that a host has refused is to be asked for again before its other pages."""

    def patience_s(self, host: str) -> float:
        """Return how long a host is waited for when nothing else is left to do; without end if it is well."""

    def give_up(self, host: str) -> None:
        """Ask a host for nothing more for a long time."""


class Choice(Protocol):
    """What is asked about a page before it is handed out: see `state.frontier.Frontier`."""

    def commit(self) -> None:
        """Write what is not yet written to the store."""

    def is_asked_for(self, task: Task) -> bool:
        """Return whether a page belongs to what this run is to crawl."""

    def is_done(self, task: Task) -> bool:
        """Return whether a page is done under another address."""

    def refusal(self, task: Task) -> str | None:
        """Return why a page is not worth a request, or None."""

    def leave_out(self, task: Task, reason: str) -> None:
        """Note a page that is not requested, and why."""


@dataclass(slots=True)
class HostQueue:
    """The pages of a host in memory, and what is under way there."""

    site: str
    tasks: list[Task] = field(default_factory=list)  # the next one last
    unwritten: set[int] = field(default_factory=set)  # pages that are done, but still queued in the store
    active: int = 0
    open: int = 0  # handed out and not done
    has_more: bool = True  # in the store
    is_waiting: bool = False  # in the heap

    @property
    def is_idle(self) -> bool:
        """Whether nothing is known of the host that the store does not know."""
        return not (self.tasks or self.unwritten or self.active or self.open or self.has_more or self.is_waiting)

    def add(self, task: Task) -> None:
        """Add a page, behind those that are as likely."""
        insort_left(self.tasks, task, key=_priority)

    def clear(self) -> None:
        """Leave what is left to the next run."""
        self.tasks.clear()
        self.has_more = False


def _priority(task: Task) -> int:
    return task.priority


class HeldHosts(dict[str, HostQueue]):
    """The hosts of a run's sites, by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.quiet: set[str] = set()  # sites of which nothing may be left to request
        self.leaving: set[str] = set()  # sites that others are to have
        self._of_site: dict[str, set[str]] = {}

    def of(self, name: str, site: str) -> HostQueue:
        """Return a host, which is new if nothing is known of it."""
        host = self.get(name)
        if host is None:
            host = self[name] = HostQueue(site)
            self._of_site.setdefault(site, set()).add(name)
        return host

    def leave(self, sites: Collection[str], count: int) -> None:
        """Take note that so many of the run's `sites` are for others: those with least under way."""
        under_way = {site: sum(host.open for host in self._hosts(site)) for site in sites}
        staying = sorted(under_way.keys() - self.leaving, key=under_way.__getitem__)
        self.leaving.update(staying[: max(0, count - len(self.leaving))])
        self.quiet |= self.leaving

    def exhausted(self, sites: Container[str], awaiting: Container[str]) -> list[str]:
        """Return those of the run's `sites` of which nothing is under way, and nothing is to be requested.

        Of those that are `awaiting` a commit something will be.
        """
        quiet, self.quiet = self.quiet, set()
        return [site for site in quiet if site in sites and site not in awaiting and self._is_exhausted(site)]

    def _is_exhausted(self, site: str) -> bool:
        hosts = self._hosts(site)
        if any(host.open or host.active for host in hosts):
            return False
        return site in self.leaving or not any(host.tasks or host.has_more for host in hosts)

    def _hosts(self, site: str) -> list[HostQueue]:
        return [self[name] for name in self._of_site.get(site, ())]

    def drop(self, sites: Iterable[str]) -> set[str]:
        """Take note that sites were given back; return their hosts, to be forgotten."""
        names: set[str] = set()
        for site in sites:
            names |= self._of_site.get(site, set())
            self.leaving.discard(site)
        return names

    def forget(self, names: Iterable[str]) -> None:
        """Forget hosts."""
        for name in names:
            site = self.pop(name).site
            others = self._of_site[site]
            others.discard(name)
            if not others:
                del self._of_site[site]


class SitePace:
    """How many hosts of one site are asked at once: each counts from its request to the end of its pause."""

    __slots__ = ("active", "next", "resting", "waiting")

    def __init__(self) -> None:
        self.active = 0
        self.resting: list[float] = []  # when the pauses of hosts end that were asked: a heap
        self.waiting: dict[str, None] = {}  # hosts that wait until another one is done, in order
        self.next: str | None = None  # the host that comes after them, and waits for the end of a pause

    def ready_at(self, now: float) -> float:
        """Return when another host may be asked; infinity where one of those under way must be done first."""
        while self.resting and self.resting[0] <= now:
            heapq.heappop(self.resting)
        if self.active + len(self.resting) < _HOSTS_OF_A_SITE:
            return now
        return self.resting[0] if self.resting else math.inf

    @property
    def is_idle(self) -> bool:
        """Whether nothing is known of the site."""
        return not (self.active or self.resting or self.waiting or self.next)
