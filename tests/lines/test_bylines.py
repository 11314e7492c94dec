from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import bylines
from newsspider.lines.bylines import is_byline, is_byline_word, is_signature, signers_of


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


@pytest.mark.parametrize(
    "line",
    [
        "홍길동 기자",
        "홍길동기자",
        "홍길동·이영희 기자",
        "홍길동 기자 gildong@courier.example",
        "[홍길동 기자]",
        "홍길동 기자, 항구신문",
        "山野はるか記者、港新聞",
        "山野はるか特派員",
        "王小明记者，海港日报",
        "홍길동 기자, 이영희 인턴기자, 항구신문",
    ],
)
def test_signatures(line: str) -> None:
    assert is_signature(line)


@pytest.mark.parametrize(
    "line",
    [
        "山野さん",  # who speaks next in an interview
        "新华社记者",  # names no person
        "홍길동 기자, 비가 왔다",  # goes on with a sentence
        "기자",
        "홍길동 기자가 항구에서 겪은 긴 하루의 이야기",
        "Ana Ruiz reporter",
    ],
)
def test_no_signatures(line: str) -> None:
    assert not is_signature(line)


@pytest.mark.parametrize(
    ("line", "signers"),
    [
        ("홍길동 기자, 항구신문", "홍길동 기자"),
        ("홍길동 기자, 이영희 인턴기자, 항구신문", "홍길동 기자, 이영희 인턴기자"),
        ("山野はるか記者、佐藤一郎記者、港新聞", "山野はるか記者, 佐藤一郎記者"),
        ("王小明记者，海港日报", "王小明记者"),
        ("王小明记者 ming@courier.example", "王小明记者"),
        ("王小明记者，风暴", ""),
        ("海港日报，王小明", ""),
    ],
)
def test_signers_without_their_employer(line: str, signers: str) -> None:
    assert signers_of(line) == signers
