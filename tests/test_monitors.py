"""The monitors for Spidermon: what they find in stats, and in crawls one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import newsspider
from newsspider.items import Article
from tests.crawls.scrapy_process import run_scrapy
from tests.pipelines.crawlers import crawler_with

pytest.importorskip("spidermon", reason="the extra `spidermon`")

SPIDER = """import json
import warnings

import scrapy
from newsspider.items import Article, Reject
from newsspider.monitors import ArticleMonitorSuite, FailRun

warnings.filterwarnings("ignore", r"Spider\\.log\\(\\)")  # Spidermon 1.27 with Scrapy 2.19


class Suite(ArticleMonitorSuite):
    monitors_failed_actions = [FailRun]


class Theirs(scrapy.Spider):
    name = "theirs"
    custom_settings = {
        "ADDONS": {"newsspider.addon.NewsspiderAddon": 100},
        "EXTENSIONS": {"spidermon.contrib.scrapy.extensions.Spidermon": 500},
        "SPIDERMON_ENABLED": True,
        "SPIDERMON_ADD_FIELD_COVERAGE": True,
        "SPIDERMON_SPIDER_CLOSE_MONITORS": [Suite],
        "STATS_CLASS": "spidermon.contrib.stats.statscollectors.local_storage.LocalStorageStatsHistoryCollector",
        "NEWSSPIDER_REJECTS_PATH": "",
    }

    async def start(self):
        run = json.loads(self.settings["TEST_RUN"])
        for number in range(run["articles"]):
            fields = {name: value for name, (value, share) in run["fields"].items() if number < share}
            yield Article(url=f"https://n.example/{number}", articleBody="It blew all night.", **fields)
        for _ in range(run.get("rejects", 0)):
            yield Reject(code="empty", reason="no text")
"""
# A value, and how many of the articles have it.
FIELDS: dict[str, list[Any]] = {
    "headline": ["Storm hits coast", 20],
    "datePublished": ["2026-11-03", 4],
    "articleSection": ["Sea", 10],
}


def stats_of(count: int, rejects: int = 0, kind: str = "Article", **fields: int) -> dict[str, Any]:
    """Return a run's stats as Spidermon and our pipelines have them."""
    counts = {f"spidermon_item_scraped_count/{kind}/{name}": number for name, number in fields.items()}
    found = {"item_scraped_count": count, f"spidermon_item_scraped_count/{kind}": count, **counts}
    return {name: number for name, number in {**found, "newsspider/rejects/empty": rejects}.items() if number}


def result_of(stats: dict[str, Any], spider: SimpleNamespace, **settings: Any) -> Any:
    """Return what Spidermon has of a run of our suite."""
    from spidermon.runners import MonitorRunner

    from newsspider.monitors import ArticleMonitorSuite

    crawler = crawler_with(**settings)
    known = {"start_time": 0, **stats}
    history = getattr(spider, "stats_history", [])
    suite = ArticleMonitorSuite(crawler=crawler)
    return MonitorRunner().run(suite, stats=known, stats_history=history, crawler=crawler, spider=spider)


def failures(stats: dict[str, Any], *earlier: dict[str, Any], **settings: Any) -> list[str]:
    """Return what the monitors find in a run's stats, one line each."""
    result = result_of(stats, SimpleNamespace(stats_history=earlier), **settings)
    errors = [line for failed in result.monitors_failed_results for line in failed.error.splitlines()]
    messages = [
        line.removeprefix("AssertionError: ") for line in errors if not line.startswith((" ", "Traceback"))
    ]
    assert len(messages) >= len(result.monitors_failed_results)
    return messages


USUAL = stats_of(20, rejects=1, headline=20, datePublished=4, articleSection=10)


def test_the_same_again_is_fine() -> None:
    assert failures(USUAL) == []
    assert failures(USUAL, USUAL) == []


def test_each_field_that_became_rare_is_told() -> None:
    now = stats_of(40, rejects=2, headline=31, datePublished=8, articleSection=1, description=1)
    assert failures(now, USUAL) == [
        "Article.headline: 78% of 40 have it; 100% before",
        "Article.articleSection: 2% of 40 have it; 50% before",
    ]
    assert failures(now, USUAL, NEWSSPIDER_MONITOR_MAX_COVERAGE_FALL=0.5) == []


def test_lost_dates_are_told_however_few_there_were() -> None:
    now = stats_of(20, headline=20, articleSection=10)
    assert failures(now, USUAL) == ["Article.datePublished: none of 20 has it; 20% before"]


def test_rejects_that_rose_are_told() -> None:
    assert failures({**USUAL, "newsspider/rejects/error": 20}, USUAL) == ["51% were rejected (21); 5% before"]
    assert failures(stats_of(12, headline=12), stats_of(12, rejects=9, headline=12)) == []
    assert failures({**USUAL, "newsspider/rejects/error": 20}, USUAL, NEWSSPIDER_MONITOR_MAX_REJECT_RISE=0.5) == []


def test_few_items_say_nothing_and_are_not_compared_with() -> None:
    few = stats_of(9, rejects=9, headline=1)
    assert failures(few, USUAL) == ["50% were rejected (9); 5% before"]
    assert failures(stats_of(9, headline=1), USUAL) == []
    assert failures(stats_of(20, headline=1), stats_of(3, headline=3), USUAL)[0].startswith("Article.headline: 5%")
    assert failures(stats_of(9, headline=1), stats_of(9, headline=9), NEWSSPIDER_MONITOR_MIN_COMPARED=5) != []


def test_items_of_all_classes_are_compared() -> None:
    before = stats_of(20, kind="dict", headline=20)
    assert failures(stats_of(20, kind="dict"), before) == ["dict.headline: 0% of 20 have it; 100% before"]
    assert failures(USUAL, before) == []


def test_a_run_without_articles_fails_unless_nothing_is_new() -> None:
    assert failures({}) == ["0 articles; at least 1 were expected"]
    for stat in ("skipped/known", "skipped/older", "news/older", "news/unchanged", "news/not-modified"):
        assert failures({f"newsspider/{stat}": 1}) == []
    assert failures({}, NEWSSPIDER_MONITOR_MIN_ARTICLES=0) == []
    assert failures(stats_of(11), NEWSSPIDER_MONITOR_MIN_ARTICLES=12) == ["11 articles; at least 12 were expected"]


def test_settings_that_are_missing_are_told() -> None:
    def skipped(stats: dict[str, Any], spider: SimpleNamespace) -> set[str]:
        result = result_of(stats, spider)
        assert not result.monitors_failed_results
        return {found.reason for found in result.monitor_results if found.reason}

    assert skipped(USUAL, SimpleNamespace()) == {
        "stats of earlier runs are not kept: set STATS_CLASS to one of Spidermon's"
    }
    uncounted = {"item_scraped_count": 20}
    assert skipped(uncounted, SimpleNamespace(stats_history=[USUAL])) == {
        "fields are not counted: set SPIDERMON_ADD_FIELD_COVERAGE"
    }


def test_spidermons_validation_sees_articles_as_the_feed_has_them() -> None:
    from spidermon.contrib.scrapy.pipelines import ItemValidationPipeline

    crawler = crawler_with(SPIDERMON_ENABLED=True, SPIDERMON_VALIDATION_SCHEMAS={Article: newsspider.schema()})
    pipeline = ItemValidationPipeline.from_crawler(crawler)
    assert crawler.stats is not None
    article = Article(headline="Storm", articleBody="It blew.", url="https://n.example/", id="https://n.example/")
    pipeline.process_item(article)
    assert crawler.stats.get_value("spidermon/validation/items/errors") is None
    pipeline.process_item(Article(headline="Storm", datePublished="yesterday"))
    assert crawler.stats.get_value("spidermon/validation/items/errors") == 1
    assert crawler.stats.get_value("spidermon/validation/fields") == 6


@pytest.mark.slow
def test_in_crawls_the_last_one_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text(SPIDER)

    def crawl(**run: Any) -> tuple[int, list[str]]:
        given = ("-s", f"TEST_RUN={json.dumps(run)}", "-s", "LOG_LEVEL=ERROR")
        done = run_scrapy(tmp_path, "runspider", "theirs.py", *given)
        found = [line for line in done.stderr.splitlines() if line.endswith(("before", "expected"))]
        return done.returncode, [line.removeprefix("AssertionError: ") for line in found]

    assert crawl(articles=20, fields=FIELDS, rejects=1) == (0, []), "there is nothing to compare with"
    broken = {**FIELDS, "datePublished": ["", 0], "articleSection": ["Sea", 5]}
    assert crawl(articles=20, fields=broken, rejects=20) == (
        1,
        [
            "Article.articleSection: 25% of 20 have it; 50% before",
            "Article.datePublished: none of 20 has it; 20% before",
            "50% were rejected (20); 5% before",
        ],
    )
    assert crawl(articles=0, fields={}) == (1, ["0 articles; at least 1 were expected"])


def test_without_the_extra_one_line_names_it() -> None:
    code = (
        "import sys; sys.modules['spidermon'] = None\n"
        "try:\n    import newsspider.monitors\n"
        "except ImportError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "newsspider.monitors needs the extra: pip install 'newsspider[spidermon]'\n"
