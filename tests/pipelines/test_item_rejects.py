"""Rejects of items."""

from __future__ import annotations

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.pipelines.item_rejects import item_reject, with_place


def test_what_else_a_spider_tells_of_a_place_is_left_out() -> None:
    reject = Reject(path="a.warc", url="https://a.example/", code="x", reason="y")
    place = {"path": "b.jsonl", "offset": 7, "line": 3, "code": "z"}
    assert with_place(reject, place) == Reject(
        path="b.jsonl", offset=7, url="https://a.example/", code="x", reason="y"
    )
    assert with_place(reject, {"line": 3}) is with_place(reject, None) is reject


def test_the_reject_of_an_item_names_its_page_and_has_its_fields() -> None:
    source = Source(kind="warc", path="a.warc", offset=7, recordId="urn:1")
    item = Article(url="https://a.example/", headline="Storm", metadata=Metadata(source=source))
    expected = Reject(
        path="a.warc",
        offset=7,
        recordId="urn:1",
        url="https://a.example/",
        code="x",
        reason="y",
        item=item.to_dict(),
    )
    assert item_reject(item, "x", "y") == expected


def test_what_has_no_fields_is_shown_as_it_looks() -> None:
    assert item_reject(3, "x", "y").item == {"repr": "3"}


def test_the_metadata_of_other_projects_do_not_say_where_a_page_is() -> None:
    item = {"url": "https://a.example/", "metadata": {"source": {"path": "shop.db", "offset": "x"}}}
    assert item_reject(item, "x", "y") == Reject(url="https://a.example/", code="x", reason="y", item=item)
