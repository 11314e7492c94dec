"""Where a crawl keeps its state, and what it notes of the run that begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.settings import with_defaults
from newsspider.spiders.crawl_arguments import read_arguments
from newsspider.spiders.crawl_state import _SAME_SETTINGS, open_state, output_lengths, terms_of
from tests.pipelines.crawlers import crawler_with


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(("form", "continues"), [("jsonl", True), ("json", False)])
def test_a_run_knows_whether_its_feeds_can_go_on(
    tmp_path: Path, form: str, continues: bool, overwrite: bool
) -> None:
    feeds = {str(tmp_path / f"articles.{form}"): {"format": form, "overwrite": overwrite}}
    store, run = open_state(
        with_defaults(Settings({"FEEDS": feeds})), read_arguments({"urls": "https://example.org/"})
    )
    assert run.continues is continues
    store.close()


def test_terms_are_what_settings_say_however_they_are_written() -> None:
    arguments = read_arguments({"urls": "https://example.org/"})
    slots = {"example.org": {"delay": 1.0}}
    as_values = Settings({"DOWNLOAD_DELAY": 2.0, "ROBOTSTXT_OBEY": False, "DOWNLOAD_SLOTS": slots})
    as_texts = Settings(
        {"DOWNLOAD_DELAY": "2", "ROBOTSTXT_OBEY": "0", "DOWNLOAD_SLOTS": json.dumps(slots)}, priority="cmdline"
    )
    terms, same = (terms_of(with_defaults(settings), arguments) for settings in (as_values, as_texts))
    assert terms == same
    assert terms != terms_of(with_defaults(Settings({"DOWNLOAD_DELAY": 3.0})), arguments)
    assert " object at " not in str(terms)
    for reservations in (("tdm", "noindex"), "noindex,tdm", frozenset({"noindex", "tdm"})):
        settings = with_defaults(Settings({"NEWSSPIDER_OBEY_RESERVATIONS": reservations}))
        assert terms_of(settings, arguments).settings["NEWSSPIDER_OBEY_RESERVATIONS"] == '["noindex", "tdm"]'
    assert terms.settings.keys() > _SAME_SETTINGS.keys()


def test_the_state_knows_the_lengths_of_the_lists_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind them stands what is told again after a kill."""
    dropped, rejects = tmp_path / "dropped.jsonl", tmp_path / "rejects.jsonl"
    dropped.write_text('{"reason": "list"}\n')
    rejects.write_text('{"feed": "others.jsonl", "code": "empty", "reason": ""}\n')
    crawler = crawler_with(
        NEWSSPIDER_DROPPED_PATH=dropped,
        NEWSSPIDER_SKIPPED_PATH=str(tmp_path / "skipped.jsonl"),
        NEWSSPIDER_REJECTS_PATH=str(rejects),
    )
    pipeline = RejectFilePipeline.from_crawler(crawler)
    monkeypatch.setattr(crawler, "get_item_pipeline", lambda _: pipeline)  # it has no engine
    assert output_lengths(crawler) == {
        str(dropped): 19,
        str(tmp_path / "skipped.jsonl"): 0,
        json.dumps([str(rejects), None]): 0,
    }
