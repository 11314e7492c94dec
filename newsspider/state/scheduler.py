"""Scrapy's scheduler for a crawl with a state: it asks the frontier what comes next."""

from __future__ import annotations

import heapq
import logging
import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias, TypeVar, cast

from scrapy import Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.dupefilters import BaseDupeFilter
from scrapy.http import Request
from scrapy.utils.asyncio import call_later
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.engine import end_run
from newsspider.state.frontier import Frontier
from newsspider.state.hosts import REFUSED, host_of
from newsspider.state.put_off import PutOffPages
from newsspider.state.types import Task, task_of

if TYPE_CHECKING:
    from scrapy.utils.asyncio import CallLaterResult

logger = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")
_Waiting: TypeAlias = tuple[float, int, Request]
_STALLED_AFTER_S = 5.0
_MAX_STALLED = 1_000  # requests that wait for a host that does not answer; each holds a socket
_LONGEST_WAIT_S = 1.0
_MAX_NAMED = 5
_BEHIND_OTHERS_S = 0.5  # by then another page of the host, if there is one, has been requested


class FrontierSpider(Protocol):
    """A spider whose pages come from a frontier."""

    @property
    def frontier(self) -> Frontier | None:
        """The pages of the crawl; None if it cannot start."""

    def request_for(self, task: Task) -> Request:
        """Return the request for a page."""


class CrawlScheduler(BaseScheduler):
    """Hands out the frontier's pages, and before them what other components want to request.

    Requests under way to hosts that have not answered for five seconds do not count for the limit of
    CONCURRENT_REQUESTS, so that hosts that never answer do not keep the others waiting.
    """

    def __init__(self, crawler: Crawler, dupefilter: BaseDupeFilter) -> None:
        self.crawler, self.dupefilter = crawler, dupefilter
        self.max_active = crawler.settings.getint("NEWSSPIDER_CONCURRENT_REQUESTS")
        # With when their hosts are ready
        self._others: list[_Waiting] = []
        self._put_off = PutOffPages(self._put_off_until)  # released in the frontier
        self._queued = 0
        self._wake_up: CallLaterResult | None = None
        self._wakes_at = 0.0
        self._is_broken = False
        self._spider: FrontierSpider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the scheduler, with the project's filter for requests of its own."""
        dupefilter = build_from_crawler(load_object(crawler.settings["DUPEFILTER_CLASS"]), crawler)
        return cls(crawler, dupefilter)

    def open(self, spider: Spider) -> None:
        """Take the frontier of the spider."""
        self._spider = cast("FrontierSpider", spider)
        self.dupefilter.open()
        self.crawler.signals.connect(self._cancel, signals.spider_closed)

    def close(self, reason: str) -> None:
        """Close the filter."""
        self.dupefilter.close(reason)

    def has_pending_requests(self) -> bool:
        """Return whether anything is left to request, now or when its host is ready."""
        return self._or_end(self._has_pending_requests, False)

    def _has_pending_requests(self) -> bool:
        frontier = self._spider.frontier
        if frontier is None:
            return bool(self._others)
        pending = bool(self._others or self._put_off) or frontier.limits.keeps_going or not frontier.is_empty()
        if pending:  # the engine would not ask again for five seconds
            self._wait(frontier)
        return pending

    def enqueue_request(self, request: Request) -> bool:
        """Queue a request that did not come from the frontier: a redirect, a retry, one of a project's own."""
        task = task_of(request)
        if task is None and not request.dont_filter and self.dupefilter.request_seen(request):
            self.dupefilter.log(request, cast("Spider", self._spider))
            return False
        frontier = self._spider.frontier
        if task is not None and request.meta.get(REFUSED) and frontier is not None and self._put_off.add(request):
            frontier.release(task)  # other pages of its host may have no trouble
            return True
        self._queued += 1
        heapq.heappush(self._others, (self._ready_at(host_of(request.url)), self._queued, request))
        return True

    def next_request(self) -> Request | None:
        """Return the next request, or None if all hosts are busy or not ready yet."""
        return self._or_end(self._next_request, None)

    def _or_end(self, ask: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
        """Return what the frontier answers; where it cannot, end the crawl, which would wait for it for ever."""
        if self._is_broken:
            return otherwise
        try:
            return ask()
        except Exception as error:  # noqa: BLE001  # of the database, whatever is in it
            self._is_broken = True
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:500]
            end_run(self.crawler, f"The crawl ends because its queue cannot be read: {reason}", "queue_error")
            return otherwise

    def _next_request(self) -> Request | None:
        if (other := self._next_other()) is not None:
            return other
        frontier = self._spider.frontier
        if frontier is None:
            return None
        stalled = min(frontier.active(_STALLED_AFTER_S), _MAX_STALLED)
        if frontier.active() - stalled >= self.max_active:
            self._wake(_LONGEST_WAIT_S)
            return None
        if (refused := self._next_put_off(frontier)) is not None:
            return refused
        task = frontier.next()
        if task is None:
            self._wait(frontier)
            return None
        return self._spider.request_for(task)

    def _next_other(self) -> Request | None:
        """Return a request that did not come from the frontier and whose host is ready, or was given up.

        Retries wait here: in the downloader they would hold its slots, and the end of the crawl.
        """
        now = time.monotonic()
        while self._others and self._others[0][0] <= now:
            _, number, request = heapq.heappop(self._others)
            ready = self._ready_at(host_of(request.url))
            if ready <= now:
                return request
            heapq.heappush(self._others, (ready, number, request))
        return None

    def _next_put_off(self, frontier: Frontier) -> Request | None:
        """Return a page that was refused before, one of each host at a time: it may be refused again."""

        def place_at(host: str, before: Request | None) -> float:
            # A page that has redirected is counted for the host that it came from.
            task = task_of(before) if before is not None else None
            return math.inf if task is not None and frontier.is_active(task) else frontier.place_at(host)

        request = self._put_off.next(time.monotonic(), place_at)
        if request is not None and (task := task_of(request)) is not None:
            frontier.take_up(task)
        return request

    def _ready_at(self, host: str) -> float:
        hosts = self._spider.frontier.hosts if self._spider.frontier is not None else None
        return 0.0 if hosts is None or hosts.is_given_up(host) else hosts.ready_at(host)

    def _put_off_until(self, host: str) -> float:
        ready, hosts = self._ready_at(host), self._spider.frontier.hosts if self._spider.frontier else None
        is_first = not ready or (hosts is not None and hosts.refuses_each(host))
        return ready if is_first else ready + _BEHIND_OTHERS_S

    def _give_up_late_hosts(self, frontier: Frontier) -> None:
        """End the wait for hosts that fail where everything else is done."""
        tasks = (task_of(request) for *_, request in self._others)
        if frontier.active() > sum(task is not None and frontier.is_active(task) for task in tasks):
            return  # something is under way in the network
        waiting = {host_of(request.url): ready for ready, _, request in self._others} | {**self._put_off.hosts()}
        late = frontier.give_up_late_hosts(waiting)
        if any(ready and not self._ready_at(host) for host, ready in waiting.items()):  # given up, now or before
            self._look_again()
        if not late:
            return
        named = ", ".join(late[:_MAX_NAMED]) + (
            f" and {len(late) - _MAX_NAMED:,} more" if len(late) > _MAX_NAMED else ""
        )
        logger.warning("All else is done, and the crawl does not wait for hosts that fail: %s", named)

    def _look_again(self) -> None:
        """Take note that hosts were given up, for which nothing need wait."""
        others = [(self._ready_at(host_of(request.url)), number, request) for _, number, request in self._others]
        heapq.heapify(others)
        self._others = others
        self._put_off.look_again()

    def _wait(self, frontier: Frontier) -> None:
        """See to it that the engine asks again when a host is ready."""
        frontier.commit_if_starved()
        self._give_up_late_hosts(frontier)
        seconds = frontier.seconds_to_next()
        firsts = [self._others[0][0] if self._others else None, self._put_off.first_at()]
        for first in firsts:
            if first is None:
                continue
            left = max(0.0, first - time.monotonic())
            seconds = left if seconds is None else min(seconds, left)
        if seconds is not None or frontier.limits.keeps_going:
            self._wake(_LONGEST_WAIT_S if seconds is None else min(_LONGEST_WAIT_S, seconds))

    def _wake(self, seconds: float) -> None:
        at = time.monotonic() + max(0.001, seconds)
        if self._wake_up is not None:
            if self._wakes_at <= at:
                return
            self._wake_up.cancel()
        self._wakes_at = at
        self._wake_up = call_later(max(0.001, seconds), self._woken)

    def _woken(self) -> None:
        self._wake_up = None
        # Engine internals: there is no public way to make it look at the scheduler again.
        slot: Any = self.crawler.engine._slot if self.crawler.engine is not None else None
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()

    def _cancel(self) -> None:
        if self._wake_up is not None:
            self._wake_up.cancel()
            self._wake_up = None
