"""The progress line of a crawl, or of a replay in one process."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.utils.asyncio import create_looping_call

from newsspider.display.quantities import counted, format_duration, time_left
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.report.collector import ReportCollector, wants_progress
from newsspider.report.figures import Figures
from newsspider.report.progress_line import ProgressLine
from newsspider.report.source_position import SourcePosition
from newsspider.signals import round_done

_DRAW_EVERY_S = 0.25
_STALLED_S = 10.0  # longer than all but the slowest pages of a host that is well


class CrawlProgress:
    """Draws a line with what was found, fetched and dropped, the pages a second, and the hosts that are busy.

    In a replay it says how much of the files is read, and the time left.
    """

    def __init__(self, crawler: Crawler, line: ProgressLine, position: SourcePosition | None = None) -> None:
        self._crawler, self._line, self._position = crawler, line, position
        self.figures = Figures()
        self._earlier_s: Callable[[], float] = float  # that the run took before it was killed or stopped
        self._pauses_s: Callable[[], Mapping[str, float]] = dict
        self._under_way: dict[Request, float] = {}  # when each was sent
        self._began_s = time.monotonic()
        self._closing = ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension. Raises NotConfigured where there is no terminal."""
        if not wants_progress(crawler):
            raise NotConfigured
        sources = getattr(crawler.spider, "sources", None)
        position = SourcePosition(sources) if sources else None
        progress = cls(crawler, ProgressLine(sys.stderr), position)
        for receiver, signal in (
            (progress.spider_opened, signals.spider_opened),
            (progress.spider_closed, signals.spider_closed),
            (progress.round_done, round_done),
            (progress.request_sent, signals.request_reached_downloader),
            (progress.request_done, signals.request_left_downloader),
        ):
            crawler.signals.connect(receiver, signal=signal)
        if position is not None:
            for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
                crawler.signals.connect(position.passed, signal=signal)
        return progress

    def spider_opened(self) -> None:
        """Begin to draw what the collector counts, if that is not switched off."""
        collector = self._crawler.get_extension(ReportCollector)
        if collector is None:
            return
        self.figures = collector.figures
        delays = self._crawler.get_downloader_middleware(HostDelayMiddleware) if self._crawler.engine else None
        if delays is not None:
            self._pauses_s = delays.hosts.pauses_s
        self._earlier_s = lambda: collector.earlier_s
        self._began_s = time.monotonic()
        self._closing.enter_context(self._line.cleared_for_logs())
        drawing = create_looping_call(self._draw)
        drawing.start(_DRAW_EVERY_S, now=False)
        self._closing.callback(drawing.stop)

    def spider_closed(self) -> None:
        """Erase the line."""
        self._closing.close()

    def round_done(self) -> None:
        """Erase the line before the table of sites takes its place."""
        self._line.clear()

    def request_sent(self, request: Request) -> None:
        """Note that a host is to answer."""
        self._under_way[request] = time.monotonic()

    def request_done(self, request: Request) -> None:
        """Note that it has answered."""
        self._under_way.pop(request, None)

    def _draw(self) -> None:
        seconds = self._earlier_s() + time.monotonic() - self._began_s
        if self._position is not None:
            self._position.reach(*getattr(self._crawler.spider, "reached", (None, None)))
            share = self._position.share
            left = time_left(seconds, share, 1 - share) if share else ""
            self._line.show(replay_parts(self.figures, seconds, share), left, share)
        else:
            busy, stalled = self._hosts()
            self._line.show(crawl_parts(self.figures, seconds, busy, stalled, self._pauses_s()))

    def _hosts(self) -> tuple[int, int]:
        """Return how many hosts have requests under way, and how many of them have not answered for long."""
        now_s = time.monotonic()
        longest: Counter[str] = Counter()
        for request, sent_s in self._under_way.items():
            host = urlsplit(request.url).netloc
            longest[host] = max(longest[host], int(now_s - sent_s))
        stalled = sum(waited_s >= _STALLED_S for waited_s in longest.values())
        return len(longest) - stalled, stalled


def crawl_parts(
    figures: Figures, seconds: float, busy: int, stalled: int, pauses_s: Mapping[str, float]
) -> list[str]:
    """Return the parts of a crawl's line, those that are cut last first.

    `pauses_s` are the hosts that are not asked for a while, and how much is left of that.

    >>> figures = Figures()
    >>> figures.site("example.org").fetched += 30
    >>> crawl_parts(figures, 20.0, 4, 1, {})
    ['0 articles', '0 new', '30 fetched', '0 found', '0 dropped', '1.5 pages/s', '4 hosts busy', '1 stalled']
    >>> crawl_parts(figures, 20.0, 0, 0, {"example.org": 44.2})[-2:]
    ['0 hosts busy', '1 paused, the next for 0:44']
    """
    sums = _sums(figures)
    named = [
        counted(sums["articles"], "article"),
        *(f"{sums[name]:,} {name}" for name in ("new", "fetched", "found", "dropped")),
    ]
    hosts = [f"{counted(busy, 'host')} busy"]
    hosts += [f"{stalled:,} stalled"] if stalled else []
    if pauses_s:
        hosts.append(f"{len(pauses_s):,} paused, the next for {format_duration(min(pauses_s.values()))}")
    return [*named, f"{sums['fetched'] / seconds if seconds else 0.0:.1f} pages/s", *hosts]


def replay_parts(figures: Figures, seconds: float, share: float) -> list[str]:
    """Return the parts of the line of a replay, those that are cut last first, without the time left."""
    sums = _sums(figures)
    pages = sums["articles"] + sums["dropped"] + sums["rejected"]
    rate = f"{pages / seconds if seconds else 0.0:.1f} pages/s"
    known = [f"{share:.0%}"] if share else []
    return [
        *known,
        counted(sums["articles"], "article"),
        f"{sums['dropped']:,} dropped",
        f"{sums['rejected']:,} rejects",
        rate,
    ]


def _sums(figures: Figures) -> Counter[str]:
    sums: Counter[str] = Counter()
    for site in figures.sites.values():
        sums["found"] += site.found
        sums["fetched"] += site.fetched
        sums["articles"] += site.articles
        sums["new"] += site.new
        sums["dropped"] += site.dropped.total()
        sums["rejected"] += site.rejected.total()
    return sums
