"""Writes the report of a run: a page for people, a file for programs beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsspider.report.explained_pages import Explaining, explain_pages
from newsspider.report.history import RunReport, earlier_runs


def write_report(path: Path, report: RunReport, explaining: Explaining | None = None) -> int:
    """Write the report's page to `path` and its figures beside it, as `report.json` for `report.html`.

    What that file said of earlier runs is kept. Readers see the old files or the new ones, never a part. With
    `explaining` the worst pages are explained in a folder beside it; returns how many are.
    """
    from newsspider.report.page import report_page  # noqa: PLC0415  (drawing is needed once, when a run ends)

    figures_path = path.with_name(f"{path.stem}.json")
    if figures_path == path:
        figures_path = path.with_name(f"{path.name}.json")
    whole = replace(report, earlier=earlier_runs(figures_path, report.began))
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(figures_path, whole.to_json())
    if explaining is not None:
        title = f"Pages to look at · {report.title} of {report.began:%-d %B %Y, %H:%M UTC}"
        whole = replace(whole, explained=explain_pages(path, title, report.figures, report.seconds, explaining))
    _put(path, report_page(whole))
    return len(whole.explained)


def _put(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(content)
    unfinished.replace(path)
