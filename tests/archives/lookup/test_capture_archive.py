"""Asking an archive for one URL: which capture answers, and what is said where none does."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.archives.compression import Compression
from newsspider.archives.lookup.capture_archive import CaptureArchive, LookupRequest, LookupResult
from newsspider.archives.lookup.cdxj import Capture, header_line, line_of
from newsspider.archives.lookup.stored import LookupFailedError
from newsspider.items import Reject
from tests.archives.builders import arc_head, arc_record, http, pack, page, record, zipped

URL = "http://example.org/a"


def archive(path: Path, *records: bytes, compression: Compression = "gzip") -> CaptureArchive:
    path.write_bytes(b"".join(pack(list(records), compression)))
    return CaptureArchive.open([path], lambda reject: pytest.fail(str(reject)))


def capture(
    body: bytes,
    url: str = URL,
    *,
    day: int = 6,
    status: int = 200,
    headers: bytes = b"Content-Type: text/html",
    extra: bytes = b"",
    kind: str = "response",
) -> bytes:
    block = http(body, headers, status)
    made = record(day, block, url=url, kind=kind).replace(b"2024-05-06", b"2024-05-%02d" % day)
    return made.replace(b"WARC-Type", extra + b"WARC-Type", 1)


def answer(found: CaptureArchive, url: str = URL, near: datetime | None = None) -> LookupResult:
    return found.look_up(LookupRequest(url, near=near))


def code(found: CaptureArchive, url: str = URL, max_bytes: int = 1 << 20) -> tuple[str, str]:
    with pytest.raises(LookupFailedError) as caught:
        found.look_up(LookupRequest(url), max_bytes)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize("compression", ["", "gzip", "zstd", "xz"])
def test_the_answer_is_what_lies_there(tmp_path: Path, compression: Compression) -> None:
    found = archive(tmp_path / "a", *(record(n) for n in range(5)), compression=compression)
    for number in range(5):
        got = answer(found, f"https://example.org/{number}")
        assert got.message.body == page(number)
        assert got.message.status == 200
        assert got.is_exact
        assert got.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
        assert (got.source.kind, got.source.path) == ("warc", "a")
        assert got.source.recordId == f"urn:uuid:{number:032d}"


def test_what_is_not_there_is_told_with_its_url(tmp_path: Path) -> None:
    found = archive(tmp_path / "a", record(0))
    assert code(found, "http://nowhere.org/x") == ("not-archived", "not in the archive: http://nowhere.org/x")


def test_the_same_url_goes_before_other_spellings(tmp_path: Path) -> None:
    spellings = [URL, "https://www.example.org/a/", "http://example.org/A", "http://example.org/a?"]
    found = archive(tmp_path / "a", *(capture(url.encode(), url) for url in spellings))
    for url in spellings[:3]:
        assert answer(found, url).message.body == url.encode()
    assert answer(found, f"{URL}#top").message.body == URL.encode()
    assert not answer(found, "https://example.org/a").is_exact
    only = archive(tmp_path / "b", capture(b"1", "http://example.org/A"), capture(b"2", "https://example.org/a"))
    assert answer(only).message.body == b"2"


def test_the_newest_answers_or_the_one_nearest_to_a_date(tmp_path: Path) -> None:
    found = archive(tmp_path / "a", *(capture(b"%d" % day, day=day) for day in (9, 3, 6)))
    assert answer(found).message.body == b"9"
    for asked, got in ((1, b"3"), (4, b"3"), (5, b"6"), (7, b"6"), (8, b"9"), (30, b"9")):
        assert answer(found, near=datetime(2024, 5, asked, 7, 8, 9, tzinfo=UTC)).message.body == got


def test_a_server_s_bad_moment_answers_only_where_nothing_else_does(tmp_path: Path) -> None:
    found = archive(tmp_path / "a", capture(b"gone", day=3, status=404), capture(b"down", day=6, status=503))
    assert answer(found).message.status == 404
    assert answer(archive(tmp_path / "b", capture(b"down", status=503))).message.status == 503


def test_redirects_are_answers_but_not_back_to_what_was_asked_for(tmp_path: Path) -> None:
    to_https = capture(b"", status=301, headers=b"Location: https://example.org/a")
    to_http = capture(b"", "https://example.org/a", status=302, headers=b"Location: http://example.org/a")
    assert answer(archive(tmp_path / "a", to_https)).message.status == 301
    # Only http was fetched, and it led to https: asked for https, http's redirect would go round for ever.
    assert code(archive(tmp_path / "b", to_https), "https://example.org/a")[0] == "not-archived"
    page_too = capture(b"page", day=3)
    assert answer(archive(tmp_path / "c", to_http, page_too), "https://example.org/a").message.status == 302
    itself = capture(b"", day=9, status=302, headers=b"Location: /a")
    assert answer(archive(tmp_path / "d", itself, page_too)).message.body == b"page"


def test_bodies_are_decoded(tmp_path: Path) -> None:
    coded = capture(gzip.compress(b"story"), headers=b"Content-Encoding: gzip\r\nContent-Type: image/x")
    got = answer(archive(tmp_path / "a", coded))
    assert got.message.body == b"story"
    assert [name for name, _ in got.message.headers] == [b"Content-Type"]


def test_faults_name_url_file_and_offset(tmp_path: Path) -> None:
    broken = capture(b"\x1f\x8b\x08broken", headers=b"Content-Encoding: gzip")
    found = archive(tmp_path / "a", broken, capture(b"x" * 5000, "http://example.org/large"))
    kind, reason = code(found)
    assert kind in {"encoding", "truncated"}
    assert URL in reason
    assert "a at byte 0" in reason
    assert code(found, "http://example.org/large", max_bytes=4000)[0] == "too-large"
    assert code(archive(tmp_path / "b", capture(b"")[:0] + record(0, b"no HTTP", url=URL)))[0] == "damaged"


def test_another_capture_answers_for_one_that_is_broken(tmp_path: Path) -> None:
    broken = capture(b"\x1f\x8b\x08broken", headers=b"Content-Encoding: gzip", day=9)
    assert answer(archive(tmp_path / "a", capture(b"old", day=3), broken)).message.body == b"old"


@pytest.mark.parametrize("offset", [10**9, 10**18, -1, 1, 700])
def test_an_index_that_is_not_true_is_told(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(record(0) + record(1))
    stat = path.stat()
    line = Capture("org,example)/a", "20240506070809", URL, "text/html", 200, "-", "a", offset)
    gone = Capture("org,example)/b", "20240506070809", "http://example.org/b", "text/html", 200, "-", "none", 0)
    wrong = Capture("org,example)/c", "20240506070809", "http://example.org/c", "text/html", 200, "-", "a", 0)
    header = header_line({"a": (stat.st_size, stat.st_mtime_ns)})
    (tmp_path / "a.cdxj").write_bytes(header + b"".join(map(line_of, (line, gone, wrong))))
    found = CaptureArchive.open([path], lambda reject: pytest.fail(str(reject)))
    kind, reason = code(found)
    assert kind == "damaged"
    assert f"a at byte {offset}" in reason
    assert code(found, "http://example.org/b")[0] == "damaged"
    assert "the record of another URL" in code(found, "http://example.org/c")[1]


SAME = b"WARC-Payload-Digest: sha1:AAAA\r\n"


def revisit(extra: bytes, *, day: int = 9, url: str = URL, status: int = 200, headers: bytes = b"X-A: 1") -> bytes:
    return capture(b"", url, day=day, status=status, headers=headers, extra=extra, kind="revisit")


def test_revisits_have_the_payload_that_they_refer_to(tmp_path: Path) -> None:
    other = b"WARC-Refers-To-Target-URI: http://example.org/other\r\nWARC-Refers-To-Date: 2024-05-03T07:08:09Z\r\n"
    original = capture(
        gzip.compress(b"story"),
        "http://example.org/other",
        day=3,
        headers=b"Content-Encoding: gzip\r\nX-A: 0",
        extra=SAME,
    )
    got = answer(archive(tmp_path / "a", original, revisit(SAME + other)))
    assert (got.message.body, list(got.message.headers)) == (b"story", [(b"X-A", b"1")])
    assert got.is_revisit
    assert got.captured is not None
    assert got.captured.day == 9
    # By the digest under the same URL, without a reference; by the time alone, without a digest; not modified.
    mine = capture(b"mine", day=3, extra=SAME)
    assert answer(archive(tmp_path / "b", mine, revisit(SAME))).message.body == b"mine"
    plain = capture(b"plain", "http://example.org/other", day=3)
    assert answer(archive(tmp_path / "c", plain, revisit(other))).message.body == b"plain"
    kept = answer(archive(tmp_path / "d", mine, revisit(SAME, status=304)))
    assert (kept.message.status, kept.message.body) == (200, b"mine")


def test_revisits_of_what_is_not_there_or_of_each_other_are_unresolved(tmp_path: Path) -> None:
    there = b"WARC-Refers-To-Target-URI: %s\r\nWARC-Refers-To-Date: 2024-05-09T07:08:09Z\r\n"
    loop = [
        revisit(SAME + there % b"http://example.org/b"),
        revisit(SAME + there % URL.encode(), url="http://example.org/b"),
    ]
    assert code(archive(tmp_path / "a", *loop))[0] == "unresolved"
    # What was there before, with another payload, answers instead.
    older = capture(b"older", day=3, extra=b"WARC-Payload-Digest: sha1:B\r\n")
    assert answer(archive(tmp_path / "b", older, revisit(SAME))).message.body == b"older"
    assert code(archive(tmp_path / "c", revisit(b"")))[0] == "unresolved"


def test_records_with_the_same_id_are_both_found(tmp_path: Path) -> None:
    twice = [record(1, url="http://example.org/x"), record(1, url="http://example.org/y")]
    found = archive(tmp_path / "a", *twice)
    assert answer(found, "http://example.org/x").source.offset == 0
    assert answer(found, "http://example.org/y").source.offset


def test_several_archives_are_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(capture(b"old", day=3))
    wacz = {"datapackage.json": b"{}", "archive/d.warc": capture(b"new") + capture(b"1", "http://example.org/b")}
    (tmp_path / "b.wacz").write_bytes(zipped(wacz, zipfile.ZIP_STORED))
    rejects: list[Reject] = []
    found = CaptureArchive.open([tmp_path / "a", tmp_path / "b.wacz"], rejects.append)
    assert answer(found).message.body == b"new"
    assert answer(found, near=datetime(2024, 5, 1, tzinfo=UTC)).message.body == b"old"
    got = answer(found, "http://example.org/b")
    assert (got.source.path, got.message.body) == ("b.wacz/archive/d.warc", b"1")
    assert rejects == []


@pytest.mark.parametrize("compression", ["", "gzip", "xz"])
def test_the_answer_may_lie_in_an_arc(tmp_path: Path, compression: Compression) -> None:
    found = archive(tmp_path / "a", arc_head(), *(arc_record(n) for n in range(3)), compression=compression)
    for number in range(3):
        got = answer(found, f"https://example.org/{number}")
        assert (got.message.body, got.message.status) == (page(number), 200)
        assert got.captured == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)
        assert (got.source.kind, got.source.path) == ("arc", "a")


def test_the_answer_may_lie_in_an_arc_in_a_zip(tmp_path: Path) -> None:
    content = b"".join(pack([arc_head(), arc_record(0), arc_record(1)], "gzip"))
    (tmp_path / "a.zip").write_bytes(zipped({"x.arc.gz": content, "y.warc": record(2)}, zipfile.ZIP_STORED))
    found = CaptureArchive.open([tmp_path], lambda reject: pytest.fail(str(reject)))
    kinds = [answer(found, f"https://example.org/{number}").source.kind for number in range(3)]
    assert kinds == ["arc", "arc", "warc"]
