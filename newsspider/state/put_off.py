"""Pages that a busy host has refused, while they wait to be asked for again."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping

from scrapy.http import Request

from newsspider.state.hosts import host_of

# Of one host, in memory beside the frontier's pages; of a host that refuses more its pages are asked for in turn.
MOST_OF_A_HOST = 50
_BUSY_S = 0.5  # the longest from one look to the next whether a host can take a page


class PutOffPages:
    """The pages of each host in the order in which they were refused; hosts have their turns when they are ready.

    `ready_at` gives when a host may be asked for one of them, in monotonic seconds, 0 for one that was given up.
    """

    def __init__(self, ready_at: Callable[[str], float]) -> None:
        self._ready_at = ready_at
        self._by_host: dict[str, deque[Request]] = {}
        self._asked: dict[str, Request] = {}  # of hosts with more pages, the last that was asked for again
        self._turns: list[tuple[float, str]] = []  # a heap with each host once

    def __bool__(self) -> bool:
        return bool(self._by_host)

    def add(self, request: Request) -> bool:
        """Put a page off, and return True; False where its host has too many already."""
        host = host_of(request.url)
        pages = self._by_host.setdefault(host, deque())
        if len(pages) >= MOST_OF_A_HOST:
            return False
        pages.append(request)
        if len(pages) > 1:  # with another one it may have its turn sooner
            self._turns = [turn for turn in self._turns if turn[1] != host]
            heapq.heapify(self._turns)
        heapq.heappush(self._turns, (self._ready_at(host), host))
        return True

    def next(self, now: float, place_at: Callable[[str, Request | None], float]) -> Request | None:
        """Return the next page of a host that is ready and has place for one, or was given up; None if none is.

        `place_at` gets a host, and the page of it that was asked for again last, and gives when there is place:
        infinity where that depends on what is under way.
        """
        while self._turns and self._turns[0][0] <= now:
            host = heapq.heappop(self._turns)[1]
            ready = self._ready_at(host)
            if ready and ready <= now:
                ready = min(place_at(host, self._asked.get(host)), now + _BUSY_S)
            if ready <= now:
                return self._taken(host)
            heapq.heappush(self._turns, (ready, host))
        return None

    def _taken(self, host: str) -> Request:
        pages = self._by_host[host]
        request = pages.popleft()
        if pages:
            self._asked[host] = request
            heapq.heappush(self._turns, (self._ready_at(host), host))
        else:
            del self._by_host[host]
            self._asked.pop(host, None)
        return request

    def first_at(self) -> float | None:
        """Return when the first host has its turn; None if no page waits."""
        return self._turns[0][0] if self._turns else None

    def hosts(self) -> Mapping[str, float]:
        """Return the hosts that have pages, with when they are ready."""
        return {host: ready for ready, host in self._turns}

    def look_again(self) -> None:
        """Take note that hosts were given up."""
        self._turns = [(self._ready_at(host), host) for host in self._by_host]
        heapq.heapify(self._turns)
