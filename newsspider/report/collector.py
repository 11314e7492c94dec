"""The extension that counts what a crawl does, and at the end prints the table of sites and writes the report."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from newsspider.discovery.types import Outcome
from newsspider.display.terminal import has_colours, is_live, width_of
from newsspider.engine import fail_on_start, fail_run
from newsspider.feeds.paths import write_obstacle
from newsspider.http import DOOR
from newsspider.items import Reject
from newsspider.middlewares.skipping import TRANSIENT
from newsspider.pipelines.item_rejects import failed_item_reject, failed_page_reject, with_url
from newsspider.pipelines.rejects import RejectedItem
from newsspider.report.counting import ItemCounter, is_told, kept_in, site_name
from newsspider.report.error_lines import ErrorLines
from newsspider.report.explained_pages import Explaining
from newsspider.report.figures import Figures, count
from newsspider.report.history import RunReport
from newsspider.report.retry_command import list_of_run
from newsspider.report.table import site_table, starts_without_articles
from newsspider.report.write import write_report
from newsspider.signals import page_done, page_refused, round_done, run_failed, url_skipped

logger = logging.getLogger(__name__)

_UNABLE = "unable"  # to begin: a setting is wrong, or a place where nothing can be written
_STOPPED = ("shutdown", _UNABLE)  # before the end, by Ctrl-C
_REPLAY_SKIPPED = "newsspider/replay/skipped/"

# The parts in which figures are kept: one of the run, and those of which each site or host has its own.
_RUN, _NAMED = "run", ("sites", "hosts")
# Reasons for which a start URL is not requested at all.
_FORBIDDEN = TRANSIENT | {"robots"}


class ReportCollector:
    """Counts what becomes of addresses, pages and items, by site: `figures`.

    At the end it writes the report to NEWSSPIDER_REPORT_PATH, if that is set. For spiders with `has_site_table` it
    prints the table of sites, and fails the run if one of `start_urls` could not be read or the site of one of
    `urls`, which should give articles in this run, gave none.
    """

    def __init__(self, crawler: Crawler, path: Path | None) -> None:
        self._items = ItemCounter.from_crawler(crawler)
        self.figures = self._items.figures
        self._crawler, self._path = crawler, path
        self._has_sites = _has_sites(crawler)
        self._problems: list[str] = []  # why the run fails
        self._errors = ErrorLines()
        self._failed: dict[str, str] = {}  # start URLs that were rejected or not requested, and why
        self._began = self._run_began = datetime.now(UTC)
        self._took_s: float | None = (
            None  # until the report is written: as Scrapy's stats say, like the last lines
        )
        self.earlier_s = 0.0  # of a run that goes on, before it was killed or stopped
        self._shown_articles = 0  # in the last table of a crawl that keeps going
        self._told: set[str] = set()  # start URLs that the log has named

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension for a crawl. Raises NotConfigured where nobody would see what it counts."""
        path = crawler.settings.get("NEWSSPIDER_REPORT_PATH")
        if not (path or _has_sites(crawler) or wants_progress(crawler)):
            raise NotConfigured
        if path and (reason := write_obstacle(Path(path))):
            fail_on_start(crawler, f"NEWSSPIDER_REPORT_PATH: {path} cannot be written: {reason}")
            path = None
        collector = cls(crawler, Path(path) if path else None)
        for receiver, signal in (
            (collector.spider_opened, signals.spider_opened),
            (collector.item_scraped, signals.item_scraped),
            (collector.item_dropped, signals.item_dropped),
            (collector.item_error, signals.item_error),
            (collector.spider_error, signals.spider_error),
            (collector.response_received, signals.response_received),
            (collector.url_skipped, url_skipped),
            (collector.page_refused, page_refused),
            (collector.round_done, round_done),
            (collector.run_failed, run_failed),
            (collector.spider_closed, signals.spider_closed),
            *collector._signals_of_found(),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return collector

    def _signals_of_found(self) -> Iterator[tuple[Any, object]]:
        """Yield what tells of found addresses: of spiders that say so, or else of Scrapy's scheduler."""
        if self._has_sites:  # whose scheduler is told of redirects and retries alone
            yield self.page_done, page_done
        else:
            yield self.request_scheduled, signals.request_scheduled
            yield self.request_dropped, signals.request_dropped

    @property
    def seconds(self) -> float:
        """How long the run has taken, with the time before it was killed or stopped."""
        took_s = (datetime.now(UTC) - self._began).total_seconds() if self._took_s is None else self._took_s
        return self.earlier_s + took_s

    def spider_opened(self, spider: Spider) -> None:
        """Go on with what was counted before the run was killed or stopped."""
        keep = getattr(spider, "keep_figures", None)
        kept: Mapping[str, str] = keep(self._take_changed) if keep is not None else {}
        if _RUN in kept:
            run = json.loads(kept[_RUN])
            self._run_began = datetime.fromisoformat(run["began"])
            self.earlier_s = run["seconds"]
            self._failed |= run["failed"]
            self._errors.restore(run.get("errors", {}))
            self.figures.join(Figures.from_dict(run["figures"] | _named_parts(kept)))

    def _take_changed(self) -> dict[str, str]:
        """Return in parts, as JSON, what was counted since this was last called."""
        figures = self.figures.take_changed()
        parts = {f"{kind}:{name}": form for kind in _NAMED for name, form in figures.pop(kind).items()}
        parts[_RUN] = {
            "began": self._run_began.isoformat(),
            "seconds": self.seconds,
            "failed": self._failed,
            "errors": self._errors.to_dict(),
            "figures": figures,
        }
        return {part: json.dumps(form) for part, form in parts.items()}

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """Count an article."""
        request = response.request if response is not None else None
        self._items.add_article(item, request.meta.get(DOOR) if request is not None else None)

    def item_dropped(self, item: Any, exception: BaseException, response: Any = None) -> None:
        """Count an item that a pipeline dropped."""
        if isinstance(exception, RejectedItem):
            self._add_reject(exception.reject, response)
        elif not is_told(self._crawler, response):
            self._items.add_dropped(item, exception)
        if isinstance(exception, RejectedItem) and (url := exception.reject.url) in self._starts("start_urls"):
            self._failed[url or ""] = exception.reject.reason

    def item_error(self, item: Any, failure: Failure, response: Any = None) -> None:
        """Count an item on which a pipeline failed."""
        self._add_reject(failed_item_reject(item, failure.value), response)

    def spider_error(self, failure: Failure, response: Any) -> None:
        """Count a page on which the spider failed."""
        self._add_reject(failed_page_reject(response, failure.value), response)

    def _add_reject(self, reject: Reject, response: Any) -> None:
        if not is_told(self._crawler, response):
            self._items.add_reject(with_url(reject, response))
            self._errors.add(reject)

    def request_scheduled(self, request: Request) -> None:
        """Count an address that was found."""
        self.figures.site(site_name(request.url)).found += 1

    def request_dropped(self, request: Request) -> None:
        """Take back an address that was known already."""
        self.figures.site(site_name(request.url)).found -= 1

    def response_received(self, response: Response, request: Request) -> None:
        """Count a page that was fetched, and how long that took; robots.txt aside."""
        if request.callback is NO_CALLBACK:
            return
        self.figures.site(site_name(response.url)).fetched += 1
        latency_s = request.meta.get("download_latency")
        if isinstance(latency_s, float):
            self.figures.add_response_time(_host(response.url), latency_s)

    def url_skipped(self, url: str, reason: str, site: str, message: str = "") -> None:
        """Count an address that is not requested."""
        if reason in _FORBIDDEN and url in self._starts("start_urls"):
            self._failed[url] = message or reason
        count(self.figures.site(site or site_name(None)).skipped, reason)

    def page_refused(self, url: str, reason: str, site: str, probability: float | None = None) -> None:
        """Count a page that was fetched and gives no item."""
        self._items.add_refused(url, reason, site, probability)

    def page_done(self, site: str, outcome: Outcome, new_urls: int) -> None:
        """Count the addresses that were found on a page, or that it was of no use."""
        figures = self.figures.site(site or site_name(None))
        figures.found += new_urls
        figures.fruitless += outcome in (Outcome.NOTHING, Outcome.FAILED)

    def run_failed(self, reason: str) -> None:
        """Note why the run fails."""
        self._problems.append(reason)

    def round_done(self) -> None:
        """Show how far a crawl has come that does not end: the report, and if there is more in it the table."""
        self._write_report()
        articles = self.figures.total().articles
        if articles != self._shown_articles:
            self._shown_articles = articles
            self._print_table()
        self._tell_of_starts(self._failed)

    def spider_closed(self, reason: str) -> None:
        """Write the report and print the table; fail the run if a start URL gave nothing."""
        stats = self._crawler.stats.get_stats()
        self._took_s = stats.get("elapsed_time_seconds", self.seconds - self.earlier_s)
        for key in [key for key in stats if key.startswith(_REPLAY_SKIPPED)]:
            count(self.figures.records, key.removeprefix(_REPLAY_SKIPPED), stats[key])
        settings = self._crawler.settings
        is_unable = reason == _UNABLE or getattr(self._crawler.spider, "start_error", None)
        if not is_unable or self.figures.sites:  # else an earlier report stays as it is
            self._write_report(Explaining(settings=settings, recorded=kept_in(settings)))
        if reason == "shutdown" and self._has_summary and sys.stderr.isatty():
            sys.stderr.write("\n")  # the terminal's ^C stands in this line
        self._print_table()
        if reason not in _STOPPED:
            # A run that reached a limit may not have come to the articles.
            self._tell_of_starts([*(self._starts("urls") if reason == "finished" else ()), *self._failed])

    @property
    def _has_summary(self) -> bool:
        return self._has_sites and self._crawler.settings.getbool("NEWSSPIDER_SUMMARY")

    def _print_table(self) -> None:
        if self._has_summary and self.figures.sites:
            _print(site_table(self.figures, width=width_of(sys.stderr), colours=has_colours(sys.stderr)))

    def _tell_of_starts(self, starts: Iterable[str]) -> None:
        """Log a line for each of these start URLs that gave nothing, once, and fail the run."""
        untold = [url for url in starts if url not in self._told]
        self._told.update(untold)
        for line in starts_without_articles(self.figures, untold, self._failed, self._starts("closed_doors")):
            logger.error(line)
            fail_run(self._crawler)

    def _starts(self, name: str) -> Sequence[str]:
        """Return what a spider that crawls sites says of its start URLs or doors, by the name of the attribute."""
        return getattr(self._crawler.spider, name, ()) if self._has_sites else ()

    def _write_report(self, explaining: Explaining | None = None) -> None:
        path, title = self._path, getattr(self._crawler.spider, "run_name", "Crawl")
        if path is None:
            return
        report = RunReport(
            title=title,
            began=self._run_began,
            seconds=self.seconds,
            figures=self.figures,
            problems=(*self._problems, *self._errors.lines()),
            rejects=list_of_run(
                self._crawler.settings, is_ours=getattr(self._crawler.spider, "reads_pages", False)
            ),
        )
        try:
            explained = write_report(path, report, explaining)
        except OSError as error:
            reason = f"The report could not be written: {path}: {error.strerror or error}"
            logger.error(reason)  # noqa: TRY400  # one line; a crawl that keeps going has no end yet
            fail_run(self._crawler, reason, is_logged=True)
        else:
            if explained:
                self._crawler.stats.set_value("newsspider/report/explained", explained)


def _named_parts(kept: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the figures of sites and hosts that `kept` holds in parts."""
    figures: dict[str, dict[str, Any]] = {kind: {} for kind in _NAMED}
    for part, form in kept.items():
        kind, _, name = part.partition(":")
        if kind in figures:
            figures[kind][name] = json.loads(form)
    return figures


def _has_sites(crawler: Crawler) -> bool:
    return getattr(crawler.spider, "has_site_table", False)


def wants_progress(crawler: Crawler) -> bool:
    """Return whether a crawl has a progress line: where it is wanted, on a terminal without articles on it."""
    spider, feeds = crawler.spider, crawler.settings.getdict("FEEDS")
    shows_articles = sys.stdout.isatty() and any(str(feed).partition(":")[0] in {"stdout", "-"} for feed in feeds)
    is_wanted = crawler.settings.getbool("NEWSSPIDER_PROGRESS") and getattr(spider, "has_progress", False)
    return bool(is_wanted) and is_live(sys.stderr) and not shows_articles


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _print(lines: Iterable[str]) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write("".join(f"{line}\n" for line in lines).encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()
