from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from newsspider.body import BlockKind
from newsspider.explain.page_view import page_view
from newsspider.explain.types import ExplainedBlock

SAFE_ATTRIBUTES = {"class", "title", "dir", "lang", "colspan", "rowspan"}


def block(number: int, *, is_kept: bool) -> ExplainedBlock:
    return ExplainedBlock(number=number, text="", tag="p", kind=BlockKind.TEXT, probability=0.5, is_kept=is_kept)


def shown(source: str) -> str:
    return etree.tostring(page_view(html.document_fromstring(source), (), ()), method="html", encoding="unicode")


def test_text_stays_in_its_order_and_what_runs_or_loads_goes() -> None:
    source = """<body onload="a()">One <!-- hidden --> two<script>three()</script> four
    <p style="background: url(//x.example/a.png)" onclick="b()">five <a href="//x.example/" ping="//x.example/">six</a>
    </p><iframe src="//x.example/"></iframe><meta http-equiv="refresh" content="0;url=//x.example/">seven
    <img src="//x.example/b.png" alt="A &lt;boat&gt;"><form action="//x.example/"><input name="q"><button>eight</button>
    </form><x-card>nine</x-card></body>"""
    found = shown(source)
    assert " ".join(html.fromstring(found).text_content().split()) == (
        "One two four five six seven A <boat>eight nine"
    )
    assert "x.example" not in found
    assert not re.search(r"<(script|iframe|meta|img|form|input|x-card)|\son\w+=", found)


def test_blocks_are_marked_and_hidden_parts_are_not_shown() -> None:
    root = html.document_fromstring("<p>a</p><p>b</p><div style='DISPLAY : none'>c</div><div hidden>d</div>")
    first, second = root.iter("p")
    blocks = [block(1, is_kept=True), block(2, is_kept=False), block(3, is_kept=False)]
    view = page_view(root, [first, first, second], blocks)
    assert [(p.get("class"), p.get("title")) for p in view.iter("p")] == [
        ("kept", "blocks 1, 2: kept"),
        ("dropped", "block 3: dropped"),
    ]
    assert [div.get("class") for div in view.iter("div") if div.text in {"c", "d"}] == ["unseen", "unseen"]


@given(st.text(alphabet=st.sampled_from("<>/=\"' abimgsvrptoncx:;&#\0\x1b\u202e"), max_size=200))
def test_no_page_gives_more_than_elements_and_attributes_of_the_lists(source: str) -> None:
    view = page_view(html.document_fromstring(f"<div>{source}</div>"), (), ())
    for element in view.iter():
        assert isinstance(element.tag, str)
        assert set(element.attrib) <= SAFE_ATTRIBUTES
        assert element.tag not in {"script", "style", "iframe", "img", "svg", "link", "meta", "base", "object"}
    etree.tostring(view, method="html", encoding="utf-8")


@pytest.mark.parametrize(
    "source",
    [
        "<b>" * 200 + "x",
        "<p>x" * 40_000,
        "<p title='" + "x" * 1_000_000 + "'>y",
        "<p>" + "xxxxxxxxxx<!---->" * 20_000,
        "<p>" + "xxxxxxxxxx<script></script>" * 20_000,
        "<p>" + "x<br>" * 20_000,
    ],
    ids=["nested", "paragraphs", "attribute", "comments", "scripts", "line breaks"],
)
def test_large_pages_take_little_time(source: str) -> None:
    began = time.process_time()
    shown(source)
    assert time.process_time() - began < 5


def test_an_element_of_many_blocks_takes_little_time() -> None:
    root = html.document_fromstring("<p>x")
    blocks = [block(number, is_kept=number == 7) for number in range(1, 40_001)]
    began = time.process_time()
    view = page_view(root, [root[0][0]] * len(blocks), blocks)
    assert time.process_time() - began < 5
    assert 'class="kept" title="blocks 1, 2, 3, 4, 5, 6, 7, 8, 9: kept"' in etree.tostring(
        view, encoding="unicode"
    )


def test_text_around_what_is_left_out_stays_in_its_place() -> None:
    found = shown("<p>a<!-- - -->b<script>-</script>c<b>d<!-- - -->e<style>-</style></b>f<!-- - -->g<br>h</p>i")
    assert "<p>abc<b>de</b>fg<br>h</p>i" in found
