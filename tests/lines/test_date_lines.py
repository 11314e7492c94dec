from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import date_lines
from newsspider.lines.date_lines import holds_date, is_date_line


def test_doctests() -> None:
    assert doctest.testmod(date_lines).failed == 0


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|记者"))
def test_never_raises(text: str) -> None:
    for judge in (holds_date, is_date_line):
        assert judge(text) in (True, False)


def test_a_sentence_in_a_script_without_spaces_is_no_date_line() -> None:
    told = "2031年2月27日下午，海港区委委员、街道经济和科技促进局局长王小明，海港区金融业联合会秘书长李明等一行八人到众创街调研。"
    assert not is_date_line(told, "zh")
    assert is_date_line("发布时间：2031年2月27日 03:00 来源：海港信使 作者：王小明", "zh")
