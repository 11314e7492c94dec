from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.errors import SettingError
from newsspider.replaying.remote_out import RemoteOut, remote_out
from newsspider.replaying.run_folder import all_rejects_path, manifest_path, work_root

fsspec = pytest.importorskip("fsspec")
KEY = "0123456789ab" * 2


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    for name in system.ls("/", detail=False):
        system.rm(name, recursive=True)


def out_at(folder: Path) -> RemoteOut:
    return RemoteOut(RemotePath("memory://feeds"), folder)


def test_a_feed_that_was_sent_is_at_the_url_and_no_more_on_disk(tmp_path: Path, memory: Any) -> None:
    out = out_at(tmp_path)
    assert out.feeds() == frozenset()
    feed = tmp_path / "2024" / "a.warc.gz.jsonl"
    feed.parent.mkdir()
    feed.write_text("{}\n")
    out.move(feed)
    out.move(feed)  # as after a kill
    assert out.feeds() == {"2024/a.warc.gz.jsonl"}
    assert memory.cat("/feeds/2024/a.warc.gz.jsonl") == b"{}\n"
    assert not feed.exists()
    out.remove("2024/a.warc.gz.jsonl")
    out.remove("2024/a.warc.gz.jsonl")
    assert out.feeds() == frozenset()


@pytest.mark.usefixtures("memory")
def test_another_machine_knows_what_is_done(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    work_root(here).mkdir(parents=True)
    manifest_path(here).write_text("{}\n")
    all_rejects_path(here).write_text("[]\n")
    (work_root(here) / f"{KEY}.rejects").write_text("one")
    out_at(here).send_run()
    out_at(here).send(work_root(here) / f"{KEY}.rejects")
    out_at(there).fetch()
    kept = (manifest_path(there), all_rejects_path(there), work_root(there) / f"{KEY}.rejects")
    assert [path.read_text() for path in kept] == ["{}\n", "[]\n", "one"]


@pytest.mark.usefixtures("memory")
def test_machines_that_take_turns_keep_each_others_rows(tmp_path: Path) -> None:
    rows = {name: json.dumps({"feed": f"{name}.jsonl", "source": "s", "path": name}) for name in "abc"}
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, names in ((here, "ab"), (there, "bc")):
        work_root(folder).mkdir(parents=True)
        manifest_path(folder).write_text("".join(f"{rows[name]}\n" for name in names))
    (work_root(here) / f"{KEY}.rejects").write_text("one")
    out_at(here).send_run()
    out_at(here).send(work_root(here) / f"{KEY}.rejects")
    for _ in range(2):
        out_at(there).fetch()
        assert manifest_path(there).read_text().splitlines() == [rows[name] for name in "bca"]
    assert (work_root(there) / f"{KEY}.rejects").read_text() == "one"
    (work_root(there) / f"{KEY}.rejects").write_text("mine")
    out_at(there).fetch()
    assert (work_root(there) / f"{KEY}.rejects").read_text() == "mine"
    assert {path.name for path in manifest_path(there).parent.iterdir()} == {"manifest.jsonl", "work"}


def test_only_what_runs_keep_is_fetched(tmp_path: Path, memory: Any) -> None:
    kept = f"_run/work/{KEY}.figures"
    names = (
        f"_run/work/../../../{KEY}.rejects",
        f"_run/work/a/{KEY}.rejects",
        "_run/x.rejects",
        "_run/work/x.rejects",
    )
    memory.pipe({f"/feeds/{name}": b"{}" for name in (*names, kept, "_run/manifest.jsonl")})
    out = tmp_path / "one" / "two"
    out_at(out).fetch()
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert there == {f"one/two/{kept}", "one/two/_run/manifest.jsonl"}


def test_the_web_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingError, match="https:// cannot be written"):
        remote_out("https://host/feeds", StorageOptions())
    first, second = (remote_out(url, StorageOptions()) for url in ("s3://one/feeds/", "s3://two/feeds"))
    assert first.target.url == "s3://one/feeds"
    assert first.local.parent == tmp_path / ".scrapy" / "newsspider"
    assert first.local != second.local
