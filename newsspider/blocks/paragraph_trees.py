"""Trees of paragraphs as HTML, as the data of editors and frameworks holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TypeAlias

from newsspider.lines.shapes import UNSPACED_WEIGHT, weighted_chars
from newsspider.page.json_ld import Json

CHARS_A_VALUE, PARTS_A_VALUE = 50, 10  # so much of a text, and of a list, takes as long as a value
DEEPEST = 60  # of a value within others; editors' trees in a framework's state have some 20
_LONG_CHARS = 60  # of paragraphs; lists of names and headlines have shorter ones
TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")
ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,30});")
_HOLDS_BLOCKS = re.compile(r"<(?:p|div|h[1-6]|ul|ol|figure|blockquote|table)\b", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
# How editors and frameworks call the parts of a text: as in "core/paragraph", "bullet_list", "heading-2".
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("paragraph", "p", "text", "block", "unstyled", "normal", "html", "rawhtml", "richtext",
                     "body"), "p"),
    **dict.fromkeys(("heading", "header", "h1", "h2", "h3", "h4", "h5", "h6", "subheading", "subhead", "subtitle",
                     "headerone", "headertwo", "headerthree", "crosshead"), "h3"),
    **dict.fromkeys(("quote", "blockquote"), "blockquote"),
    **dict.fromkeys(("list", "ul", "ol", "unorderedlist", "orderedlist", "bulletlist", "numberedlist"), "ul"),
    **dict.fromkeys(("listitem", "li", "item", "unorderedlistitem", "orderedlistitem"), "li"),
    **dict.fromkeys(("document", "doc", "root", "div", "section", "article", "main", "group", "column", "columns",
                     "fragment", "content"), ""),
}  # fmt: skip
_TYPE_KEYS = ("type", "_type", "nodeType", "blockName", "name", "tag", "tagName", "kind", "style", "__typename")
_TYPES, _TYPE_CHARS = frozenset(_TYPE_KEYS), 60
_MOST_PARTS = 3  # of a text that does not say what it is
_TEXT_KEYS = ("text", "html", "innerHTML", "value", "content", "body", "data")
_CHILD_KEYS = ("children", "content", "nodes", "leaves", "spans", "items", "blocks", "elements", "data",
               "attributes", "attrs", "props", "fields", "document", "root", "value", "text")  # fmt: skip
_BREAKS = frozenset(("br", "linebreak", "hardbreak"))

Node: TypeAlias = Mapping[str, Json]


@dataclass(slots=True)
class Budget:
    """How many values may still be looked at: those of a page's data may hold themselves."""

    left: int


def _is_long(chars: float, text: str) -> bool:
    """Return whether so many characters of a text's script are a paragraph's."""
    if chars >= _LONG_CHARS or chars * UNSPACED_WEIGHT < _LONG_CHARS or text.isascii():
        return chars >= _LONG_CHARS
    return chars * weighted_chars(text) >= _LONG_CHARS * len(text)


class TreeWriter:
    """The HTML of a tree of paragraphs, as far as may be looked at."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.count = self.long_chars = 0  # paragraphs, characters of long ones

    def blocks(self, values: Sequence[Json], depth: int) -> str:
        """Return the HTML of those values that are blocks of text: nothing of pictures, embeds and the like."""
        self.budget.left -= len(values) // PARTS_A_VALUE
        if depth > DEEPEST or self.budget.left <= 0:
            return ""
        if {*map(type, values)} == {str}:
            return self._strings([str(value) for value in values])
        return "".join(self._block(value, depth) for value in map(as_node, values) if value is not None)

    def _strings(self, texts: Sequence[str]) -> str:
        """Return paragraphs of strings, where these are long as paragraphs are."""
        chars = sum(map(len, texts))
        self.budget.left -= len(texts) + chars // CHARS_A_VALUE
        if self.budget.left <= 0 or not _is_long(chars / max(1, len(texts)), texts[0] if texts else ""):
            return ""
        self.count += len(texts)
        self.long_chars += chars
        return "".join(text if _HOLDS_BLOCKS.search(text) else f"<p>{_markup(text)}</p>" for text in texts)

    def _block(self, node: Node, depth: int) -> str:
        self.budget.left -= 1
        kind = _kind_of(node)
        if kind is None or self.budget.left <= 0:
            return ""
        if kind in {"", "ul"}:
            return self._container(node, kind, depth)
        html = self._inline(node, depth).strip()
        if not html:
            return ""
        self.count += 1
        if _is_long(len(html), html):
            self.long_chars += len(html) + len("<p></p>")
        return html if _HOLDS_BLOCKS.search(html) else f"<{kind}>{html}</{kind}>"

    def _container(self, node: Node, kind: str, depth: int) -> str:
        children = _children_of(node)
        self.budget.left -= len(children) // PARTS_A_VALUE
        if self.budget.left <= 0:
            return ""
        if kind == "ul" and children and all(isinstance(child, str) for child in children):
            inner = "".join(f"<li>{self._inline(child, depth)}</li>" for child in children)
        elif children:
            inner = self.blocks(children, depth + 1)
        else:
            inner = self._inline(node, depth + 1) if kind == "ul" else ""
        return f"<ul>{inner}</ul>" if kind == "ul" and inner else inner

    def _inline(self, value: Json, depth: int) -> str:
        """Return the text of what stands inside a paragraph, with its markup."""
        self.budget.left -= 1
        if depth > DEEPEST or self.budget.left <= 0:
            return ""
        if isinstance(value, str):
            return self._markup(value)
        node = as_node(value)
        if node is None:
            return "".join(self._inline(part, depth + 1) for part in value) if isinstance(value, list) else ""
        name = _type_of(node)
        if name is not None and _is_break(name):
            return "<br>"
        for key in _TEXT_KEYS:
            if isinstance(text := node.get(key), str) and text:
                return self._markup(text)
        parts = (part for key in _CHILD_KEYS if isinstance(part := node.get(key), (str, list, dict)) and part)
        return self._inline(next(parts, None), depth + 1)

    def _markup(self, text: str) -> str:
        self.budget.left -= len(text) // CHARS_A_VALUE
        return _markup(text)


def as_node(value: Json) -> Node | None:
    """Return the object that a value is; a framework's element, ["$", "p", key, {...}], as one with a tag."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and len(value) >= 4 and value[0] == "$" and isinstance(value[1], str):
        properties = value[3]
        tag = "div" if value[1].startswith("$") else value[1]
        return {"tag": tag, "children": properties.get("children")} if isinstance(properties, dict) else None
    return None


def _children_of(node: Node) -> Sequence[Json]:
    for _ in range(3):  # {"data": {"items": [...]}}
        for key in _CHILD_KEYS:
            value = node.get(key)
            if isinstance(value, list) and value:
                return [value] if value[0] == "$" else value
        inner = next((part for key in _CHILD_KEYS if isinstance(part := node.get(key), dict)), None)
        if inner is None:
            return []
        node = inner
    return []


def _type_of(node: Node) -> str | None:
    """Return what a node says that it is."""
    if _TYPES.isdisjoint(node):
        return None
    for key in _TYPE_KEYS:
        if key in node and isinstance(name := node[key], str):
            return name[-_TYPE_CHARS:]
    return None


@lru_cache(maxsize=256)  # a tree has few types, and many nodes of each
def _is_break(name: str) -> bool:
    folded = _NOT_WORD.sub("", name.rpartition("/")[2]).lower().rstrip("0123456789")
    return (folded or name.lower()) in _BREAKS


@lru_cache(maxsize=256)
def _kind_named(name: str) -> str | None:
    folded = _NOT_WORD.sub("", name.rpartition("/")[2].lower())
    return _KINDS.get(folded, _KINDS.get(folded.rstrip("0123456789")))


def _kind_of(node: Node) -> str | None:
    """Return the HTML tag for a node, "" for one that only holds others; None for what is no text."""
    name = _type_of(node)
    if name is not None:
        kind = _kind_named(name)
        return _styled(node, kind) if kind == "p" else kind
    # {"text": "..."} alone is a paragraph, and so is what has a number or a name besides.
    if len(node) > _MOST_PARTS:
        return None
    texts = [value for key in _TEXT_KEYS if isinstance(value := node.get(key), str)]
    return "p" if len(texts) == 1 else None


def _styled(node: Node, kind: str) -> str:
    """Return the tag for a block that says otherwise whether it is a heading, a quote or an item."""
    if isinstance(node.get("listItem"), str):
        return "li"
    style = node.get("style")
    return (_KINDS.get(style, kind) if isinstance(style, str) else kind) or kind


def _markup(text: str) -> str:
    return text if TAG.search(text) or ENTITY.search(text) else escape(text, quote=False)
