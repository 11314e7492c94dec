"""ItemAdapter and our items: absent fields are absent."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from itemadapter import ItemAdapter
from scrapy.exporters import JsonLinesItemExporter

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
