"""Numbers of dates that are written in Chinese characters: 二〇二四年五月四日."""

from __future__ import annotations

import re
import unicodedata

_NUMERALS = "〇零○一二三四五六七八九十百廿"
DIGIT = re.compile(rf"\d|[{_NUMERALS}]\s?月")  # one of these is in every date
_DAY = re.compile(rf"[{_NUMERALS}元\d]{{1,7}}\s?年\s?[{_NUMERALS}]{{1,3}}\s?月\s?[{_NUMERALS}]{{1,3}}\s?[日号號]")
_COUNTED = re.compile(rf"[{_NUMERALS}]{{1,7}}(?=\s?[年月日号號时時点點分])")


def western_numerals(text: str) -> str:
    """Return a text that holds a day in Chinese characters with the numbers of days and times as digits.

    >>> western_numerals("二〇二四年十二月二十一日 上午十时三十分"), western_numerals("十年前")
    ('2024年12月21日 上午10时30分', '十年前')
    """
    return _COUNTED.sub(lambda match: str(_number(match[0])), text) if _DAY.search(text) else text


def _number(numerals: str) -> int:
    """Return the number of 二〇二四 (digit by digit), 二十一 or 一百零五."""
    values = [_value(char) for char in numerals]
    if all(value < 10 for value in values):
        return int("".join(map(str, values)))
    whole, ones = 0, 0
    for value in values:
        if value < 10:
            ones = value
        else:
            whole, ones = whole + (ones or 1) * value, 0
    return whole + ones


def _value(char: str) -> int:
    return 0 if char == "○" else int(unicodedata.numeric(char))
