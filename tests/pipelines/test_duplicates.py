"""One article once, or marked."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem, NotConfigured

from newsspider.feeds.schema import FeedValidator
from newsspider.items import Article, Metadata, Source
from newsspider.pipelines.duplicates import DuplicatePipeline
from tests.duplicates.made_texts import made_text
from tests.pipelines.crawlers import crawler_with

A, B, C = (f"https://example.org/{name}" for name in "abc")


def pipeline_with(**settings: Any) -> DuplicatePipeline:
    return DuplicatePipeline.from_crawler(crawler_with(**settings))


def article(url: str, number: int, words: int = 300, **fields: Any) -> Article:
    values = {"id": url, "url": url, "headline": f"On {url}", "articleBody": made_text(number, words), **fields}
    return Article(**values)


def through(pipeline: DuplicatePipeline, *items: Any) -> list[Any]:
    """Return those of `items` that are not dropped."""
    left = []
    for item in items:
        with suppress(DropItem):
            left.append(pipeline.process_item(item))
    return left


def marks(item: Article) -> tuple[str | None, str | None]:
    assert item.metadata is not None
    return item.metadata.cluster, item.metadata.duplicateOf


def test_the_second_of_an_id_is_dropped_and_counted() -> None:
    crawler = crawler_with(NEWSSPIDER_DROP_DUPLICATES=True)
    pipeline = DuplicatePipeline.from_crawler(crawler)
    first = Article(id=A)
    assert pipeline.process_item(first) is first
    with pytest.raises(DropItem, match="duplicate: "):
        pipeline.process_item({"id": A, "headline": "Storm"})
    assert crawler.stats.get_value("newsspider/pipelines/dropped/duplicate") == 1
    assert crawler.stats.get_value("newsspider/duplicates/page") == 1


@pytest.mark.parametrize("item", [Article(), {"id": 7, "headline": 3}, {"price": 3}, object()])
def test_items_without_our_id_pass_each_time(item: object) -> None:
    pipeline = pipeline_with(NEWSSPIDER_DROP_DUPLICATES=True, NEWSSPIDER_DUPLICATES="keep-first")
    assert pipeline.process_item(item) is pipeline.process_item(item) is item


def test_it_is_off_unless_asked_for() -> None:
    with pytest.raises(NotConfigured):
        pipeline_with()


def test_the_same_page_is_dropped_and_the_same_text_elsewhere_is_not() -> None:
    pipeline = pipeline_with(NEWSSPIDER_DROP_DUPLICATES=True)
    items = [article(A, 1), article(f"{A}/?utm_source=feed", 2), article(B, 1)]
    assert through(pipeline, *items) == [items[0], items[2]]
    assert items[2].metadata is None


def test_marking_drops_nothing_and_fits_the_schema() -> None:
    items = [article(A, 1), article(A, 1), article(B, 1, 280), article(C, 2)]
    assert through(pipeline_with(NEWSSPIDER_DUPLICATES="mark"), *items) == items
    assert [marks(item) for item in items] == [(A, None), (A, A), (A, A), (C, None)]
    assert not any(FeedValidator().errors(item.to_dict()) for item in items)


def test_the_page_is_dropped_and_the_text_marked_with_both_settings() -> None:
    pipeline = pipeline_with(NEWSSPIDER_DROP_DUPLICATES=True, NEWSSPIDER_DUPLICATES="mark")
    items = [article(A, 1), article(A, 1), article(B, 1)]
    assert through(pipeline, *items) == [items[0], items[2]]
    assert marks(items[2]) == (A, A)


@pytest.mark.parametrize(("policy", "left"), [("keep-first", [0, 4]), ("keep-longest", [0, 2, 4])])
def test_one_of_a_cluster_is_kept(policy: str, left: list[int]) -> None:
    items = [article(A, 1, 250), article(B, 1, 200), article(C, 1, 300), article(A, 1, 280), article(f"{A}d", 2)]
    assert through(pipeline_with(NEWSSPIDER_DUPLICATES=policy), *items) == [items[number] for number in left]


def test_an_item_that_passes_twice_is_not_its_own_duplicate() -> None:
    pipeline, item = pipeline_with(NEWSSPIDER_DUPLICATES="keep-first"), article(A, 1)
    assert pipeline.process_item(item) is item
    once = item.to_dict()
    assert pipeline.process_item(item) is item
    assert item.to_dict() == once


def test_what_metadata_say_is_kept() -> None:
    source = Source(kind="live", digest="sha256:" + 64 * "0")
    item = article(A, 1, metadata=Metadata(probability=0.9, source=source))
    through(pipeline_with(NEWSSPIDER_DUPLICATES="mark"), item)
    assert item.metadata == Metadata(probability=0.9, source=source, cluster=A)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("keep-first", [(A, None), (C, None)]),
        ("mark", [(A, None), (A, A), (C, None)]),
        ("mark-later", [(A, None), (A, A), (C, None)]),
    ],
)
def test_what_an_earlier_run_marked_is_compared_anew(policy: str, expected: list[tuple[str, str | None]]) -> None:
    items = [article(A, 1), article(B, 1), article(C, 2)]
    through(pipeline_with(NEWSSPIDER_DUPLICATES="mark"), *items)
    items[2].metadata = Metadata(cluster=B, duplicateOf=B)
    assert [marks(item) for item in through(pipeline_with(NEWSSPIDER_DUPLICATES=policy), *items)] == expected


def test_without_a_policy_the_marks_of_an_earlier_run_stay() -> None:
    items = [article(url, 1, metadata=Metadata(cluster=A, duplicateOf=A)) for url in (A, A)]
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="off", NEWSSPIDER_DROP_DUPLICATES=True)
    assert through(pipeline, *items) == items
    assert [marks(item) for item in items] == [(A, A), (A, A)]


def test_a_canonical_url_of_a_template_loses_no_article() -> None:
    settings = {"NEWSSPIDER_DROP_DUPLICATES": True, "NEWSSPIDER_DUPLICATES": "keep-first"}
    items = [article(url, number, id=A, canonicalUrl=A) for number, url in enumerate((A, B, C))]
    assert through(pipeline_with(**settings), *items) == items
    assert [item.id for item in items] == [A, B, C]
    assert [marks(item) for item in items] == [(A, None), (B, None), (C, None)]


def test_items_of_other_projects() -> None:
    names = {"link": "url", "text": "articleBody"}
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="mark", NEWSSPIDER_FIELD_NAMES=names)
    items = [{"id": number, "link": url, "text": made_text(1)} for number, url in enumerate((A, B))]
    assert through(pipeline, *items)[1]["metadata"] == {"cluster": A, "duplicateOf": A}
    bare = {"text": made_text(3)}
    through(pipeline, bare, {"text": made_text(3)})
    assert str(bare["metadata"]["cluster"]).startswith("sha256:")  # type: ignore[index]


@pytest.mark.parametrize(
    "settings",
    [
        {"NEWSSPIDER_DROP_DUPLICATES": True},
        {"NEWSSPIDER_DUPLICATES": "keep-first"},
        {"NEWSSPIDER_DUPLICATES": "keep-longest"},
        {"NEWSSPIDER_DUPLICATES": "mark"},
        {"NEWSSPIDER_DUPLICATES": "mark-later"},
    ],
)
@pytest.mark.parametrize(
    "fields",
    [{"url": A}, {"canonicalUrl": A}, {"id": A}, {"url": A, "headline": None}, {"url": A, "description": "Nails"}],
)
def test_items_that_are_no_articles_pass_as_they_are(settings: dict[str, Any], fields: dict[str, Any]) -> None:
    items = [{"sku": number, **fields} for number in range(3)]
    assert through(pipeline_with(**settings), *items) == [{"sku": number, **fields} for number in range(3)]


def test_what_is_no_article_and_has_the_address_of_one_settles_nothing() -> None:
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="keep-first")
    pipeline.begin([])
    waiting = article(A, 1)
    assert through(pipeline, waiting, {"comment": "Well said", "url": A}) == [
        waiting,
        {"comment": "Well said", "url": A},
    ]
    pipeline.item_scraped({"comment": "Well said", "url": A})
    assert pipeline.new_memory() == b""
    pipeline.item_scraped(waiting)
    assert pipeline.new_memory() != b""


def test_a_cluster_of_another_kind_is_the_projects_own() -> None:
    item = {"url": A, "headline": "Storm", "metadata": {"cluster": "sports"}}
    assert through(pipeline_with(NEWSSPIDER_DUPLICATES="mark"), item) == [
        {"url": A, "headline": "Storm", "metadata": {"cluster": "sports"}}
    ]
    assert through(pipeline_with(NEWSSPIDER_DROP_DUPLICATES=True), item, dict(item)) == [item]


def test_pages_of_dumps_without_an_address() -> None:
    digests = [f"sha256:{number:064x}" for number in range(3)]
    items = [Article(id=digest, articleBody=made_text(number // 2)) for number, digest in enumerate(digests)]
    through(pipeline_with(NEWSSPIDER_DUPLICATES="mark"), *items)
    assert [marks(item) for item in items] == [(digests[0], None), (digests[0], digests[0]), (digests[2], None)]


def test_memory_holds_what_came_to_its_end() -> None:
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="keep-first")
    pipeline.begin([])
    finished, failed, dropped = article(A, 1), article(B, 2), article(C, 1)
    through(pipeline, finished, failed, dropped)
    pipeline.item_scraped(finished)
    memory = pipeline.new_memory()
    assert pipeline.new_memory() == b""
    pipeline.begin([memory])
    left = through(pipeline, article(A, 3), article(B, 2), article(C, 4))
    assert [item.url for item in left] == [B]


@pytest.mark.parametrize("words", [300, 10])
def test_what_is_like_an_item_that_failed_later_is_kept(words: int) -> None:
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="keep-first")
    failed, copy = (article(url, 1, words, headline="Storm") for url in (A, B))
    assert through(pipeline, failed) == [failed]
    pipeline.item_failed(failed)
    assert through(pipeline, copy, again := article(A, 1, words, headline="Storm")) == [copy]
    assert marks(copy) == (B, None)
    assert again.metadata is None


def test_what_was_dropped_is_remembered_only_with_what_it_was_dropped_for() -> None:
    pipeline = pipeline_with(NEWSSPIDER_DUPLICATES="keep-first")
    pipeline.begin([])
    first, second = article(A, 1), article(B, 1)
    assert through(pipeline, first, second) == [first]
    assert pipeline.new_memory() == b"", "the first is not in the feed yet"
    pipeline.item_scraped(first)
    pipeline.begin([pipeline.new_memory()])
    assert through(pipeline, article(A, 1), article(B, 3)) == []
    # What was marked comes before what it is marked for, and then the run is killed: that is not lost.
    pipeline = pipeline_with(NEWSSPIDER_DROP_DUPLICATES=True, NEWSSPIDER_DUPLICATES="mark")
    pipeline.begin([])
    first, second = article(A, 1), article(B, 1)
    assert through(pipeline, first, second) == [first, second]
    pipeline.item_scraped(second)
    pipeline.begin([pipeline.new_memory()])
    assert through(pipeline, again := article(A, 1)) == [again]
    assert marks(again) == (A, None)


@pytest.mark.parametrize("policy", ["keep-best", "MARK", "1"])
def test_an_unknown_policy_fails_the_run_in_one_line(policy: str) -> None:
    from newsspider.settings import wrong_settings

    crawler = crawler_with(NEWSSPIDER_DUPLICATES="mark")
    crawler.settings.frozen = False
    crawler.settings.set("NEWSSPIDER_DUPLICATES", policy, "cmdline")
    assert [str(error) for error in wrong_settings(crawler.settings)] == [
        f"NEWSSPIDER_DUPLICATES: {policy!r} is not one of mark, mark-later, keep-first, keep-longest"
    ]


def test_only_later_articles_of_a_cluster_are_marked_where_that_is_wanted() -> None:
    items = [article(f"https://{number}.example/story", 1) for number in range(2)]
    first, later = through(pipeline_with(NEWSSPIDER_DUPLICATES="mark-later"), *items)
    assert first == items[0]
    assert later.metadata.cluster == later.metadata.duplicateOf == first.id


def test_a_place_that_json_has_no_form_for_is_left_out_of_the_list(tmp_path: Path) -> None:
    """A project's items may name their source in any way."""
    path = tmp_path / "duplicates.jsonl"
    crawler = crawler_with(NEWSSPIDER_DROP_DUPLICATES=True, NEWSSPIDER_DUPLICATES_PATH=str(path))
    pipeline = DuplicatePipeline.from_crawler(crawler)
    item = {"url": A, "headline": "On a", "metadata": {"source": {"path": tmp_path, "offset": 7}}}
    item["metadata"]["extractor"] = "newsspider 0.1.0"  # type: ignore[index]
    assert through(pipeline, item, dict(item)) == [item]
    pipeline.close_spider()
    row = json.loads(path.read_text())
    assert (row["url"], row["offset"], row["original"]) == (A, 7, {"offset": 7})
    assert "path" not in row
