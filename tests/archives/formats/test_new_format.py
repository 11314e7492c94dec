"""The worked example in docs/contributing.md, where its reader would put it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.archives import ArchivedPage, formats, open_source
from newsspider.archives.formats import known_formats
from newsspider.archives.types import ReadOptions
from newsspider.items import Reject
from tests.archives.builders import zipped
from tests.crawls.scrapy_process import json_lines, run_scrapy

DOCUMENT = Path(__file__).parents[3] / "docs" / "contributing.md"
SENTENCE = "The ferry to the island sails again after the storm, the company said on Monday evening. "


def example() -> str:
    section = DOCUMENT.read_text("utf-8").split("## A new format: one file")[1].split("\n## ")[0]
    (code,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return str(code)


def collection(*headlines: str, sentences: int = 8) -> bytes:
    text = "\n".join([SENTENCE * sentences] * 3)
    documents = (
        f"<DOC>\n<DOCNO> A-{n} </DOCNO>\n<HEAD>{h}</HEAD>\n<TEXT>\n{text}\n</TEXT>\n</DOC>\n"
        for n, h in enumerate(headlines)
    )
    return "".join(documents).encode()


@pytest.fixture
def in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the example beside the other formats."""
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "trec.py").write_text(example())
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path / "formats")])
    known_formats.cache_clear()
    yield
    known_formats.cache_clear()


@pytest.mark.usefixtures("in_the_package")
def test_a_module_in_the_folder_of_formats_is_enough(tmp_path: Path) -> None:
    packed = {"a.trec": collection("One", "Two"), "b.gz": gzip.compress(collection("Three"))}
    (tmp_path / "a.zip").write_bytes(zipped(packed))
    found = list(open_source(tmp_path / "a.zip", ReadOptions(1 << 20)))
    pages = [one for one in found if isinstance(one, ArchivedPage)]
    assert [one.response.text.partition("\n")[0] for one in pages] == ["One", "Two", "Three"]
    assert [(one.source.kind, one.source.path, one.source.offset) for one in pages] == [
        ("trec", "a.zip/a.trec", 0),
        ("trec", "a.zip/a.trec", len(collection("One"))),
        ("trec", "a.zip/b.gz", 0),
    ]


@pytest.mark.usefixtures("in_the_package")
def test_a_page_over_the_limit_is_a_reject_as_in_other_formats(tmp_path: Path) -> None:
    (tmp_path / "a.trec").write_bytes(collection("Long") + collection("Short", sentences=1))
    large, small = open_source(tmp_path / "a.trec", ReadOptions(1000))
    assert isinstance(large, Reject)
    assert (large.code, large.offset) == ("too-large", 0)
    assert isinstance(small, ArchivedPage)


def test_a_setting_is_enough_in_a_project(tmp_path: Path) -> None:
    (tmp_path / "myproject").mkdir()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = myproject.settings\n")
    (tmp_path / "myproject" / "settings.py").write_text('NEWSSPIDER_FORMATS = ["myproject.trec.FORMAT"]\n')
    (tmp_path / "myproject" / "trec.py").write_text(example())
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.trec").write_bytes(collection("The ferry sails again", "The mayor opens the bridge"))
    (tmp_path / "dumps" / "b.trec").write_bytes(collection("The school is closed"))
    asked = ("-s", "NEWSSPIDER_MIN_PROBABILITY=0")
    done = run_scrapy(tmp_path, "replay", "dumps", "-O", "feed.jsonl", *asked)
    assert done.returncode == 0, done.stderr
    assert [row["headline"] for row in json_lines(tmp_path / "feed.jsonl")] == [
        "The ferry sails again",
        "The mayor opens the bridge",
        "The school is closed",
    ]
    done = run_scrapy(tmp_path, "replay", "dumps", "--out", "feeds", "--workers", "1", *asked)
    assert done.returncode == 0, done.stderr
    feeds = {path.name: len(json_lines(path)) for path in (tmp_path / "feeds").glob("*.trec.jsonl")}
    assert feeds == {"a.trec.jsonl": 2, "b.trec.jsonl": 1}
