"""The add-on: one line, and what a project sets itself wins."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from scrapy.extensions.feedexport import FeedExporter
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.misc import load_object

from newsspider.addon import PIPELINES, SPIDER_MODULES, NewsspiderAddon
from newsspider.feeds.export import ArticleFeedExporter
from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.settings import FEED_EXPORTERS, NEWSSPIDER_DEFAULTS

ROOT = Path(__file__).parents[1]


def settings_with(**own: Any) -> Settings:
    settings = Settings(own)
    NewsspiderAddon().update_settings(settings)
    return settings


def test_an_empty_project_gets_everything() -> None:
    settings = settings_with()
    assert dict(settings["ITEM_PIPELINES"]) == PIPELINES
    assert dict(settings["FEED_EXPORTERS"]) == FEED_EXPORTERS
    assert settings["FEED_EXPORT_ENCODING"] == "utf-8"
    for name, value in NEWSSPIDER_DEFAULTS.items():
        assert settings[name] == value


def test_a_project_has_the_spiders_too_and_its_own_win() -> None:
    settings = Settings({"SPIDER_MODULES": ["tests.own"]})
    for _ in range(2):
        NewsspiderAddon.update_pre_crawler_settings(settings)
    # Of two spiders with one name Scrapy takes the one that it finds later.
    assert settings.getlist("SPIDER_MODULES") == [*SPIDER_MODULES, "tests.own"]
    settings = Settings({"SPIDER_MODULES": ["newsspider.spiders"]})
    NewsspiderAddon.update_pre_crawler_settings(settings)
    assert settings.getlist("SPIDER_MODULES") == ["newsspider.spiders"]


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
    assert settings["FEED_EXPORTERS"]["json"] == FEED_EXPORTERS["json"]
    assert settings["FEED_EXPORT_ENCODING"] == "latin-1"
    assert settings["NEWSSPIDER_MIN_PROBABILITY"] == 0.9


def test_a_spiders_choice_of_the_same_priority_stays() -> None:
    settings = BaseSettings()
    settings.set("NEWSSPIDER_DROP_DUPLICATES", True, priority="addon")
    NewsspiderAddon().update_settings(settings)
    assert settings.getbool("NEWSSPIDER_DROP_DUPLICATES")


def test_applied_twice_it_is_applied_once() -> None:
    settings = settings_with()
    NewsspiderAddon().update_settings(settings)
    assert dict(settings["ITEM_PIPELINES"]) == PIPELINES


def test_feeds_are_exported_by_ours_unless_the_project_has_another() -> None:
    def exports(settings: Settings) -> list[object]:
        chosen = settings.getwithbase("EXTENSIONS").items()
        found = [load_object(one) for one, order in chosen if order is not None]
        return [one for one in found if issubclass(one, FeedExporter)]

    theirs = "scrapy.extensions.feedexport.FeedExporter"
    assert exports(settings_with()) == [ArticleFeedExporter]
    assert exports(settings_with(EXTENSIONS={FeedExporter: 5})) == [ArticleFeedExporter]
    assert exports(settings_with(EXTENSIONS={theirs: None})) == []


def test_docs_and_defaults_agree() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(NEWSSPIDER_\w+)` \| (?:`([^`]+)` )?\|", text, re.MULTILINE))
    assert documented == {name: str(value) for name, value in NEWSSPIDER_DEFAULTS.items()}


def test_the_code_reads_the_settings_of_the_table_and_no_others() -> None:
    read: set[str] = set()
    for path in (ROOT / "newsspider").rglob("*.py"):
        if path.name != "settings.py":
            read |= set(re.findall(r'"(NEWSSPIDER_[A-Z_]+)"', path.read_text("utf-8")))
    assert read == {*NEWSSPIDER_DEFAULTS, "NEWSSPIDER_PURE"}  # the latter of the environment: imports ask for it


def stat_names(path: Path) -> set[str]:
    """Return the stats that a module writes, with "<>" for what is only known when it runs."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    written = {
        name
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"inc_value", "set_value"}
        for name in texts_of(call.args[0])
    }
    counted = {
        name
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "_count"
        for name in texts_of(call.args[0])
    }
    if not counted:
        return written
    (prefix,) = (name.removesuffix("<>") for name in written if name.count("/") == 2 and name.endswith("/<>"))
    return {f"{prefix}{name}" for name in counted} | {name for name in written if name != f"{prefix}<>"}


def texts_of(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*texts_of(node.body), *texts_of(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "<>" for part in node.values)]
    return [str(node.value)] if isinstance(node, ast.Constant) else []


def test_the_code_writes_the_stats_of_the_table_and_no_others() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    columns = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `newsspider/")]
    documented = {re.sub(r"<\w+>", "<>", name) for column in columns for name in re.findall(r"`([^`]+)`", column)}
    written = set().union(*(stat_names(path) for path in (ROOT / "newsspider").rglob("*.py")))
    assert documented == {name for name in written if name.startswith("newsspider/")}
