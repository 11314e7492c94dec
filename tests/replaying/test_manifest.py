from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsspider.errors import SettingError
from newsspider.replaying.manifest import Manifest
from tests.replaying.made import archive_of


def test_rows_are_kept_replaced_and_put_in_order(tmp_path: Path) -> None:
    archives = []
    for name in ("b.html", "a.html", "c\udcff.html"):
        (tmp_path / name).write_text("<p>A")
        archives.append(archive_of(tmp_path / name, tmp_path / "out"))
    path = tmp_path / "manifest.jsonl"
    manifest = Manifest(path)
    for archive in reversed(archives):
        manifest.add(archive, {"articles": 1})
    manifest.add(archives[1], {"articles": 2})
    assert len(path.read_bytes().splitlines()) == 4
    again = Manifest(path)
    assert again.row(archives[1]) == {
        "feed": "a.html.jsonl",
        "source": str(tmp_path / "a.html"),
        "path": "a.html",
        "articles": 2,
    }
    assert again.row(archives[2]) is not None
    again.compact(archives)
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [row["path"] for row in rows] == ["b.html", "a.html", "c\udcff.html"]
    written = path.stat().st_mtime_ns
    Manifest(path).compact(archives[::-1])
    assert path.stat().st_mtime_ns == written


def test_a_line_that_was_not_written_to_its_end_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    archive = archive_of(tmp_path / "a.html", tmp_path / "out")
    path = tmp_path / "manifest.jsonl"
    Manifest(path).add(archive, {"articles": 1})
    sound = path.read_bytes()
    path.write_bytes(sound + b'{"feed": "b.ht')
    assert len(Manifest(path).rows()) == 1
    assert path.read_bytes() == sound
    path.write_bytes(b"[1]\n" + sound)
    with pytest.raises(SettingError, match=r"manifest.jsonl:1: not a row of a manifest"):
        Manifest(path)
