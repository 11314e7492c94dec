from __future__ import annotations

import re
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.archives import ArchivedPage, open_source
from newsspider.archives.compression import Compression
from newsspider.archives.formats.text import capture_date
from newsspider.archives.types import ReadOptions
from newsspider.http import TextDumpResponse
from newsspider.items import Reject
from tests.archives.builders import LIMIT_BYTES, pack, read_all

GERMAN = "Die Fähre läuft nach dem Sturm wieder regelmäßig aus, sagte die Reederei am späten Abend. Größere Schäden gab es nicht."
RUSSIAN = (
    "Паром снова ходит по расписанию, сообщила компания поздно вечером. Серьёзных повреждений после шторма нет."
)
JAPANESE = "嵐のあと、フェリーは再び時刻表どおりに運航していると、会社は夜遅くに発表した。大きな被害はなかった。"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-8"),
    ],
)
def test_text_in_its_charset(tmp_path: Path, text: str, charset: str) -> None:
    content = text.encode(charset)
    (tmp_path / "dump.warc").write_bytes(content)
    pages, rejects, _ = read_all(tmp_path / "dump.warc")
    assert rejects == []
    assert isinstance(pages[0].response, TextDumpResponse)
    assert pages[0].response.body == content
    assert pages[0].response.text == text
    assert pages[0].response.url == ""
    assert (pages[0].source.kind, pages[0].source.path, pages[0].captured) == ("text", "dump.warc", None)


def test_the_header_line_is_the_capture_date(tmp_path: Path) -> None:
    (tmp_path / "dump").write_text(" date 2024-05-06 Monday\n\nThe ferry sails again.\n")
    pages, _, _ = read_all(tmp_path)
    assert pages[0].captured == datetime(2024, 5, 6, 23, 59, 59, 999999, tzinfo=UTC)
    assert pages[0].response.text.startswith(" date 2024-05-06")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "date",
        "date 2024-13-40",
        "date 0000-00-00",
        "Update 2024-05-06",
        "date 2024-05-061",
        "x\ndate 2024-05-06",
    ],
)
def test_no_capture_date(text: str) -> None:
    assert capture_date(text) is None


def many(path: Path, separator: str = "", max_page_bytes: int = LIMIT_BYTES) -> list[ArchivedPage | Reject]:
    pattern = re.compile(separator) if separator else None
    return list(open_source(path, ReadOptions(max_page_bytes, text_separator=pattern)))


@pytest.mark.parametrize("compression", ["", "gzip", "zstd", "xz"])
def test_many_pages_with_date_lines(tmp_path: Path, compression: Compression) -> None:
    texts = [
        b" date 2024-05-06 Monday, May 6th\n\nThe ferry sails.\n",
        b"date 2024-05-07\r\nIt was late on the date 2024-05-05.\r\n\r\n",
        "date 2024-05-08 Wednesday\nFähre fährt".encode(),
    ]
    (tmp_path / "a").write_bytes(pack([b"".join(texts)], compression)[0])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert rejects == []
    assert [one.response.body for one in pages] == texts
    assert [one.source.offset for one in pages] == [0, len(texts[0]), len(texts[0] + texts[1])]
    assert [one.captured and one.captured.day for one in pages] == [6, 7, 8]
    # Without such a line at its beginning a file is one page.
    (tmp_path / "b").write_bytes(b"The ferry\n" + b"".join(texts))
    assert len(read_all(tmp_path / "b")[0]) == 1


def test_a_separator_that_no_line_matches_is_told_of_a_file_that_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails again.\n===\nThe ferry sails again.\n")
    assert len(many(tmp_path, "@@@")) == 1
    assert not caplog.messages
    assert len(many(tmp_path / "a.txt", "@@@")) == 1
    assert caplog.messages == ["a.txt: NEWSSPIDER_TEXT_SEPARATOR matches no line: read as one page"]
    assert len(many(tmp_path / "a.txt", "===")) == 2
    assert len(caplog.messages) == 1


def test_a_named_file_whose_first_line_comes_again_is_told_to_be_one_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pages = "".join(f"URL: https://example.org/{number} 2031-05-04\n{GERMAN}\n\n" for number in range(3))
    (tmp_path / "a.txt").write_text(pages, "utf-8")
    (tmp_path / "b.txt").write_text(f"{GERMAN}\nSee https://example.org/1\nSee https://example.org/2\n", "utf-8")
    assert len(read_all(tmp_path / "a.txt")[0]) == len(read_all(tmp_path / "b.txt")[0]) == 1
    (message,) = caplog.messages
    assert message.startswith(
        "a.txt: read as one page, although lines with an address that begin with URL: come again"
    )
    separator = ReadOptions(LIMIT_BYTES, text_separator=re.compile(r"URL: (?P<url>\S+) (?P<date>\S+)"))
    assert len(list(open_source(tmp_path / "a.txt", separator))) == 3
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    "header",
    [
        "URL:https://example.org/{0}",
        "Адрес: https://example.org/{0}",
        "Title: Page {0}\nSource: https://example.org/{0}",
    ],
)
def test_the_lines_with_an_address_have_many_forms(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, header: str
) -> None:
    # The second page begins far behind what is read of a file to know its format.
    pages = "".join(f"{header.format(number)}\n{GERMAN * 40}\n\n" for number in range(2))
    (tmp_path / "a.txt").write_text(pages, "utf-8-sig")
    assert len(read_all(tmp_path / "a.txt")[0]) == 1
    (message,) = caplog.messages
    assert "lines with an address that begin with" in message


def test_many_pages_with_separators(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"-----\n\n-----\nThe ferry sails.\n-----\r\n - - \nIt is late.\n-----\n \n")
    assert [one.response.text for one in many(tmp_path / "a", "-{5}$") if isinstance(one, ArchivedPage)] == [
        "The ferry sails.\n",
        " - - \nIt is late.\n",
    ]


def test_many_pages_with_headers(tmp_path: Path) -> None:
    content = b"A preface\nURL: https://x.org/a 2024-05-06T07:08:09Z\nThe ferry.\nURL: http://[ never\nIt is late.\nURL: https://x.org/b 20240507000000\nIt is early."
    (tmp_path / "a").write_bytes(content)
    preface, first, bad, last = many(tmp_path / "a", r"URL: (?P<url>\S+) (?P<date>\S+)")
    assert isinstance(preface, ArchivedPage)
    assert (preface.response.url, preface.response.text) == ("", "A preface\n")
    assert isinstance(first, ArchivedPage)
    assert (first.response.url, first.response.text) == ("https://x.org/a", "The ferry.\n")
    assert first.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert first.source.offset == len(b"A preface\n")
    assert isinstance(bad, Reject)
    assert bad.code == "url"
    assert isinstance(last, ArchivedPage)
    assert (last.response.text, last.captured) == ("It is early.", datetime(2024, 5, 7, tzinfo=UTC))


def test_a_page_among_many_that_is_too_large_is_rejected_alone(tmp_path: Path) -> None:
    words = b"word " * 300
    for large in (words, b"\n".join([b"word"] * 400), b"x" * 200_000):
        (tmp_path / "a").write_bytes(b"= 1\nThe ferry sails.\n= 2\n" + large + b"\n= 3\nIt is late.\n")
        first, reject, last = many(tmp_path / "a", "= (?P<url>.)", max_page_bytes=1000)
        assert isinstance(first, ArchivedPage)
        assert isinstance(last, ArchivedPage)
        assert (first.response.text, last.response.text) == ("The ferry sails.\n", "It is late.\n")
        assert isinstance(reject, Reject)
        assert (reject.code, reject.offset, reject.url) == ("too-large", 21, "2")


def test_memory_does_not_grow_with_a_file_of_many_pages(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(
        b"date 2024-05-06\n" + b"".join(b"word " * 2000 + b"\ndate 2024-05-06\n" for _ in range(2000))
    )
    tracemalloc.start()
    count = sum(1 for _ in open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2001
    assert peak < 3 << 20


def test_text_whose_letters_are_behind_escape_sequences(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(JAPANESE.encode("iso2022_jp"))
    (found,) = read_all(tmp_path / "a.txt")[0]
    assert found.response.text == JAPANESE
