"""What archives hold beside pages, and what became an article once."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.archives.builders import HTML_HEADER, http, page, read_all, record

ARGUMENTS = b'"http://example.org/" "--warc-file" "a" "--user" "me" "--password" "secret"\n'
LOG = b"--2024-05-06 07:08:09--  http://example.org/\nResolving example.org... 192.0.2.1\nSaved a page of news.\n"
DNS = b"20240506070809\nexample.org.\t589\tIN\tA\t192.0.2.1\n"
PATHS = b"".join(b"crawl-data/CC-NEWS/2024/05/warc/CC-NEWS-20240506%06d-00001.warc.gz\n" % n for n in range(300))
RECORDS = {  # URL, Content-Type, block
    "wget's arguments": ("metadata://gnu.org/software/wget/warc/wget_arguments.txt", "text/plain", ARGUMENTS),
    "wget's log": ("metadata://gnu.org/software/wget/warc/wget.log", "text/plain", LOG),
    "an answer of DNS": ("dns:example.org", "text/dns", DNS),
    "an answer of DNS as text": ("dns:example.org", "text/plain", DNS),
    "a copy of a page that is there": ("file:///dom-snapshot.html", "text/html", page(1)),
    "a note on a crawl": ("file:///crawl/provenance.txt", "text/plain", b"Crawled by hand, on a Monday in May."),
    "a text of a page that is there": (
        "urn:text:https://example.org/1",
        "text/plain",
        b"The ferry sails at noon.",
    ),
}


@pytest.mark.parametrize("kind", ["resource", "response"])
@pytest.mark.parametrize("case", RECORDS)
def test_what_has_no_web_address_is_no_page(tmp_path: Path, kind: str, case: str) -> None:
    url, content_type, block = RECORDS[case]
    (tmp_path / "a").write_bytes(record(0) + record(1, block, kind=kind, content_type=content_type, url=url))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert [one.response.url for one in pages] == ["https://example.org/0"]
    assert (rejects, skipped) == ([], ["no-web-address"])


@pytest.mark.parametrize(
    "url", ["HTTP://example.org/1", "ftp://example.org/1", "example.org/1", "localhost:80/1", "/1", "1"]
)
def test_html_at_an_odd_address_is_a_page(tmp_path: Path, url: str) -> None:
    (tmp_path / "a").write_bytes(record(1, page(1), kind="resource", content_type="text/html", url=url))
    assert [one.response.url for one in read_all(tmp_path / "a")[0]] == [url]


@pytest.mark.parametrize("content_type", [b"text/plain", b"text/html", b""])
@pytest.mark.parametrize("body", [b"OK", b"a", b"PAR1", b" true\n", b"1,234", b"x" * 9000, "да".encode(), PATHS])
def test_one_word_and_lists_of_paths_are_no_pages(tmp_path: Path, content_type: bytes, body: bytes) -> None:
    (tmp_path / "a").write_bytes(record(0, http(body, b"Content-Type: " + content_type)))
    assert read_all(tmp_path / "a") == ([], [], ["content"])


@pytest.mark.parametrize(
    "body", [b"The ferry sails.", "渡轮将于周一中午从港口出发".encode(), b"See /a/b.\nThe ferry sails/n."]
)
def test_short_texts_are_pages(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a").write_bytes(record(0, http(body, b"Content-Type: text/plain")))
    assert [one.response.body for one in read_all(tmp_path / "a")[0]] == [body]


def test_a_conversion_without_words_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0, b"Loading...", kind="conversion", content_type="text/plain"))
    assert read_all(tmp_path / "a") == ([], [], ["content"])


def test_files_without_words(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page(0))
    (tmp_path / "a.txt").write_bytes(b"OK")
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(PATHS))
    pages, rejects, skipped = read_all(tmp_path)
    assert (len(pages), rejects, skipped) == (1, [], ["content", "content"])


def test_an_empty_response_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0, b"") + record(1, HTML_HEADER) + record(2))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (len(pages), rejects, skipped) == (1, [], ["content", "content"])
