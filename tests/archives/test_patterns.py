from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.archives.patterns import expanded, is_pattern, matches
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.requested import Requested
from newsspider.errors import SourceError

STORAGE = StorageOptions()


def located(*sources: str) -> list[str]:
    return [str(found) for found in Requested(sources).located(STORAGE)]


def test_patterns_find_files_by_name_and_their_own_name_wins(tmp_path: Path) -> None:
    for name in ("2024/b.warc", "2024/a.warc", "2023/c.warc", "x[1].warc", "2024/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [Path(one).relative_to(tmp_path).as_posix() for one in located(f"{tmp_path}/**/*.warc")]
    assert found == ["2023/c.warc", "2024/a.warc", "2024/b.warc", "x[1].warc"]
    assert located(f"{tmp_path}/x[1].warc") == [f"{tmp_path}/x[1].warc"]
    (missing,) = Requested([f"{tmp_path}/*.zip"]).located(STORAGE)
    assert isinstance(missing, SourceError)
    assert missing.reason == "no file matches this pattern"


def test_in_a_web_address_a_question_mark_begins_a_query() -> None:
    for url, is_one in (("https://host/a?b=1", False), ("https://host/*.warc", True), ("s3://b/a?.warc", True)):
        assert is_pattern(url, RemotePath(url)) is is_one


def test_the_folder_of_a_pattern_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "[a]").mkdir()
    (tmp_path / "[a]" / "b.warc").touch()
    assert matches("*.warc", str(tmp_path / "[a]")) == [tmp_path / "[a]" / "b.warc"]
    with pytest.raises(SourceError, match="no file matches"):
        matches("*.zip", str(tmp_path / "[a]"))


def test_a_tilde_is_the_home_folder_unless_a_file_has_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~a").touch()
    assert [expanded(one) for one in ("~/dumps", "~a", "a~")] == ["/home/ana/dumps", "~a", "a~"]


def test_what_runs_keep_beside_feeds_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("out/a.jsonl", "out/_run/manifest.jsonl", "out/_run/rejects.jsonl", "others/_run/b.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert matches(f"{tmp_path}/**/*.jsonl") == [tmp_path / "others/_run/b.jsonl", tmp_path / "out/a.jsonl"]
    assert matches(f"{tmp_path}/out/_run/re*") == [tmp_path / "out/_run/rejects.jsonl"]
    assert matches(f"{tmp_path}/*/*") == [tmp_path / "out/a.jsonl"]
    with pytest.raises(SourceError, match="no file matches"):
        matches(f"{tmp_path}/out/*/*.jsonl")
    monkeypatch.chdir(tmp_path / "out")
    assert matches("**/*.jsonl") == [Path("a.jsonl")]
