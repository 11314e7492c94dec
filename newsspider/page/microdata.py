"""Microdata to nodes of the form that JSON-LD has, so that one reader serves both (WHATWG HTML, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from newsspider._native.index import Marked
from newsspider.page.json_ld import Json, Node

# The attribute that holds an element's value (WHATWG HTML, 5.2.4 "Values"); others give their text.
_VALUE_ATTRIBUTES = {
    "meta": "content", "a": "href", "link": "href", "area": "href", "img": "src", "audio": "src", "video": "src",
    "iframe": "src", "embed": "src", "source": "src", "track": "src", "object": "data", "time": "datetime",
    "data": "value", "meter": "value",
    "abbr": "title",  # not by that section: as microformats, and Blogger's templates, write dates
}  # fmt: skip
_AGENTS = frozenset({"author", "creator", "publisher", "contributor"})  # properties that name somebody
# What a page's item holds as its own subject: of a blog's page its posts.
_TOP = ""
_TOPS = frozenset((_TOP, "mainEntity", "blogPost", "blogPosts"))
_LISTED, _MAX_LISTED = frozenset({"articleSection", "keywords"}), 50
_LONG_WORD = re.compile(r"[^\W\d_]{4}")  # longer than "and"
_MAX_ITEMS = 200
_OLD_STEP = "data-vocabulary.org/Breadcrumb"
_MAX_DEPTH = 6
_MAX_CHARS = 500_000  # of all texts on one page; of 2,900 news pages the most was 47,649
# Properties whose text is long or is not asked for: their markup is read by blocks/ and nobody else.
_SKIPPED = frozenset({"articleBody", "text", "comment", "review", "reviewBody"})


def microdata_nodes(found: Marked) -> list[Node]:
    """Return the top-level schema.org items among a page's marked elements, and their subjects, in document order.

    And the steps of breadcrumbs in the vocabulary before it, as old pages have them: each is an item.
    """
    nodes: list[Node] = []
    texts = _Texts()
    for i, element in enumerate(found.elements):
        kind = element.get("itemtype") or ""
        is_top = (element.get("itemprop") or _TOP) in _TOPS
        if is_top and ("schema.org" in kind or kind.endswith(_OLD_STEP)):
            nodes.append(_item(found, texts, i, _MAX_DEPTH))
            if len(nodes) >= _MAX_ITEMS:
                break
    return nodes


def _item(marks: Marked, texts: _Texts, item: int, depth: int) -> Node:
    element = marks.elements[item]
    types = [name.rsplit("/", 1)[-1] for name in (element.get("itemtype") or "").split()]
    node: dict[str, Json] = {"@type": types}
    if element.get("itemid"):
        node["@id"] = element.get("itemid")
    found: dict[str, list[Json]] = {}
    for names, value in _properties(marks, texts, item, depth):
        for name in names:
            found.setdefault(name, []).append(value)
    node.update({name: values[0] if len(values) == 1 else values for name, values in found.items()})
    return node


def _properties(marks: Marked, texts: _Texts, item: int, depth: int) -> Iterator[tuple[list[str], Json]]:
    """Yield the names and value of each property of an item, those of nested items left to them."""
    i, end = item + 1, marks.ends[item] if depth else 0
    while i < end:
        child = marks.elements[i]
        names = (child.get("itemprop") or "").split()
        nested = child.get("itemscope") is not None
        if names and not _SKIPPED.issuperset(names):
            value = (
                _item(marks, texts, i, depth - 1)
                if nested
                else texts.of_link(child, names) or texts.of_links(child, names) or texts.value(child)
            )
            yield names, value
        i = marks.ends[i] if nested or _SKIPPED.intersection(names) else i + 1


class _Texts:
    """Reads the texts of properties: in all no more than a page can need, since elements lie in one another."""

    def __init__(self) -> None:
        self._chars_left = _MAX_CHARS

    def of_link(self, element: _Element, names: list[str]) -> Node | str | None:
        """Return whom a link names, or the name that it is: by the letter its value is its address.

        What pages mean is its text.
        """
        is_agent = not _AGENTS.isdisjoint(names)
        if element.tag != "a" or not (is_agent or "name" in names):
            return None
        name = self._text(element)
        if not name.strip():
            return None
        return {"name": name, "url": element.get("href", "")} if is_agent else name

    def of_links(self, element: _Element, names: list[str]) -> list[Json]:
        """Return what the links of a line of sections or keywords are called: "Posted in News, Sport".

        None where others stand between them or the element tells them apart from its text.
        """
        if element.tag == "meta" or element.get("content") is not None or _LISTED.isdisjoint(names):
            return []
        links = list(islice(element.iter("a"), _MAX_LISTED))
        if any(_LONG_WORD.search(link.tail or "") for link in links if link is not element):
            return []
        return [name for link in links if (name := self._text(link).strip())]

    def value(self, element: _Element) -> str:
        """Return the value of a property that is no item."""
        attribute = _VALUE_ATTRIBUTES.get(str(element.tag), "content")
        # Templates write the last two on any element.
        value = element.get(attribute) or element.get("content") or element.get("datetime")
        return value if value is not None else self._text(element)

    def _text(self, element: _Element) -> str:
        pieces: list[str] = []
        for piece in element.itertext() if self._chars_left else ():
            pieces.append(piece[: self._chars_left])
            self._chars_left -= len(pieces[-1])
            if not self._chars_left:
                break
        return "".join(pieces)
