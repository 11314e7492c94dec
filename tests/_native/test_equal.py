"""The compiled part and the Python reference find the same, on trees, texts and numbers that hypothesis makes."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XML, Comment, Element, SubElement, _Element
from numpy.typing import NDArray

from newsspider._native import reference
from newsspider._native.block_features import NEIGHBOURS
from newsspider._native.index import NAME_HINTS
from newsspider._native.markup import NAME_CHARS, NAMING, ROLES, TELLING
from newsspider._native.values import Column, Kind, Markup
from newsspider._native.words import JOINT, MARK, OTHER, UNSPACED, WORD, block_words, labels_of, letters_of
from newsspider.blocks.char_classes import char_classes
from newsspider.blocks.from_html import UNSCRIPTED, html_blocks
from newsspider.blocks.main_container import read_places, read_weights
from newsspider.language.scripts import TOUCHING
from newsspider.page.tree import parse_tree
from newsspider.processors.words import count_words

compiled = pytest.importorskip("newsspider._native.compiled", reason="not compiled here")


def test_both_have_the_same_names() -> None:
    assert [name for name in reference.__all__ if not hasattr(compiled, name)] == []


# --- trees

_TEXTS = st.text(st.sampled_from("ab Zé字\n\t\u00a0\u2003\u3000\u0085\u2028.&<"), max_size=6)
_NAMES = st.text(st.sampled_from("aBcd-_ 1é"), max_size=30) | st.sampled_from(
    ["x sr-only", "VisuallyHidden_a", "x Icon", "material-symbols"]
)
_PARTS = sorted({part for hints in NAME_HINTS.values() for part in (*hints.names, *hints.addresses)})
_VALUES = (
    *_PARTS, "author", "x", "", "/AUTHORS/a", "by é", "bylin", "auth-or", "é" * (NAME_CHARS - 4) + "author",
    "z" * (NAME_CHARS - 4) + "date", "z" * NAME_CHARS + "date", "aautomated update",
)  # fmt: skip
_TAGS = (
    "p", "div", "a", "b", "span", "br", "img", "li", "script", "x-y", "article", "h1", "svg", "time", "meta",
    "{urn:x}a", "{urn:x}p", "rt", "template",
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> _Element:
    body = Element(draw(st.sampled_from(["body", "h1"])))
    known = [body]
    for _ in range(draw(st.integers(0, 25))):
        parent = draw(st.sampled_from(known))
        if draw(st.integers(0, 9)) == 0:
            parent.append(Comment("c"))
            parent[-1].tail = draw(_TEXTS)
            continue
        element = SubElement(parent, draw(st.sampled_from(_TAGS)))
        element.text, element.tail = draw(_TEXTS), draw(_TEXTS)
        for name in draw(
            st.lists(
                st.sampled_from([*sorted(TELLING), "href", "rel", "itemscope", "{urn:x}class", "shadowrootmode"]),
                max_size=3,
            )
        ):
            values = st.sampled_from(["true", "main", "display: none", *_VALUES])
            element.set(name, draw(_NAMES | values if name in NAMING else values))
        known.append(element)
    return body


def assert_equal_columns(bodies: list[_Element]) -> None:
    for roles in (ROLES, UNSCRIPTED):
        assert_equal_columns_by(roles, bodies)


def assert_equal_columns_by(roles: Mapping[object, int], bodies: list[_Element]) -> None:
    expected, found = (part.read_columns(bodies, roles) for part in (reference, compiled))
    for name in expected._fields:
        # `kinds` are compared as well: rules ask whether two elements are of one kind, not what the kind means.
        assert list(getattr(found, name)) == list(getattr(expected, name)), name


def assert_equal_indices(element: _Element) -> None:
    expected, found = (part.index_tree(element) for part in (reference, compiled))
    assert found.marked == expected.marked
    for ours, theirs in ((found.elements, expected.elements), (found.hinted, expected.hinted)):
        assert {name: list(elements) for name, elements in ours.items()} == theirs


@given(st.lists(trees(), min_size=1, max_size=2))
def test_any_tree(bodies: list[_Element]) -> None:
    assert_equal_columns(bodies)
    names = ("class", "href", "rel", "x")
    for body in bodies:
        elements = list(body.iter("*"))
        assert compiled.attributes_of(elements, names) == reference.attributes_of(elements, names)
        links = compiled.index_tree(body).hinted["author"]
        assert compiled.attributes_of(links, names) == reference.attributes_of(links, names)
        for element in elements:
            assert_equal_indices(element)
            assert compiled.inline_parts(element, "https://example.org/") == reference.inline_parts(
                element, "https://example.org/"
            )


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<sup><a href='#b'>1</a></sup>, 12 m<sup>2</sup>, <a href='#c'><sup>*</sup></a>, 4<sup><a href=/d>th</a></sup></p>",
        "<p>a<span class=sr-only>b<i>c</i></span>d<b hidden>e</b><a style='display:none' class=x>f</a>g</p>",
        "<p>a<span class=sr-only>" + "é" * 100 + "</span>b<span class=sr-only>" + "é" * 101 + "</span>c</p>",
        "<p>a<span class=sr-only><i>" + "é" * 60 + "</i><i><b>" + "é" * 41 + "</b></i></span><i hidden></i>c</p>",
        "<p>a<i class='x icon' aria-hidden=true> chevron_right\n</i><i class=Material-Symbols>b</i><i aria-hidden=true>c_d</i>e",
        "<ruby>a<rp>(<rt>b<rp>)</ruby><x-y><template shadowrootmode=open>c<p>d</template><template>e</template></x-y>f",
        "<p class='articleBody HTMLText aB x1y2 " + "word " * 40 + "'>a</p>",
        "<div class='" + "é" * 395 + "Tail-end'>a<p id='" + "b" * 30 + "'>c</p></div>",
        "<p>a<br>b<br> <br>c</p>d<a href=x>e <b>f</b></a><a>g</a>",
        "<p>&nbsp;a&#8195;b &amp; c &unknown; &#1;</p><svg><text>x</text></svg><o:p>y</o:p>",
        "<article aria-hidden=true role=main style='color:red'><p hidden>z<img><img src=a>",
        "<p style='Display:none'>a<p style='x;display : none'>b<p style>c<p style='visibility:hidden' role=x>d",
        "text<div " * 300,
    ],
)
def test_pages(html: str) -> None:
    assert_equal_columns([parse_tree(html)])


def test_elements_of_a_namespace() -> None:
    root = XML(
        "<r xmlns:n='urn:x'>a<n:p n:class='b'>c</n:p><p class='d'>e</p><b>f</b><n:b>g</n:b><p>h</p><n:p>i</n:p></r>"
    )
    assert_equal_columns([root])


def test_comments_and_other_namespaces_in_inline_html() -> None:
    root = XML("<p>a<!-- b -->c<b xmlns='urn:x'>d</b> e<b xmlns=''>f<?g h?></b><![CDATA[ <i> ]]></p>")
    root.append(Comment("i"))
    expected = ["ac", "e<strong>f</strong> &lt;i&gt;"]
    assert compiled.inline_parts(root, None) == reference.inline_parts(root, None) == expected


_INLINE = st.sampled_from(
    ("<p>", "</p>", "<div>", "<br>", "<b>", "</b>", "<i>", "</i>", "<em>", "<span>", "</span>", "<a href='/x?a&b'>",
     "<a>", "<a href='javascript:x'>", "<a href=https://a.example/b?c#d>", "<a href=http://a.b>", "<a href=http://>",
     "<a href=\"https://a.example/it's\">", "<a href='https://a.example/?b&amp;c'>", "<a href=https://a.example/é>",
     "<a href=httpx://a.b>", "<a href=https:/a.b>", "<a href=https://a.example:80/>", "</a>", " ", "\u00a0", "\u2003", "\n", "word", "字", "<script>", "</script>",
     "&amp;", "&lt;p&gt;", "<img src=i>", "<img>", "<kbd>", "</kbd>", "<svg>", "</svg>", "<x-y>", "</x-y>")
)  # fmt: skip


@given(st.lists(_INLINE, max_size=40).map("".join), st.sampled_from([None, "https://example.org/\ud800/"]))
def test_any_inline_html(html: str, base_url: str | None) -> None:
    for element in parse_tree("<html><body>" + html).iter():
        assert compiled.inline_parts(element, base_url) == reference.inline_parts(element, base_url)


@given(st.lists(_INLINE, max_size=40).map("".join), st.data())
def test_any_html_of_blocks(html: str, data: st.DataObject) -> None:
    columns = compiled.read_columns(parse_tree("<html><body>" + html).findall("body"), ROLES)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(columns.texts), max_size=len(columns.texts)))
    kept = [i for i, is_kept in enumerate(chosen) if is_kept]
    arguments = (columns.texts, columns.places, columns.containers, kept, "https://example.org/")
    assert compiled.blocks_html(*arguments) == reference.blocks_html(*arguments)


def test_inline_elements_without_end() -> None:
    html = "<p>" + "<b>a<br><br>" * 1000
    [paragraph] = parse_tree(html).iter("p")
    assert compiled.inline_parts(paragraph, None) == reference.inline_parts(paragraph, None)


_PLAIN = st.sampled_from(
    ["<p>", "</p>", "<pre>", "<pre>\n", "</pre>", "<em>", "</em>", "<p class=a>", "<h1>", "<h6>", "<", ">", "&", "a", "'",
     '"', "\n", "\t", "\0", "\x1f", "\x7f", "\x80", "\xa0", "\xa1", "é", "\u3000", "\U0001f600", "&amp;", "&lt;", "&gt;",
     "&nbsp;", "&quot;", "&#x27;", '<a href="https://a.example/b">', '<a href="http://a.b.co?c&amp;d=e#f">', "</a>",
     '<a href="https://a.example/ ">', '<a href="https://a.example/é">', '<a href="https://a..example/">',
     '<a href="https://a.example1/">', '<a href="https://a.e/">', '<a href="mailto:a">', '<a href="https://1.a.example">',
     f'<a href="https://{"a" * 30}.{"b" * 26}.ab/">', f'<a href="https://{"a" * 30}.{"b" * 27}.ab/">',
     f'<a href="https://{"a" * 31}.ab/">', f'<a href="https://{"a." * 9}ab/">', f'<a href="https://{"a." * 10}ab/">',
     f'<a href="https://a.{"b" * 21}/">', '<img src="https://a.example/b" alt="', '">', '" width="12" height="3">',
     '" width="123456">', '" height="3">', '" width="">', '" height="3" width="4">']
)  # fmt: skip


@given(st.lists(_PLAIN, max_size=6).map("".join))
def test_any_plain_html(html: str) -> None:
    assert compiled.is_plain_html(html) == reference.is_plain_html(html)


_MICRODATA = st.sampled_from(
    ["<div>", "</div>", "<div itemscope>", "<p itemprop=a>", "</p>", "<b itemtype=x itemscope>", "</b>", "<br>",
     "<br itemprop=b>", "<!-- c -->", "word", "<i itemid=d items=e>", "</i>"]
)  # fmt: skip


@given(st.lists(_MICRODATA, max_size=40).map("".join))
def test_any_microdata(html: str) -> None:
    root = parse_tree(f"<html itemscope><body>{html}x")
    for element in (root, *root.iter("div", "p")):
        assert_equal_indices(element)


# --- bytes and texts

# Bytes at the borders of what UTF-8 allows, and runs of ASCII that eight bytes at a time are taken of.
_BYTES = st.sampled_from(
    [bytes([byte]) for byte in b"\x00\x09\x1f a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff"]
    + ["é".encode(), "字".encode(), "😀".encode(), "\ufffe".encode(), "\uffff".encode(), "\ufffd".encode()]
    + [b"x" * 7, b"x" * 8, b"<", b"</", b"</html", b"</HtMl>", b"html", b"l", b"H", b"<div>"]
)  # fmt: skip


@given(st.lists(_BYTES, max_size=40).map(b"".join) | st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    for name in ("is_utf8", "is_xml", "end_tag", "may_be_double_utf8"):
        assert getattr(compiled, name)(raw) == getattr(reference, name)(raw), name


@given(st.text())
def test_any_text_in_utf8(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    assert compiled.is_utf8(raw) == reference.is_utf8(raw)
    assert compiled.is_xml(raw) == reference.is_xml(raw)


# --- texts and bytes of subclasses: a parser's strings, markupsafe's, web-poet's bodies


class OwnBytes(bytes):
    pass


class OwnText(str):
    __slots__ = ()


@pytest.mark.parametrize("raw", [b"", b"<p>caf\xc3\xa9</html>", b"\xff", b"\x00", b"x" * 80])
def test_bytes_of_a_subclass(raw: bytes) -> None:
    for name in ("is_utf8", "is_xml", "end_tag", "may_be_double_utf8"):
        assert getattr(compiled, name)(OwnBytes(raw)) == getattr(reference, name)(raw), name


@pytest.mark.parametrize("text", ["", "Storm hits coast", "Grüße  an İda\n", "嵐 \ud800", "👍 a"])
def test_text_of_a_subclass(text: str) -> None:
    own = OwnText(text)
    assert compiled.casefold(own) == text.casefold()
    for name in ("is_tidy", "is_clean", "has_surrogates"):
        assert getattr(compiled, name)(own) == getattr(reference, name)(text), name
    assert compiled.KnownWords(["Storm", "an"]).found(own) == reference.KnownWords(["Storm", "an"]).found(text)
    assert count_words(own) == count_words(text)


@pytest.mark.parametrize("value", [None, 5, ["Storm"]])
def test_what_is_no_text_is_an_error(value: object) -> None:
    for name in (
        "casefold",
        "is_tidy",
        "is_clean",
        "has_surrogates",
        "is_utf8",
        "is_xml",
        "end_tag",
        "may_be_double_utf8",
    ):
        with pytest.raises((TypeError, AttributeError)):
            getattr(compiled, name)(value)


# --- texts

_CASES = st.sampled_from("aZ ßẞÄäµÿŸſİıŉΣσςЖжҐґԱև字カ가ﬁＡ👍\u2019\u00a0\u212a\u0345")


@given(st.text() | st.text(_CASES), st.integers(0, 9), st.integers(0, 9))
def test_any_folded_case(text: str, least: int, most: int) -> None:
    assert compiled.casefold(text) == text.casefold()
    assert compiled.casefold_all([text, text[:1]], least, most) == reference.casefold_all(
        [text, text[:1]], least, most
    )


def test_the_case_of_each_letter_is_folded() -> None:
    for letter in map(chr, range(0x10000)):
        assert compiled.casefold(letter) == letter.casefold()


_TIDY = st.sampled_from(["a", "é", "e\u0301", "字", "한", "\u1112", "\u200d", "\u2019", "\u2000", "\u00ad", "\u007f", "\n",
                         "\n\n", " ", "\u00a0", "\t", "\ud800", "👍", "й", "и\u0306"])  # fmt: skip


@given(st.text() | st.lists(_TIDY).map("".join))
def test_any_tidy_text(text: str) -> None:
    assert compiled.is_tidy(text) == reference.is_tidy(text)
    assert compiled.is_clean(text) == reference.is_clean(text)
    assert compiled.has_surrogates(text) == reference.has_surrogates(text)


def test_each_letter_of_tidy_texts() -> None:
    for letter in map(chr, range(0x10000)):
        text = f"e{letter}"
        assert compiled.is_tidy(text) == reference.is_tidy(text), hex(ord(letter))


_PIECES = st.text(st.sampled_from("ab\u00e9\u5b57\ud800 "), min_size=1, max_size=24)
_STORY = "The harbour was shut on day {} of the storm."


@given(st.lists(_PIECES, max_size=12), st.lists(_PIECES, max_size=4))
def test_any_texts_in_a_longer_one(pieces: list[str], others: list[str]) -> None:
    text, parts = "\n".join([*pieces, *pieces[:3]]), [*pieces, *others]
    for times in (1, 2):
        assert compiled.standing(text, parts, times) == reference.standing(text, parts, times)


def test_many_texts_in_a_longer_one() -> None:
    parts = [_STORY.format(number) for number in range(1000)]
    expected = [number % 7 == 0 for number in range(1000)]
    text = "\n".join(parts + parts[::7])
    assert reference.standing(text, parts, 2) == compiled.standing(text, parts, 2) == expected


@given(st.text(st.sampled_from("ab\u00e9\u5b57"), max_size=60), st.lists(st.integers(0, 60), max_size=12))
def test_lines_that_touch_a_text_are_all_found(text: str, starts: list[int]) -> None:
    lines = [line for at in starts for line in (text[at : at + 20], text[at:] + "x" * 9, "x" * 9 + text[:at])]
    assert set(reference.touching(text, lines)) <= set(compiled.touching(text, lines))


def test_a_page_that_repeats_itself_takes_linear_time() -> None:
    parts = [("x" * (25 + number % 270)) + "y" for number in range(400)]
    start = time.process_time()
    assert compiled.standing("x" * 50_000, parts, 2) == [False] * len(parts)
    assert time.process_time() - start < 2


_CLASSES = (np.arange(0x10000) % 7).astype(np.uint8)
_CLASSES[0xD800:0xE000] = 0  # halves of characters are of no class


@given(
    st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30), min_size=1, max_size=8),
    st.integers(5, 20),
)
def test_any_classes_of_characters(texts: list[str], most: int) -> None:
    expected, found = (part.read_chars(texts, _CLASSES, 7, most, 3) for part in (reference, compiled))
    assert [array.tolist() for array in found] == [array.tolist() for array in expected]
    assert [array.dtype for array in found] == [np.float32, np.float32]


# --- words


@given(st.text(st.sampled_from("a é’“東ไ한\U0001f600")))
def test_any_text_within_ranges(text: str) -> None:
    for ranges in (TOUCHING, "\U0001f300-\U0001faff", "A-Za-z"):
        assert compiled.holds_within(text, ranges) == reference.holds_within(text, ranges)


_KNOWN = ["all", "©", "rights_2", "naïve", "права", "版权", "a", "x" * 40]


@given(
    st.lists(st.sampled_from([*_KNOWN, *" -_'1é»٣😀\n\u0301"])).map("".join) | st.text(),
    st.none() | st.integers(1, 6),
)
def test_any_known_words(text: str, most: int | None) -> None:
    known = [word[:most] for word in _KNOWN]
    ours, theirs = compiled.KnownWords(known, most), reference.KnownWords(known, most)
    assert ours.found(text) == theirs.found(text)
    assert ours.lines_of(text) == theirs.lines_of(text)
    assert ours.beginnings(text) == theirs.beginnings(text)


_LETTERS = "ab'\u0301\u5b57 \U00020000"
_WORD_CLASSES = np.zeros(0x6000, np.uint8)
for _letter, _kind in zip(_LETTERS[:6], (WORD, WORD, JOINT, MARK, UNSPACED, OTHER), strict=True):
    _WORD_CLASSES[ord(_letter)] = _kind


@given(st.text(st.sampled_from(_LETTERS)))
def test_any_count_of_words(text: str) -> None:
    expected, found = (part.words_in(text, _WORD_CLASSES, lambda _: WORD) for part in (reference, compiled))
    assert found == expected


_WORDS = st.text(st.sampled_from("aB é1²٣_-.ßΣσİ東\U0001d7d9\U00010428\n x"), max_size=12)


@given(st.lists(_WORDS, max_size=12), st.dictionaries(_WORDS, st.sampled_from([0.0, 0.5, -2.0]), max_size=12))
def test_any_table_of_words(texts: Sequence[str], weights: dict[str, float]) -> None:
    known = {f"{kind}:{word}": weight for word, weight in weights.items() for kind in ("text", "label", "a:b")}
    known |= {f"text:{word}": 1.0 for text in texts[:4] for word in letters_of(text)}
    known |= {f"label:{label}": 1.0 for label in labels_of(texts[:4])}
    expected, found = reference.WordTable(known), compiled.WordTable(known)
    for kind in ("text", "label", "a", "none"):
        assert sorted(found.of_words(kind, texts, texts[:3])) == sorted(expected.of_words(kind, texts, texts[:3]))
        assert sorted(found.of_labels(kind, texts)) == sorted(expected.of_labels(kind, texts))
        for text in texts:
            assert sorted(found.of_text(kind, text)) == sorted(expected.of_text(kind, text))
            assert found.share_of_text(kind, text) == expected.share_of_text(kind, text)


_TOPICS = st.text(st.sampled_from("abcdeXYÉéß_1²٣ .-©東京字ไท한İΣǅª")) | st.integers(1, 90).map("x".__mul__)


@given(st.lists(st.lists(_TOPICS).map(" ".join)), st.integers(1, 60))
def test_any_topics_and_names(texts: Sequence[str], most: int) -> None:
    for found, expected in (
        (compiled.topics_of(texts, most, TOUCHING), reference.topics_of(texts, most, TOUCHING)),
        (compiled.names_of(texts, most), reference.names_of(texts, most)),
    ):
        assert _sharing(*found) == _sharing(*expected)


def _sharing(owners: NDArray[np.intp], ids: NDArray[np.intp]) -> list[list[int]]:
    """Return for each word the texts that have it, whatever numbers the words have."""
    rows: dict[int, list[int]] = {}
    for owner, word in zip(owners.tolist(), ids.tolist(), strict=True):
        rows.setdefault(word, []).append(owner)
    return sorted(map(sorted, rows.values()))


_BLOCKS = st.lists(
    st.sampled_from(["a", "B", "ß", "İ", "Σ", "7", "٣", "_", "^", "$", "©", "東", " ", "\u2003", "-", "x" * 50])
)


@given(st.lists(_BLOCKS.map("".join), max_size=4))
def test_any_words_of_blocks(texts: Sequence[str]) -> None:
    known = {word: 1.0 + i / 8 for i, word in enumerate(block_words(texts[0]) if texts else ())}
    expected, found = reference.WordTable(known), compiled.WordTable(known)
    assert found.of_blocks(texts) == expected.of_blocks(texts)


def test_each_letter_has_its_small_one() -> None:
    for large in filter(lambda letter: letter.lower() != letter, map(chr, range(sys.maxunicode + 1))):
        small = f"X{large}".lower()
        table = compiled.WordTable({f"label:{small}": 1.0} | {f"text:{word}": 1.0 for word in letters_of(small)})
        assert table.of_labels("label", [f"X{large}"]) == [1.0]
        assert len(table.of_text("text", f"X{large}")) == len(letters_of(small))


_ELEMENT_NAMES = ("p", "<p>", "story", "share", "menu")


@given(
    st.lists(st.tuples(st.sampled_from(("p", "div")), st.lists(st.sampled_from(_ELEMENT_NAMES)).map(tuple))),
    st.dictionaries(st.sampled_from(_ELEMENT_NAMES), st.tuples(st.floats(-9.0, 9.0), st.floats(-9.0, 9.0))),
)
def test_any_names(elements: list[tuple[str, tuple[str, ...]]], pairs: dict[str, tuple[float, float]]) -> None:
    kinds = [Kind(tag, 0, tokens) for tag, tokens in elements]
    assert compiled.NamePairs(pairs).sums(kinds).tolist() == reference.NamePairs(pairs).sums(kinds).tolist()


# --- columns of numbers

_LONG = "x" * 100
_PAGE = (
    *(f"<{tag}>" for tag in ("p", "div", "h1", "h2", "li", "article", "article class=abc", "p hidden", "a href=x")),
    "</p>", "</div>", "</article>", "</a>", "<img>", "x", "y.", _LONG, _LONG + ".", _LONG + ".”",
    f"<p>{'x' * 130}<a href=x>{'x' * 70}</a><p>",  # 35% links
    "字字 字",
)  # fmt: skip


def all_columns(own: Any, markup: Markup, texts: Sequence[str], chances: list[float]) -> dict[str, Column]:
    """Return every column that a part makes of a page's blocks, the n-th of which has the n-th of `chances`."""
    letters = char_classes(texts)
    chars = letters.chars.astype(np.float64)
    good = own.good_text(letters.chars, markup.link_chars, 80)
    places = read_places(markup, good)
    weights = read_weights(
        markup, [(len(kind.tag) / 7, len(kind.tokens) / 3) for kind in markup.containers.kind_table]
    )
    chance = np.resize(np.array(chances), len(texts))
    is_leaf = np.array([kind.tag == "p" for kind in markup.containers.kind_table], np.intc)
    last, spine = own.spine_of(markup, is_leaf, places.good_held, places.good_total / 2)
    alike = own.alike_columns(markup, letters.chars, letters.is_sentence, good)
    return {
        **own.markup_columns(markup, letters.chars),
        **own.share_columns(markup, places, letters.chars),
        **own.weight_columns(markup, places, weights),
        **own.direct_columns(markup, places, good),
        **own.neighbour_columns(dict.fromkeys(NEIGHBOURS, letters.chars)),
        **own.repeat_columns(texts, chance * chars),
        "good": own.good_text(letters.chars, markup.link_chars, 80),
        **own.order_columns(good, places.in_main),
        **alike,
        **own.group_columns(markup, alike["alike_group"], chars, chance * chars),
        **own.kept_columns(chance, chars, chance * chars),
        "held": own.held(markup.places, markup.containers.ends, good),
        "summed": own.summed_weights(markup, weights.by_kind),
        "ancestors": own.ancestors_of(markup.places, markup.containers.parents).astype(np.float64),
        "inside": own.lies_in(markup.places, last, markup.containers.ends[last]),
        "spine": spine.astype(np.float64),
        "last": np.array([float(last)]),
    }


@given(
    st.lists(st.sampled_from(_PAGE), max_size=60),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=10),
)
def test_any_columns(pieces: list[str], chances: list[float]) -> None:
    blocks = html_blocks(parse_tree("<body>z" + "".join(pieces)))
    assert blocks.markup is not None
    expected, found = (all_columns(part, blocks.markup, blocks.texts, chances) for part in (reference, compiled))
    assert found.keys() == expected.keys()
    for name, column in expected.items():
        assert found[name].dtype == column.dtype, name
        assert found[name].tolist() == column.tolist(), name
    probabilities = np.resize(np.array(chances), len(blocks)).tolist()
    chosen = [i for i, chance in enumerate(probabilities) if chance > 0.5]
    assert compiled.body_values(blocks.texts, probabilities, chosen) == reference.body_values(
        blocks.texts, probabilities, chosen
    )
    assert compiled.markup_values(blocks.texts, blocks.markup, chosen) == reference.markup_values(
        blocks.texts, blocks.markup, chosen
    )


def test_any_trees_of_a_model() -> None:
    random = np.random.default_rng(1)
    for blocks, count, depth in ((0, 3, 6), (1, 1, 1), (217, 50, 6), (5000, 7, 8)):
        matrix = random.normal(size=(20, blocks)).astype(np.float32)
        matrix[random.random(matrix.shape) < 0.05] = np.nan
        features = random.integers(0, 20, (count, depth)).astype(np.uint8)
        thresholds = random.normal(size=(count, depth)).astype(np.float32)
        leaves = random.normal(size=(count, 2**depth)).astype(np.float32)
        expected, found = np.zeros(blocks), np.zeros(blocks)
        reference.add_scores(matrix, features, thresholds, leaves, expected)
        compiled.add_scores(matrix, features, thresholds, leaves, found)
        assert found.tolist() == expected.tolist()
