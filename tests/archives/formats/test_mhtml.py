from __future__ import annotations

import base64
import quopri
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives.formats.mhtml import is_mhtml
from tests.archives.builders import page, read_all

HTML = (
    "<!DOCTYPE html><html><body><h1>Fähre läuft wieder aus</h1><p>"
    + "Die Reederei = pünktlich. " * 40
    + "</p></body></html>"
)
TOP = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/snapshot\r\n"
    b"Subject: =?utf-8?Q?F=C3=A4hre?=\r\nDate: Mon, 6 May 2024 07:08:09 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B--x----"\r\n\r\n\r\n'
)
END = b"\r\n------B--x------\r\n"


def part(
    content: bytes, coding: str = "binary", kind: str = "text/html", location: str = "https://example.org/a"
) -> bytes:
    packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)(content)
    return (
        f"------B--x----\r\nContent-Type: {kind}\r\nContent-ID: <{location}>\r\n"
        f"Content-Transfer-Encoding: {coding}\r\nContent-Location: {location}\r\n\r\n"
    ).encode() + packed


IMAGE = part(bytes(range(256)) * 40, "base64", "image/png", "https://example.org/i.png")


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit", "binary"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_saved_page(tmp_path: Path, coding: str, charset: str) -> None:
    content = part(HTML.encode(charset), coding, f"text/html; charset={charset}")
    (tmp_path / "a").write_bytes(TOP + content + b"\r\n" + IMAGE + END)
    (found,), rejects, _ = read_all(tmp_path / "a")
    assert rejects == []
    assert type(found.response) is HtmlResponse
    assert found.response.url == "https://example.org/a"
    assert found.response.text.strip() == HTML
    assert found.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (found.source.kind, found.source.path, found.source.offset) == ("mhtml", "a", 0)


def test_the_part_that_is_named_as_the_start(tmp_path: Path) -> None:
    top = TOP.replace(b"type=", b'start="<https://example.org/b>";\r\n\ttype=')
    frames = part(page(0)) + b"\r\n" + part(page(1), location="https://example.org/b")
    (tmp_path / "a").write_bytes(top + frames + END)
    assert read_all(tmp_path / "a")[0][0].response.url == "https://example.org/b"
    (tmp_path / "a").write_bytes(top.replace(b"org/b>", b"org/c>") + frames + END)
    assert read_all(tmp_path / "a")[0][0].response.url == "https://example.org/a"


def test_a_part_without_an_address_has_the_snapshots(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TOP + part(page(0), location="cid:frame-1") + END)
    assert read_all(tmp_path / "a")[0][0].response.url == "https://example.org/snapshot"


def test_parts_within_parts(tmp_path: Path) -> None:
    inner = b'------B--x----\r\nContent-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nText\r\n'
    html = (
        b"--in\r\nContent-Type: text/html\r\nContent-Location:\r\n https://example.org/a\r\n\r\n"
        + page(0)
        + b"\r\n--in--\r\n"
    )
    (tmp_path / "a").write_bytes(TOP + inner + html + END)
    (found,), _, _ = read_all(tmp_path / "a")
    assert (found.response.body.strip(), found.response.url) == (page(0), "https://example.org/a")


def test_a_message_of_one_part(tmp_path: Path) -> None:
    header = (
        b"MIME-Version: 1.0\nContent-Type: text/html\nDate: yesterday\nContent-Location: https://example.org/a\n\n"
    )
    (tmp_path / "a").write_bytes(header + page(0))
    (found,), _, _ = read_all(tmp_path / "a")
    assert (found.response.body, found.response.url, found.captured) == (page(0), "https://example.org/a", None)


@pytest.mark.parametrize(
    "head", [b"", b"From: me\r\n\r\nThe ferry", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n", page(0)]
)
def test_what_is_no_saved_page(head: bytes) -> None:
    assert not is_mhtml(head)


def test_pictures_do_not_count_for_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TOP + IMAGE * 30 + b"\r\n" + part(page(0)) + END)
    assert len(read_all(tmp_path / "a", max_page_bytes=1000)[0]) == 1
    _, rejects, _ = read_all(tmp_path / "a", max_page_bytes=len(page(0)) - 1)
    assert [one.code for one in rejects] == ["too-large"]


@pytest.mark.parametrize(
    "kind", ["text/html charset=utf-8", '"text/html"', "application/vnd.wap.xhtml+xml", "html"]
)
def test_a_page_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a").write_bytes(TOP + part(page(0), kind=kind) + b"\r\n" + IMAGE + END)
    (found,), rejects, _ = read_all(tmp_path / "a")
    assert (found.response.body, rejects) == (page(0), [])


def test_a_picture_that_is_called_html_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TOP + part(b"\x89PNG\r\n\x1a\n\0\0", "base64") + END)
    assert read_all(tmp_path / "a") == ([], [], ["content"])
