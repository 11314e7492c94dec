"""Spidermon's monitors for crawls of news, which compare a run with the last one. Requires the extra `spidermon`.

Spidermon keeps the stats of earlier runs: `spider.stats_history`, newest first, of a STATS_CLASS such as its
LocalStorageStatsHistoryCollector. docs/integrations.md says which settings a project needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from newsspider.engine import fail_run
from newsspider.settings import with_defaults

try:
    from spidermon import MonitorSuite, monitors
    from spidermon.contrib.scrapy.monitors.base import BaseScrapyMonitor
    from spidermon.core.actions import Action
except ImportError as error:
    raise ImportError("newsspider.monitors needs the extra: pip install 'newsspider[spidermon]'") from error

# Spidermon counts items, and fields of items, by the names of their classes.
_ITEMS = "spidermon_item_scraped_count/"
_SCRAPED = "item_scraped_count"
_REJECTS = "newsspider/rejects/"
_DATE = "datePublished"
# A crawl that only asks for what is new, and meets what it knows, has found nothing wrong.
_NOTHING_NEW = (
    "newsspider/news/not-modified",
    "newsspider/news/unchanged",
    "newsspider/news/older",
    "newsspider/skipped/known",
    "newsspider/skipped/older",
    "newsspider/pipelines/dropped/duplicate",
)


@dataclass(frozen=True, slots=True)
class RunStats:
    """What a run's stats say of its items."""

    stats: Mapping[str, Any]

    @property
    def items(self) -> int:
        """How many items the run gave."""
        return int(self.stats.get(_SCRAPED, 0))

    @property
    def kinds(self) -> Mapping[str, int]:
        """The number of items by the name of their class."""
        names = (name.removeprefix(_ITEMS) for name in self.stats if name.startswith(_ITEMS))
        return {name: int(self.stats[f"{_ITEMS}{name}"]) for name in names if "/" not in name}

    def coverage(self, kind: str) -> Mapping[str, float]:
        """Return the share of a class's items that have a field, by field; parts of fields aside.

        >>> counts = {f"{_ITEMS}Article": 4, f"{_ITEMS}Article/url": 3, f"{_ITEMS}Article/url/parts": 3}
        >>> RunStats(counts).coverage("Article")
        {'url': 0.75}
        """
        prefix, total = f"{_ITEMS}{kind}/", self.kinds.get(kind, 0)
        fields = (name.removeprefix(prefix) for name in self.stats if name.startswith(prefix))
        return {name: self.stats[f"{prefix}{name}"] / total for name in fields if "/" not in name} if total else {}

    @property
    def reject_share(self) -> float:
        """The share of rejects among what became an item or a reject."""
        rejects = self.rejects
        return rejects / (rejects + self.items) if rejects else 0.0

    @property
    def rejects(self) -> int:
        """How many pages and items were rejected."""
        return sum(int(count) for name, count in self.stats.items() if name.startswith(_REJECTS))


class ArticleMonitor(BaseScrapyMonitor):
    """A monitor that compares a run with earlier ones."""

    __test__ = False  # monitors are unittest's cases: pytest is not to run them

    def number(self, name: str) -> float:
        """Return the value of a setting."""
        return float(with_defaults(self.crawler.settings).getfloat(name))

    @property
    def run_stats(self) -> RunStats:
        """The stats of this run."""
        return RunStats(self.data.stats)

    def earlier(self) -> Iterator[RunStats]:
        """Yield the stats of earlier runs, newest first. Skips the test where none are kept."""
        if not hasattr(self.data.spider, "stats_history"):
            self.skipTest("stats of earlier runs are not kept: set STATS_CLASS to one of Spidermon's")
        yield from (RunStats(stats) for stats in self.data.stats_history)

    def compared(self) -> Iterator[tuple[str, RunStats]]:
        """Yield the classes of items, each with the last run that gave enough of them to compare."""
        least = self.number("NEWSSPIDER_MONITOR_MIN_COMPARED")
        if self.run_stats.items and not self.run_stats.kinds:
            self.skipTest("fields are not counted: set SPIDERMON_ADD_FIELD_COVERAGE")
        for kind, count in self.run_stats.kinds.items():
            before = next((run for run in self.earlier() if run.kinds.get(kind, 0) >= least), None)
            if count >= least and before is not None:
                yield kind, before

    def fail_with(self, lines: list[str]) -> None:
        """Fail with these lines, if there are any."""
        if lines:
            self.fail("\n".join(lines))


@monitors.name("Articles")
class ArticleCountMonitor(ArticleMonitor):
    """Fails where a crawl gave fewer items than NEWSSPIDER_MONITOR_MIN_ARTICLES, and met none that it knows."""

    @monitors.name("There are articles")
    def test_there_are_articles(self) -> None:
        """Fail where there are too few."""
        least, found = self.number("NEWSSPIDER_MONITOR_MIN_ARTICLES"), self.run_stats.items
        if found >= least:
            return
        if any(self.data.stats.get(name) for name in _NOTHING_NEW):
            self.skipTest("nothing is new")
        self.fail(f"{found:,} articles; at least {least:,.0f} were expected")


@monitors.name("Coverage of fields")
class FieldCoverageMonitor(ArticleMonitor):
    """Fails where a field's share of items fell by more than NEWSSPIDER_MONITOR_MAX_COVERAGE_FALL."""

    @monitors.name("No field has become rare")
    def test_no_field_has_become_rare(self) -> None:
        """Fail with each field that has."""
        most = self.number("NEWSSPIDER_MONITOR_MAX_COVERAGE_FALL")
        lines = []
        for kind, before in self.compared():
            now, count = self.run_stats.coverage(kind), self.run_stats.kinds[kind]
            lines += [
                f"{kind}.{name}: {now.get(name, 0.0):.0%} of {count:,} have it; {share:.0%} before"
                for name, share in before.coverage(kind).items()
                if share - now.get(name, 0.0) > most
            ]
        self.fail_with(lines)


@monitors.name("Dates")
class DateMonitor(ArticleMonitor):
    """Fails where no item has a date of publication, and some had one before, however few."""

    @monitors.name("Dates are not lost")
    def test_dates_are_not_lost(self) -> None:
        """Fail where all are gone."""
        self.fail_with(
            [
                f"{kind}.{_DATE}: none of {self.run_stats.kinds[kind]:,} has it; {share:.0%} before"
                for kind, before in self.compared()
                if (share := before.coverage(kind).get(_DATE)) and _DATE not in self.run_stats.coverage(kind)
            ]
        )


@monitors.name("Rejects")
class RejectMonitor(ArticleMonitor):
    """Fails where the share of rejects rose by more than NEWSSPIDER_MONITOR_MAX_REJECT_RISE."""

    @monitors.name("Rejects have not risen")
    def test_rejects_have_not_risen(self) -> None:
        """Fail where they have."""
        now, most = self.run_stats, self.number("NEWSSPIDER_MONITOR_MAX_REJECT_RISE")
        least = self.number("NEWSSPIDER_MONITOR_MIN_COMPARED")
        before = next((run for run in self.earlier() if run.items + run.rejects >= least), None)
        if before is None or now.items + now.rejects < least:
            return
        if now.reject_share - before.reject_share > most:
            self.fail(f"{now.reject_share:.0%} were rejected ({now.rejects:,}); {before.reject_share:.0%} before")


class ArticleMonitorSuite(MonitorSuite):
    """All monitors of this module, for SPIDERMON_SPIDER_CLOSE_MONITORS."""

    monitors: ClassVar[list[type[ArticleMonitor]]] = [
        ArticleCountMonitor,
        FieldCoverageMonitor,
        DateMonitor,
        RejectMonitor,
    ]


class FailRun(Action):
    """An action for `monitors_failed_actions`: the run ends with exit code 1, for cron and the like."""

    def run_action(self) -> None:
        """Note that the run has failed."""
        fail_run(self.data.crawler)
