from __future__ import annotations

import doctest
import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml.html import parse
from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage, open_source
from newsspider.explain.configured import Explainer
from newsspider.report import explained_pages as module
from newsspider.report.explained_pages import Explaining, explain_pages, worst_pages
from newsspider.report.figures import Figures, PageToCheck, keep_page
from newsspider.report.kept_pages import KeptPages
from newsspider.report.pages_to_check import ExplainedPages
from newsspider.spiders.written_files import explain_folder
from tests.crawls.replays import write_warc


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "dumps" / "a.warc.gz"
    write_warc(path, range(6))
    return path


def kept(archive: str | Path) -> Iterator[PageToCheck]:
    """Yield the pages of an archive, the first as the worst."""
    for number, found in enumerate(open_source(archive)):
        assert isinstance(found, ArchivedPage)
        offset = found.source.offset
        place = f"{Path(archive).name} at byte {offset}"
        yield PageToCheck(number / 100, found.response.url, place, "probability 0.40", str(archive), offset)


def figures_of(*pages: PageToCheck) -> Figures:
    figures = Figures()
    for page in pages:
        keep_page(figures.site("example.org").unlikely, page)
    return figures


def explained(report: Path, figures: Figures, number: str = "20", *, recorded: str = "") -> ExplainedPages:
    settings = BaseSettings({"NEWSSPIDER_REPORT_EXPLAIN": number})
    return explain_pages(
        report, "Pages to look at", figures, 1.0, Explaining(settings=settings, recorded=recorded)
    )


def names(report: Path) -> list[str]:
    folder = explain_folder(report)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_worst_pages_are_explained_beside_the_report_and_lead_back_to_it(tmp_path: Path, warc: Path) -> None:
    report, pages = tmp_path / "report.html", list(kept(warc))[:3]
    found = explained(report, figures_of(*pages))
    assert [found[page.key].href for page in pages] == [f"report-explain/page-{n}.html" for n in (1, 2, 3)]
    shown = parse(str(tmp_path / found[pages[1].key].href)).getroot()
    text = shown.text_content()
    assert "The ferry opens again 1" in text
    assert "Kept, but may not be articles: probability 0.40" in text
    assert f"newsspider explain {warc} --at {pages[1].offset}" in text
    assert shown.xpath("//nav//@href") == ["page-1.html", "../report.html", "index.html", "page-3.html"]
    assert explained(report, figures_of(*pages), "1").keys() == {pages[0].key}
    assert names(report) == ["index.html", "page-1.html"]
    assert explained(report, figures_of(*pages), "0") == {}
    assert names(report) == []


def test_a_short_run_explains_none_unless_it_is_told_to(tmp_path: Path, warc: Path) -> None:
    assert explained(tmp_path / "report.html", figures_of(*kept(warc)), "auto") == {}
    assert not explain_folder(tmp_path / "report.html").exists()


def test_pages_that_cannot_be_had_keep_their_commands_alone(tmp_path: Path, warc: Path) -> None:
    there, other, *_ = kept(warc)
    gone = PageToCheck(0.0, "https://example.org/x", "b.warc at byte 7", "", str(tmp_path / "b.warc"), 7)
    changed = PageToCheck(0.0, "https://example.org/x", other.place, "", other.archive, other.offset)
    live = PageToCheck(0.0, "https://example.org/live", "", "five-links")
    remote = PageToCheck(0.0, "https://example.org/r", "r.warc at byte 7", "", "http://127.0.0.1:9/r.warc", 7)
    figures = figures_of(there)
    for page in (gone, changed, live, remote):
        keep_page(figures.site("example.net").failed, page)
    assert explained(tmp_path / "report.html", figures).keys() == {there.key}
    assert len([page for _, page in worst_pages(figures)]) == 5
    warc.unlink()
    assert explained(tmp_path / "report.html", figures) == {}
    assert names(tmp_path / "report.html") == []


def test_pages_of_a_recorded_crawl_are_found_by_their_addresses(tmp_path: Path, warc: Path) -> None:
    live = PageToCheck(0.3, "https://example.org/4", "", "five-links")
    missing = PageToCheck(0.4, "https://example.org/40", "", "five-links")
    figures = figures_of(live, missing)
    for recorded in (warc.parent, warc):
        found = explained(tmp_path / "report.html", figures, recorded=str(recorded))
        assert found.keys() == {live.key}
        assert found[live.key].page.archive == str(warc)
        text = parse(str(tmp_path / found[live.key].href)).getroot().text_content()
        assert "The bridge opens again 4" in text
        assert f"newsspider explain {warc} --at {found[live.key].page.offset}" in text
    assert explained(tmp_path / "report.html", figures, recorded=str(tmp_path / "nowhere")) == {}


def test_nothing_that_goes_wrong_fails_the_run(
    tmp_path: Path, warc: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    report, pages = tmp_path / "report.html", list(kept(warc))[:3]
    of_explainer = Explainer.explanation

    def broken(self: Explainer, page: ArchivedPage, only: Sequence[str] = ()) -> object:
        if page.response.url == pages[0].address:
            raise ZeroDivisionError
        if page.response.url == pages[2].address:
            raise KeyboardInterrupt
        return of_explainer(self, page, only)

    monkeypatch.setattr(Explainer, "explanation", broken)
    assert explained(report, figures_of(*pages)).keys() == {pages[1].key}
    assert "ZeroDivisionError" in caplog.text
    assert "Stopped explaining pages" in caplog.text
    caplog.clear()
    (explain_folder(report) / "index.html").write_text("mine")
    assert explained(report, figures_of(*pages)) == {}
    assert [(one.levelno, one.message.partition(":")[0]) for one in caplog.records] == [
        (logging.WARNING, "The report explains no pages")
    ]
    assert (explain_folder(report) / "index.html").read_text() == "mine"


def test_the_time_is_bounded(tmp_path: Path, warc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = list(kept(warc))
    monkeypatch.setattr(module, "_MIN_S", 0.0)
    monkeypatch.setattr(module, "_SHARE_OF_RUN", 0.0)
    assert explained(tmp_path / "report.html", figures_of(*pages), "auto") == {}
    assert len(explained(tmp_path / "report.html", figures_of(*pages), "2")) == 2  # as many as were asked for
    monkeypatch.setattr(module, "_MAX_PAGE_BYTES", 10)
    assert explained(tmp_path / "report.html", figures_of(*pages)) == {}


def test_loading_what_explains_pages_does_not_count(
    tmp_path: Path, warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_settings = KeptPages.of

    def of_slowly(settings: BaseSettings, recorded: str) -> KeptPages:
        time.sleep(0.6)  # as on a busy machine
        return of_settings(settings, recorded)

    monkeypatch.setattr(KeptPages, "of", of_slowly)
    monkeypatch.setattr(module, "_MIN_S", 0.0)
    monkeypatch.setattr(module, "_SHARE_OF_RUN", 0.5)
    pages = list(kept(warc))
    assert pages[0].key in explained(tmp_path / "report.html", figures_of(*pages), "auto")
