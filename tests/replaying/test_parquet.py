from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from newsspider.errors import SettingError
from newsspider.feeds.schema import schema_of
from newsspider.fields import FIELDS
from newsspider.replaying.parquet import OTHER, article_columns, require_pyarrow, write_parquet


def test_its_absence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingError, match=r"newsspider\[parquet\]"):
        require_pyarrow()


def test_columns_are_the_feeds_fields_down_to_the_last_part() -> None:
    arrow = pytest.importorskip("pyarrow")
    schema = schema_of(FIELDS)

    def compare(column: Any, form: Any) -> None:
        form = schema["$defs"][form["$ref"].rpartition("/")[2]] if "$ref" in form else form
        if arrow.types.is_list(column):
            assert form["type"] == "array"
            compare(column.value_type, form["items"])
        elif arrow.types.is_struct(column):
            assert {field.name for field in column} == set(form["properties"])
            for field in column:
                compare(field.type, form["properties"][field.name])
        else:
            kinds = {"integer": "int64", "number": "double", "boolean": "bool", "object": "map"}
            assert str(column).partition("<")[0] == kinds.get(form.get("type", "string"), "string")

    columns = {field.name: field.type for field in article_columns(arrow)}
    assert columns.pop(OTHER) == arrow.string()
    assert columns.keys() == schema["properties"].keys()
    for name, column in columns.items():
        compare(column, schema["properties"][name])


def test_the_same_lines_give_the_same_bytes_and_nothing_is_lost(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    lines = [
        {
            "headline": "One",
            "authors": [{"name": "Ana"}],
            "metadata": {"fieldSources": {"headline": "h1"}, "probability": 0.5},
        },
        {"headline": "Two", "wordCount": 3, "price": 7},
    ]
    for name in ("a", "b"):
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
        write_parquet([tmp_path / name], tmp_path / f"{name}.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    one, two = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert one["authors"] == [{"name": "Ana", "nameRaw": None, "url": None, "type": None}]
    assert one["metadata"]["fieldSources"] == [("headline", "h1")]
    assert (two["wordCount"], two[OTHER]) == (3, '{"price": 7}')
