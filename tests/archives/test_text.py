from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.archives.text import capture_date
from newsspider.http import TextDumpResponse
from tests.archives.builders import read_all

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
