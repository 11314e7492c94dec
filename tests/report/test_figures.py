from __future__ import annotations

import doctest
import json

import pytest

from newsspider.report import figures as module
from newsspider.report.figures import OTHER_SITES, Figures, PageToCheck, SiteFigures, by_size, count, keep_page
from tests.report.made_figures import hostile_figures, made_figures


def as_json(figures: Figures) -> str:
    return json.dumps(figures.to_dict(), sort_keys=True)


@pytest.mark.parametrize("figures", [made_figures(), hostile_figures(), Figures()])
def test_a_file_holds_all_figures(figures: Figures) -> None:
    restored = Figures.from_dict(json.loads(json.dumps(figures.to_dict())))
    assert as_json(restored) == as_json(figures)
    assert as_json(Figures.from_dict({})) == as_json(Figures())


def test_figures_of_parts_are_joined_to_those_of_the_whole() -> None:
    whole = made_figures(["a.example", "b.example", "a.example"])
    parts = Figures()
    parts.records["request"] = 2
    for names in (["a.example"], ["b.example", "a.example"]):
        parts.join(made_figures(names))
    assert parts.sites["b.example"].to_dict() == whole.sites["b.example"].to_dict()
    assert parts.sites["a.example"].articles == 20
    assert parts.sites["a.example"].dropped == {"not-article": 8}
    assert parts.hosts["www.a.example"].answers == 2
    assert sum(parts.time_classes) == 3
    assert parts.total().articles == 30
    assert parts.records == {"request": 2}


def test_sites_beyond_the_limit_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SITES", 3)
    figures = made_figures(f"{n}.example" for n in range(10))
    assert len(figures.sites) == 4
    assert figures.sites[OTHER_SITES].articles == 10  # `made_figures` sets, and does not add
    joined = Figures()
    for _ in range(2):
        joined.join(made_figures(f"{n}.example" for n in range(3)))
    joined.join(made_figures(["x.example", "y.example"]))
    assert joined.sites[OTHER_SITES].articles == 20
    assert joined.total().articles == 80


def test_a_counter_has_no_end_of_keys() -> None:
    site = SiteFigures()
    for n in range(500):
        count(site.dropped, f"price-{n}")
    assert len(site.dropped) == 61
    assert site.dropped["other"] == 440
    assert site.dropped.total() == 500


def test_the_pages_of_the_lowest_ranks_are_kept_whatever_the_order() -> None:
    pages = [PageToCheck(n / 100, f"https://example.org/{n}", "", "") for n in range(50)]
    kept: list[PageToCheck] = []
    for page in (*pages[25:], *pages[:25], PageToCheck(0.0, "https://example.org/" + "a" * 5_000, "", "")):
        keep_page(kept, page)
    assert kept == pages[:4]


def test_the_largest_sites_come_first() -> None:
    figures = made_figures(["b.example", "a.example"])
    figures.site("c.example").articles = 99
    assert [name for name, _ in by_size(figures.sites)] == ["c.example", "a.example", "b.example"]


def test_mean_and_slowest_answers() -> None:
    figures = Figures()
    for seconds in (0.05, 0.25, 45.0):
        figures.add_response_time("example.org", seconds)
    host = figures.hosts["example.org"]
    assert (host.answers, round(host.mean_s, 1), host.slowest_s) == (3, 15.1, 45.0)
    assert figures.time_classes == [1, 0, 1, 0, 0, 0, 0, 0, 1]


def test_pages_keep_the_archive_they_are_in() -> None:
    site = SiteFigures()
    at_byte = PageToCheck(0.3, "https://example.org/a", "a.warc.gz at byte 7", "probability 0.30", offset=7)
    without = PageToCheck(0.4, "https://example.org/b", "b.html", "probability 0.40")
    site.unlikely += [at_byte, without]
    site.change_pages(lambda page: page.of_archive("/dumps/a.warc.gz"))
    kept = SiteFigures.from_dict(json.loads(json.dumps(site.to_dict()))).unlikely
    assert [(page.archive, page.offset) for page in kept] == [("/dumps/a.warc.gz", 7), ("", None)]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_page_knows_its_file_below_what_was_asked_for() -> None:
    page = PageToCheck(0.3, "https://example.org/a", "2026/a.zip/b.html at byte 0", "", offset=0)
    assert (page.path, page.below("s3://news/dumps/").archive) == (
        "2026/a.zip/b.html",
        "s3://news/dumps/2026/a.zip/b.html",
    )
    live = PageToCheck(0.3, "https://example.org/a", "", "")
    assert (live.path, live.below("/dumps").archive) == ("", "")
