from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import bylines
from newsspider.lines.bylines import is_byline, is_byline_word, is_signature


def test_doctests() -> None:
    assert doctest.testmod(bylines).failed == 0


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|记者"))
def test_never_raises(text: str) -> None:
    for judge in (is_byline, is_byline_word, is_signature):
        assert judge(text) in (True, False)


def test_a_sentence_that_begins_with_the_reporter_is_no_byline() -> None:
    told = "记者从海港市文化和旅游局获悉，第四届海港春游活动将于下月在海港市举行，届时百家媒体参加座谈会并发言，市民可以免费参观。"
    assert not is_byline(told, "zh")
    assert is_byline("记者 王小明 实习生 李明", "zh")
