from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from scrapy.http import HtmlResponse

from newsspider.archives.formats.har import is_har
from newsspider.extraction import extract
from tests.archives.builders import numbers, page, read_all, zipped

HTML = {"Content-Type": "text/html; charset=utf-8"}


def entry(number: int, content: dict[str, Any] | None = None, status: int = 200, **headers: str) -> dict[str, Any]:
    """Return an entry as Chrome writes it."""
    if content is None:
        content = {"size": 9, "mimeType": "text/html", "text": page(number).decode()}
    sent = headers or HTML
    return {
        "_initiator": {"type": "other"},
        "startedDateTime": "2024-05-06T07:08:09.123Z",
        "request": {"method": "GET", "url": f"https://example.org/{number}", "headers": [], "cookies": []},
        "response": {
            "status": status,
            "headers": [{"name": name.replace("_", "-"), "value": value} for name, value in sent.items()],
            "content": content,
        },
        "timings": {"wait": 1},
    }


def har(*entries: dict[str, Any], indent: int | None = None) -> bytes:
    log = {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{"id": "page_1", "title": 'She said "entries": [{', "pageTimings": {}}],
        "entries": entries,
        "comment": "end",
    }
    return json.dumps({"log": log}, indent=indent).encode()


def coded(body: bytes) -> dict[str, Any]:
    return {
        "size": len(body),
        "mimeType": "text/html",
        "text": base64.b64encode(body).decode(),
        "encoding": "base64",
    }


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_each_page_has_its_url_time_headers_and_place(tmp_path: Path, indent: int | None, pack: Any) -> None:
    content = har(entry(0), entry(1, coded(page(1))), entry(2), indent=indent)
    (tmp_path / "a").write_bytes(pack(content))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert numbers(pages) == [0, 1, 2]
    assert (rejects, skipped) == ([], [])
    for one in pages:
        assert (one.source.kind, one.captured) == ("har", datetime(2024, 5, 6, 7, 8, 9, 123000, UTC))
        assert content[one.source.offset or 0 :].startswith(b"{")
        assert (one.response.headers[b"Content-Type"] or b"").startswith(b"text/html")
    assert b'"https://example.org/1"' in content[pages[1].source.offset or 0 : pages[2].source.offset]


def test_a_text_is_in_utf_8_whatever_the_server_sent(tmp_path: Path) -> None:
    html = "<!DOCTYPE html><meta charset=iso-8859-1><p>Die Fähre fährt um zwölf, sagte die Reederei am Montag."
    one = entry(0, {"mimeType": "text/html", "text": html}, Content_Type="text/html; charset=iso-8859-1")
    other = entry(1, coded(html.encode("latin-1")), Content_Type="text/html; charset=iso-8859-1")
    (tmp_path / "a").write_bytes(har(one, other))
    pages, _, _ = read_all(tmp_path / "a")
    for found in pages:
        assert "Die Fähre fährt um zwölf" in found.response.text
        assert "Die Fähre fährt um zwölf" in (extract(found.response).articleBody or "")


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_bodies_that_were_saved_as_sent_and_as_shown(tmp_path: Path, coding: str) -> None:
    sent = gzip.compress(page(0)) if coding == "gzip" else brotli.compress(page(0))
    bodies = (None, coded(sent), coded(page(0)))
    entries = [entry(0, body, Content_Encoding=coding, Content_Type="text/html") for body in bodies]
    (tmp_path / "a").write_bytes(har(*entries))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert numbers(pages) == [0, 0, 0]
    assert rejects == []
    assert all(b"Content-Encoding" not in one.response.headers for one in pages)


def test_what_is_no_page(tmp_path: Path) -> None:
    image = {"mimeType": "image/png", "text": "iVBORw0KGgo=", "encoding": "base64"}
    entries = [
        entry(0, status=301), entry(1, status=0), entry(2, image, Content_Type="image/png"), {}, {"response": None},
        entry(3, {"mimeType": "x-unknown"}, Content_Type="x-unknown"),
        entry(4, {"mimeType": "text/html", "text": "%PDF-1.7"}), entry(5),
    ]  # fmt: skip
    (tmp_path / "a").write_bytes(har(*entries))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert numbers(pages) == [5]
    assert rejects == []
    assert skipped == ["status", "status", "content-type", "status", "status", "content", "content"]


def test_a_page_without_its_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(har(entry(0, {"size": 9000, "mimeType": "text/html"}), entry(1)))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert numbers(pages) == [1]
    assert [(one.code, one.url) for one in rejects] == [("no-content", "https://example.org/0")]


def test_headers_may_be_missing(tmp_path: Path) -> None:
    bare = entry(0)
    bare["response"]["headers"] = [None, {"name": ":status", "value": "200"}, {"name": "", "value": "x"}]
    (tmp_path / "a").write_bytes(har(bare))
    pages, _, _ = read_all(tmp_path / "a")
    assert isinstance(pages[0].response, HtmlResponse)
    assert list(pages[0].response.headers) == [b"Content-Type"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (har(entry(0)), True), (har(entry(0), indent=4), True), (b'\xef\xbb\xbf{"log":{"entries":[]}}', True),
        (b'{"log": {"level": 3}}', False), (b'{"url": "a"}', False), (b"", False),
    ],
)  # fmt: skip
def test_it_is_known_by_its_beginning(head: bytes, expected: bool) -> None:
    assert is_har(head) is expected


@pytest.mark.parametrize("status", [[], {}, None, "", "two", "²00", -1, 1e400, True])
def test_an_entry_without_a_status_costs_no_other(tmp_path: Path, status: Any) -> None:
    odd = entry(0)
    odd["response"]["status"] = status
    (tmp_path / "a").write_bytes(har(odd, entry(1)))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), rejects, skipped) == ([1], [], ["status"])


@pytest.mark.parametrize("status", ["200", 200.0])
def test_a_status_may_be_written_as_a_text_or_a_fraction(tmp_path: Path, status: Any) -> None:
    one = entry(0)
    one["response"]["status"] = status
    (tmp_path / "a").write_bytes(har(one))
    assert numbers(read_all(tmp_path / "a")[0]) == [0]


BODY_NAME = f"{'ab' * 20}.html"


def attached(number: int, name: str = BODY_NAME) -> dict[str, Any]:
    """Return an entry as Playwright writes it with `content: "attach"`."""
    return entry(number, {"size": -1, "mimeType": "text/html; charset=windows-1252", "_file": name})


def test_bodies_beside_the_har_are_read_with_it_and_not_once_more(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    (folder / BODY_NAME).write_bytes(page(0))
    (folder / "a.har").write_bytes(har(attached(0), attached(1, f"{'cd' * 20}.png"), entry(2)))
    pages, rejects, _ = read_all(folder)
    assert [one.response.url for one in pages] == ["https://example.org/0", "https://example.org/2"]
    assert pages[0].response.body == page(0)
    (reject,) = rejects
    assert reject.reason.endswith(".png, which is not in the folder of the HAR")
    (folder / "a.har").unlink()
    assert len(read_all(folder)[0]) == 1  # without the HAR it is a page of its own


@pytest.mark.parametrize("name", ["../secret.html", "secret.html", "/etc/passwd", f"{'ef' * 20}.html"])
def test_a_har_names_no_other_file_of_this_computer(tmp_path: Path, name: str) -> None:
    (tmp_path / "session").mkdir()
    for file in (tmp_path / "secret.html", tmp_path / "session" / "secret.html"):
        file.write_bytes(page(9))
    (tmp_path / "session" / f"{'ef' * 20}.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "session" / "a.har").write_bytes(har(attached(0, name)))
    pages, rejects, _ = read_all(tmp_path / "session" / "a.har")
    assert (pages, [one.code for one in rejects]) == ([], ["no-content"])


def test_bodies_in_a_zip_with_the_har_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"har.har": har(attached(0))}))
    (reject,) = read_all(tmp_path / "a.zip")[1]
    assert reject.reason.endswith("beside a HAR on disk: unpack or download both first")
