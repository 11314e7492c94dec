"""The pages of a crawl that come next, host by host: as many as fit into memory, the rest waits in the store."""

from __future__ import annotations

import heapq
import time
from bisect import insort_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol

from newsspider.state.store import CrawlStore
from newsspider.state.types import Run, Task

SITE_LIMIT = "site-limit"  # the reason for which all other pages of a site are left out too
HOST_FAILING = "host-failing"
# In memory, of a host and of all; each takes some 800 bytes.
_TASKS_OF_A_HOST, _TASKS = 50, 20_000
_LEAST_OF_A_HOST = 5
_CLEARLY_BETTER = 10
_LOOK_AGAIN_S = 1.0  # for a host that another run asks


class HostTimes(Protocol):
    """What is asked of the record of hosts: see `state.hosts.Hosts`."""

    def is_given_up(self, host: str) -> bool:
        """Return whether a host has failed so often that it is not asked again for a long time."""

    def ready_at(self, host: str) -> float:
        """Return when the next request to a host may start, in seconds of the monotonic clock."""

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
class _Host:
    tasks: list[Task] = field(default_factory=list)  # the next one last
    unwritten: set[int] = field(default_factory=set)  # pages that are done, but still queued in the store
    active: int = 0
    open: int = 0  # handed out and not done
    has_more: bool = True  # in the store
    is_leased: bool = False
    is_waiting: bool = False  # in the heap

    @property
    def has_all(self) -> bool:
        """Whether all queued pages of the host are in memory."""
        return self.is_leased and not self.has_more

    def add(self, task: Task) -> None:
        """Add a page, behind those that are as likely."""
        insort_left(self.tasks, task, key=_priority)

    def clear(self) -> None:
        """Leave what is left to the next run."""
        self.tasks.clear()
        self.has_more = False


def _priority(task: Task) -> int:
    return task.priority


class HostQueues:
    """Hands out pages: hosts in turn, each when it is ready, and of each the likely articles first."""

    times: HostTimes | None = None

    def __init__(self, store: CrawlStore, run: Run, requests_per_host: int, choice: Choice) -> None:
        self._store, self._run, self._requests_per_host, self._choice = store, run, requests_per_host, choice
        self._open: dict[int, Task] = {}  # pages that were handed out and are not done
        self._active: dict[int, float] = {}  # pages under way in the network, and since when
        self._hosts: dict[str, _Host] = {}
        self._waiting: list[tuple[float, str]] = []
        # The highest priority of what is queued neither in memory nor in the store yet, by host.
        self._best_new: dict[str, int] = {}
        self._unwritten: set[str] = set()  # hosts with pages that are done, but still queued in the store

    def load(self, hosts: Iterable[str]) -> None:
        """Take note of hosts that have queued pages in the store."""
        for name in hosts:
            self._hosts.setdefault(name, _Host()).has_more = True
            self._wait(name)

    def found(self, task: Task) -> None:
        """Queue a new page, which will be in the store after the next commit."""
        host = self._hosts.get(task.host)
        if host is None or not host.has_all or not self._choice.is_asked_for(task):
            self.changed(task)
            return
        host.add(task)
        too_many = len(host.tasks) - self._most_of_a_host()
        if too_many > _TASKS_OF_A_HOST:
            self.changed(host.tasks[too_many - 1])
            del host.tasks[:too_many]
            host.has_more = True
        self._wait(task.host)

    def changed(self, task: Task) -> None:
        """Take note of a page that will be queued in the store after the next commit."""
        self._best_new[task.host] = max(task.priority, self._best_new.get(task.host, 0))

    def committed(self) -> None:
        """Take note that everything is in the store."""
        for name in self._unwritten:
            self._hosts[name].unwritten.clear()
        self._unwritten.clear()
        for name, priority in self._best_new.items():
            host = self._hosts.setdefault(name, _Host())
            host.has_more = True
            if host.tasks and priority > host.tasks[0].priority:
                host.tasks.clear()  # the store gives them again, in order
            self._wait(name)
        self._best_new.clear()

    def next(self) -> Task | None:
        """Return the next page to request; None if no host is ready."""
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            name = heapq.heappop(self._waiting)[1]
            host = self._hosts[name]
            host.is_waiting = False
            if self.times is not None and self.times.is_given_up(name):
                self._give_up(host)
            elif (ready := self._ready_at(name)) > now:
                self._wait(name, ready)
            elif (task := self._next_of(name, host)) is not None:
                self._hand_out(name, host, task, now)
                return task
        return None

    def waiting(self) -> dict[str, float]:
        """Return the hosts that have pages to request, with when they are ready."""
        return {name: ready for ready, name in self._waiting}

    def look_again(self) -> None:
        """Take note that hosts were given up."""
        self._waiting = [
            (0.0 if self.times and self.times.is_given_up(name) else ready, name) for ready, name in self._waiting
        ]
        heapq.heapify(self._waiting)

    def _give_up(self, host: _Host) -> None:
        """Leave the pages of a host that fails to the next run."""
        for task in host.tasks:
            self._choice.leave_out(task, HOST_FAILING)
        host.clear()

    def _hand_out(self, name: str, host: _Host, task: Task, now: float) -> None:
        self._active[task.key] = now
        self._open[task.key] = task
        host.active += 1
        host.open += 1
        if host.active < self._requests_per_host:
            self._wait(name)

    def _next_of(self, name: str, host: _Host) -> Task | None:
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
                host.clear()
        return None

    def _has_tasks(self, name: str, host: _Host) -> bool:
        """Return whether a host has pages to request, after those that were found meanwhile had their chance."""
        if host.tasks and self._best_new.get(name, 0) > host.tasks[-1].priority + _CLEARLY_BETTER:
            self._choice.commit()
        return bool(host.tasks) or (host.has_more and self._refill(name, host))

    def _refill(self, name: str, host: _Host) -> bool:
        """Read the next pages of a host from the store; return whether there are any."""
        if not host.is_leased:
            host.is_leased = self._store.runs.lease(name, self._run)
            if not host.is_leased:
                self._wait(name, time.monotonic() + _LOOK_AGAIN_S)
                return False
        if name in self._best_new:
            self._choice.commit()
        limit = self._most_of_a_host() + host.open + len(host.unwritten)
        tasks = self._store.queue.take(name, limit, time.time())
        host.tasks = [task for task in reversed(tasks) if self._is_to_do(task, host)]
        host.has_more = len(tasks) == limit and bool(host.tasks)  # the store would give the same again
        return bool(host.tasks)

    def _most_of_a_host(self) -> int:
        return max(_LEAST_OF_A_HOST, min(_TASKS_OF_A_HOST, _TASKS // max(1, len(self._hosts))))

    def _is_to_do(self, task: Task, host: _Host) -> bool:
        """Return whether a page that is queued in the store is one of this run, and not done or under way."""
        is_new = task.key not in self._open and task.key not in host.unwritten
        return is_new and self._choice.is_asked_for(task)

    def _wait(self, name: str, ready: float | None = None) -> None:
        host = self._hosts[name]
        if not host.is_waiting and (host.tasks or host.has_more) and host.active < self._requests_per_host:
            host.is_waiting = True
            heapq.heappush(self._waiting, (self._ready_at(name) if ready is None else ready, name))

    def _ready_at(self, name: str) -> float:
        return self.times.ready_at(name) if self.times is not None else 0.0

    def release(self, task: Task) -> None:
        """Note that the request for a page has left the network, so that its host can be asked again."""
        if self._active.pop(task.key, None) is not None:
            self._hosts[task.host].active -= 1
            self._wait(task.host)

    def done(self, task: Task) -> None:
        """Note that a page is done."""
        self.release(task)
        if self._open.pop(task.key, None) is not None:
            self._hosts[task.host].open -= 1
        self._note_unwritten(task)

    def _note_unwritten(self, task: Task) -> None:
        if task.host in self._hosts:
            self._hosts[task.host].unwritten.add(task.key)
            self._unwritten.add(task.host)

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
