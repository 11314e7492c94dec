"""Whole replays into a folder are in tests/crawls; here is what a run says before and around them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.archives.remote_path import RemotePath
from newsspider.archives.types import ReadOptions
from newsspider.errors import RemoteError, SettingError
from newsspider.feeds.paths import shown_path
from newsspider.replaying.archive_states import feed_fingerprint
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run import DONE, INCOMPLETE, ReplayOptions, replay_into
from newsspider.replaying.run_folder import manifest_path, run_folder, work_root
from newsspider.version import __version__
from tests.replaying.made import planned


def test_workers_that_cannot_start_end_the_run_with_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    settings = Settings({"ITEM_PIPELINES": {"no.such.Pipeline": 300}})
    options = ReplayOptions([str(tmp_path / "a.html")], tmp_path / "out", {}, workers=1, quiet=True)
    assert replay_into(options, settings) == INCOMPLETE
    errors = [record.getMessage() for record in caplog.records if record.name.startswith("newsspider")]
    assert "Workers cannot start" in errors[-1]


class _Unreachable(RemoteOut):
    def fetch(self) -> None:
        pass

    def feeds(self) -> frozenset[str]:
        return frozenset()

    def send_run(self) -> None:
        raise RemoteError(str(self.target), "it does not answer")


def test_what_stops_a_run_is_told_where_its_folder_cannot_be_reached_either(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    remote = _Unreachable(RemotePath("memory://feeds"), tmp_path / "out")
    settings = Settings({"ITEM_PIPELINES": {"no.such.Pipeline": 300}})
    source = [str(tmp_path / "a.html")]
    options = ReplayOptions(source, tmp_path / "out", {}, workers=1, quiet=True, remote=remote)
    assert replay_into(options, settings) == INCOMPLETE
    assert "Workers cannot start" in caplog.messages[-1]


def test_settings_that_make_no_sense_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    options = ReplayOptions([str(tmp_path / "a.html")], tmp_path / "out", {})
    with pytest.raises(SettingError, match="NEWSSPIDER_REPLAY_CHUNK_BYTES"):
        replay_into(options, Settings({"NEWSSPIDER_REPLAY_CHUNK_BYTES": "many"}))


@pytest.mark.parametrize(
    ("out", "reason"), [("out", "is a file; name a folder"), ("out/b", "out is not a folder")]
)
def test_an_output_folder_that_cannot_be_made(tmp_path: Path, out: str, reason: str) -> None:
    (tmp_path / "out").write_text("a file")
    (tmp_path / "a.html").write_text("<p>A")
    with pytest.raises(SettingError, match=reason):
        replay_into(ReplayOptions([str(tmp_path / "a.html")], tmp_path / out, {}), Settings())


@pytest.mark.parametrize(("source", "out"), [("none", "out"), ("dumps", "dumps"), ("dumps", ".")])
def test_a_run_that_cannot_begin_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, source: str, out: str
) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.html").write_text("<p>A")
    before = sorted(tmp_path.rglob("*"))
    assert replay_into(ReplayOptions([str(tmp_path / source)], tmp_path / out, {}), Settings()) == INCOMPLETE
    assert sorted(tmp_path.rglob("*")) == before
    assert len(caplog.messages) == 1


def test_a_file_in_the_way_of_a_feed_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source, out = tmp_path / "a.html", tmp_path / "out"
    source.write_text("<p>A")
    options = ReplayOptions([str(source)], out, {}, quiet=True)
    (archive,) = planned([str(source)], out, "jsonl", {}, ReadOptions()).archives
    out.mkdir(exist_ok=True)
    (out / archive.feed).write_text("mine")
    assert replay_into(options, Settings()) == INCOMPLETE
    reason = "in the way of a feed, and no feed that _run knows: move it, or name another folder"
    assert caplog.messages == [f"{shown_path(out) / archive.feed}: {reason}"]
    assert (out / archive.feed).read_text() == "mine"


def test_a_run_that_only_keeps_outdated_feeds_says_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    source, out = tmp_path / "a.html", tmp_path / "out"
    source.write_text("<p>A")
    work_root(out).mkdir(parents=True)
    (archive,) = planned([str(source)], out, "jsonl", {}, ReadOptions()).archives
    (out / archive.feed).touch()
    row = {"feed": archive.feed, "state": archive.state, "version": __version__, "settings": "others"}
    counts = {"digest": "", "articles": 0, "rejected": {}}
    Manifest(manifest_path(out)).add(archive, {**row, **counts})
    assert replay_into(ReplayOptions([str(source)], out, {}), Settings()) == DONE
    assert capsys.readouterr().err.splitlines() == [
        "Nothing was replayed: 0 feeds are up to date, 1 is outdated and was kept.",
        "a.html: its feed was made with other settings or filters: kept; use --redo to replay it again",
    ]
    assert not caplog.messages
    assert replay_into(ReplayOptions([str(source)], out, {}, quiet=True), Settings()) == DONE
    assert caplog.messages == [
        "a.html: its feed was made with other settings or filters: kept; use --redo to replay it again"
    ]


def out_with(tmp_path: Path, **row: object) -> Path:
    """Return an output folder in which a.html is done."""
    source, out = tmp_path / "dumps" / "a.html", tmp_path / "out"
    source.parent.mkdir(exist_ok=True)
    source.write_text("<p>A")
    run_folder(out).mkdir(parents=True)
    (archive,) = planned([str(source)], out, "jsonl", {}, ReadOptions()).archives
    (out / archive.feed).touch()
    made = {"state": archive.state, "version": __version__, "settings": feed_fingerprint(Settings(), {}).settings}
    counts = {"digest": "", "articles": 0, "rejected": {}}
    Manifest(manifest_path(out)).add(archive, {**made, **counts, **row})
    return out


def test_a_strict_run_fails_where_an_archive_has_rejects(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    out = out_with(tmp_path, rejected={"damaged": 1000, "digest": 1})
    source = str(tmp_path / "dumps" / "a.html")
    assert replay_into(ReplayOptions([source], out, {}), Settings()) == DONE
    assert replay_into(ReplayOptions([source], out, {}, strict=True), Settings()) == INCOMPLETE
    assert [record.getMessage() for record in caplog.records] == [
        f"1,001 rejected, listed in {run_folder(out) / 'rejects.jsonl'}"
    ]


def test_a_strict_run_without_rejects_is_a_success(tmp_path: Path) -> None:
    out = out_with(tmp_path)
    source = str(tmp_path / "dumps" / "a.html")
    assert replay_into(ReplayOptions([source], out, {}, strict=True), Settings()) == DONE


def test_an_archive_that_is_gone_from_its_folder_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = out_with(tmp_path, source=str(tmp_path / "dumps"), path="b.warc")
    options = ReplayOptions([str(tmp_path / "dumps")], out, {}, quiet=True)
    manifest = Manifest(manifest_path(out))
    assert manifest.gone([tmp_path / "dumps"], []) == ["b.warc"]
    assert manifest.gone([tmp_path / "others"], []) == []
    (tmp_path / "dumps" / "b.warc").touch()
    assert manifest.gone([tmp_path / "dumps"], []) == []
    (tmp_path / "dumps" / "b.warc").unlink()
    (tmp_path / "dumps" / "a.html").unlink()
    assert replay_into(options, Settings()) == INCOMPLETE
    gone, no_file = [record.getMessage() for record in caplog.records]
    assert gone.endswith("no file in this folder can be read")
    assert no_file == "b.warc: gone; its feed is kept"


def test_the_fault_of_a_source_is_the_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = out_with(tmp_path)
    sources = [str(tmp_path / "nothing"), str(tmp_path / "dumps" / "a.html")]
    handler = logging.StreamHandler()
    logging.getLogger().addHandler(handler)
    try:
        assert replay_into(ReplayOptions(sources, out, {}), Settings()) == INCOMPLETE
    finally:
        logging.getLogger().removeHandler(handler)
    first, _, last = capsys.readouterr().err.splitlines()
    assert first == f"{tmp_path / 'nothing'}: no such file or folder"
    assert last == "1 source could not be read (see above)"
