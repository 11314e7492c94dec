from __future__ import annotations

import gzip
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.extensions.httpcache import FilesystemCacheStorage
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newsspider.archives import open_source
from newsspider.archives.types import ReadOptions
from tests.archives.builders import LIMIT_BYTES, page, read_all

TYPE = {"Content-Type": "text/html; charset=utf-8"}


def stored(folder: Path, *responses: Response, packed: bool = False) -> None:
    """Store responses as Scrapy itself does."""
    crawler = get_crawler()
    crawler.spider = Spider.from_crawler(crawler, name="one")
    cache = FilesystemCacheStorage(Settings({"HTTPCACHE_DIR": str(folder), "HTTPCACHE_GZIP": packed}))
    cache.open_spider(crawler.spider)
    for response in responses:
        cache.store_response(crawler.spider, Request(response.url), response)


@pytest.mark.parametrize("packed", [False, True])
def test_what_scrapy_cached(tmp_path: Path, packed: bool) -> None:
    started = datetime.now(UTC)
    coded = Response(
        "https://example.org/0", headers={**TYPE, "Content-Encoding": "gzip"}, body=gzip.compress(page(0))
    )
    plain = Response("https://example.org/1", headers=TYPE, body=page(1))
    moved = Response("https://example.org/2", status=301, headers={"Location": "/1"})
    image = Response("https://example.org/3", headers={"Content-Type": "image/png"}, body=b"\x89PNG")
    stored(tmp_path, coded, plain, moved, image, packed=packed)
    pages, rejects, skipped = read_all(tmp_path)
    assert rejects == []
    assert sorted(skipped) == ["content-type", "status"]
    found = {one.response.url: one for one in pages}
    assert {url: one.response.body for url, one in found.items()} == {coded.url: page(0), plain.url: page(1)}
    one = found[coded.url]
    assert type(one.response) is HtmlResponse
    assert b"Content-Encoding" not in one.response.headers
    assert one.captured is not None
    assert started <= one.captured <= datetime.now(UTC)
    assert one.source.kind == "httpcache"
    assert (tmp_path / str(one.source.path)).name == "response_body"
    assert len([*open_source(tmp_path, ReadOptions(LIMIT_BYTES, statuses=frozenset({301})))]) == 0


def test_other_folders_with_such_a_file_are_folders(tmp_path: Path) -> None:
    (tmp_path / "response_body").write_bytes(page(0))
    (tmp_path / "meta").write_bytes(b"Some text")
    assert [one.source.kind for one in read_all(tmp_path)[0]] == ["text", "html"]


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    stored(tmp_path, Response("https://example.org/0", headers=TYPE, body=page(0)))
    (bad,) = tmp_path.rglob("pickled_meta")

    class Hostile:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path(tmp_path / "made").touch, ())

    bad.write_bytes(pickle.dumps(Hostile()))
    assert len(read_all(tmp_path)[0]) == 1
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "meta",
    [
        b"", b"{", b"[1]", b"{'status': 'x'}", b"__import__('os').system('true')", b"\xff", b"(" * 50_000, b"x" * 100_000,
        b"{'url': 'https://example.org/0', 'status': 200 + open('/etc/passwd')}",
    ],
)  # fmt: skip
def test_a_meta_that_cannot_be_read_costs_its_own_entry_alone(tmp_path: Path, meta: bytes) -> None:
    stored(tmp_path, *(Response(f"https://example.org/{n}", headers=TYPE, body=page(n)) for n in range(2)))
    sorted(tmp_path.rglob("meta"))[0].write_bytes(meta)
    pages, rejects, _ = read_all(tmp_path)
    assert len(pages) == 1
    assert [one.code for one in rejects] == ["damaged"]
    assert "meta" in rejects[0].reason


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ({**TYPE, "Content-Encoding": "gzip"}, gzip.compress(page(0))[:-20], "truncated"),
        ({**TYPE, "Content-Encoding": "odd"}, b"\1\2\3", "encoding"),
        (TYPE, b"<html>" + b"x" * LIMIT_BYTES, "too-large"),
        ({**TYPE, "Content-Encoding": "gzip"}, gzip.compress(b"x" * LIMIT_BYTES * 20), "too-large"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_bodies_that_cannot_be_read(
    tmp_path: Path, headers: dict[str, str], body: bytes, code: str, packed: bool
) -> None:
    stored(tmp_path, Response("https://example.org/0", headers=headers, body=body), packed=packed)
    pages, rejects, _ = read_all(tmp_path)
    assert pages == []
    assert [(one.code, one.url) for one in rejects] == [(code, "https://example.org/0")]
