from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from newsspider.replaying.jobs import Archive
from newsspider.replaying.judge import judged
from newsspider.replaying.maker import Maker
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.reading import content_digest
from tests.replaying.made import archive_of

MAKER = Maker("1.0", "abc")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.html").write_text("<p>A")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.html.jsonl").touch()
    return archive_of(tmp_path / "a.html", tmp_path / "out")


def judgement(archive: Archive, out: Path, **row: Any) -> str:
    manifest = Manifest(out / "manifest.jsonl")
    made = {"state": archive.state, "digest": content_digest(archive), "version": "1.0", "settings": "abc"}
    manifest.add(archive, {**made, **row})
    found = judged([archive], manifest, MAKER, out)
    return found.outdated[0][1] if found.outdated else ("done" if found.done else "to do")


def test_what_is_done_and_what_is_not(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert judged([archive], Manifest(out / "manifest.jsonl"), MAKER, out).to_do == [archive]
    assert judgement(archive, out) == "done"
    assert judgement(archive, out, failed="three workers died") == "to do"
    assert judgement(archive, out, version="0.9") == "its feed was made by newsspider 0.9"
    assert judgement(archive, out, settings="def") == "its feed was made with other settings"
    assert judgement(archive, out, feed="a.html.parquet") == "its feed is of another format"
    assert judgement(archive, out, state="4 1", digest="sha256:0") == "it has changed since its feed was made"


def test_a_file_that_was_only_touched_is_the_same(archive: Archive, tmp_path: Path) -> None:
    os.utime(tmp_path / "a.html", (1, 1))
    touched = archive_of(tmp_path / "a.html", tmp_path / "out")
    assert touched.state != archive.state
    assert judgement(touched, tmp_path / "out", state=archive.state) == "done"
    row = Manifest(tmp_path / "out" / "manifest.jsonl").row(touched)
    assert row is not None
    assert row["state"] == touched.state


def test_a_feed_that_is_gone(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out" / "a.html.jsonl").unlink()
    assert judgement(archive, tmp_path / "out") == "its feed is gone"
