from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from fastwarc.stream_io import Lz4Writer
from fastwarc.warc import WarcRecord, WarcRecordType
from scrapy.http import HtmlResponse

from newsspider.archives import ArchivedPage, CaptureArchive, LookupRequest, PageFilter, open_source
from newsspider.archives.compression import Compression
from newsspider.archives.reader import has_byte_positions
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.http import TextDumpResponse
from tests.archives.builders import LIMIT_BYTES, LZ4, http, numbers, pack, page, read_all, record, zstd

COMPRESSIONS: list[Compression] = ["", "gzip", "zstd", *LZ4]


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    return path


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_every_compression_under_a_wrong_name(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(3)], compression)
    pages, rejects, skipped = read_all(write(tmp_path / "pages.txt", *members))
    assert numbers(pages) == [0, 1, 2]
    assert (rejects, skipped) == ([], [])
    assert [one.source.offset for one in pages] == [0, len(members[0]), len(members[0] + members[1])]
    first = pages[0]
    assert isinstance(first.response, HtmlResponse)
    assert (first.source.kind, first.source.path) == ("warc", "pages.txt")
    assert first.source.recordId == f"urn:uuid:{0:032d}"
    assert first.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_a_file_compressed_as_one(tmp_path: Path, compression: Compression) -> None:
    whole = pack([b"".join(record(n) for n in range(4))], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", *whole))
    assert numbers(pages) == [0, 1, 2, 3]
    assert rejects == []
    assert [one.source.offset for one in pages] == [0, 0, 0, 0]


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_a_lie_in_a_file_compressed_as_one(tmp_path: Path, compression: Compression) -> None:
    records = [record(0), record(1, length=900), record(2), record(3)]
    pages, rejects, _ = read_all(write(tmp_path / "a", *pack([b"".join(records)], compression)))
    assert numbers(pages) == [0, 2, 3]
    assert [reject.recordId for reject in rejects] == [f"urn:uuid:{1:032d}"]


def test_what_is_skipped(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a",
        record(0, b"software: x", kind="warcinfo", content_type="application/warc-fields"),
        record(1, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(2, b"a: b", kind="metadata"),
        record(3, http(b""), kind="revisit", url="https://elsewhere.org/"),
        record(4, http(b"gone", status=404)),
        record(5, http(b"{}", b"Content-Type: application/json")),
        record(6, http(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
        record(7, http(b"")),
        record(8),
    )
    pages, rejects, skipped = read_all(path)
    assert numbers(pages) == [8]
    assert rejects == []
    assert skipped == [
        "warcinfo", "request", "metadata", "unresolved-revisit", "status", "content-type", "content", "content",
    ]  # fmt: skip


def test_resource_and_text_records(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a",
        record(0, page(0), kind="resource", content_type="text/html"),
        record(1, "Fähre fährt wieder".encode("latin-1"), kind="resource", content_type="text/plain"),
        record(2, http("Die Fähre".encode("latin-1"), b"Content-Type: text/plain; charset=latin-1")),
        record(3, http(page(3), b"X-Type: none")),
        record(4, b"\0\1\2", kind="resource", content_type="image/png"),
    )
    pages, rejects, skipped = read_all(path)
    kinds = [type(one.response) for one in pages]
    assert kinds == [HtmlResponse, TextDumpResponse, TextDumpResponse, HtmlResponse]
    assert [pages[1].response.text, pages[2].response.text] == ["Fähre fährt wieder", "Die Fähre"]
    assert (rejects, skipped) == ([], ["content-type"])


def chunked(body: bytes) -> bytes:
    return b"%x;x=y\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"Content-Encoding: gzip", gzip.compress(page(0), mtime=0)),
        (b"Content-Encoding: deflate", zlib.compress(page(0))),
        (b"Content-Encoding: br", brotli.compress(page(0))),
        (b"Content-Encoding: zstd", zstd.compress(page(0))),
        (b"Transfer-Encoding: chunked", chunked(page(0))),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: GZIP", chunked(gzip.compress(page(0), mtime=0))),
        (b"Content-Encoding: gzip", page(0)),  # the crawler had decoded it and kept the header
        (b"Transfer-Encoding: chunked", page(0)),
    ],
)
def test_bodies_come_decoded(tmp_path: Path, header: bytes, body: bytes) -> None:
    block = http(body, header + b"\r\nContent-Length: 9\r\nContent-Type: text/html\r\nX-A: 1\r\nX-A: 2")
    pages, rejects, _ = read_all(write(tmp_path / "a", record(0, block), record(1)))
    assert rejects == []
    assert numbers(pages) == [0, 1]
    names = {name.lower() for name in pages[0].response.headers}
    assert names == {b"content-type", b"x-a"}
    assert pages[0].response.headers.getlist("X-A") == [b"1", b"2"]


@pytest.mark.parametrize(
    ("header", "body", "code"),
    [
        (b"Content-Encoding: gzip", gzip.compress(page(0), mtime=0)[:-40], "truncated"),
        (b"Content-Encoding: br", brotli.compress(page(0))[:-40], "truncated"),
        (b"Content-Encoding: deflate", b"\xff\xff\xff", "encoding"),
        (b"Content-Encoding: rot13", b"uryyb", "encoding"),
        (b"Transfer-Encoding: chunked", b"5\r\nhello\r\nzz\r\nworld", "encoding"),
        (b"Transfer-Encoding: chunked", b"ff\r\nhello", "truncated"),
    ],
)
def test_bodies_that_cannot_be_decoded(tmp_path: Path, header: bytes, body: bytes, code: str) -> None:
    block = http(body, header + b"\r\nContent-Type: text/html")
    pages, rejects, _ = read_all(write(tmp_path / "a", record(0), record(1, block), record(2)))
    assert numbers(pages) == [0, 2]
    assert [(reject.code, reject.path, reject.offset) for reject in rejects] == [(code, "a", len(record(0)))]
    assert rejects[0].url == "https://example.org/1"


@pytest.mark.parametrize(
    "url", ["not a url", "http://ex ample/\x01", "http://x/\udcff", "<http://x/>", "x" * 9000]
)
def test_urls_that_are_none_never_raise(tmp_path: Path, url: str) -> None:
    damaged = record(0, url="@@").replace(b"@@", url.encode("utf-8", "surrogateescape"))
    pages, rejects, _ = read_all(write(tmp_path / "a", damaged, record(1)))
    assert rejects == []
    assert len(pages) == 2


def test_dates_that_are_none(tmp_path: Path) -> None:
    undated = [record(n).replace(b"2024-05-06T07:08:09Z", date) for n, date in enumerate([b"0000", b"", b"x"])]
    pages, rejects, _ = read_all(write(tmp_path / "a", *undated))
    assert rejects == []
    assert [one.captured for one in pages] == [None, None, None]


def test_other_statuses_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(
        record(0) + record(1, http(page(1), status=404)) + record(2, http(page(2), status=500))
    )
    skipped: list[str] = []
    options = ReadOptions(LIMIT_BYTES, statuses=frozenset({200, 404}))
    found = [*open_source(tmp_path / "a", options, skipped.append)]
    assert [one.response.status for one in found if isinstance(one, ArchivedPage)] == [200, 404]
    assert skipped == ["status"]


def test_a_site_s_robots_txt_is_no_page(tmp_path: Path) -> None:
    text = http(b"User-agent: *\nDisallow: /closed/\n", b"Content-Type: text/plain")
    urls = ["http://x.org/robots.txt", "https://x.org:81/robots.txt?a", "http://x.org/a/robots.txt"]
    (tmp_path / "a").write_bytes(b"".join(record(n, text, url=url) for n, url in enumerate(urls)))
    pages, _, skipped = read_all(tmp_path / "a")
    assert [page.response.url for page in pages] == urls[2:]
    assert skipped == ["robots.txt"] * 2


def test_segments_are_rejected_as_such(tmp_path: Path) -> None:
    first = record(1).replace(b"WARC-Date", b"WARC-Segment-Number: 1\r\nWARC-Date")
    more = record(2, b"more", kind="continuation").replace(b"WARC-Date", b"WARC-Segment-Number: 2\r\nWARC-Date")
    pages, rejects, skipped = read_all(write(tmp_path / "a", record(0), first, more, record(3)))
    assert numbers(pages) == [0, 3]
    assert [(one.code, one.offset) for one in rejects] == [("segmented", len(record(0)))]
    assert skipped == ["continuation"]


def with_dictionary(records: list[bytes], *, packed: bool, dictionary: bytes | None = None) -> bytes:
    """Return a WARC as ArchiveTeam's are: the dictionary in a frame of its own, which the others need."""
    trained = zstd.train_dict([record(n) for n in range(200)], 10_000)
    content = trained.dict_content if dictionary is None else dictionary
    content = zstd.compress(content) if packed else content
    frame = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc"
    frames = [zstd.compress(one, zstd_dict=trained) for one in records]
    return frame + frames[0] + skipped + b"".join(frames[1:])


@pytest.mark.parametrize("packed", [True, False])
def test_zstd_with_a_dictionary(tmp_path: Path, packed: bool) -> None:
    content = with_dictionary([record(n) for n in range(4)], packed=packed)
    pages, rejects, _ = read_all(write(tmp_path / "a", content))
    assert numbers(pages) == [0, 1, 2, 3]
    assert rejects == []
    assert {one.source.offset for one in pages} == {0}
    assert [one.source.recordId for one in pages] == [f"urn:uuid:{n:032d}" for n in range(4)]
    archive = CaptureArchive.open([tmp_path], lambda reject: pytest.fail(str(reject)))
    assert archive.look_up(LookupRequest("https://example.org/2")).message.body == page(2)
    pages, rejects, _ = read_all(write(tmp_path / "a", content[:-40]))
    assert numbers(pages) == [0, 1, 2]
    assert [one.code for one in rejects] == ["damaged"]


@pytest.mark.parametrize("dictionary", [b"", b"no dictionary", bytes(20 << 20)])
def test_a_dictionary_that_is_none_makes_the_file_unreadable(tmp_path: Path, dictionary: bytes) -> None:
    for packed in (True, False):
        with pytest.raises(SourceError):
            read_all(write(tmp_path / "a", with_dictionary([record(0)], packed=packed, dictionary=dictionary)))


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_what_is_not_wanted_is_passed_over_by_its_headers_and_its_neighbours_are_read(
    tmp_path: Path, compression: Compression
) -> None:
    broken = (
        b"Content-Type: text/html\r\nContent-Encoding: gzip"  # which the body is not: a reject, if it were read
    )
    large = b"\x1f\x8b\x08" + b"no gzip" * 4000
    records = [
        record(0),
        record(1, http(large, broken), url="https://other.example/1"),
        record(2),
        record(3, http(large, broken)),
    ]
    records.append(record(4, http(page(4), b"Content-Type: text/plain; charset=utf-8")))
    skipped: list[str] = []
    wanted = PageFilter(domains=frozenset({"example.org"}), mime_types=frozenset({"text/html"}))
    path = write(tmp_path / "a", *pack(records, compression))
    found = list(open_source(path, ReadOptions(LIMIT_BYTES, wanted=wanted), skipped.append))
    assert [one.response.url if isinstance(one, ArchivedPage) else one.code for one in found] == [
        "https://example.org/0",
        "https://example.org/2",
        "encoding",
    ]
    assert skipped == ["domain", "mime-type"]


def test_frames_as_fastwarc_writes_them(tmp_path: Path) -> None:
    pytest.importorskip("lz4.frame", reason="the extra `lz4` is not installed")
    with (tmp_path / "a.warc.lz4").open("wb") as file:
        for number in range(3):
            one = WarcRecord()
            one.init_headers(WarcRecordType.response)
            one.headers.set("WARC-Target-URI", f"https://example.org/{number}")
            one.set_bytes_content(http(page(number)))
            with Lz4Writer(file) as frame:
                one.write(frame)
    pages, rejects, _ = read_all(tmp_path / "a.warc.lz4")
    assert (numbers(pages), rejects) == ([0, 1, 2], [])
    assert len({one.source.offset for one in pages}) == 3
    assert has_byte_positions(tmp_path / "a.warc.lz4", ReadOptions())
