"""Feeds of ours among the sources: their lines are articles already."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives import ArchivedPage, JsonFields, PageFilter, ReadOptions, open_source
from newsspider.archives.feed_lines import page_of_line
from newsspider.items import Source
from tests.archives.builders import read_all, zstd

LINE: dict[str, Any] = {
    "url": "https://n.example/storm",
    "headline": "Storm hits coast",
    "articleBody": "It blew all night.",
    "articleBodyHtml": "<p>It blew <em>all</em> night.</p>",
    "images": [{"caption": "The pier", "width": 640}],
    "metadata": {
        "dateDownloaded": "2026-11-03T12:00:00Z",
        "source": {"kind": "warc", "path": "a.warc.gz", "offset": 512},
        "fieldSources": {"headline": "json-ld"},
        "extractor": "newsspider 0.1.0",
    },
}


@pytest.mark.parametrize("packed", [bytes, gzip.compress, zstd.compress])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_line_is_an_article(tmp_path: Path, packed: Callable[[bytes], bytes], indent: int | None) -> None:
    (tmp_path / "feed").write_bytes(packed(json.dumps([LINE, LINE], indent=indent).encode()))
    (first, second), rejects, skipped = read_all(tmp_path / "feed")
    assert (rejects, skipped) == ([], [])
    assert first.article == second.article == LINE
    assert first.captured == datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert (first.response.url, first.response.text) == (LINE["url"], LINE["articleBodyHtml"])
    assert (second.source.kind, second.source.path) == ("json", "feed")


def test_an_article_without_body_is_one_too(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps({"metadata": LINE["metadata"]}))
    (found,), _, skipped = read_all(tmp_path / "feed.jsonl")
    assert skipped == []
    assert (found.response.url, found.response.body) == ("", b"")


@pytest.mark.parametrize(
    "metadata",
    [None, "newsspider 0.1.0", {"extractor": "other 1.0"}, {"extractor": 1}, {"source": {"kind": "live"}}],
)
def test_what_others_wrote_is_a_page(tmp_path: Path, metadata: Any) -> None:
    (tmp_path / "dump.jsonl").write_text(json.dumps({**LINE, "metadata": metadata}))
    (found,), _, _ = read_all(tmp_path / "dump.jsonl")
    assert found.article is None
    assert found.response.text == LINE["articleBody"]


def test_named_fields_ask_for_the_text_to_be_read_again(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps(LINE))
    options = ReadOptions(json_fields=JsonFields(html=("articleBodyHtml",)))
    (found,) = open_source(tmp_path / "feed.jsonl", options)
    assert isinstance(found, ArchivedPage)
    assert found.article is None
    assert found.response.text == LINE["articleBodyHtml"]


def test_filters_hold_for_articles(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps(LINE))
    for wanted, reason in (
        (PageFilter(domains=frozenset({"other.example"})), "domain"),
        (PageFilter(until=datetime(2026, 11, 1, tzinfo=UTC)), "date"),
    ):
        skipped: list[str] = []
        found = list(open_source(tmp_path / "feed.jsonl", ReadOptions(wanted=wanted), skipped.append))
        assert (found, skipped) == ([], [reason])


@pytest.mark.parametrize("other", ["{", "[1]", '{"mood": "calm"}', 5])
def test_the_column_of_other_fields_joins_the_others(other: Any) -> None:
    page = page_of_line({"headline": "Storm", "other": other}, Source(kind="parquet"))
    mood = {"headline": "Storm", "mood": "calm"}
    assert page.article == (mood if other == '{"mood": "calm"}' else {"headline": "Storm", "other": other})


def test_an_empty_column_of_other_fields_is_no_field() -> None:
    assert page_of_line({"headline": "Storm", "other": None}, Source(kind="parquet")).article == {
        "headline": "Storm"
    }


def test_odd_urls_and_half_characters_break_nothing() -> None:
    line = {"url": "https://n.example/\ud800", "articleBody": "a\udc00"}
    page = page_of_line(line, Source(kind="json"))
    assert (page.response.url, page.response.body) == ("https://n.example/?", b"a?")
    assert page_of_line({"url": 5, "articleBody": []}, Source(kind="json")).response.url == ""
