import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XML, Element, XMLParser, _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.types import Blocks
from newsspider.page.tree import parse_tree


def blocks_of(html: str) -> Blocks:
    return html_blocks(parse_tree(html))


def markup_of(blocks: Blocks) -> Markup:
    assert blocks.markup is not None
    return blocks.markup


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two</p>", [("p", "One bold word."), ("p", "Two")]),
        ("<div>before<p>inside</p>after</div>", [("div", "before"), ("p", "inside"), ("div", "after")]),
        ("<p>first<br><br>second<br>same</p>", [("p", "first"), ("p", "second same")]),
        ("<p>first<br> \n <br/>second</p>", [("p", "first"), ("p", "second")]),
        ("<p>first<br><i>x</i><br>second</p>", [("p", "first x second")]),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", [("li", "a"), ("li", "b"), ("li", "c")]),
        ("<table><tr><th>a</th><td>b</td></tr></table>", [("th", "a"), ("td", "b")]),
        ("<blockquote>q<p>r</p></blockquote>", [("blockquote", "q"), ("p", "r")]),
        ("<pre>a\n  b</pre>", [("pre", "a b")]),
        ("<div>a<script>x</script><style>y</style> b</div>", [("div", "a b")]),
        ("<h3><button aria-expanded=false>a</button></h3><p>b</p>", [("h3", "a"), ("p", "b")]),
        ("<h2>a <button aria-controls=x>copy</button></h2>", [("h2", "a"), ("button", "copy")]),
        ("<h2><button>share</button></h2>", [("button", "share")]),
        ("<button aria-expanded=false>menu</button>", [("button", "menu")]),
        ("<p>a <span class=tooltip>b<span class=tooltiptext>what b is</span></span> c</p>", [("p", "a b c")]),
        ("<p>a <i>b</i><span class=x-tooltip__content>what b is</span> c</p>", [("p", "a b c")]),
        ("<p>a <dfn>b<span role=tooltip id=t>what b is</span></dfn> c</p>", [("p", "a b c")]),
        ("<p>a <span role=tooltip title='what b is'>b</span> <span class=tooltip>c</span></p>", [("p", "a b c")]),
        ("<div>a<!-- c -->b</div>", [("div", "ab")]),
        ("<p>a <a>b<span class='link-note sr-only'> (opens in a new window)</span></a> c</p>", [("p", "a b c")]),
        (
            "<p>It rained.<sup><a href='#fn1'>1</a></sup> Then<sup> <a href='/x#n'>2</a> </sup></p>",
            [("p", "It rained. Then")],
        ),
        ("<p>It rained.<a href='#fn1'><sup>*</sup></a></p>", [("p", "It rained.")]),
        ("<p>12 m<sup>3</sup>, the <sup><a href='#fn1'>first</a></sup></p>", [("p", "12 m3, the first")]),
        ("<p>It rained.<sup><a href='#fn1'>[1]</a></sup></p>", [("p", "It rained.[1]")]),
        ("<p>the 4<sup><a href='/fourth'>th</a></sup></p>", [("p", "the 4th")]),
        ("<p>a <span aria-hidden=true>seen</span> <span hidden>not</span></p>", [("p", "a seen")]),
        (
            f"<p>a <span style='display: none'>{'unfolded ' * 20}</span></p>",
            [("p", f"a {'unfolded ' * 19}unfolded")],
        ),
        ("<p><i class=material-icons>share</i><i class=x-icon aria-hidden=true>menu</i>a</p>", [("p", "a")]),
        (
            "<p><i aria-hidden=true>chevron_right</i><i class='icon'>new</i> <i aria-hidden=true>a</i></p>",
            [("p", "new a")],
        ),
        (
            "<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>と<ruby>漢<rt>かん</ruby></p>",
            [("p", "東京と漢")],
        ),
        ("<select><option>x</option></select><p>y</p>", [("p", "y")]),
        ("<span>a<div>b</div>c</span>", [("body", "a"), ("div", "b"), ("body", "c")]),
        ("<x-card>own <x-tag>element</x-tag></x-card>", [("x-card", "own"), ("x-tag", "element")]),
        ("<p> \n </p><p>&nbsp;</p>", []),
        ("bare text", [("body", "bare text")]),
    ],
)
def test_division_into_blocks(html: str, expected: list[tuple[str, str]]) -> None:
    blocks = blocks_of(f"<html><body>{html}</body></html>")
    assert list(zip(blocks.tags, blocks.texts, strict=True)) == expected


def test_links_and_emphasis_are_counted_in_characters() -> None:
    blocks = blocks_of("<p>See <a href='/x'>the <b>whole</b> list</a> and <i>this</i></p>")
    markup = markup_of(blocks)
    assert list(markup.link_counts) == [1]
    assert list(markup.link_chars) == [len("the") + len("whole") + len("list")]
    assert list(markup.emphasis_chars) == [len("whole") + len("this")]


def test_counts_start_anew_with_each_block() -> None:
    markup = markup_of(blocks_of("<p><a>x</a></p><p>plain</p>"))
    assert list(markup.link_counts) == [1, 0]
    assert list(markup.link_chars) == [1, 0]


def test_a_link_around_blocks_is_a_flag_of_them() -> None:
    markup = markup_of(blocks_of("<a href='/x'><div>teaser</div></a><p>text</p>"))
    flags = [markup.containers.flags[place] & Flag.LINK for place in markup.places]
    assert [bool(flag) for flag in flags] == [True, False]


def test_flags_are_inherited_and_containers_stand_in_document_order() -> None:
    markup = markup_of(blocks_of("<article><section hidden><p>a</p></section><p>b</p></article>"))
    containers = markup.containers
    first, second = (containers.flags[place] for place in markup.places)
    assert first == Flag.ARTICLE | Flag.SECTION | Flag.HIDDEN | Flag.P
    assert second == Flag.ARTICLE | Flag.P
    assert all(parent < i for i, parent in enumerate(containers.parents))
    assert list(containers.depths) == [0, 1, 2, 3, 2]


def test_elements_written_alike_share_a_kind() -> None:
    containers = markup_of(blocks_of("<p class=a>x</p><p class=a>y</p><p class=b>z</p>")).containers
    assert containers.kinds[1] == containers.kinds[2] != containers.kinds[3]
    assert len(containers.kind_table) == 3


def test_images_know_the_block_that_follows() -> None:
    markup = markup_of(blocks_of("<p>a</p><figure><img src=x></figure><p>b</p>"))
    assert list(markup.images.positions) == [1]
    assert [element.get("src") for element in markup.images.elements] == ["x"]
    assert markup.containers.elements[markup.images.places[0]].tag == "figure"


def test_a_page_that_says_all_in_noscript_is_read_there() -> None:
    text = "The harbour was closed before dawn. " * 10
    blocks = blocks_of(f"<body><p>Please enable scripts.</p><noscript><div><p>{text}</p></div></noscript></body>")
    assert list(blocks.texts) == ["Please enable scripts.", text.strip()]


TEXT = [
    f"{i}. The harbour was closed before dawn, and it will stay closed until the storm is over." for i in range(9)
]
HTML = "".join(f"<p>{text}</p>" for text in TEXT)
COOKIES = "<p>We use cookies and similar techniques so that this site is as good as it can be for you.</p>"


@pytest.mark.parametrize(
    "held",
    [
        f"<noscript><div>{HTML}</div></noscript>",
        f"<x-story><template shadowrootmode=open><main>{HTML}</main></template></x-story>",
        "<x-app><template shadowrootmode=open><x-story><template shadowrootmode=closed>"
        f"{HTML}</template></x-story></template></x-app>",
    ],
)
def test_what_is_not_in_the_light_is_read_where_it_holds_the_text(held: str) -> None:
    blocks = blocks_of(f"<body><nav>{'<li><a>Home</a>' * 50}</nav>{COOKIES}<p>{TEXT[0]}</p>{held}</body>")
    assert list(blocks.texts)[-len(TEXT) :] == TEXT
    assert [blocks.texts[i] for i in blocks.replaced] == TEXT[:1]


def test_what_is_not_in_the_light_and_has_the_page_s_title_is_read() -> None:
    page = f"<head><title>Storm closes the harbour | Example</title></head><body>{COOKIES * 3}<noscript>{{}}{HTML}</noscript>"
    assert len(blocks_of(page.format("<h1>Storm closes the harbour</h1>"))) == 4 + len(TEXT)
    assert len(blocks_of(page.format("<h1>How to switch on scripts</h1>"))) == 3


NOTICES = {
    "en": "To read this site you need to switch on JavaScript in your browser, which is done in the settings of it. ",
    "de": "Um diese Seite zu lesen, müssen Sie JavaScript in Ihrem Browser einschalten; das geht in den Einstellungen. ",
    "es": "Para leer este sitio tiene que activar JavaScript en su navegador, lo que se hace en la configuración. ",
}


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
@pytest.mark.parametrize(
    "held",
    ["<noscript>{}</noscript>", "<div><template shadowrootmode=open>{}</template></div>"],
    ids=["script", "shadow"],
)
def test_notices_that_are_not_in_the_light_are_left_out(held: str, notice: str) -> None:
    shown = f"<h1>Storm closes the harbour</h1><p>{TEXT[0]}</p>"
    notices = held.format(f"<p>{notice}</p>" * 9)
    assert len(blocks_of(f"<body>{shown}{notices}</body>")) == 2
    assert len(blocks_of(f"<body>{notices}{shown}</body>")) == 2


@pytest.mark.parametrize(
    "page",
    [
        f"<noscript>{HTML}</noscript>{HTML}",  # the same
        f"<template>{HTML}</template>{COOKIES}",  # no shadow root: shown by nobody
        f"<noscript>{HTML[:600]}</noscript>{COOKIES * 4}",  # not much more
        f"<noscript><img src=x alt='{HTML}'></noscript>{COOKIES}",
    ],
)
def test_what_is_not_in_the_light_is_left_out_elsewhere(page: str) -> None:
    tags = {kind.tag for kind in markup_of(blocks_of(f"<body>{page}</body>")).containers.kind_table}
    assert not tags & {"noscript", "template"}


def test_a_container_ends_where_the_next_one_that_it_does_not_hold_begins() -> None:
    containers = markup_of(blocks_of("<div><p>a</p><p>b</p></div><div>c</div>")).containers
    assert list(containers.ends) == [5, 4, 3, 4, 5]


def test_several_bodies_are_all_read() -> None:
    assert list(blocks_of("<body><p>a</p></body><body><p>b</p></body>").texts) == ["a", "b"]


def test_a_page_without_text_has_no_blocks() -> None:
    assert len(blocks_of("<html><head><title>x</title></head></html>")) == 0


def _seconds(root: _Element) -> float:
    gc.collect()  # memory that is taken anew would be a part of the time
    start = time.process_time()
    html_blocks(root)
    return time.process_time() - start


def _nested(tag: str, thousands: int) -> _Element:
    # The parser refuses such depths, so that the tree is put together; element by element that is quadratic.
    root = element = Element("body")
    for _ in range(thousands):
        chunk = XML(f"<{tag}>x" * 1000 + f"</{tag}>x" * 999 + f"</{tag}>", XMLParser(huge_tree=True))
        element.append(chunk)
        element = next(reversed(list(chunk.iter())))
    return root


@pytest.mark.parametrize(
    "unit",
    [
        "<p>x</p>",
        "<br>",
        "<br><br>x",
        "<a>",
        "<noscript>",
        "<template shadowrootmode=open>x",
        "<li>",
        "x" * 200,
        "<img>",
        "<p class=a hidden>x</p>",
    ],
)
def test_time_is_linear_on_hostile_pages(unit: str) -> None:
    roots = [parse_tree("<body>" + unit * n) for n in (10_000, 40_000)]
    times = [min(_seconds(root) for _ in range(3)) for root in roots]
    assert times[1] < 6.25 * times[0] + 0.05  # 2.5 times for each doubling


@pytest.mark.parametrize("tag", ["div", "b", "a", "span"])
def test_time_is_linear_in_the_depth(tag: str) -> None:
    times = [min(_seconds(_nested(tag, depth)) for _ in range(3)) for depth in (20, 80)]
    assert times[1] < 6.25 * times[0] + 0.05  # 2.5 times for each doubling


def test_a_hundred_thousand_nested_elements_are_read() -> None:
    assert len(html_blocks(_nested("div", 100))) == 2 * 100_000 - 100


_HTML = st.lists(
    st.sampled_from(
        (
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<b>",
            "</b>",
            "<a href=x>",
            "</a>",
            " ",
            "word",
            "<li>",
            "<td>",
            "<table>",
            "</table>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "&amp;",
            "\u00a0",
            "<img>",
            "<h2>",
        )
    ),
    max_size=40,
).map("".join)


@given(_HTML)
def test_columns_always_fit_together(html: str) -> None:
    root = parse_tree("<html><body>" + html)
    blocks = html_blocks(root)
    markup = markup_of(blocks)
    columns = (markup.places, markup.link_chars, markup.link_counts, markup.emphasis_chars, blocks.tags)
    assert {len(column) for column in columns} == {len(blocks)}
    for i, text in enumerate(blocks.texts):
        assert text
        assert text == " ".join(text.split())
        assert 0 <= markup.link_chars[i] <= len(text)
        assert 0 <= markup.emphasis_chars[i] <= len(text)


@given(_HTML)
def test_no_text_is_lost_or_invented(html: str) -> None:
    root = parse_tree("<html><body>" + html)
    for dropped in list(root.iter("script")):
        dropped.text = None
    words = "".join("".join(body.itertext()) for body in root.iter("body")).split()
    assert "".join("".join(html_blocks(root).texts).split()) == "".join(words)
