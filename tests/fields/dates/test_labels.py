from __future__ import annotations

import pytest

from newsspider.lines.date_labels import labelled_parts


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "2031年5月4日 9:15（2031年5月5日 10:20更新）",
            [(None, "2031年5月4日 9:15"), ("modified", "2031年5月5日 10:20")],
        ),
        (
            "2031年5月4日 9:15 公開 2031年5月5日 更新",
            [("published", "2031年5月4日 9:15"), ("modified", "2031年5月5日")],
        ),
        ("2031-05-04 09:15 发布", [("published", "2031-05-04 09:15")]),
        (
            "2031.05.04 09:15 입력 | 2031.05.05 수정",
            [("published", "2031.05.04 09:15"), ("modified", "2031.05.05")],
        ),
        ("2031年5月4日 更新：2031年5月5日", [(None, "2031年5月4日"), ("modified", "更新：2031年5月5日")]),
    ],
)
def test_labels_stand_behind_dates_as_well(line: str, parts: list[tuple[str | None, str]]) -> None:
    assert list(labelled_parts(line)) == parts


@pytest.mark.parametrize(
    ("date", "change"),
    [
        ("domenica 9 novembre 2031", "modifica il 9 novembre 2031 | 23:10"),
        ("9 novembre 2031 | 18:00", "modificato il 9 novembre 2031 | 23:10"),
        ("9 novembre 2031", "modifié le 9 novembre 2031 | 23:10"),
        ("9 de noviembre de 2031", "actualizado el 9 de noviembre de 2031 | 23:10"),
        ("9. November 2031", "geändert am 9. November 2031 | 23:10"),
    ],
)
def test_a_change_in_brackets_has_the_time_behind_it(date: str, change: str) -> None:
    assert list(labelled_parts(f"{date} ({change})")) == [(None, date), ("modified", f"{change})")]


def test_a_label_is_a_whole_word() -> None:
    assert list(labelled_parts("Outdated 12 May 2031")) == [(None, "Outdated 12 May 2031")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("Letzte Aktualisierung: 18.01.2031", "modified"), ("发布日期：2031-03-06", "published")],
)
def test_a_label_says_what_the_date_is_of(line: str, kind: str) -> None:
    assert list(labelled_parts(line)) == [(kind, line)]
