"""Texts in data, in the forms in which editors keep them."""

from __future__ import annotations

import json
import time

import pytest

from newsspider.blocks.rich_text import is_prose, texts_of
from newsspider.page.json_ld import Json
from newsspider.page.tree import parse_tree

TITLE = "Ferry stays in the harbour"
LINES = {
    "en": "The ferry will stay in the harbour until Thursday, said the captain, and the pier is closed until then.",
    "de": "Die Fähre bleibt bis Donnerstag im Hafen, sagte die Kapitänin, und der Anleger ist so lange gesperrt.",
    "ja": "船長によると、フェリーは木曜日まで港にとどまり、それまで桟橋は閉鎖される。" * 3,
}
PARAGRAPHS = [f"{i}. {line}" for line in LINES.values() for i in range(3)]
IMAGE = {"type": "image", "caption": "The pier in the rain.", "url": "/pier.jpg"}

FORMS: dict[str, Json] = {
    "html": "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
    "prose": "\n\n".join(PARAGRAPHS),
    "json": json.dumps({"body": [{"type": "p", "text": text} for text in PARAGRAPHS]}),
    "strings": PARAGRAPHS,
    "text only": [{"id": i, "text": text} for i, text in enumerate(PARAGRAPHS)],
    "typed": [{"type": "paragraph", "text": text} for text in PARAGRAPHS],
    "typed beside pictures": [*({"type": "text", "content": text} for text in PARAGRAPHS), IMAGE],
    "spans": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text[:9]},
              {"_type": "span", "text": text[9:], "marks": ["em"]}]} for text in PARAGRAPHS],
    "leaves": [{"type": "paragraph", "children": [{"text": text[:9]}, {"type": "link", "children": [{"text": text[9:]}]}]}
               for text in PARAGRAPHS],
    "document": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}
                 for text in PARAGRAPHS]},
    "attributes": [{"name": "core/paragraph", "attributes": {"content": text}} for text in PARAGRAPHS],
    "inner html": [{"blockName": "core/paragraph", "attrs": [], "innerHTML": f"<p>{text}</p>"} for text in PARAGRAPHS],
    "data": {"blocks": [{"id": "a", "type": "paragraph", "data": {"text": text}} for text in PARAGRAPHS]},
    "node types": {"nodeType": "document", "data": {}, "content": [{"nodeType": "paragraph", "data": {}, "content": [
                   {"nodeType": "text", "value": text, "marks": []}]} for text in PARAGRAPHS]},
    "columns": [{"type": "columns", "children": [{"type": "column", "children": [{"type": "p", "text": text}]}]}
                for text in PARAGRAPHS],
    "elements": ["$", "div", None, {"children": [["$", "p", "1", {"children": text}] for text in PARAGRAPHS]}],
    "elements with links": [["$", "p", "1", {"children": [text[:9], ["$", "a", None, {"children": text[9:]}]]}]
                            for text in PARAGRAPHS],
}  # fmt: skip


def blocks_of(html: str) -> list[tuple[str, str]]:
    elements = parse_tree(f"<body>{html}").iter("p", "li", "h3", "blockquote")
    return [(str(element.tag), " ".join("".join(element.itertext()).split())) for element in elements]


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    [found] = texts_of(iter([{"page": {"title": TITLE, "story": FORMS[form]}}]), [f"{TITLE} | Gazette"], "")
    assert blocks_of(found.html) == [("p", text) for text in PARAGRAPHS]
    assert found.is_titled


def test_headings_lists_and_quotes() -> None:
    text = PARAGRAPHS[0]
    paragraph: Json = {"type": "paragraph", "data": {"text": "A <b>bold</b> &amp; " + text}}
    state: Json = [
        *[paragraph] * 5,
        {"type": "header", "data": {"text": "What is next", "level": 2}},
        {"type": "header-two", "text": "R&D"},
        {"_type": "block", "style": "h3", "children": [{"text": "Why"}]},
        {"_type": "block", "style": "blockquote", "children": [{"text": "Never."}]},
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"text": "one"}]},
        {"type": "list", "data": {"style": "unordered", "items": ["two", "three"]}},
        {
            "type": "bulletList",
            "content": [{"type": "listItem", "content": [{"type": "text", "text": "four"}]}],
        },
        {"type": "embed", "text": "not this"},
        {"type": "paragraph", "children": [{"text": "a"}, {"type": "linebreak"}, {"text": "b"}]},
    ]
    [found] = texts_of(iter([state]), [], "")
    assert blocks_of(found.html)[5:] == [
        ("h3", "What is next"),
        ("h3", "R&D"),
        ("h3", "Why"),
        ("blockquote", "Never."),
        ("li", "one"),
        ("li", "two"),
        ("li", "three"),
        ("li", "four"),
        ("p", "ab"),
    ]


def test_a_framework_s_elements_below_their_headline() -> None:
    rows: Json = [["$", "p", "1", {"children": text}] for text in PARAGRAPHS]
    page: Json = [
        "$",
        "main",
        None,
        {"children": [["$", "h1", None, {"children": TITLE}], ["$", "div", None, {"children": rows}]]},
    ]
    [found] = texts_of(iter([page]), [TITLE], "")
    assert found.is_titled


@pytest.mark.parametrize(
    "value",
    [
        ["Harbour", "Weather", "Council and people", "What is on in the bay this week"] * 30,
        [{"type": "p", "text": name} for name in ("Arden Seals", "Marlow Gulls", "Bay Herons")] * 30,
        "a{b:c;d:e}" * 100,
        "QmFzZTY0" * 100,
        [{"title": "Another story", "url": "/a", "teaser": LINES["en"]}] * 20,
        [{"type": "teaser", "text": LINES["en"]}] * 20,
        ["en", "de", "fr"] * 300,
        [1.5] * 900,
        LINES["en"],
        {"text": None, "children": [[], {}]},
    ],
)
def test_what_is_no_text(value: Json) -> None:
    assert texts_of(iter([value]), [], "") == []


@pytest.mark.parametrize("text", ["Rain. ", "Regen fällt. ", "雨が降っている。", "Идёт дождь. ", "يهطل المطر. "])
def test_prose_of_any_script(text: str) -> None:
    assert is_prose(text * 50)


def test_a_text_that_begins_as_the_description_does_is_the_title_s() -> None:
    own, other = ("".join(f"<p>{line} {i}.</p>" for i in range(9)) for line in (LINES["en"], LINES["de"]))
    found = texts_of(iter([{"a": other, "b": own}]), [TITLE], LINES["en"][:60] + "…")
    assert [text.is_titled for text in found] == [False, True]


def _holding_itself() -> Json:
    value: dict[str, Json] = {"type": "div"}
    value["children"] = [value] * 9
    return value


def _nested(value: Json) -> Json:
    for _ in range(500):
        value = [value, {"type": "div", "children": [value]}]
    return value


MANY: list[Json] = ["x" * 10] * 100_000
SHARED: dict[str, Json] = {
    "list": MANY,
    "numbers": [7] * 100_000,
    "object": {f"key {i}": "x" for i in range(30_000)},
    "prose": "The ferry stays. " * 50_000,
    "program": "a{b:c;d:e}" * 90_000,
    "JSON": json.dumps([1] * 90_000),
    "paragraph": {"type": "p", "text": "The ferry stays. " * 50_000},
    "inline": {"type": "p", "children": MANY},
    "items": {"type": "ul", "items": MANY},
    "division": {"type": "div", "children": MANY},
    "element": ["$", "div", "1", {"children": MANY}],
    "strings": ["The ferry stays. " * 4] * 10_000,
    "JSON of texts": json.dumps([LINES["en"] * 9] * 900),
}


@pytest.mark.parametrize("name", SHARED)
def test_the_time_is_bounded_where_many_share_a_value(name: str) -> None:
    shared = SHARED[name]
    start = time.process_time()
    texts_of(
        iter([[shared] * 1_000, [{"a": shared} for _ in range(1_000)], {"title": TITLE, "b": [shared] * 9}]),
        [TITLE],
        "",
    )
    assert time.process_time() - start < 3


@pytest.mark.parametrize("line", [LINES["en"], LINES["de"]])
def test_a_shared_text_is_found_once_and_again_where_it_is_titled(line: str) -> None:
    text: Json = "".join(f"<p>{i}. {line}</p>" for i in range(9))
    state: Json = {"index": [{"body": text}] * 60, "story": {"title": TITLE, "body": text}}
    assert [found.is_titled for found in texts_of(iter([state]), [TITLE], "")] == [False, True]


@pytest.mark.parametrize(
    "value",
    [
        _holding_itself(),
        _nested("x"),
        [["x"] * 10] * 100_000,
        [{"type": "p", "text": "x" * 10}] * 300_000,
        "<p>" * 300_000,
        "&" * 900_000,
        "<a<" * 300_000,
        json.dumps("[" * 1_000),
    ],
)
def test_the_time_is_bounded(value: Json) -> None:
    start = time.process_time()
    texts_of(iter([value]), [TITLE], "")
    assert time.process_time() - start < 3
