"""A page as it may be shown beside its blocks: its text and its markup, and nothing that could run or load.

It is made anew from the page's tree, element by element, from the short lists below. No script, style, address,
event handler or form is on them, so whatever a page holds, there is nothing left to take out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    marks: dict[_Element, list[ExplainedBlock]] = {}
    for element, block in zip(elements, blocks, strict=True):
        if element is not None:
            marks.setdefault(element, []).append(block)
    made = etree.Element("body")
    path = [_Part(made)]
    text: list[str] = []  # what comes next in the last of `path`
    is_left_out = False
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            shown = _made_of(element, marks.get(element, ()))
            if shown is None:
                walk.skip_subtree()  # its end is what comes next
                is_left_out = True
                continue
            path[-1].add_text(text)
            path[-1].add(shown)
            path.append(_Part(shown))
            text = [element.text or ""]
            continue
        if event == "end" and not is_left_out:
            path.pop().add_text(text)
            text = []
        is_left_out = False
        text.append(element.tail or "")
    path[-1].add_text(text)
    return made


class _Part:
    """An element that is being made, and the last of its children so far.

    Text is set once between two children: lxml copies all of it each time, and a page can have a comment after
    every letter. It walks over all children to count them, too.
    """

    def __init__(self, element: _Element) -> None:
        self.element = element
        self.last: _Element | None = None

    def add(self, child: _Element) -> None:
        """Add a child at the end."""
        self.element.append(child)
        self.last = child

    def add_text(self, pieces: Sequence[str]) -> None:
        """Add text at the end."""
        text = _NOT_IN_XML.sub("\ufffd", "".join(pieces))
        if text and self.last is not None:
            self.last.tail = text
        elif text:
            self.element.text = (self.element.text or "") + text


def _made_of(element: _Element, blocks: Sequence[ExplainedBlock]) -> _Element | None:
    """Return a new element in place of one of the page, without its content; None for one that is left out."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _LEFT_OUT_TAGS:
        return None
    if tag == "img":
        return _picture(element)
    shown = tag if tag in _KEPT_TAGS else "div" if tag in _BLOCK_TAGS else "span"
    part = etree.Element(shown, dict(_attributes(element)))
    if blocks:
        kind = "kept" if any(block.is_kept for block in blocks) else "dropped"
        noun = "block" if len(blocks) == 1 else "blocks"
        part.set("class", kind)
        part.set("title", f"{noun} {', '.join(str(block.number) for block in blocks[:9])}: {kind}")
    elif _is_hidden(element):
        part.set("class", "unseen")
    return part


def _picture(element: _Element) -> _Element:
    """Return what tells of a picture: it would have to be loaded."""
    part = etree.Element("span", {"class": "picture"})
    alt = " ".join((element.get("alt") or "").split())[:_MAX_ALT_CHARS]
    part.text = _NOT_IN_XML.sub("\ufffd", alt) or "picture"
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
