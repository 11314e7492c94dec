from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import ArchivedPage, JsonFields, open_source
from newsspider.archives.types import ReadOptions
from newsspider.http import TextDumpResponse
from tests.archives.builders import LIMIT_BYTES, page, read_all, zstd

ROWS = [
    {"url": "https://example.org/0", "raw_html": page(0).decode(), "fetch_time": "2024-05-06T07:08:09Z"},
    {"source_url": "https://example.org/1", "maintext": "Die Fähre läuft wieder aus.", "title": "Fähre"},
]


@pytest.mark.parametrize("packed", [bytes, gzip.compress, zstd.compress])
def test_lines(tmp_path: Path, packed: Callable[[bytes], bytes]) -> None:
    rows = [json.dumps(row).encode() + b"\n" for row in ROWS]
    (tmp_path / "dump.txt").write_bytes(packed(b"".join(rows)))
    (first, second), rejects, skipped = read_all(tmp_path / "dump.txt")
    assert (rejects, skipped) == ([], [])
    assert type(first.response) is HtmlResponse
    assert (first.response.url, first.response.body) == ("https://example.org/0", page(0))
    assert first.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert isinstance(second.response, TextDumpResponse)
    assert (second.response.url, second.response.text) == ("https://example.org/1", "Die Fähre läuft wieder aus.")
    assert (second.source.kind, second.source.path, second.source.offset) == ("json", "dump.txt", len(rows[0]))
    assert second.captured is None


def test_an_array(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ROWS, indent=4))
    assert [one.response.url for one in read_all(tmp_path / "a.json")[0]] == [
        "https://example.org/0",
        "https://example.org/1",
    ]


def test_objects_without_a_page_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"url": "a"}\n{"text": "Text"}\n{"text": ""}\n')
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (len(pages), rejects, skipped) == (1, [], ["no-page-field"] * 2)


def test_a_file_in_which_no_field_is_known_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"story": "Text", "at": 5}\n' * 2)
    pages, (reject,), skipped = read_all(tmp_path / "a")
    assert (pages, skipped) == ([], ["no-page-field"] * 2)
    assert (reject.code, reject.path) == ("unreadable", "a")
    assert "story, at" in reject.reason
    (own,) = (open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES, json_fields=JsonFields(text=("story",)))),)
    first = next(own)
    assert isinstance(first, ArchivedPage)
    assert first.response.text == "Text"


def test_a_broken_line_does_not_hide_that_no_field_is_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"story": "Text"}\n{"story"\n')
    _, rejects, _ = read_all(tmp_path / "a")
    assert [(one.code, one.offset) for one in rejects] == [("damaged", 18), ("unreadable", 0)]


def test_a_page_over_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("".join(json.dumps({"url": n, "text": "ü" * n}) + "\n" for n in (50, 51, 9)))
    pages, (reject,), _ = read_all(tmp_path / "a", max_page_bytes=100)
    assert [len(one.response.text) for one in pages] == [50, 9]
    assert reject.code == "too-large"


def test_control_characters_that_a_program_did_not_escape(tmp_path: Path) -> None:
    text = "Die\tF\u00e4hre l\u00e4uft wieder aus, sagte die Reederei am Abend.\t"
    rows = "".join(f'{{"url": "https://example.org/{n}", "text": "{text}"}}\n' for n in range(2))
    (tmp_path / "a").write_text(rows, "utf-8")
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.response.text for one in pages] == [text, text]
    assert rejects == []


def test_a_sequence_of_json_texts(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("".join(f"\x1e{json.dumps(row)}\n" for row in ROWS))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.response.url for one in pages] == ["https://example.org/0", "https://example.org/1"]
    assert rejects == []
