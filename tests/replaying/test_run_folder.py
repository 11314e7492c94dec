from __future__ import annotations

import os
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.errors import SettingError
from newsspider.replaying.locks import replay_lock
from newsspider.replaying.run import ReplayOptions, replay_into
from newsspider.replaying.run_folder import adopt_older_layout, manifest_path, run_folder, work_root


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return an output folder as earlier versions left it."""
    work = tmp_path / ".replay" / "0123"
    work.mkdir(parents=True)
    (work / "0.checkpoint").write_text("{}")
    (tmp_path / ".replay" / "lock").touch()
    (tmp_path / ".replay" / "4567.rejects").write_text('{"path": "a.warc"}\n')
    (tmp_path / "manifest.jsonl").write_text('{"feed": "a.warc.jsonl", "source": "/a.warc", "path": "a.warc"}\n')
    (tmp_path / "rejects.jsonl").touch()
    (tmp_path / "a.warc.jsonl").touch()
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


MOVED = ["_run/manifest.jsonl", "_run/rejects.jsonl", "_run/work/0123/0.checkpoint", "_run/work/4567.rejects"]


def test_files_of_an_earlier_version_move_to_where_they_belong(older: Path) -> None:
    work_root(older).mkdir(parents=True)
    adopt_older_layout(older)
    assert files(older) == [*MOVED, "a.warc.jsonl"]
    assert not (older / ".replay").exists()


def test_a_move_that_was_interrupted_goes_on(older: Path) -> None:
    work_root(older).mkdir(parents=True)
    (older / "manifest.jsonl").rename(manifest_path(older))
    (older / ".replay" / "0123").rename(work_root(older) / "0123")
    adopt_older_layout(older)
    assert files(older) == [*MOVED, "a.warc.jsonl"]


def test_what_an_earlier_version_wrote_after_a_move_is_the_newer(older: Path) -> None:
    for name in ("_run/work/0123", "_run/logs", "logs"):
        (older / name).mkdir(parents=True)
    for name in ("_run/work/0123/9.checkpoint", "_run/work/4567.rejects", "_run/logs/1.log", "logs/2.log"):
        (older / name).write_text("before")
    other = '{"feed": "b.jsonl", "source": "/b", "path": "b"}\n'
    manifest_path(older).write_text(other)
    added = (older / "manifest.jsonl").read_text()
    adopt_older_layout(older)
    assert files(older) == ["_run/logs/2.log", *MOVED, "a.warc.jsonl"]
    assert (work_root(older) / "4567.rejects").read_text() == '{"path": "a.warc"}\n'
    assert manifest_path(older).read_text() == other + added


def test_a_run_goes_on_in_a_folder_of_an_earlier_version(older: Path) -> None:
    assert replay_into(ReplayOptions([], older, {}, quiet=True), Settings()) == 0
    assert set(MOVED) < set(files(older))


@pytest.mark.skipif(os.name != "posix", reason="no locks there")
def test_while_an_earlier_version_writes_nothing_moves(older: Path) -> None:
    with replay_lock(older, older / ".replay"), pytest.raises(SettingError, match="another replay is writing"):
        replay_into(ReplayOptions([], older, {}), Settings())
    assert (older / "manifest.jsonl").exists()


def test_feeds_of_a_live_crawl_are_left_alone(tmp_path: Path) -> None:
    run_folder(tmp_path).mkdir()
    (run_folder(tmp_path) / "state.sqlite").touch()
    with pytest.raises(SettingError, match="has the feeds of a live crawl"):
        replay_into(ReplayOptions([], tmp_path, {}), Settings())
