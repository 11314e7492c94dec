"""A page as it may be shown beside its blocks: its text and its markup, and nothing that could run or load.

It is made anew from the page's tree, element by element, from the short lists below. No script, style, address,
event handler or form is on them, so whatever a page holds, there is nothing left to take out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from newsspider.explain.types import ExplainedBlock

_KEPT_TAGS = frozenset((
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins",
    "kbd", "label", "legend", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "u", "ul", "var",
))  # fmt: skip
# What is left out with all that it holds: it has no text for people, or only with scripts and styles.
_LEFT_OUT_TAGS = frozenset((
    "applet", "audio", "base", "canvas", "embed", "frame", "frameset", "head", "iframe", "input", "link",
    "math", "meta", "object", "option", "param", "portal", "script", "select", "source", "style", "svg",
    "template", "textarea", "title", "track", "video",
))  # fmt: skip
_BLOCK_TAGS = frozenset((
    "body", "form", "html", "dialog", "search", "noscript", "menu", "dir", "hgroup",
))  # fmt: skip  # shown as div
_KEPT_ATTRIBUTES = ("dir", "lang", "colspan", "rowspan")
_ATTRIBUTE_VALUE = re.compile(r"[\w-]{1,35}")
_HIDDEN_STYLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_MAX_ALT_CHARS = 200
# No XML text can hold these, and lxml raises for them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def page_view(root: _Element, elements: Sequence[_Element | None], blocks: Sequence[ExplainedBlock]) -> _Element:
    """Return a page as a new `<body>`, in which the blocks' elements are of the class `kept` or `dropped`.

    `elements` are those of `blocks`, in the same order. An element of several blocks is kept if one of them is.
    """
    marks: dict[_Element, _Mark] = {}
    for element, block in zip(elements, blocks, strict=True):
        if element is not None:
            known = marks.get(element)
            numbers = (*known.numbers, block.number) if known else (block.number,)
            marks[element] = _Mark(numbers, block.is_kept or (known is not None and known.is_kept))
    made = etree.Element("body")
    path = [made]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            part = _made_of(element, marks.get(element))
            if part is None:
                walk.skip_subtree()
                part = etree.Element("div")  # stands in for it until its end, and is thrown away
            else:
                path[-1].append(part)
                _add_text(part, element.text)
            path.append(part)
        else:
            if event == "end":
                path.pop()
            _add_text(path[-1], element.tail)
    return made


@dataclass(frozen=True, slots=True)
class _Mark:
    numbers: tuple[int, ...]
    is_kept: bool


def _made_of(element: _Element, mark: _Mark | None) -> _Element | None:
    """Return a new element in place of one of the page, without its content; None for one that is left out."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _LEFT_OUT_TAGS:
        return None
    if tag == "img":
        return _picture(element)
    shown = tag if tag in _KEPT_TAGS else "div" if tag in _BLOCK_TAGS else "span"
    part = etree.Element(shown, dict(_attributes(element)))
    if mark is not None:
        kind = "kept" if mark.is_kept else "dropped"
        noun = "block" if len(mark.numbers) == 1 else "blocks"
        part.set("class", kind)
        part.set("title", f"{noun} {', '.join(map(str, mark.numbers[:9]))}: {kind}")
    elif _is_hidden(element):
        part.set("class", "unseen")
    return part


def _picture(element: _Element) -> _Element:
    """Return what tells of a picture: it would have to be loaded."""
    part = etree.Element("span", {"class": "picture"})
    _add_text(part, " ".join((element.get("alt") or "").split())[:_MAX_ALT_CHARS] or "picture")
    return part


def _attributes(element: _Element) -> Iterator[tuple[str, str]]:
    for name in _KEPT_ATTRIBUTES:
        value = element.get(name)
        if value and _ATTRIBUTE_VALUE.fullmatch(value):
            yield name, value


def _is_hidden(element: _Element) -> bool:
    return (
        element.get("hidden") is not None or _HIDDEN_STYLE.search((element.get("style") or "")[:2_000]) is not None
    )


def _add_text(part: _Element, text: str | None) -> None:
    """Add text at the end of what an element holds so far."""
    if not text:
        return
    text = _NOT_IN_XML.sub("\ufffd", text)
    if len(part):
        part[-1].tail = (part[-1].tail or "") + text
    else:
        part.text = (part.text or "") + text
