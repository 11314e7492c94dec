"""Parquet: typed columns without maps, and nothing lost."""

from __future__ import annotations

import builtins
import io
import json
from typing import Any

import pytest

from newsspider.errors import SettingError
from newsspider.feeds import parquet_feed
from newsspider.feeds.columns import OTHER
from newsspider.feeds.parquet_feed import ArticleParquetExporter, arrow_schema, require_pyarrow
from newsspider.feeds.schema import schema_of
from newsspider.fields import FIELDS
from newsspider.items import Article, Author, Metadata


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
        if arrow.types.is_list(column) and form["type"] == "object":
            assert [field.name for field in column.value_type] == ["key", "value"]
            compare(column.value_type.field("value").type, form["additionalProperties"])
        elif arrow.types.is_list(column):
            assert form["type"] == "array"
            compare(column.value_type, form["items"])
        elif arrow.types.is_struct(column):
            assert {field.name for field in column} == set(form["properties"])
            for field in column:
                compare(field.type, form["properties"][field.name])
        else:
            kinds = {"integer": "int64", "number": "double", "boolean": "bool"}
            assert str(column) == kinds.get(form.get("type", "string"), "string")

    columns = {field.name: field.type for field in arrow_schema()}
    assert columns.pop(OTHER) == arrow.string()
    assert columns.keys() == schema["properties"].keys()
    for name, column in columns.items():
        compare(column, schema["properties"][name])


def written(*items: Any, **kwargs: Any) -> bytes:
    file = io.BytesIO()
    exporter = ArticleParquetExporter(file, **kwargs)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def rows(*items: Any, **kwargs: Any) -> list[dict[str, Any]]:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(io.BytesIO(written(*items, **kwargs))).to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in found]


def test_an_article_is_a_row() -> None:
    article = Article(
        headline="One",
        authors=[Author(name="Ana")],
        isAccessibleForFree=False,
        metadata=Metadata(fieldSources={"headline": "h1"}, validationMessages={"url": ["odd"]}),
    )
    (row,) = rows(article)
    assert row["authors"] == [{"name": "Ana", "nameRaw": None, "url": None, "type": None}]
    assert row["metadata"]["fieldSources"] == [{"key": "headline", "value": "h1"}]
    assert row["metadata"]["validationMessages"] == [{"key": "url", "value": ["odd"]}]
    assert row["isAccessibleForFree"] is False
    assert written(article) == written(article.to_dict()) == written(article)


@pytest.mark.parametrize(
    "misfit",
    [
        {"wordCount": "two"},
        {"wordCount": 2**64},
        {"wordCount": True},
        {"keywords": "sea"},
        {"keywords": ["sea", 1]},
        {"authors": [{"name": "Ana", "email": "ana@example.org"}]},
        {"publisher": "BBC"},
        {"metadata": {"fieldSources": ["h1"]}},
        {"price": {"value": 7}},
    ],
)
def test_what_fits_no_column_is_kept_as_json(misfit: dict[str, Any]) -> None:
    first, second = rows({"headline": "One", **misfit}, {"headline": "Two"})
    assert (first["headline"], json.loads(first[OTHER])) == ("One", misfit)
    assert second == {"headline": "Two"}


def test_fields_can_be_chosen_and_renamed() -> None:
    assert rows({"headline": "a\ud800", "url": "u"}, fields_to_export={"headline": "title"}) == [
        {"title": "a\ufffd"}
    ]
    assert rows({"headline": "a", "url": "u", "price": 1}, fields_to_export=["url", "price"]) == [
        {"url": "u", OTHER: '{"price":1}'}
    ]


def test_many_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet_feed, "_GROUP_BYTES", 50_000)
    file = parquet.ParquetFile(io.BytesIO(written(*({"headline": f"{number}"} for number in range(1501)))))
    assert file.metadata.num_rows == 1501
    assert file.num_row_groups > 1
    assert file.read(["headline"])["headline"].to_pylist() == [str(number) for number in range(1501)]


def test_a_file_that_holds_something_is_not_appended_to() -> None:
    file = io.BytesIO(b"PAR1")
    file.seek(0, io.SEEK_END)
    with pytest.raises(SettingError, match="-O"):
        ArticleParquetExporter(file).start_exporting()
    assert file.getvalue() == b"PAR1"
