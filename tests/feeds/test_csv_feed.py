"""CSV: articles in fixed columns, other items in Scrapy's, and no cell with Python's forms."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, cast

import pytest
from scrapy import Field, Item
from scrapy.extensions.postprocessing import Bz2Plugin, GzipPlugin, LZMAPlugin, PostProcessingManager

from newsspider.feeds.columns import OTHER, flat_columns
from newsspider.feeds.csv_feed import ArticleCsvExporter
from newsspider.items import Article, Author, Image, LiveBlogUpdate, Metadata, Publisher, Source
from newsspider.state.feed_files import cut_feeds

ARTICLE = Article(
    url="https://example.org/a",
    headline='Storm "Ana", again',
    authors=[Author(name="Ana Ruiz", type="Person"), Author(name="dpa")],
    publisher=Publisher(name="Example News"),
    keywords=["sea", "wind; rain"],
    articleBody="One.\n\nTwo.",
    images=[Image(url="https://example.org/1.jpg", width=640)],
    isAccessibleForFree=False,
    liveBlogUpdates=[LiveBlogUpdate(articleBody="One.\n\nTwo.")],
    wordCount=2,
    metadata=Metadata(source=Source(kind="warc", offset=0), fieldSources={"headline": "h1"}),
)


def table(*items: Any, **kwargs: Any) -> list[dict[str, str]]:
    file = io.BytesIO()
    exporter = ArticleCsvExporter(file, encoding="utf-8", **kwargs)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


@pytest.mark.parametrize("item", [ARTICLE, ARTICLE.to_dict()])
def test_an_article_has_the_columns_of_all_articles(item: Any) -> None:
    (row,) = table(item)
    assert list(row) == [*(column.name for column in flat_columns()), OTHER]
    assert {name: cell for name, cell in row.items() if cell} == {
        "url": "https://example.org/a",
        "headline": 'Storm "Ana", again',
        "authors.name": "Ana Ruiz\ndpa",
        "authors.type": "Person\n",
        "publisher.name": "Example News",
        "keywords": "sea\nwind; rain",
        "articleBody": "One.\n\nTwo.",
        "images.url": "https://example.org/1.jpg",
        "images.width": "640",
        "isAccessibleForFree": "false",
        "liveBlogUpdates": '[{"articleBody":"One.\\n\\nTwo."}]',
        "wordCount": "2",
        "metadata.source.kind": "warc",
        "metadata.source.offset": "0",
        "metadata.fieldSources": '{"headline":"h1"}',
    }


@pytest.mark.parametrize("empty", [{"headline": None}, {"headline": None, "articleBody": None}])
def test_a_first_item_without_a_text_is_no_article(empty: dict[str, Any]) -> None:
    rows = table({**empty, "url": "https://example.org/a"}, {"headline": "Storm", "url": "https://example.org/b"})
    assert rows == [
        {**dict.fromkeys(empty, ""), "url": "https://example.org/a"},
        {**dict.fromkeys(empty, ""), "headline": "Storm", "url": "https://example.org/b"},
    ]


def test_what_is_no_articles_is_kept_as_json() -> None:
    _, row = table(ARTICLE, {"headline": "a", "keywords": "sea", "authors": ["Ana"], "price": 7, "tags": ["x"]})
    assert (row["keywords"], row["authors.name"], row["authors.type"]) == ("sea", "Ana", "")
    assert json.loads(row[OTHER]) == {"price": 7, "tags": ["x"]}


def test_fields_and_columns_can_be_chosen_and_renamed() -> None:
    (row,) = table(ARTICLE, fields_to_export={"headline": "title", "authors.name": "by", "publisher": "house"})
    assert row == {
        "title": 'Storm "Ana", again',
        "by": "Ana Ruiz\ndpa",
        "house.name": "Example News",
        "house.url": "",
    }
    (row,) = table(ARTICLE, fields_to_export=["wordCount", "price"])
    assert row == {"wordCount": "2", "price": ""}


def test_articles_with_fields_of_their_own_have_json_in_cells() -> None:
    (row,) = table({"headline": "x", "tags": ["a", "b"], "sizes": [{"w": 1}], "made": {"by": "Ana"}, "none": None})
    assert row == {"headline": "x", "tags": "a,b", "sizes": '[{"w":1}]', "made": '{"by":"Ana"}', "none": ""}


def test_other_items_have_the_columns_and_cells_that_scrapy_gives_them() -> None:
    (row,) = table({"title": "x", "tags": ["a", "b"], "sizes": [{"w": 1}], "ok": False, "none": None})
    assert row == {"title": "x", "tags": "a,b", "sizes": "[{'w': 1}]", "ok": "False", "none": ""}


@pytest.mark.parametrize("article", [ARTICLE, {"headline": "Storm", "url": "https://example.org/a"}])
def test_the_first_article_that_loses_its_headline_is_told_with_what_helps(
    article: Any, caplog: pytest.LogCaptureFixture
) -> None:
    table({"name": "Hammer", "price": 3}, article, article)
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("newsspider")]
    assert line.startswith("https://example.org/a loses ")
    assert "headline" in line.partition(" in CSV")[0]
    assert '{"article_columns": True}' in line


@pytest.mark.parametrize(
    ("items", "options"),
    [
        ([{"name": "Hammer"}, {"name": "Saw", "url": "https://example.org/saw"}], {}),  # Scrapy tells of this
        ([{"name": "Hammer"}, ARTICLE], {"article_columns": True}),
        ([{"name": "Hammer"}, ARTICLE], {"fields_to_export": ["name"]}),
        ([{"headline": "Storm", "sku": 1}, {"headline": "Rain", "url": ""}], {}),
        ([ARTICLE, {"name": "Hammer"}], {}),
    ],
)
def test_where_no_article_loses_much_nothing_is_told(
    items: list[Any], options: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    table(*items, **options)
    assert not [record for record in caplog.records if record.name.startswith("newsspider")]


def test_nothing_of_other_items_is_lost_beside_articles() -> None:
    _, row = table(ARTICLE, {"sku": None, "tags": [], "price": 0, "note": ""})
    assert row[OTHER] == '{"sku":null,"tags":[],"price":0,"note":""}'


@dataclass(kw_only=True)
class Review(Article):
    stars: int | None = None
    price: float | None = field(default=None, metadata={"serializer": "{} EUR".format})


class Story(Item):
    headline = Field(serializer=str.upper)
    keywords = Field(serializer=list)


def test_a_class_keeps_its_fields_beside_the_columns_of_articles() -> None:
    (row,) = table(Review(headline="Storm", stars=4, price=3.5))
    assert json.loads(row[OTHER]) == {"stars": 4, "price": "3.5 EUR"}
    assert row["headline"] == "Storm"


def test_serializers_of_a_class_count_in_the_columns_of_articles() -> None:
    (row,) = table(Story(headline="Storm", keywords=("sea", "wind")))
    assert (row["headline"], row["keywords"], row[OTHER]) == ("STORM", "sea\nwind", "")
    (row,) = table(Story(headline="Storm"), fields_to_export={"headline": "title"})
    assert row == {"title": "STORM"}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (b"gr\xc3\xb6\xc3\x9fer", "größer"),
        (b"\xff", "\ufffd"),
        (bytearray(b'a "b"'), 'a "b"'),
        (1 + 2j, "(1+2j)"),
        ([b"a", {"of": PurePosixPath("a/b")}], '["a",{"of":"a/b"}]'),
    ],
)
def test_no_article_is_lost_for_a_value_that_json_has_no_form_for(value: Any, cell: str) -> None:
    assert table({"headline": "Storm", "raw": value}) == [{"headline": "Storm", "raw": cell}]  # as Scrapy does
    (row,) = table({"headline": "Storm", "raw": value}, article_columns=True)
    assert row["headline"] == "Storm"
    assert json.loads(row[OTHER]) == {"raw": json.loads(cell) if cell.startswith("[") else cell}
    assert table({"headline": value}, fields_to_export=["headline"])[0]["headline"] == cell


def test_half_a_character_does_not_break_a_table() -> None:
    (row,) = table({"headline": "a\ud800b"})
    assert row["headline"] == "a\ufffdb"


def test_a_table_that_was_cut_after_a_row_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    lengths = []
    for _ in range(2):
        with path.open("ab") as file:
            exporter = ArticleCsvExporter(file, encoding="utf-8")  # type: ignore[arg-type]  # as Scrapy calls it
            exporter.start_exporting()
            for _ in range(2):
                exporter.export_item(ARTICLE)
                file.flush()
                lengths.append(path.stat().st_size)
            exporter.finish_exporting()
        cut_feeds({str(path): lengths[0]})
    with path.open("ab") as file:
        exporter = ArticleCsvExporter(file, encoding="utf-8")  # type: ignore[arg-type]
        exporter.start_exporting()
        exporter.export_item(ARTICLE)
        exporter.finish_exporting()
    with path.open(newline="") as text:
        assert [row["wordCount"] for row in csv.DictReader(text)] == ["2", "2"]


def _continued(path: Path, *runs: Sequence[Any], **kwargs: Any) -> list[dict[str, str]]:
    """Return the rows of a table to which several runs have written."""
    for items in runs:
        with path.open("ab") as file:
            exporter = ArticleCsvExporter(file, encoding="utf-8", **kwargs)  # type: ignore[arg-type]
            exporter.start_exporting()
            for item in items:
                exporter.export_item(item)
            exporter.finish_exporting()
    with path.open(newline="", encoding="utf-8") as text:
        rows = list(csv.DictReader(text, delimiter=kwargs.get("delimiter", ",")))
    assert not any(None in row or None in row.values() for row in rows), "as many cells as heads"
    return rows


@pytest.mark.parametrize("options", [{}, {"delimiter": ";"}])
def test_a_table_that_goes_on_keeps_its_columns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, options: dict[str, Any]
) -> None:
    first, second = [{"sku": "1", "note": "a"}], [{"note": "b", "sku": "2"}, {"later": "x", "sku": "3"}]
    assert _continued(tmp_path / "x.csv", first, second, **options) == [
        {"sku": "1", "note": "a"},
        {"sku": "2", "note": "b"},
        {"sku": "3", "note": ""},
    ]
    assert "later" in caplog.text


def test_a_table_of_articles_goes_on_with_items_that_are_none(tmp_path: Path) -> None:
    first, second, third = _continued(tmp_path / "x.csv", [ARTICLE], [{"sku": "2"}, ARTICLE])
    assert first == third
    assert {name: cell for name, cell in second.items() if cell} == {OTHER: '{"sku":"2"}'}


def test_a_table_of_another_version_goes_on_with_its_columns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"headline,mood,articleBody,other\r\n")
    items = [{**ARTICLE.to_dict(), "mood": "calm"}, ARTICLE]
    first, second = _continued(path, items)
    assert (first["headline"], first["mood"], first["articleBody"]) == (ARTICLE.headline, "calm", "One.\n\nTwo.")
    assert [*second.values()] == [ARTICLE.headline, "", ARTICLE.articleBody, ""]
    assert "publisher.name" in caplog.text


def test_a_table_with_chosen_fields_goes_on_with_its_columns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, fields = tmp_path / "x.csv", ["headline", "authors.name"]
    _continued(path, [ARTICLE], fields_to_export=fields)
    rows = _continued(path, [ARTICLE], fields_to_export=["wordCount", *reversed(fields)])
    assert rows == [{"headline": 'Storm "Ana", again', "authors.name": "Ana Ruiz\ndpa"}] * 2
    assert "not wordCount" in caplog.text
    renamed = tmp_path / "y.csv"
    items = [[{"sku": "1", "note": "a"}], [{"note": "b", "sku": "2"}]]
    assert _continued(renamed, *items, fields_to_export={"note": "remark", "sku": "id"}) == [
        {"remark": "a", "id": "1"},
        {"remark": "b", "id": "2"},
    ]


class Kept:
    """A plugin that hands on what it gets, and begins with a line of its own."""

    def __init__(self, file: Any, options: dict[str, Any]) -> None:
        self.file = file
        file.write(b"begin\n")
        assert options == {}

    def write(self, data: bytes) -> int:
        return int(self.file.write(data))

    def close(self) -> None:
        self.file.close()


@pytest.mark.parametrize(
    ("plugin", "read"), [(GzipPlugin, gzip.open), (Bz2Plugin, bz2.open), (LZMAPlugin, lzma.open)]
)
def test_a_table_that_scrapy_compresses_has_heads_once(tmp_path: Path, plugin: Any, read: Any) -> None:
    path = tmp_path / "x.csv"
    for item in ({"sku": "1", "note": "a"}, {"sku": "2", "note": "b"}):
        manager = PostProcessingManager([plugin], path.open("ab"), {})
        exporter = ArticleCsvExporter(cast("Any", manager), encoding="utf-8")
        exporter.export_item(item)
        exporter.finish_exporting()
        manager.close()
        manager.file.close()
    assert read(path).read() == b"sku,note\r\n1,a\r\n2,b\r\n"


def test_a_table_behind_a_plugin_that_begins_by_itself_has_heads(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    manager = PostProcessingManager([Kept], path.open("ab"), {})
    exporter = ArticleCsvExporter(cast("Any", manager), encoding="utf-8")
    exporter.export_item({"sku": "1"})
    exporter.finish_exporting()
    manager.close()
    assert path.read_bytes() == b"begin\nsku\r\n1\r\n"
