"""The pages of one host that come next, and how many hosts of one site are asked at once."""

from __future__ import annotations

import heapq
import math
from bisect import insort_left
from dataclasses import dataclass, field

from newsspider.state.types import Task

# Hosts of one site that are asked at once, or were within their pause: names under one domain, of which some sites
# have thousands, may all be one machine.
_HOSTS_OF_A_SITE = 8


@dataclass(slots=True)
class HostQueue:
    """The pages of a host in memory, and what is under way there."""

    tasks: list[Task] = field(default_factory=list)  # the next one last
    unwritten: set[int] = field(default_factory=set)  # pages that are done, but still queued in the store
    active: int = 0
    open: int = 0  # handed out and not done
    has_more: bool = True  # in the store
    is_leased: bool = False
    is_waiting: bool = False  # in the heap

    @property
    def is_idle(self) -> bool:
        """Whether nothing is known of the host that the store does not know."""
        return not (self.tasks or self.unwritten or self.active or self.open or self.has_more or self.is_waiting)

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
