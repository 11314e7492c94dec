from __future__ import annotations

import plistlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from tests.archives.builders import page, read_all

URL = "https://example.org/storm"
FORMS = [plistlib.FMT_BINARY, plistlib.FMT_XML]


def response(**headers: str) -> bytes:
    """Return an answer's headers as NSKeyedArchiver writes them."""
    texts = [text for pair in headers.items() for text in pair]
    uids = [plistlib.UID(number) for number in range(2, 2 + len(texts))]
    listed = {"NS.keys": uids[::2], "NS.objects": uids[1::2], "$class": plistlib.UID(0)}
    objects = ["$null", listed, *texts]
    archived = {"$archiver": "NSKeyedArchiver", "$version": 100000, "$top": {}, "$objects": objects}
    return plistlib.dumps(archived, fmt=plistlib.FMT_BINARY)


def webarchive(body: object, form: Any = plistlib.FMT_BINARY, **main: object) -> bytes:
    """Return a web archive as Safari writes it."""
    resource = {
        "WebResourceData": body,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": URL,
        "WebResourceFrameName": "",
        **main,
    }
    image = {"WebResourceData": bytes(9000), "WebResourceMIMEType": "image/png", "WebResourceURL": f"{URL}.png"}
    return plistlib.dumps({"WebMainResource": resource, "WebSubresources": [image]}, fmt=form)


@pytest.mark.parametrize("form", FORMS)
def test_a_saved_page_has_its_url_charset_and_time(tmp_path: Path, form: Any) -> None:
    html = "<!DOCTYPE html><p>Die Fähre fährt".encode("cp1252")
    told = response(Server="nginx", Date="Mon, 06 May 2024 07:08:09 GMT")
    named = {"WebResourceTextEncodingName": "windows-1252", "WebResourceResponse": told}
    (tmp_path / "a").write_bytes(webarchive(html, form, **named))
    (found,), rejects, skipped = read_all(tmp_path / "a")
    assert isinstance(found.response, HtmlResponse)
    assert (found.response.url, found.response.body) == (URL, html)
    assert "Die Fähre fährt" in found.response.text
    assert (found.source.kind, found.captured) == ("webarchive", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert (rejects, skipped) == ([], [])


@pytest.mark.parametrize(
    "told",
    [None, b"", b"bplist00", "text", response(Date="soon"), response(Server="x"), response(Date="Mon, 6 May 2024 07:08:09")],
)  # fmt: skip
def test_a_time_that_is_not_told(tmp_path: Path, told: object) -> None:
    named = {} if told is None else {"WebResourceResponse": told}
    (tmp_path / "a").write_bytes(webarchive(page(0), **named))
    (found,), _, _ = read_all(tmp_path / "a")
    assert (found.response.body, found.captured) == (page(0), None)


def test_a_saved_picture_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(webarchive(b"\x89PNG\r\n\x1a\n\0\0", WebResourceMIMEType="image/png"))
    assert read_all(tmp_path / "a") == ([], [], ["content"])
