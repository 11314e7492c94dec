"""Formats that are made of finished lines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from newsspider.commands.replay import FORMATS
from newsspider.errors import SettingError
from newsspider.replaying.converted import check_requirements, is_converted, write_converted
from newsspider.replaying.jobs import FeedFormat

LINES = [{"headline": "One", "price": 7}, {"headline": "Two", "authors": [{"name": "Ana"}]}]


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "0.part", tmp_path / "1.part"]
    for path, line in zip(paths, LINES, strict=True):
        path.write_text(json.dumps(line) + "\n")
    return paths


NEEDS: Mapping[FeedFormat, str] = {"parquet": "pyarrow"}


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.startswith("jsonl")])
def test_the_same_lines_give_the_same_bytes(parts: list[Path], tmp_path: Path, form: FeedFormat) -> None:
    pytest.importorskip(NEEDS.get(form, "json"))
    check_requirements(form)
    for name in ("a", "b"):
        write_converted(parts, tmp_path / name, form)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert form == "parquet" or b"Two" in (tmp_path / "a").read_bytes()
    assert is_converted(form)
    assert not is_converted("jsonl.gz")


def test_the_command_knows_every_format_and_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(FORMATS) == set(get_args(FeedFormat))
    for module in NEEDS.values():
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for form in NEEDS:
        with pytest.raises(SettingError, match=f"{form}: needs the extra"):
            check_requirements(form)


def test_a_table_has_an_articles_columns_and_the_fields_that_are_asked_for(
    parts: list[Path], tmp_path: Path
) -> None:
    write_converted(parts, tmp_path / "a.csv", "csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        one, two = csv.DictReader(file)
    assert (one["headline"], one["other"], two["authors.name"]) == ("One", '{"price":7}', "Ana")
    write_converted(parts, tmp_path / "b.csv", "csv", {"headline": "title"})
    assert (tmp_path / "b.csv").read_bytes() == b"title\r\nOne\r\nTwo\r\n"


def test_parquet_knows_renamed_fields(parts: list[Path], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_converted(parts, tmp_path / "b", "parquet", {"headline": "title"})
    assert parquet.read_table(tmp_path / "b").to_pylist() == [
        {"title": "One", "other": None},
        {"title": "Two", "other": None},
    ]
