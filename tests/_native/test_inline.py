import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import HTMLParser, fromstring

from newsspider._native import inline_parts
from newsspider._native.inline import link_url
from newsspider.blocks.from_html import html_blocks
from newsspider.page.tree import parse_tree


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", ["a <strong>b</strong> <em>c</em>"]),
        ("<p>a<br>b<br><br>c</p>", ["a\nb", "c"]),
        ("<p><b>a<br><br>b</b></p>", ["<strong>a</strong>", "<strong>\nb</strong>"]),
        ("<p>1 &lt; 2 &amp; 3</p>", ["1 &lt; 2 &amp; 3"]),
        ('<p><a href="/x" onclick="y()">z</a></p>', ['<a href="https://example.org/x">z</a>']),
        ('<p><a href="javascript:x()">z</a></p>', ["z"]),
        ('<p><a href=\'/"><script>\'>z</a></p>', ['<a href="https://example.org/&quot;&gt;&lt;script&gt;">z</a>']),
        ('<p>a<img src="/i.png" width="9" height="9%"></p>', ['a<img src="https://example.org/i.png" alt="" width="9">']),
        ('<p>a<img src="data:image/gif;base64,AA" data-src="i.png"></p>',
         ['a<img src="https://example.org/i.png" alt="">']),
        ("<p>a<script>b</script>c<span>d</span></p>", ["acd"]),
        ("<p>12 m<sup>3</sup> of CO<sub>2</sub>.<sup><a href='#n'>1</a></sup></p>", ["12 m<sup>3</sup> of CO<sub>2</sub>."]),
        ("<p>a <b class='sr-only'>b</b><a href=/x>c<i hidden>d</i></a></p>", ['a <a href="https://example.org/x">c</a>']),
    ],
)  # fmt: skip
def test_inline_html(html: str, expected: list[str]) -> None:
    [paragraph] = parse_tree(html).iter("p")
    assert inline_parts(paragraph, "https://example.org/") == expected


@pytest.mark.parametrize(
    "url", [None, "", " ", "x", "javascript:1", "DATA:text/html,x", "vbscript:x", "http://[", "//", "x" * 5000]
)
def test_what_is_no_web_address_is_none(url: str | None) -> None:
    assert link_url(url, None) is None


_HTML = st.lists(
    st.sampled_from(
        ("<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<a href=x>", "</a>", " ", "word", "<li>",
         "<script>", "</script>", "&amp;", "&lt;p&gt;", "<img src=i>", "<span hidden>", "</span>", "<code>", "</code>", "<!--", "-->", "<td>")
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_HTML)
def test_parts_split_where_blocks_do_and_hold_their_text(html: str) -> None:
    blocks = html_blocks(parse_tree("<html><body>" + html))
    parts: dict[object, list[str]] = {}
    for text, element in zip(blocks.texts, blocks.elements, strict=True):
        assert element is not None
        own = parts.setdefault(element, inline_parts(element, "https://example.org/"))
        part = fromstring(f"<div>{own.pop(0)}</div>", HTMLParser())
        assert " ".join("".join(part.itertext()).split()) == text
    assert not any(parts.values())
