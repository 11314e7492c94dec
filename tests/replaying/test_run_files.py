from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsspider.errors import SourceError
from newsspider.replaying.finish import DROPPED, archive_figures_path, archive_rejects_path, kept_path
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.plan import Plan
from newsspider.replaying.run_files import RunFiles
from newsspider.replaying.run_folder import (
    all_dropped_path,
    all_rejects_path,
    manifest_path,
    report_path,
    run_folder,
    work_root,
)
from newsspider.report.figures import Figures
from tests.replaying.made import archive_of


def files_of(out: Path) -> tuple[RunFiles, Manifest]:
    work_root(out).mkdir(parents=True)
    manifest = Manifest(manifest_path(out))
    return RunFiles(out, manifest, None, None, datetime.now(UTC), 3.6), manifest


def test_rejects_of_all_archives_stand_in_one_file_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    out = tmp_path / "out"
    files, manifest = files_of(out)
    for name in ("b.html", "a.html"):
        (tmp_path / name).write_text("<p>A")
        archive = archive_of(tmp_path / name, out)
        manifest.add(archive, {"failed": "at another time"})
        archive_rejects_path(archive.work).write_text(json.dumps({"path": name}) + "\n")
    assert files.write(Plan(), has_new=False) is None
    rejects = all_rejects_path(out).read_text()
    assert [json.loads(line)["path"] for line in rejects.splitlines()] == ["a.html", "b.html"]
    assert not (run_folder(out) / "report.json").exists()


def test_what_is_joined_already_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[object] = []

    def copy(source: Any, target: Any, _: int) -> None:
        copies.append(source)
        target.write(source.read())

    monkeypatch.setattr("shutil.copyfileobj", copy)
    out = tmp_path / "out"
    files, manifest = files_of(out)
    (tmp_path / "a.html").write_text("<p>A")
    archive = archive_of(tmp_path / "a.html", out)
    manifest.add(archive, {"articles": 0})
    kept, path = kept_path(archive.work, DROPPED), all_dropped_path(out)
    for rows, is_new in (("one", True), ("one", False), ("two", True), ("three", True)):
        if is_new:
            kept.write_text(f'{{"reason": "{rows}"}}\n')
            os.utime(kept, ns=(time.time_ns(), time.time_ns()))  # the clock of files may stand still for a moment
        copies.clear()
        assert files.write(Plan(), has_new=False) is None
        assert path.read_text() == kept.read_text()
        os.utime(path, ns=(time.time_ns(), time.time_ns()))
        assert bool(copies) is is_new
    ready = kept.with_name("ready")
    ready.write_text(kept.read_text().replace("three", "seven"))
    os.utime(ready, ns=(0, 0))
    ready.replace(kept)  # after a kill, what the last run has written
    assert files.write(Plan(), has_new=False) is None
    assert path.read_text() == kept.read_text()
    path.write_text("")  # by somebody else
    assert files.write(Plan(), has_new=False) is None
    assert path.read_text() == kept.read_text()


def test_the_report_names_what_could_not_be_read(tmp_path: Path) -> None:
    files, _ = files_of(tmp_path / "out")
    plan = Plan(faults=[SourceError("/dumps/a.warc", "no such file or folder")])
    assert files.write(plan, has_new=True) is None
    report = (run_folder(tmp_path / "out") / "report.json").read_text()
    assert "/dumps/a.warc: no such file" in report
    assert json.loads(report)["seconds"] == 3.6  # that of the replay, as the terminal says


def test_what_cannot_be_written_is_returned(tmp_path: Path) -> None:
    files, _ = files_of(tmp_path / "out")
    (run_folder(tmp_path / "out") / "report.json").mkdir()
    assert isinstance(files.write(Plan(), has_new=True), OSError)


def test_the_report_names_the_list_of_rejects_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files, manifest = files_of(tmp_path / "feeds")
    (tmp_path / "a.html").write_text("<p>A")
    archive = archive_of(tmp_path / "a.html", tmp_path / "feeds")
    manifest.add(archive, {"articles": 0})
    figures = Figures()
    figures.site("example.org").rejected["damaged"] = 1
    archive_figures_path(archive.work).write_text(json.dumps(figures.to_dict()))
    assert files.write(Plan(), has_new=True) is None
    page = report_path(tmp_path / "feeds").read_text()
    assert "<code>newsspider replay feeds/_run/rejects.jsonl --out again</code>" in page
