from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider.errors import SettingError
from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.replaying.archive_states import (
    FeedFingerprint,
    across_archives,
    archives_to_do,
    classify_archives,
    feed_fingerprint,
)
from newsspider.replaying.jobs import Archive
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.reading import content_digest
from newsspider.replaying.run_folder import manifest_path, run_folder
from newsspider.replaying.summary import failure_line
from newsspider.version import __version__
from tests.replaying.made import archive_of

FINGERPRINT = FeedFingerprint("1.0", "abc")


def has_feed(out: Path) -> Callable[[str], bool]:
    return lambda name: (out / name).exists()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.html").write_text("<p>A")
    run_folder(tmp_path / "out").mkdir(parents=True)
    (tmp_path / "out" / "a.html.jsonl").touch()
    return archive_of(tmp_path / "a.html", tmp_path / "out")


def state_of(archive: Archive, out: Path, **row: Any) -> str:
    manifest = Manifest(manifest_path(out))
    made = {"state": archive.state, "digest": content_digest(archive), "version": "1.0", "settings": "abc"}
    manifest.add(archive, {**made, **row})
    found = classify_archives([archive], manifest, FINGERPRINT, has_feed(out))
    return found.outdated[0][1] if found.outdated else ("done" if found.done else "to do")


def test_what_is_done_and_what_is_not(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert classify_archives([archive], Manifest(manifest_path(out)), FINGERPRINT, has_feed(out)).to_do == [
        archive
    ]
    assert state_of(archive, out) == "done"
    assert state_of(archive, out, failed="three workers died") == "to do"
    assert state_of(archive, out, version="0.9") == "its feed was made by newsspider 0.9"
    assert state_of(archive, out, settings="def") == "its feed was made with other settings or filters"
    (out / "a.html.parquet").touch()
    assert state_of(archive, out, feed="a.html.parquet") == "its feed has another format"
    assert (
        state_of(archive, out, state="4 1", digest="sha256:0") == "the archive has changed since its feed was made"
    )


def test_nothing_is_made_beside_feeds_of_another_format(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out"
    manifest = Manifest(manifest_path(out))
    made = {"state": archive.state, "digest": content_digest(archive), "version": "1.0", "settings": "abc"}
    manifest.add(archive, {**made, "feed": "a.html.csv", "pages": 1, "articles": 1})
    (out / "a.html.csv").touch()
    unread, new = (replace(archive, name=name) for name in ("b.html", "c.html"))
    manifest.add(unread, {**made, "feed": "b.html.csv", "pages": 0, "articles": 0, "rejected": {"damaged": 1}})
    (out / "b.html.csv").touch()
    found = classify_archives([archive, unread, new], manifest, FINGERPRINT, has_feed(out))
    assert ([one for one, _ in found.outdated], found.waiting) == ([archive, unread], [new])
    assert archives_to_do(found, redo=False) == []
    assert sorted(one.name for one in archives_to_do(found, redo=True)) == ["a.html", "b.html", "c.html"]
    alone = classify_archives([unread], manifest, FINGERPRINT, has_feed(out))
    assert alone.to_do == [unread]  # there is nothing to keep
    assert failure_line([], [], ["c.html"]) == (
        "c.html: not replayed, since the feeds that are there have another format: use --redo, or another folder"
    )


def test_of_what_nothing_was_read_there_is_nothing_to_keep(archive: Archive, tmp_path: Path) -> None:
    changed = {"state": "4 1", "digest": "sha256:0", "pages": 0, "articles": 0}
    assert state_of(archive, tmp_path / "out", **changed, rejected={"unreadable": 1}) == "to do"
    assert "has changed" in state_of(archive, tmp_path / "out", **changed, rejected={})
    rejected = {**changed, "pages": 1}
    assert "has changed" in state_of(archive, tmp_path / "out", **rejected, rejected={"too-large": 1})


def test_what_has_changed_is_named(archive: Archive, tmp_path: Path) -> None:
    changed = {"state": "4 1", "digest": "sha256:0"}
    folder = replace(archive, is_list=True, file=tmp_path / "list")
    listed = replace(archive, refers_to="0 1", state=f"{archive.state} 0 1")
    (tmp_path / "list").write_bytes(b"")
    out = tmp_path / "out"
    assert state_of(folder, out, **changed) == "what is in it has changed since its feed was made"
    expected = "this list, or a file that it names, has changed since its feed was made"
    assert state_of(listed, out, **changed) == expected


def test_a_file_that_was_only_touched_is_the_same(archive: Archive, tmp_path: Path) -> None:
    os.utime(tmp_path / "a.html", (1, 1))
    touched = archive_of(tmp_path / "a.html", tmp_path / "out")
    assert touched.state != archive.state
    assert state_of(touched, tmp_path / "out", state=archive.state) == "done"
    row = Manifest(manifest_path(tmp_path / "out")).row(touched)
    assert row is not None
    assert row["state"] == touched.state


def test_a_feed_that_is_gone(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out" / "a.html.jsonl").unlink()
    assert state_of(archive, tmp_path / "out") == "to do"
    found = classify_archives(
        [archive], Manifest(manifest_path(tmp_path / "out")), FINGERPRINT, has_feed(tmp_path / "out")
    )
    assert found.missing == [archive]


PIPELINE = "newsspider.pipelines.normalize.NormalizePipeline"


def digest(arguments: dict[str, str] | None = None, **settings: object) -> str:
    return feed_fingerprint(Settings(settings), arguments or {}).settings


def test_what_shows_in_a_feed_changes_the_digest() -> None:
    plain = digest()
    assert plain == digest() == digest(NEWSSPIDER_MIN_PROBABILITY=0.5)
    assert plain == digest(LOG_LEVEL="DEBUG", NEWSSPIDER_REJECTS_PATH="x.jsonl")
    others = [
        digest(NEWSSPIDER_MIN_PROBABILITY=0.4),
        digest(FEED_EXPORT_FIELDS=["url"]),
        digest(ITEM_PIPELINES={PIPELINE: 300}),
        digest({"since": "2024-01-01"}),
    ]
    assert len({plain, *others}) == 5
    assert digest(ITEM_PIPELINES={PIPELINE: 300}) == digest(ITEM_PIPELINES={NormalizePipeline: 300})
    assert feed_fingerprint(Settings(), {}).key == f"{__version__} {plain}"


def test_corrections_count_by_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("a = 1")
    first = digest(NEWSSPIDER_CORRECTIONS=str(path))
    path.write_text("a = 2")
    assert digest(NEWSSPIDER_CORRECTIONS=str(path)) != first
    path.unlink()
    assert digest(NEWSSPIDER_CORRECTIONS=str(path)) != first


def test_duplicates_across_archives_are_marked_or_dropped() -> None:
    assert across_archives(Settings({"NEWSSPIDER_DUPLICATES_ACROSS": True, "NEWSSPIDER_DUPLICATES": "mark"}))
    assert not across_archives(Settings({"NEWSSPIDER_DUPLICATES": "mark"}))
    with pytest.raises(SettingError, match="NEWSSPIDER_DUPLICATES must say what to do"):
        across_archives(Settings({"NEWSSPIDER_DUPLICATES_ACROSS": True}))
