from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.body import lines


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|記者"))
def test_never_raises(text: str) -> None:
    for judge in (lines.holds_date, lines.is_date_line, lines.is_byline, lines.is_byline_word, lines.is_signature):
        assert judge(text) in (True, False)
