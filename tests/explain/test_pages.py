from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.explain.pages import nth_page, page_at, pages_from
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
