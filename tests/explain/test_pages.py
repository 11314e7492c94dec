from __future__ import annotations

import os
import re
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter, open_source
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.explain.pages import nth_page, page_at, pages_from
from newsspider.items import Reject
from tests.crawls.replays import write_warc
from tests.explain.made_pages import HTML

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize("name", ["pages.warc.gz", "pages.warc.wet", "html", "000_c9684fc6a1124425.txt"])
def test_the_first_page_of_every_format_is_found(name: str) -> None:
    page = nth_page(str(SEEDS / name), 1, ReadOptions(sys.maxsize))
    assert page.response.body


def test_the_second_is_another() -> None:
    path = str(SEEDS / "pages.warc.gz")
    first, second = (nth_page(path, number, ReadOptions(sys.maxsize)) for number in (1, 2))
    assert first.response.url != second.response.url


def test_fewer_pages_are_told() -> None:
    with pytest.raises(SourceError, match="there is no page 4: it holds 3 pages"):
        nth_page(str(SEEDS / "html"), 4, ReadOptions(sys.maxsize))


def test_what_holds_no_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "dots.txt").write_text("...")
    told = r"there is no page 1: it holds 0 pages; skipped: 1 content \(by its bytes neither HTML nor text, or empty\)"
    with pytest.raises(SourceError, match=told):
        nth_page(str(tmp_path / "dots.txt"), 1, ReadOptions())


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML)
    with pytest.raises(SourceError, match="there is no page 1: it holds 0 pages, 1 could not be read; too-large"):
        nth_page(str(tmp_path / "page.html"), 1, ReadOptions(20))
    with pytest.raises(SourceError, match="no such file"):
        nth_page(str(tmp_path / "nowhere"), 1, ReadOptions(20))


def test_what_could_not_be_read_among_several_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, content in (("a.html", HTML), ("b.html", "%PDF-1.7 " + "x" * 100), ("c.html", HTML)):
        (tmp_path / name).write_text(content)
    options = ReadOptions(sys.maxsize)
    assert len(list(pages_from(str(tmp_path), 1, options, 1))) == 1
    assert not caplog.messages
    for last in (2, None):
        caplog.clear()
        assert len(list(pages_from(str(tmp_path), 1, options, last))) == 2
        (line,) = caplog.messages
        assert line.startswith(f"{tmp_path}: 1 could not be read and are not counted; the first: ")


def test_a_page_of_a_text_file_with_many(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("= 1\nThe ferry sails.\n= 2\nIt is late.\n")
    separator = re.compile("= (?P<url>.)")
    page = nth_page(str(tmp_path / "a.txt"), 2, ReadOptions(sys.maxsize, text_separator=separator))
    assert (page.response.url, page.response.text) == ("2", "It is late.\n")


@pytest.mark.parametrize("name", ["pages.warc.gz", "pages.warc.wet"])
def test_a_page_is_found_by_its_byte(name: str) -> None:
    path, options = str(SEEDS / name), ReadOptions(sys.maxsize)
    for page in pages_from(path, 1, options):
        assert page.source.offset is not None
        found = page_at(path, page.source.offset, options)
        assert (found.response.url, found.response.body) == (page.response.url, page.response.body)


def test_where_no_page_begins_is_told() -> None:
    for offset in (1, 1 << 40):
        with pytest.raises(SourceError, match=f"no page begins at byte {offset}"):
            page_at(str(SEEDS / "pages.warc.gz"), offset, ReadOptions(sys.maxsize))


def test_a_page_of_a_container_is_named_by_its_path_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("one", "two"):
            archive.writestr(f"2026/{name}.html", f"<p>The ferry {name} sails.</p>")
    options = ReadOptions(sys.maxsize)
    for name in ("one", "two"):
        found = page_at(str(tmp_path / "a.zip" / "2026" / f"{name}.html"), 0, options)
        assert f"ferry {name} sails" in found.response.text
    with pytest.raises(SourceError, match="no page begins at byte 0"):
        page_at(str(tmp_path / "a.zip" / "2026" / "three.html"), 0, options)
    with pytest.raises(SourceError, match="No such file"):
        page_at(str(tmp_path / "b.zip" / "2026" / "one.html"), 0, options)


def test_a_page_may_have_any_status_and_must_have_the_url_that_is_meant(tmp_path: Path) -> None:
    url = "https://example.org/gone"
    with (tmp_path / "a.warc").open("wb") as file, WarcWriter(file, "") as writer:
        response = HtmlResponse(url, status=404, body=HTML.encode(), headers={"Content-Type": "text/html"})
        writer.write(response, datetime(2024, 5, 6, tzinfo=UTC))
        offset = file.tell()
        writer.write(response.replace(url=f"{url}/2"), datetime(2024, 5, 6, tzinfo=UTC))
    path, options = str(tmp_path / "a.warc"), ReadOptions(sys.maxsize)
    assert page_at(path, offset, options).response.status == 404
    assert page_at(path, offset, options, f"{url}/2").response.url == f"{url}/2"
    with pytest.raises(SourceError, match="that is https://"):
        page_at(path, offset, options, url)


def test_a_file_behind_the_cut_of_an_archive_is_told_to_be_perhaps_lost(tmp_path: Path) -> None:
    archive = tmp_path / "news.tar"
    with tarfile.open(archive, "w") as made:
        for name in ("first.html", "second.html", "third.html"):
            (tmp_path / name).write_text(HTML + "<p>The ferry sails.</p>" * 500)
            made.add(tmp_path / name, name)
    os.truncate(archive, archive.stat().st_size // 2)
    told = "news.tar: it holds no page third.html; it is damaged at news.tar/second.html: "
    with pytest.raises(SourceError, match=told):
        nth_page(f"{archive}/third.html", 1, ReadOptions(sys.maxsize))


def test_a_file_in_an_archive_is_a_source(tmp_path: Path) -> None:
    archive = tmp_path / "news.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("first.html", HTML.replace("</h1>", " first</h1>"))
        made.writestr("2026/second.html", HTML.replace("</h1>", " second</h1>"))
        made.writestr("inner.zip", b"PK\x05\x06" + bytes(18))  # not opened, and no damage
    page = nth_page(f"{archive}/2026/second.html", 1, ReadOptions(sys.maxsize))
    assert (page.source.path, b" second</h1>" in page.response.body) == ("news.zip/2026/second.html", True)
    with pytest.raises(SourceError, match="there is no page 2: it holds 1 page"):
        nth_page(f"{archive}/first.html", 2, ReadOptions(sys.maxsize))
    for name, hint in (("none.txt", ""), ("First.html", "; did you mean first.html?")):
        with pytest.raises(SourceError, match=rf"news.zip: it holds no page {re.escape(name + hint)}$"):
            nth_page(f"{archive}/{name}", 1, ReadOptions(sys.maxsize))
    with pytest.raises(SourceError, match=r"did you mean 2026/second.html\?"):
        nth_page(f"{archive}/second.htm", 1, ReadOptions(sys.maxsize))
    with pytest.raises(SourceError, match="there is no page 1: it holds 0 pages, 1 could not be read; too-large"):
        nth_page(f"{archive}/first.html", 1, ReadOptions(10))


def test_why_the_rest_of_an_archive_cannot_be_read_is_told(tmp_path: Path) -> None:
    archive = tmp_path / "cut.tar"
    (tmp_path / "page.html").write_text(HTML * 10)
    with tarfile.open(archive, "w") as made:
        for name in ("first.html", "second.html"):
            made.add(tmp_path / "page.html", name)
    archive.write_bytes(archive.read_bytes()[:15_000])  # within the second
    with pytest.raises(SourceError, match=r"there is no page 1: it holds 0 pages, \d could not be read; "):
        nth_page(f"{archive}/second.html", 1, ReadOptions(sys.maxsize))


def test_a_byte_that_several_files_have_is_no_answer(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.html").write_text(HTML)
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as made:
        made.writestr("one.html", HTML)
        made.writestr("two.html", HTML)
    options = ReadOptions(sys.maxsize)
    for source, named in ((tmp_path, "one.html and"), (tmp_path / "pages.zip", "pages.zip/one.html and")):
        with pytest.raises(SourceError, match=f"several files have a page at byte 0: name one, such as {named}"):
            page_at(str(source), 0, options)
    assert page_at(str(tmp_path / "one.html"), 0, options).source.path == "one.html"


def test_why_a_record_is_no_page_is_told(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc", range(2))
    content = (tmp_path / "a.warc").read_bytes()
    (tmp_path / "a.warc").write_bytes(content[:-500])
    rejects = [
        found for found in open_source(tmp_path / "a.warc", ReadOptions(sys.maxsize)) if isinstance(found, Reject)
    ]
    (reject,) = rejects
    with pytest.raises(SourceError, match=f"no page begins at byte {reject.offset}: {reject.code}: "):
        page_at(str(tmp_path / "a.warc"), reject.offset or 0, ReadOptions(sys.maxsize))
