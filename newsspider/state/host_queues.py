"""The pages of a crawl that come next, host by host: as many as fit into memory, the rest waits in the store."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from itertools import takewhile

from newsspider.discovery.links import site_of
from newsspider.http import Announcement
from newsspider.state.host_queue import Choice, HeldHosts, HostQueue, HostTimes, SitePace
from newsspider.state.site_leases import SiteLeases
from newsspider.state.store import CrawlStore
from newsspider.state.types import Task, fuller

SITE_LIMIT = "site-limit"  # the reason for which all other pages of a site are left out too
HOST_FAILING = "host-failing"
# In memory, of a host and of all; each takes some 800 bytes.
_TASKS_OF_A_HOST, _TASKS = 50, 20_000
_LEAST_OF_A_HOST = 5
_CLEARLY_BETTER = 10
_LONGEST_REST_S = 60.0
_IDLE_HOSTS = 10_000  # that are remembered; each takes some 400 bytes


class HostQueues:
    """Hands out pages: hosts in turn, each when it is ready, and of each the likely articles first."""

    times: HostTimes | None = None

    def __init__(self, store: CrawlStore, leases: SiteLeases, requests_per_host: int, choice: Choice) -> None:
        self._store, self._leases, self._requests_per_host, self._choice = store, leases, requests_per_host, choice
        self._open: dict[int, Task] = {}  # pages that were handed out and are not done
        self._active: dict[int, float] = {}  # pages under way in the network, and since when
        self._hosts = HeldHosts()
        self._sites: dict[str, SitePace] = {}  # those of which hosts are asked
        self._waiting: list[tuple[float, str]] = []
        # The likeliest of the pages that are queued neither in memory nor in the store yet, by host.
        self._best_new: dict[str, Task] = {}
        self._unwritten: set[str] = set()  # hosts with pages that are done, but still queued in the store

    def load(self, hosts: Mapping[str, str], sites: Iterable[str] = ()) -> None:
        """Take note of `sites` that this run has now, and of their hosts with queued pages in the store."""
        for name, site in hosts.items():
            self._hosts.of(name, site).has_more = True
            self._wait(name)
        self._hosts.quiet.update(sites)

    def found(self, task: Task) -> None:
        """Queue a new page, which will be in the store after the next commit."""
        host = self._hosts.get(task.host)
        if host is None or host.has_more or task.site not in self._leases or not self._choice.is_asked_for(task):
            self.changed(task)
            return
        host.add(task)
        too_many = len(host.tasks) - self._most_of_a_host()
        if too_many > _TASKS_OF_A_HOST:
            self.changed(host.tasks[too_many - 1])
            del host.tasks[:too_many]
            host.has_more = True
        self._wait(task.host)

    def announced(self, host_name: str, key: int, found: Announcement) -> None:
        """Take note of what is said of a page that is queued, if it is in memory."""
        host = self._hosts.get(host_name)
        tasks = host.tasks if host is not None else []
        for place, task in enumerate(tasks):
            if task.key == key and (said := fuller(task.announcement, found)) is not None:
                tasks[place] = replace(task, announcement=said)

    def changed(self, task: Task) -> None:
        """Take note of a page that will be queued in the store after the next commit."""
        best = self._best_new.get(task.host)
        if best is None or best.priority < task.priority:
            self._best_new[task.host] = task

    def committed(self) -> None:
        """Take note that everything is in the store."""
        for name in self._unwritten & self._hosts.keys():
            self._hosts[name].unwritten.clear()
        self._unwritten.clear()
        for name, task in self._best_new.items():
            if task.site not in self._leases:
                continue
            host = self._hosts.of(name, task.site)
            host.has_more = True
            if host.tasks and task.priority > host.tasks[0].priority:
                host.tasks.clear()  # the store gives them again, in order
            self._wait(name)
        self._best_new.clear()
        if len(self._hosts) > _IDLE_HOSTS:
            self._forget({name for name, host in self._hosts.items() if host.is_idle})
            self._sites = {name: site for name, site in self._sites.items() if not site.is_idle}

    def next(self) -> Task | None:
        """Return the next page to request; None if no host is ready."""
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            name = heapq.heappop(self._waiting)[1]
            task = self._ask(name, now)
            self._wake_another(_site_of(name), now)
            if task is not None:
                return task
        return None

    def _ask(self, name: str, now: float) -> Task | None:
        """Return the next page of a host whose turn it is; None if it has none, or is to wait again."""
        host, site = self._hosts[name], self._sites.get(_site_of(name))
        host.is_waiting = False
        if site is not None and site.next == name:
            site.next = None
        if host.site in self._hosts.leaving or not self._has_place(name):  # a page was taken up meanwhile
            return None
        if self.times is not None and self.times.is_given_up(name):
            self._give_up(host)
        elif (ready := self._ready_at(name)) > now:
            self._wait(name, ready)
        elif site is not None and site.ready_at(now) > now:
            site.waiting[name] = None
        elif (task := self._next_of(name, host)) is not None:
            self._hand_out(name, host, task, now)
            return task
        else:
            self._hosts.quiet.add(host.site)
        return None

    def _wake_another(self, site_name: str, now: float) -> None:
        """See to it that the next host of a site that waits for others has its turn when the site is ready."""
        site = self._sites.get(site_name)
        while site is not None and site.waiting and site.next is None and (ready := site.ready_at(now)) < math.inf:
            name = next(iter(site.waiting))
            del site.waiting[name]
            if name in self._hosts:
                self._wait(name, max(ready, self._ready_at(name)))
                site.next = name if self._hosts[name].is_waiting else None

    def waiting(self) -> dict[str, float]:
        """Return the hosts that have pages to request, with when they are ready."""
        return {name: ready for ready, name in self._waiting}

    def look_again(self) -> None:
        """Take note that hosts were given up."""
        self._waiting = [
            (0.0 if self.times and self.times.is_given_up(name) else ready, name) for ready, name in self._waiting
        ]
        heapq.heapify(self._waiting)

    def _give_up(self, host: HostQueue) -> None:
        """Leave the pages of a host that fails to the next run."""
        for task in host.tasks:
            self._choice.leave_out(task, HOST_FAILING)
        self._leave_rest(host)

    def _leave_rest(self, host: HostQueue) -> None:
        """Leave what is queued of a host to another crawl."""
        host.clear()
        self._leases.is_over(host.site)
        self._hosts.quiet.add(host.site)

    def _hand_out(self, name: str, host: HostQueue, task: Task, now: float) -> None:
        self._sites.setdefault(_site_of(name), SitePace()).active += 1
        self._active[task.key] = now
        self._open[task.key] = task
        host.active += 1
        host.open += 1
        self._wait(name)

    def _next_of(self, name: str, host: HostQueue) -> Task | None:
        """Return the next page of a host that is worth a request, read from the store where memory has none."""
        while self._has_tasks(name, host):
            task = host.tasks.pop()
            if self._choice.is_done(task):
                continue
            reason = self._choice.refusal(task)
            if reason is None:
                return task
            self._choice.leave_out(task, reason)
            self._note_unwritten(task)
            if reason == SITE_LIMIT:
                self._leave_rest(host)
        return None

    def _has_tasks(self, name: str, host: HostQueue) -> bool:
        """Return whether a host has pages to request, after those that were found meanwhile had their chance."""
        best = self._best_new.get(name)
        if best is not None and host.tasks and best.priority > host.tasks[-1].priority + _CLEARLY_BETTER:
            self._choice.commit()
        return bool(host.tasks) or (host.has_more and self._refill(name, host))

    def _refill(self, name: str, host: HostQueue) -> bool:
        """Read the next pages of a host from the store; return whether there are any."""
        # What is done and unwritten would be read again each time: of ten thousands that are left out, ever more.
        if name in self._best_new or len(host.unwritten) > _TASKS_OF_A_HOST:
            self._choice.commit()
        limit = self._most_of_a_host() + host.open + len(host.unwritten)
        tasks = self._store.queue.take(name, limit)
        host.tasks = [task for task in reversed(tasks) if self._is_to_do(task, host)]
        host.has_more = len(tasks) == limit and bool(host.tasks)  # the store would give the same again
        if not host.tasks and any(task.key not in self._open and task.key not in host.unwritten for task in tasks):
            self._leases.is_over(host.site)
        return bool(host.tasks)

    def _most_of_a_host(self) -> int:
        return max(_LEAST_OF_A_HOST, min(_TASKS_OF_A_HOST, _TASKS // max(1, len(self._hosts))))

    def _is_to_do(self, task: Task, host: HostQueue) -> bool:
        """Return whether a page that is queued in the store is one of this run, and not done or under way."""
        is_new = task.key not in self._open and task.key not in host.unwritten
        return is_new and task.site in self._leases and self._choice.is_asked_for(task)

    def _wait(self, name: str, ready: float | None = None) -> None:
        host = self._hosts[name]
        if not host.is_waiting and (host.tasks or host.has_more) and self._has_place(name):
            host.is_waiting = True
            heapq.heappush(self._waiting, (self._ready_at(name) if ready is None else ready, name))

    def _ready_at(self, name: str) -> float:
        return self.times.ready_at(name) if self.times is not None else 0.0

    def release(self, task: Task) -> None:
        """Note that the request for a page has left the network, so that its host can be asked again."""
        if self._active.pop(task.key, None) is not None:
            self._hosts[task.host].active -= 1
            self._rest(task.host)
            self._wait(task.host)

    def take_up(self, task: Task) -> None:
        """Note that a page whose request had left the network, and is not done, is requested again now."""
        if task.key not in self._active and task.key in self._open:
            self._sites.setdefault(_site_of(task.host), SitePace()).active += 1
            self._active[task.key] = time.monotonic()
            self._hosts[task.host].active += 1

    def place_at(self, name: str) -> float:
        """Return when a host and its site have place for one more page: 0 is now.

        Infinity where a page that is under way must be done first.
        """
        if not self._has_place(name):
            return math.inf
        site, now = self._sites.get(_site_of(name)), time.monotonic()
        return 0.0 if site is None or (ready := site.ready_at(now)) <= now else ready

    def _has_place(self, name: str) -> bool:
        host = self._hosts.get(name)
        return host is None or host.active < self._requests_per_host

    @property
    def has_open(self) -> bool:
        """Whether a page that was handed out is not done: its request is under way, or waits to be made again."""
        return bool(self._open)

    def is_active(self, task: Task) -> bool:
        """Return whether the request for a page is in the network, or is followed by the next without a pause."""
        return task.key in self._active

    def _rest(self, name: str) -> None:
        """Note that a host was asked: its site has place for another one when its pause is over."""
        site, now = self._sites[_site_of(name)], time.monotonic()
        site.active -= 1
        if (ready := min(self._ready_at(name), now + _LONGEST_REST_S)) > now:
            heapq.heappush(site.resting, ready)
        self._wake_another(_site_of(name), now)

    def done(self, task: Task) -> None:
        """Note that a page is done."""
        self.release(task)
        if self._open.pop(task.key, None) is not None:
            self._hosts[task.host].open -= 1
        self._hosts.quiet.add(task.site)
        self._note_unwritten(task)

    def _note_unwritten(self, task: Task) -> None:
        if task.host in self._hosts:
            self._hosts[task.host].unwritten.add(task.key)
            self._unwritten.add(task.host)

    def leave(self, count: int) -> None:
        """Ask so many sites for nothing more, so that others can have them: those with least under way."""
        self._hosts.leave(self._leases, count)

    def exhausted(self) -> list[str]:
        """Return the sites that can be given back after the next commit: nothing of them is under way."""
        return self._hosts.exhausted(self._leases, {task.site for task in self._best_new.values()})

    def drop(self, sites: Iterable[str]) -> None:
        """Forget what is in memory of sites that were given back."""
        self._forget(self._hosts.drop(sites))

    def _forget(self, names: Set[str]) -> None:
        if not names:
            return
        self._hosts.forget(names)
        for name in names:
            if (site := self._sites.get(_site_of(name))) is not None:
                site.waiting.pop(name, None)
                site.next = None if site.next == name else site.next
        self._waiting = [(ready, name) for ready, name in self._waiting if name not in names]
        heapq.heapify(self._waiting)

    def is_open(self, key: int) -> bool:
        """Return whether a page was handed out and is not done."""
        return key in self._open

    def open_tasks(self) -> list[Task]:
        """Return the pages that were handed out and are not done."""
        return list(self._open.values())

    @property
    def awaits_commit(self) -> bool:
        """Whether pages are queued neither in memory nor in the store yet."""
        return bool(self._best_new)

    @property
    def has_quiet(self) -> bool:
        """Whether nothing may be left to request of a site that this run has."""
        return bool(self._hosts.quiet)

    @property
    def has_waiting(self) -> bool:
        """Whether any host has pages to request."""
        return bool(self._waiting)

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the next host is ready; None if none waits."""
        return max(0.0, self._waiting[0][0] - time.monotonic()) if self._waiting else None

    def active(self, longer_than_s: float = 0.0) -> int:
        """Return the number of pages that have been under way for so long."""
        if not longer_than_s:
            return len(self._active)
        latest = time.monotonic() - longer_than_s
        return sum(1 for _ in takewhile(latest.__gt__, self._active.values()))  # in the order of their starts


def _site_of(host: str) -> str:
    """Return the site of a host, whose name may be one for all that is under a domain."""
    return site_of(f"http://{host}/")
