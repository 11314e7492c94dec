"""Scrapy's HTTP cache in a database: as Scrapy writes it, read without running what it says."""

from __future__ import annotations

import dbm.dumb
import gzip
import pickle
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from scrapy.extensions.httpcache import DbmCacheStorage
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings

from newsspider.archives import open_source
from newsspider.archives.types import ArchivedPage, ReadOptions
from newsspider.items import Reject
from tests.archives.builders import LIMIT_BYTES, page, read_all
from tests.pipelines.crawlers import crawler_with


def stored(folder: Path, *responses: Response) -> Path:
    """Return the folder in which Scrapy has cached the responses."""
    settings = Settings({"HTTPCACHE_DIR": str(folder), "HTTPCACHE_DBM_MODULE": "dbm.dumb"})
    storage = DbmCacheStorage(settings)
    crawler = crawler_with()
    spider = crawler._create_spider("news")
    crawler.request_fingerprinter = crawler.settings["REQUEST_FINGERPRINTER_CLASS"] and _fingerprinter(crawler)
    storage.open_spider(spider)
    for response in responses:
        storage.store_response(spider, Request(response.url), response)
    storage.close_spider(spider)
    return folder


def _fingerprinter(crawler: Any) -> Any:
    from scrapy.utils.misc import build_from_crawler, load_object

    return build_from_crawler(load_object(crawler.settings["REQUEST_FINGERPRINTER_CLASS"]), crawler)


def database(folder: Path, values: dict[bytes, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    with dbm.dumb.open(str(folder / "news.db"), "c") as made:
        for key, value in values.items():
            made[key] = value
    return folder


def test_what_scrapy_stores_is_read(tmp_path: Path) -> None:
    packed = {"Content-Type": "text/html", "Content-Encoding": "gzip", "X-A": ["1", "2"]}
    html = HtmlResponse(
        "https://x.org/a", headers=packed, body=gzip.compress(page(1)), ip_address=ip_address("::1")
    )
    image = Response("https://x.org/b", headers={"Content-Type": "image/png"}, body=b"\x89PNG")
    gone = HtmlResponse("https://x.org/c", status=404, body=b"<p>Gone")
    pages, rejects, skipped = read_all(stored(tmp_path / "cache", html, image, gone))
    assert rejects == []
    assert sorted(skipped) == ["content-type", "status"]
    (found,) = pages
    assert (found.response.url, found.response.body) == ("https://x.org/a", page(1))
    assert found.response.headers.getlist("X-A") == [b"1", b"2"]
    assert (found.source.kind, found.source.path) == ("httpcache", "news.db.dat")
    assert found.source.recordId
    assert found.captured is not None
    assert abs((datetime.now(UTC) - found.captured).total_seconds()) < 60
    found_alone = list(open_source(tmp_path / "cache" / "news.db.dat", ReadOptions(LIMIT_BYTES)))
    assert isinstance(found_alone[0], ArchivedPage)


class _Runs:
    """Something whose pickle runs a function."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (Path(self.path),)


def test_nothing_that_a_pickle_says_is_run(tmp_path: Path) -> None:
    sound = {
        "status": 200,
        "url": "https://x.org/1",
        "headers": {b"Content-Type": [b"text/html"]},
        "body": page(1),
    }
    hostile = {**sound, "flags": [_Runs(str(tmp_path / "ran"))]}
    values = {b"0_data": pickle.dumps(hostile), b"1_data": pickle.dumps(sound), b"1_time": b"1700000000.5"}
    pages, rejects, _ = read_all(database(tmp_path / "cache", values))
    assert [one.source.recordId for one in pages] == ["1"]
    assert [(one.code, one.recordId) for one in rejects] == [("damaged", "0")]
    assert "which is not allowed" in rejects[0].reason
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"junk",
        pickle.dumps([1]),
        pickle.dumps({}),
        pickle.dumps({"url": 1, "status": "x"})[:-3],
        b"\x80\x04" + b"(" * 9000,
    ],
)
def test_an_entry_that_is_damaged_costs_itself_alone(tmp_path: Path, value: bytes) -> None:
    sound = {"status": 200, "url": "https://x.org/1", "headers": {}, "body": page(1)}
    values = {b"0_data": value, b"1_data": pickle.dumps(sound)}
    pages, rejects, _ = read_all(database(tmp_path / "cache", values))
    assert len(pages) == 1
    assert [(one.code, one.recordId) for one in rejects] == [("damaged", "0")]


def test_a_page_over_the_limit(tmp_path: Path) -> None:
    bomb = {
        "status": 200,
        "url": "https://x.org/1",
        "headers": {b"Content-Encoding": [b"gzip"]},
        "body": gzip.compress(bytes(9 << 20)),
    }
    large = {**bomb, "headers": {}, "body": bytes(9 << 20)}
    values = {b"0_data": pickle.dumps(bomb), b"1_data": pickle.dumps(large)}
    found = list(open_source(database(tmp_path / "cache", values), ReadOptions(LIMIT_BYTES)))
    assert [one.code for one in found if isinstance(one, Reject)] == ["too-large", "too-large"]


def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    folder = database(tmp_path / "cache", {b"0_data": b""})
    (folder / "news.db.dir").write_text("'0_data', (0, \n")
    assert [one.code for one in read_all(folder)[1]] == ["unreadable"]


@pytest.mark.parametrize("hostile", [b"\x80\x04Nr\xff\xff\xff\x0f.", b"Np268435455\n.", b"]" * 200_000 + b"."])
def test_a_pickle_that_asks_for_memory_is_damaged(tmp_path: Path, hostile: bytes) -> None:
    with dbm.dumb.open(str(tmp_path / "news.db"), "n") as database:
        database["a_data"] = hostile
    _, rejects, _ = read_all(tmp_path)
    assert [(reject.code, "more memory" in (reject.reason or "")) for reject in rejects] == [("damaged", True)]
