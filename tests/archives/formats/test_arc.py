from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives.compression import Compression
from newsspider.archives.filters import PageFilter
from newsspider.archives.reader import open_source, split_points
from newsspider.archives.types import ReadOptions
from tests.archives.builders import (
    LZ4,
    arc_head,
    arc_record,
    http,
    numbers,
    pack,
    page,
    read_all,
    tarred,
    zipped,
    zstd,
)

COMPRESSIONS: list[Compression] = ["", "gzip", "zstd", *LZ4]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("version", [1, 2])
def test_each_page_has_its_url_time_headers_and_place(
    tmp_path: Path, compression: Compression, version: int
) -> None:
    members = pack([arc_head(version), *(arc_record(n, version=version) for n in range(3))], compression)
    (tmp_path / "a").write_bytes(b"".join(members))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert numbers(pages) == [0, 1, 2]
    assert (rejects, skipped) == ([], ["warcinfo"])
    for number, one in enumerate(pages):
        assert (one.source.kind, one.source.recordId) == ("arc", None)
        assert one.source.offset == sum(map(len, members[: number + 1]))
        assert one.captured == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)
        assert one.response.headers[b"Content-Type"] == b"text/html; charset=utf-8"


@pytest.mark.parametrize("pack_whole", [gzip.compress, zstd.compress])
def test_one_that_is_compressed_as_a_whole(tmp_path: Path, pack_whole: object) -> None:
    assert callable(pack_whole)
    (tmp_path / "a").write_bytes(pack_whole(arc_head() + b"".join(arc_record(n) for n in range(3))))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert (numbers(pages), rejects) == ([0, 1, 2], [])
    assert {one.source.offset for one in pages} == {0}


@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n\n", b"\r\n"])
def test_writers_end_records_as_they_like(tmp_path: Path, between: bytes) -> None:
    parts = [arc_head(), *(arc_record(n) for n in range(3))]
    for name, joined in (
        ("before", [between + one for one in parts]),
        ("after", [one[:-1] + between for one in parts]),
    ):
        for compression in COMPRESSIONS:
            path = tmp_path / f"{name}{compression}"
            path.write_bytes(b"".join(pack(joined, compression)))
            pages, rejects, _ = read_all(path)
            assert (numbers(pages), rejects) == ([0, 1, 2], []), (name, compression)


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("http://example.org/7 192.0.2.1 20040506070809 text/html", "http://example.org/7"),
        ("http://example.org/a b 7 192.0.2.1 20040506070809 text/html", "http://example.org/a%20b%207"),
        ("http://example.org/7 2001:db8::1 20040506070809 text/html; charset=utf-8", "http://example.org/7"),
        ("http://example.org/7 - 20040506 no-type", "http://example.org/7"),
        ("http://example.org/7 0.0.0.0 200405060708090000 text/html 404 x - 12 a b.arc", "http://example.org/7"),
        ("HTTP://example.org/7 unknown 20040506070809", "HTTP://example.org/7"),
    ],
)
def test_headers_as_crawlers_wrote_them(tmp_path: Path, line: str, url: str) -> None:
    block = http(page(7))
    for ends in (b"\n", b"\r\n"):
        (tmp_path / "a").write_bytes(
            arc_head() + line.encode() + b" %d" % len(block) + ends + block + b"\n" + arc_record(8)
        )
        pages, rejects, _ = read_all(tmp_path / "a")
        assert [one.response.url for one in pages] == [url, "https://example.org/8"]
        assert rejects == []
        assert (pages[0].captured or datetime.min).year == 2004


def test_an_arc_without_the_record_that_describes_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(arc_record(0) + arc_record(1))
    assert numbers(read_all(tmp_path / "a")[0]) == [0, 1]


def test_a_page_without_http_headers_is_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(
        arc_head() + arc_record(0, page(0)) + arc_record(1, b"GIF89a\0\0", kind="image/gif")
    )
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert isinstance(pages[0].response, HtmlResponse)
    assert (numbers(pages), rejects, skipped) == ([0], [], ["warcinfo", "content-type"])


def test_what_is_no_page(tmp_path: Path) -> None:
    records = [
        arc_head(),
        arc_record(
            1, b"20040506070809\nexample.org.\t300\tIN\tA\t192.0.2.1\n", url="dns:example.org", kind="text/dns"
        ),
        arc_record(2, http(page(2), status=404)),
        arc_record(3, http(b"\x89PNG\r\n\x1a\n\0", b"Content-Type: image/png"), kind="image/png"),
        arc_record(4, http(b"User-agent: *", b"Content-Type: text/plain"), url="http://example.org/robots.txt"),
        arc_record(5),
    ]
    (tmp_path / "a").write_bytes(b"".join(records))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), rejects) == ([5], [])
    assert len(skipped) == 5
    assert {"status", "content-type", "robots.txt"} <= set(skipped)


def test_filters_look_at_the_header(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(arc_head() + arc_record(0) + arc_record(1, url="http://other.example/1"))
    skipped: list[str] = []
    wanted = PageFilter(domains=frozenset({"other.example"}), until=datetime(2005, 1, 1, tzinfo=UTC))
    found = list(open_source(tmp_path / "a", ReadOptions(wanted=wanted), skipped.append))
    assert (len(found), skipped) == (1, ["warcinfo", "domain"])


def test_in_containers(tmp_path: Path) -> None:
    content = b"".join(pack([arc_head(), arc_record(0), arc_record(1)], "gzip"))
    (tmp_path / "a.zip").write_bytes(zipped({"x.arc.gz": content}))
    (tmp_path / "b.tar").write_bytes(tarred({"x.arc.gz": content}))
    pages, rejects, _ = read_all(tmp_path)
    assert (numbers(pages), rejects) == ([0, 1, 0, 1], [])
    assert {one.source.path for one in pages} == {"a.zip/x.arc.gz", "b.tar/x.arc.gz"}


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_it_is_cut_at_records(tmp_path: Path, compression: Compression) -> None:
    members = pack([arc_head(), *(arc_record(n, http(page(n, 4000))) for n in range(40))], compression)
    (tmp_path / "a").write_bytes(b"".join(members))
    starts = {sum(map(len, members[:n])) for n in range(len(members))}
    cuts = split_points(tmp_path / "a", 20_000, ReadOptions())
    assert len(cuts) > 2
    assert set(cuts) <= starts


@pytest.mark.parametrize(
    "content",
    [
        b"An ARC's lines are like\n\nhttp://example.org/ 192.0.2.1 20040506070809 text/html 149\n\nand so on.\n",
        b"<pre>\nhttp://example.org/ 192.0.2.1 20040506070809 text/html 149\nHTTP/1.1 200 OK\n</pre>",
        b"http://example.org/ was visited on 20040506070809.\n",
    ],
)
def test_texts_about_arcs_are_texts(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    (found,), _, _ = read_all(tmp_path / "a")
    assert found.source.kind in ("text", "html")


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_warcio_reads_the_same_pages(tmp_path: Path, compression: Compression) -> None:
    iterator = pytest.importorskip("warcio.archiveiterator", reason="the extra `interop` is not installed")
    members = pack([arc_head(), *(arc_record(n) for n in range(5))], compression)
    (tmp_path / "a").write_bytes(b"".join(members))
    with (tmp_path / "a").open("rb") as file:
        theirs = [
            (one.rec_headers.get_header("uri"), one.content_stream().read())
            for one in iterator.ArchiveIterator(file)
            if one.rec_type == "response"
        ]
    assert [(one.response.url, one.response.body) for one in read_all(tmp_path / "a")[0]] == theirs
