from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.body import lines


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|記者"))
def test_never_raises(text: str) -> None:
    for judge in (lines.holds_date, lines.is_date_line, lines.is_byline, lines.is_byline_word, lines.is_signature):
        assert judge(text) in (True, False)


def test_a_sentence_in_a_script_without_spaces_is_no_date_line() -> None:
    told = "2031年2月27日下午，海港区委委员、街道经济和科技促进局局长王小明，海港区金融业联合会秘书长李明等一行八人到众创街调研。"
    assert not lines.is_date_line(told, "zh")
    assert lines.is_date_line("发布时间：2031年2月27日 03:00 来源：海港信使 作者：王小明", "zh")


def test_a_sentence_that_begins_with_the_reporter_is_no_byline() -> None:
    told = "记者从海港市文化和旅游局获悉，第四届海港春游活动将于下月在海港市举行，届时百家媒体参加座谈会并发言，市民可以免费参观。"
    assert not lines.is_byline(told, "zh")
    assert lines.is_byline("记者 王小明 实习生 李明", "zh")
