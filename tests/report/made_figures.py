"""Figures of made-up sites, plain and hostile ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from newsspider.report.figures import Figures, PageToCheck, keep_page
from newsspider.report.history import EarlierRun, RunReport
from newsspider.report.retry_command import ListedRejects

BEGAN = datetime(2026, 11, 28, 19, 2, tzinfo=UTC)
HOSTILE = '"></style><script>alert(1)</script><img src=//evil.example/p.png onerror=x>\x1b[31m\u202e'


def made_figures(names: Iterable[str] = ("example.org", "example.net"), articles: int = 10) -> Figures:
    """Return the figures of sites, each with as many articles."""
    figures = Figures()
    for name in names:
        site = figures.site(name)
        site.found, site.fetched, site.articles, site.new = 3 * articles, 2 * articles, articles, articles
        site.dropped["not-article"] = 4
        site.rejected["status-404"] = 2
        site.skipped["off-site"] = 7
        site.doors["sitemaps"] = articles
        site.languages["en"] = articles
        for field in ("headline", "articleBody", "datePublished", "authors"):
            site.fields[field] = articles
        for day in range(articles):
            site.published.add(f"2026-11-{day % 28 + 1:02}T08:00:00Z")
        keep_page(site.failed, PageToCheck(0.0, f"https://{name}/gone", "", "status-404"))
        figures.add_response_time(f"www.{name}", 0.3)
    return figures


def hostile_figures() -> Figures:
    """Return figures in which everything that a page could choose is hostile."""
    figures = made_figures([HOSTILE])
    site = figures.site(HOSTILE)
    for counter in (site.dropped, site.rejected, site.skipped, site.doors, site.languages, site.fields):
        counter[HOSTILE] = 3
    for address in (
        HOSTILE,
        "javascript:alert(2)",
        "https://x.example/'$(reboot)'\"><script>",
        "http://[",
        "data:text/html,x",
    ):
        for pages in (site.unlikely, site.nearly, site.failed):
            place = "" if address.startswith("https:") else HOSTILE
            keep_page(pages, PageToCheck(0.5, address, place, HOSTILE))
    figures.add_response_time(HOSTILE, 4.0)
    return figures


LIST = ListedRejects("feeds/_run/rejects.jsonl", ("--out", "feeds"))


def made_report(
    figures: Figures, earlier: Iterable[EarlierRun] = (), rejects: ListedRejects | None = LIST
) -> RunReport:
    """Return the report of a run with these figures."""
    return RunReport(
        title="Crawl",
        began=BEGAN,
        seconds=203.0,
        figures=figures,
        problems=[HOSTILE],
        earlier=list(earlier),
        rejects=rejects,
    )
