from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from newsspider.report.figures import Figures
from newsspider.report.history import EarlierRun, RunReport, earlier_runs
from newsspider.report.write import write_report
from tests.report.made_figures import BEGAN, HOSTILE, hostile_figures, made_figures, made_report


def at(day: int, figures: Figures) -> RunReport:
    return RunReport(title="Crawl", began=BEGAN + timedelta(days=day), seconds=1.0, figures=figures)


def test_each_run_keeps_what_the_earlier_ones_gave(tmp_path: Path) -> None:
    path = tmp_path / "_run" / "report.html"
    for day in range(40):
        write_report(path, at(day, made_figures(articles=day + 1)))
    form = json.loads((tmp_path / "_run" / "report.json").read_bytes())
    assert [run["articles"] for run in form["earlier"]] == [2 * n for n in range(10, 40)]
    assert form["summary"]["articles"] == 80
    assert form["sites"]["example.org"]["skipped"] == {"off-site": 7}
    # The same run again, as when it is written every few minutes, is no run before itself.
    write_report(path, at(39, made_figures(articles=50)))
    form = json.loads((tmp_path / "_run" / "report.json").read_bytes())
    assert [run["articles"] for run in form["earlier"]][-1] == 78


def test_a_field_that_is_gone_is_told() -> None:
    before = at(0, made_figures()).as_earlier()
    now = made_figures(["example.org", "example.net", "new.example"])
    del now.sites["example.org"].fields["datePublished"]
    now.sites["new.example"].fields.clear()
    report = made_report(now, [before])
    assert report.warnings == ["example.org: none of 10 articles has datePublished; last time 100% had it"]


def test_a_site_that_gives_nothing_any_more_is_told_unless_nothing_is_new() -> None:
    names = [f"{name}.example" for name in ("changed", "quiet", "known", "down", "replayed", "gone")]
    before = at(0, made_figures(names)).as_earlier()
    now = Figures()
    now.site("changed.example").fetched = now.site("changed.example").fruitless = 9
    now.site("quiet.example").fetched = 9
    now.site("quiet.example").dropped["not-article"] = 9
    now.site("known.example").skipped["known"] = 30
    now.site("down.example").rejected["timeout"] = 1
    now.site("replayed.example").dropped["not-article"] = 10
    warned = [line.partition(":")[0] for line in made_report(now, [before]).warnings]
    assert sorted(warned) == ["changed.example", "down.example", "replayed.example"]


def test_of_few_articles_nothing_is_told() -> None:
    few = made_figures(articles=2)
    for site in few.sites.values():
        site.fields.clear()
    assert made_report(few, [at(0, made_figures()).as_earlier()]).warnings == []
    assert made_report(made_figures(), [at(0, few).as_earlier()]).warnings == []
    # Between them was a run with few articles, which says nothing.
    lost = made_figures()
    del lost.sites["example.org"].fields["authors"]
    between = [at(0, made_figures()).as_earlier(), at(1, few).as_earlier()]
    assert len(made_report(lost, between).warnings) == 1


def test_a_rare_field_may_be_absent() -> None:
    before = made_figures()
    before.sites["example.org"].fields["agency"] = 4
    assert made_report(made_figures(), [at(0, before).as_earlier()]).warnings == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b'{"form": 1}', b'{"form": 2, "earlier": [], "summary": {}}', b"[" * 100_000,
     b'{"form": 1, "earlier": [5], "summary": {}}', b'{"form": 1, "earlier": [], "summary": {"sites": {"a": []}}}'],
)  # fmt: skip
def test_a_damaged_history_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "report.json").write_bytes(content)
    assert earlier_runs(tmp_path / "report.json", BEGAN) == []
    write_report(tmp_path / "report.html", at(0, made_figures()))
    assert (tmp_path / "report.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_hostile_names_come_through_the_file(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", at(0, hostile_figures()))
    (run,) = earlier_runs(tmp_path / "report.json", BEGAN + timedelta(days=1))
    assert list(run.sites) == [HOSTILE]
    assert EarlierRun.from_dict(run.to_dict()) == run
