"""The add-on: one line, and what a project sets itself wins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from newsspider.addon import EXPORTERS, PIPELINES, NewsspiderAddon
from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.settings import NEWSSPIDER_DEFAULTS

ROOT = Path(__file__).parents[1]


def settings_with(**own: Any) -> Settings:
    settings = Settings(own)
    NewsspiderAddon().update_settings(settings)
    return settings


def test_an_empty_project_gets_everything() -> None:
    settings = settings_with()
    assert dict(settings["ITEM_PIPELINES"]) == PIPELINES
    assert dict(settings["FEED_EXPORTERS"]) == EXPORTERS
    assert settings["FEED_EXPORT_ENCODING"] == "utf-8"
    for name, value in NEWSSPIDER_DEFAULTS.items():
        assert settings[name] == value


def test_what_the_project_sets_wins() -> None:
    path = "newsspider.pipelines.rejects.RejectFilePipeline"
    settings = settings_with(
        ITEM_PIPELINES={path: None},
        FEED_EXPORTERS={
            "jsonl": "scrapy.exporters.JsonLinesItemExporter",
            "own": "scrapy.exporters.CsvItemExporter",
        },
        FEED_EXPORT_ENCODING="latin-1",
        NEWSSPIDER_MIN_PROBABILITY=0.9,
    )
    assert settings["ITEM_PIPELINES"][path] is None
    assert RejectFilePipeline not in settings["ITEM_PIPELINES"]
    assert settings["FEED_EXPORTERS"]["jsonl"] == "scrapy.exporters.JsonLinesItemExporter"
    assert settings["FEED_EXPORTERS"]["json"] is EXPORTERS["json"]
    assert settings["FEED_EXPORT_ENCODING"] == "latin-1"
    assert settings["NEWSSPIDER_MIN_PROBABILITY"] == 0.9


def test_applied_twice_it_is_applied_once() -> None:
    settings = settings_with()
    NewsspiderAddon().update_settings(settings)
    assert dict(settings["ITEM_PIPELINES"]) == PIPELINES


def test_docs_and_defaults_agree() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(NEWSSPIDER_\w+)` \| `([^`]*)` \|", text, re.MULTILINE))
    assert documented == {name: str(value) for name, value in NEWSSPIDER_DEFAULTS.items()}


def test_the_code_reads_the_settings_of_the_table_and_no_others() -> None:
    read: set[str] = set()
    for path in (ROOT / "newsspider").rglob("*.py"):
        if path.name != "settings.py":
            read |= set(re.findall(r'"(NEWSSPIDER_[A-Z_]+)"', path.read_text("utf-8")))
    assert read == set(NEWSSPIDER_DEFAULTS)
