from __future__ import annotations

import time

import pytest

from newsspider.language.han_numerals import DIGIT, western_numerals


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("二〇二四年五月四日", "2024年5月4日"),
        ("二零二四年十二月二十一日 上午十时三十分", "2024年12月21日 上午10时30分"),
        ("一九九○年十月三十日", "1990年10月30日"),
        ("民國一百零五年五月廿一日", "民國105年5月21日"),
        ("令和元年五月一日", "令和元年5月1日"),
        ("2024年五月四日", "2024年5月4日"),
        ("十年前的五月", "十年前的五月"),
        ("三日间", "三日间"),
    ],
)
def test_numbers_of_days_in_chinese_characters(text: str, western: str) -> None:
    assert western_numerals(text) == western


def test_every_date_holds_a_number() -> None:
    assert DIGIT.search("五 月 四日")
    assert not DIGIT.search("岁月如歌")


def test_thousands_of_numerals_take_no_time() -> None:
    began = time.perf_counter()
    assert western_numerals("一" * 100_000).startswith("一一")
    assert time.perf_counter() - began < 2
