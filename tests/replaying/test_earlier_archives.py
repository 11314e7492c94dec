from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.exceptions import DropItem

from newsspider.items import Article
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.replaying.earlier_archives import EarlierArchives
from newsspider.replaying.finish import MEMORY, kept_path
from tests.pipelines.crawlers import crawler_with

STORM = "https://example.org/storm"


def made() -> DuplicatePipeline:
    return DuplicatePipeline.from_crawler(crawler_with(NEWSSPIDER_DROP_DUPLICATES=True))


def read(pipeline: DuplicatePipeline, url: str) -> bool:
    """Return whether an article of this address is kept."""
    article = Article(url=url, headline="A storm", articleBody="A storm.")
    try:
        pipeline.process_item(article)
    except DropItem:
        return False
    pipeline.item_scraped(article)
    return True


def end(pipeline: DuplicatePipeline, work: Path) -> None:
    """Keep what is remembered of an archive, as its end does."""
    kept_path(work, MEMORY).write_bytes(pipeline.new_memory())


def test_an_archive_knows_those_before_it_in_the_same_process_and_in_another(tmp_path: Path) -> None:
    pipeline, earlier = made(), EarlierArchives()
    earlier.begin(pipeline, tmp_path / "a", b"")
    assert read(pipeline, STORM)
    end(pipeline, tmp_path / "a")
    for goes_on in (True, False):
        if not goes_on:
            pipeline, earlier = made(), EarlierArchives()
        earlier.begin(pipeline, tmp_path / "b", b"")
        assert not read(pipeline, STORM)
        assert read(pipeline, "https://example.org/flood")


def test_an_archive_that_failed_is_forgotten(tmp_path: Path) -> None:
    pipeline, earlier = made(), EarlierArchives()
    earlier.begin(pipeline, tmp_path / "a", b"")
    assert read(pipeline, STORM)
    earlier.begin(pipeline, tmp_path / "b", b"")  # without an end of the first
    assert read(pipeline, STORM)


def test_an_archive_that_is_done_again_is_not_its_own_duplicate(tmp_path: Path) -> None:
    pipeline, earlier = made(), EarlierArchives()
    earlier.begin(pipeline, tmp_path / "a", b"")
    read(pipeline, STORM)
    end(pipeline, tmp_path / "a")
    earlier.begin(pipeline, tmp_path / "a", b"")
    assert read(pipeline, STORM)


def test_an_archive_that_goes_on_knows_its_own_beginning(tmp_path: Path) -> None:
    pipeline, earlier = made(), EarlierArchives()
    earlier.begin(pipeline, tmp_path / "a", b"")
    read(pipeline, STORM)
    saved = pipeline.new_memory()
    earlier.begin(pipeline, tmp_path / "a", saved)
    assert not read(pipeline, STORM)


@pytest.mark.parametrize("count", [0, 3])
def test_what_is_dropped_is_listed(tmp_path: Path, count: int) -> None:
    path = tmp_path / "new" / "duplicates.jsonl"
    crawler = crawler_with(NEWSSPIDER_DROP_DUPLICATES=True, NEWSSPIDER_DUPLICATES_PATH=str(path))
    pipeline = DuplicatePipeline.from_crawler(crawler)
    assert read(pipeline, STORM)
    for _ in range(count):
        assert not read(pipeline, STORM)
    pipeline.close_spider()
    rows = path.read_text().splitlines() if count else []
    assert rows == [f'{{"id": "{STORM}", "url": "{STORM}", "duplicateOf": "{STORM}", "match": "page"}}'] * count
