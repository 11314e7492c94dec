from __future__ import annotations

import doctest
import re

import pytest

from newsspider.display.terminal import Style
from newsspider.report import table as module
from newsspider.report.figures import Figures
from newsspider.report.table import site_table, starts_without_articles
from tests.report.made_figures import hostile_figures, made_figures

_RED = f"\x1b[{Style.RED.value}m"
CODES = re.compile(r"\x1b\[(?:1|2|31|0)m")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_row_for_each_site_and_every_reason() -> None:
    figures = made_figures()
    figures.site("silent.example").rejected["timeout"] = 1
    assert list(site_table(figures, width=80, colours=False)) == [
        "site               found   fetched  articles       new",
        "silent.example         0         0         0         0",
        "  rejected  1 timeout",
        "example.net           30        20        10        10",
        "  dropped   4 not-article",
        "  rejected  2 status-404",
        "  skipped   7 off-site",
        "example.org           30        20        10        10",
        "  dropped   4 not-article",
        "  rejected  2 status-404",
        "  skipped   7 off-site",
        "total                 60        40        20        20",
        "  dropped   8 not-article",
        "  rejected  4 status-404, 1 timeout",
        "  skipped   14 off-site",
    ]


def test_what_is_as_before_is_no_loss() -> None:
    figures = Figures()
    site = figures.site("news.example")
    site.fetched = 3
    site.unchanged.update({"not-modified": 2, "same-text": 1})
    _, first, second = site_table(figures, width=80, colours=True)
    assert _RED not in first
    assert "  unchanged 2 not-modified, 1 same-text" in second
    assert starts_without_articles(figures, ["https://news.example/"]) == []
    site.unchanged.clear()
    assert _RED in [*site_table(figures, width=80, colours=True)][1]


def test_of_many_sites_the_first_are_shown() -> None:
    lines = list(site_table(made_figures(f"{n}.example" for n in range(140)), width=80, colours=False))
    assert "and 120 more sites" in lines
    assert len(lines) == 1 + 20 * 4 + 1 + 4


@pytest.mark.parametrize("width", [10, 40, 55, 80, 200])
@pytest.mark.parametrize(
    "figures", [made_figures(["a-" * 60 + "newspaper.example"]), hostile_figures(), Figures()]
)
def test_no_line_is_wider_than_the_terminal(figures: Figures, width: int) -> None:
    for site in figures.sites.values():
        for number in range(30):
            site.skipped[f"reason-{number}"] = number * 1_000
    for line in site_table(figures, width=width, colours=False):
        assert len(line) <= max(width, 40)
        assert line.isprintable()


def test_colours_are_the_only_codes() -> None:
    lines = list(site_table(hostile_figures(), width=80, colours=True))
    assert any(CODES.search(line) for line in lines)
    assert all(CODES.sub("", line).isprintable() for line in lines)


def test_a_start_that_gave_nothing_has_one_line_with_the_reasons() -> None:
    figures = made_figures(["example.org"])
    empty = figures.site("example.net")
    empty.fetched = 3
    empty.dropped["not-article"] = 2
    empty.skipped["robots"] = 5
    figures.site("known.example").skipped["known"] = 40
    starts = ["https://example.org/", "https://example.net/", "https://example.net/", "https://known.example/"]
    assert starts_without_articles(figures, [*starts, "https://gone.example/"]) == [
        "https://example.net/: no articles: 3 pages fetched; dropped: 2 not-article; skipped: 5 robots",
        "https://gone.example/: no articles: 0 pages fetched",
    ]


def test_a_start_that_could_not_be_read_is_told_though_its_site_has_articles() -> None:
    lines = starts_without_articles(
        made_figures(), ["https://example.org/a", "https://example.org/b"], {"https://example.org/a": "status-404"}
    )
    assert lines == ["https://example.org/a: could not be read: status-404"]
