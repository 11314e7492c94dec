from __future__ import annotations

import time

import pytest

from newsspider.discovery.pager_labels import is_pager_line, page_number, plain_label, says


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("[ 3 ]", 3), ("Seite 2", 2), ("Seite 2: Was folgt", 2), ("2ページ", 2), ("Page 2 / 5", 2), ("2 of 5", 2),
        ("第2页", 2), ("Go to page 4", 4), ("2026", None), ("2 dead in storm", None), ("Part two", None), ("", None), ("Page 2" + "x" * 99, None),
    ],
)  # fmt: skip
def test_the_number_of_a_label(text: str, number: int | None) -> None:
    assert page_number(plain_label(text)) == number


@pytest.mark.parametrize("text", ["Next »", "nächste  Seite", "次のページ", "下一页", "Далее →", "التالي"])
def test_labels_of_next_pages(text: str) -> None:
    assert says(plain_label(text), "next")


@pytest.mark.parametrize("text", ["1 2 3 Next", "« Previous | 1 | 2 | Next »", "Seite 1 von 3", "2", "1 / 3"])
def test_lines_of_pagers(text: str) -> None:
    assert is_pager_line(text)


@pytest.mark.parametrize(
    "text", ["Next, we went to the harbour.", "3 dead", "", "Page after page he read.", "1 2 3 " * 99]
)
def test_lines_of_text_are_none(text: str) -> None:
    assert not is_pager_line(text)


def test_hostile_lines_take_no_time() -> None:
    start = time.perf_counter()
    for text in ("next page " * 11 + "x", "1 " * 59 + "x", "page 2 page " * 9 + "!x", "-" * 119 + "x"):
        assert not is_pager_line(text)
    assert time.perf_counter() - start < 1
