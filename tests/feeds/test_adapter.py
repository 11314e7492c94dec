"""ItemAdapter and our items: absent fields are absent."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from unittest import TextTestResult

import pytest
from itemadapter import ItemAdapter
from scrapy import Spider, exporters
from scrapy.contracts import ContractsManager
from scrapy.contracts.default import ReturnsContract, ScrapesContract, UrlContract
from scrapy.exporters import JsonLinesItemExporter
from scrapy.http import Response

from newsspider.feeds.adapter import ArticleAdapter, register_adapter
from newsspider.items import Article, Author


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    before = deque(ItemAdapter.ADAPTER_CLASSES)
    register_adapter()
    register_adapter()
    yield
    ItemAdapter.ADAPTER_CLASSES = before


def test_absent_fields_are_absent() -> None:
    adapter = ItemAdapter(Article(headline="Storm", isAccessibleForFree=False, authors=[Author(name="Ana")]))
    assert list(adapter) == ["headline", "authors", "isAccessibleForFree"]
    assert (len(adapter), "url" in adapter, adapter.get("url")) == (3, False, None)
    with pytest.raises(KeyError):
        adapter["url"]
    assert adapter.asdict()["authors"] == [{"name": "Ana"}]


def test_fields_can_be_set_and_deleted() -> None:
    article = Article(headline="Storm")
    adapter = ItemAdapter(article)
    adapter["url"] = "https://example.org/"
    del adapter["headline"]
    assert (article.url, article.headline) == ("https://example.org/", None)
    with pytest.raises(KeyError):
        del adapter["headline"]
    with pytest.raises(KeyError):
        adapter["price"] = 1


def test_it_is_asked_once_and_for_our_items_only() -> None:
    @dataclass
    class Theirs:
        title: str | None = None

    assert list(ItemAdapter.ADAPTER_CLASSES).count(ArticleAdapter) == 1
    assert dict(ItemAdapter(Theirs())) == {"title": None}
    assert list(ItemAdapter.get_field_names_from_class(Article) or ())[:2] == ["url", "canonicalUrl"]
    assert ItemAdapter.get_json_schema(Author)["properties"]["name"]["type"] == "string"


def test_scrapys_own_exporters_leave_out_what_is_absent() -> None:
    file = BytesIO()
    JsonLinesItemExporter(file).export_item(Article(headline="Storm", authors=[Author(name="Ana")]))
    assert json.loads(file.getvalue()) == {"headline": "Storm", "authors": [{"name": "Ana"}]}


@pytest.mark.parametrize(
    "kind",
    [
        "JsonItemExporter",
        "XmlItemExporter",
        "CsvItemExporter",
        "PythonItemExporter",
        "PprintItemExporter",
        "PickleItemExporter",
        "MarshalItemExporter",
    ],
)
def test_no_exporter_of_scrapy_writes_what_is_absent(kind: str) -> None:
    file = BytesIO()
    article = Article(headline="Storm", description="It blew.")
    if kind == "PythonItemExporter":
        assert exporters.PythonItemExporter().export_item(article) == article.to_dict()
        return
    exporter = getattr(exporters, kind)(file)
    exporter.start_exporting()
    exporter.export_item(article)
    exporter.finish_exporting()
    written = file.getvalue()
    assert b"description" in written
    assert b"canonicalUrl" not in written or kind == "CsvItemExporter"  # whose columns are all fields
    assert b"None" not in written
    assert b"null" not in written


def test_contracts_find_no_absent_field() -> None:
    class Theirs(Spider):
        name = "theirs"

        def parse_whole(self, response: Response) -> Iterator[Article]:  # noqa: ARG002
            """Gives an article.

            @url https://n.example/
            @returns items 1 1
            @scrapes headline articleBody
            """
            yield Article(headline="Storm", articleBody="It blew.")

        def parse_part(self, response: Response) -> Iterator[Article]:  # noqa: ARG002
            """Gives an article without a date.

            @url https://n.example/
            @scrapes headline datePublished
            """
            yield Article(headline="Storm")

    results = TextTestResult(StringIO(), descriptions=False, verbosity=0)  # type: ignore[type-var]  # as typeshed has it
    manager = ContractsManager([UrlContract, ReturnsContract, ScrapesContract])
    for request in manager.from_spider(Theirs(), results):
        assert request is not None
        assert request.callback is not None
        request.callback(Response("https://n.example/", request=request))
    assert results.testsRun == 3
    ((case, reason),) = results.failures
    assert "parse_part" in str(case)
    assert "Missing fields: datePublished" in reason


def test_other_add_ons_may_have_changed_the_classes() -> None:
    ItemAdapter.ADAPTER_CLASSES = tuple(
        one for one in ItemAdapter.ADAPTER_CLASSES if one is not ArticleAdapter
    )  # as zyte-common-items' does
    register_adapter()
    assert dict(ItemAdapter(Article(headline="Storm"))) == {"headline": "Storm"}
