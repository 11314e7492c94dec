from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from newsspider.fields.neighbourhood import lines


def test_doctests() -> None:
    assert doctest.testmod(lines).failed == 0


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|記者"))
def test_never_raises(text: str) -> None:
    for judge in (lines.holds_date, lines.is_date_line, lines.is_byline, lines.is_byline_word):
        assert judge(text) in (True, False)
    assert lines.is_name(text) in (True, False)


def test_names() -> None:
    for name in (
        "Ana Ruiz",
        "Jan van der Berg",
        "Вера Громова",
        "ÁNGEL RUIZ",
        "Ana Ruiz | 4 May 2031",
        "김하늘 기자",
    ):
        assert lines.is_name(name), name
    for other in ("News", "Harbour wall grows", "Share On Facebook", "Ministry Of Harbours 2031", ""):
        assert not lines.is_name(other), other
