"""The last lines of a crawl: what there is, where it is, and what the same command would do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newsspider.commands.running import emptied_feeds, feed_files, where_articles_are
from newsspider.display.quantities import counted, format_duration
from newsspider.errors import printable, without_secrets
from newsspider.feeds.paths import shown_path
from newsspider.report.collector import ReportCollector
from newsspider.report.figures import SiteFigures
from newsspider.spiders.crawl_state import begins_anew, state_place
from newsspider.state.host_queues import SITE_LIMIT


def last_lines(crawler: Crawler, *, out: str | None, since: str) -> Iterator[str]:
    """Yield the last lines of a crawl that has ended, without line breaks.

    `out` is the folder of `--out`, which is shown in place of the feeds in it; None without that option. `since`
    is the date of `--since`, as it was given; `""` for none.
    """
    collector = crawler.get_extension(ReportCollector)
    total = collector.figures.total() if collector is not None else SiteFigures()
    in_all = total.articles if collector is not None and collector.earlier_s else 0
    stats, places = crawler.stats.get_stats(), _places(crawler, out)
    yield from _summary(stats, places, in_all)
    if stats.get("finish_reason") != "shutdown":
        yield from _at_limit(stats, total, crawler.settings)
        state = None if places.emptied else state_place(crawler.settings)
        yield from _nothing_new(total, state, since)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where what a crawl writes is, as people are told."""

    feeds: Sequence[str] = ()
    emptied: Sequence[str] = ()  # files that were overwritten, where there are no articles
    report: str = ""


def _places(crawler: Crawler, out: str | None) -> _Places:
    """Return where the articles and the report are; nothing of standard output."""
    report = Path(str(crawler.settings.get("NEWSSPIDER_REPORT_PATH") or ""))
    return _Places(
        feeds=[out] if out else feed_files(crawler.settings),
        emptied=emptied_feeds(crawler),
        report=str(shown_path(report)) if report.is_file() else "",  # none if it was killed by a second Ctrl-C
    )


def _summary(stats: Mapping[str, Any], places: _Places, in_all: int = 0) -> Iterator[str]:
    """Yield the last lines of a crawl from its stats: what there is, where it is, and how to continue.

    `in_all`: the articles of a crawl that was continued, with those from before it was stopped.

    >>> stats = {"item_scraped_count": 8, "elapsed_time_seconds": 65.2, "finish_reason": "shutdown"}
    >>> for line in _summary(stats, _Places(feeds=["feeds"], report="feeds/_run/report.html")):
    ...     print(line)
    stopped: 8 articles in 1:05 -> feeds
    report: feeds/_run/report.html
    Run the same command again to continue.
    >>> stats = {"response_received_count": 3, "elapsed_time_seconds": 3.0, "finish_reason": "finished"}
    >>> list(_summary(stats, _Places(feeds=["feeds"]), 8))
    ['0 articles in 0:03, 8 with those before it was stopped -> feeds']
    """
    articles, is_stopped = stats.get("item_scraped_count", 0), stats.get("finish_reason") == "shutdown"
    more = f", {in_all:,} with those before it was stopped" if in_all > articles else ""
    where = where_articles_are(places.feeds, places.emptied, max(articles, in_all))
    took = format_duration(stats.get("elapsed_time_seconds") or 0.0)
    yield f"{'stopped: ' if is_stopped else ''}{counted(articles, 'article')} in {took}{more}{where}"
    if places.report:
        yield f"report: {printable(places.report)}"
    if is_stopped and places.feeds:
        yield "Run the same command again to continue."


def _at_limit(stats: Mapping[str, Any], total: SiteFigures, settings: BaseSettings) -> Iterator[str]:
    """Yield that a crawl ended at a limit on pages, and what the next run does.

    >>> by_run, kept = BaseSettings({"FEEDS": {"a.jsonl": {"overwrite": False}}}), {"finish_reason": "max_pages"}
    >>> list(_at_limit(kept, SiteFigures(), by_run))
    ['Stopped at --max-pages. Run the same command again to continue.']
    >>> list(_at_limit(kept, SiteFigures(), BaseSettings({"FEEDS": {"a.jsonl": {"overwrite": True}}})))
    ['Stopped at --max-pages. The same command starts over; with -o or --out it would continue.']
    >>> list(_at_limit({"finish_reason": "finished"}, SiteFigures(), by_run))
    []
    """
    if stats.get("finish_reason") == "max_pages":
        which = "Stopped at --max-pages"
    elif total.skipped[SITE_LIMIT]:
        which = "Some sites have more pages than their limit"
    else:
        return
    if begins_anew(settings) or state_place(settings) is None:
        yield f"{which}. The same command starts over; with -o or --out it would continue."
    else:
        yield f"{which}. Run the same command again to continue."


def _nothing_new(total: SiteFigures, state: str | None, since: str = "") -> Iterator[str]:
    """Yield why a crawl gave no articles where its sites have some: its state knows them, or they are older.

    >>> known, older = SiteFigures(), SiteFigures()
    >>> known.skipped["known"], older.dropped["older"] = 8, 3
    >>> list(_nothing_new(known, "postgresql://me:secret@db.example/news"))  # doctest: +NORMALIZE_WHITESPACE
    ['Nothing new: articles of earlier runs are not written again.
      They are in the state, postgresql://me@db.example/news']
    >>> list(_nothing_new(older, "feed.jsonl.state", "2026-11-28"))
    ['Nothing newer than 2026-11-28']
    >>> known.rejected["timeout"] = 1
    >>> list(_nothing_new(known, "feed.jsonl.state"))
    ['Nothing new: articles of earlier runs are not written again']
    """
    if total.articles or not total.has_known_articles:
        return
    if total.has_only_older:
        yield f"Nothing newer than {printable(since) or 'the date that the list of sites names'}"
    elif state is not None:
        is_file = "://" not in state
        place = printable(str(shown_path(Path(state))) if is_file else without_secrets(state))
        where = f"To get all again, move {place} away" if is_file else f"They are in the state, {place}"
        # Beside rejects, to read all again is not what is left to do.
        hint = "" if total.rejected else f". {where}"
        yield f"Nothing new: articles of earlier runs are not written again{hint}"
