from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import BaseSettings

from newsspider.report.retry_command import ListedRejects, free_name, list_in_folder, list_of_run


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_list_of_a_crawl_into_a_folder_is_tried_again_into_that_folder(tmp_path: Path) -> None:
    out = tmp_path / "feeds"
    for run in (out / "_run", out / "_run" / "host-7"):  # the second is of one process of many
        settings = BaseSettings(
            {
                "FEEDS": {str(out / "articles-1.jsonl"): {}},
                "NEWSSPIDER_REJECTS_PATH": str(run / "rejects.jsonl"),
                "NEWSSPIDER_REPORT_PATH": str(run / "report.html"),
            }
        )
        path = str((run / "rejects.jsonl").relative_to(tmp_path))
        assert list_of_run(settings) == ListedRejects(path, ("--out", "feeds"))


def test_a_list_elsewhere_is_still_tried_again_into_the_folder(tmp_path: Path) -> None:
    settings = BaseSettings(
        {
            "FEEDS": {str(tmp_path / "feeds" / "articles-1.jsonl"): {}},
            "NEWSSPIDER_REJECTS_PATH": "mine.jsonl",
            "NEWSSPIDER_REPORT_PATH": str(tmp_path / "feeds" / "_run" / "report.html"),
        }
    )
    assert list_of_run(settings) == ListedRejects("mine.jsonl", ("--out", "feeds"))


def test_a_run_with_one_feed_has_another_feed_for_what_is_tried_again(tmp_path: Path) -> None:
    settings = BaseSettings({"FEEDS": {"articles.jsonl": {}}, "NEWSSPIDER_REJECTS_PATH": "rejects.jsonl"})
    assert list_of_run(settings) == ListedRejects("rejects.jsonl", ("-O", "again.jsonl"))
    (tmp_path / "again.jsonl").touch()  # it may be what this run wrote: -O would empty it
    assert list_of_run(settings) == ListedRejects("rejects.jsonl", ("-O", "again-2.jsonl"))


def test_a_run_without_a_list_has_none() -> None:
    assert list_of_run(BaseSettings({"NEWSSPIDER_REJECTS_PATH": ""})) is None


def test_a_replay_into_a_folder_has_another_folder_for_what_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "_run" / "rejects.jsonl"
    assert list_in_folder(path) == ListedRejects("feeds/_run/rejects.jsonl", ("--out", "again"))
    (tmp_path / "again").mkdir()
    assert list_in_folder(path).into == ("--out", free_name("again")) == ("--out", "again-2")


def test_a_path_that_cannot_be_copied_gives_no_command() -> None:
    assert ListedRejects("a\x1b[31m.jsonl", ("--out", "again")).command(is_crawl=True) == ""
