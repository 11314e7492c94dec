"""An HTML tree as a sequence of text blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element

from newsspider.blocks.markup import DROPPED, EMPHASIS, INLINE, Flag, kind_of
from newsspider.blocks.types import Blocks, Containers, Images, Kind, Markup

# What the walk does with an element. Whatever is in no table, custom elements among them, opens a block.
_BLOCK, _TRANSPARENT, _STRONG, _LINK, _BREAK, _SKIP, _IMAGE = range(7)
_ROLES: dict[Any, int] = {
    **dict.fromkeys(INLINE, _TRANSPARENT),
    **dict.fromkeys(EMPHASIS, _STRONG),
    **dict.fromkeys(DROPPED, _SKIP),
    "a": _LINK,
    "br": _BREAK,
    "img": _IMAGE,
}

_LINK_FLAG = int(Flag.LINK)
_FEW_CHARS = 200  # of a page's text: less is a notice that scripts are needed


def html_blocks(root: _Element) -> Blocks:
    """Return the page's text blocks.

    A block is the text directly inside one block-level element, between the block-level elements that it
    holds; a double <br> ends one too. Takes time linear in the size of the tree, however deep it is.
    """
    blocks = _read(root, _ROLES)
    if sum(map(len, blocks.texts)) < _FEW_CHARS:
        # Pages that scripts draw may carry all of their text for those who run none.
        unscripted = _read(root, {**_ROLES, "noscript": _BLOCK})
        if len(unscripted) > len(blocks):
            return unscripted
    return blocks


def _read(root: _Element, roles: Mapping[Any, int]) -> Blocks:
    walk = _Walk(roles)
    for body in _bodies(root):
        walk.read(body)
    return walk.blocks()


def _bodies(root: _Element) -> list[_Element]:
    # Pages glued together by their server have several bodies, a fragment has none.
    return (root.findall("body") if root.tag == "html" else []) or [root]


class _Walk:
    """The columns as they grow, and the block that is being read."""

    def __init__(self, roles: Mapping[Any, int]) -> None:
        self.roles = roles
        self.texts: list[str] = []
        self.elements: list[_Element | None] = []
        self.places: list[int] = []
        self.link_chars: list[int] = []
        self.link_counts: list[int] = []
        self.emphasis_chars: list[int] = []
        self.container_elements: list[_Element] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        self.flags: list[int] = []
        self.depths: list[int] = []
        self.image_positions: list[int] = []
        self.image_places: list[int] = []
        self.image_elements: list[_Element] = []
        self.kind_table: list[Kind] = []
        self.kind_ids: dict[object, int] = {}
        self.pieces: list[str] = []
        self.linked = self.links = self.emphasised = 0

    def read(self, body: _Element) -> None:  # noqa: C901, PLR0912, PLR0915 - the hot loop: calls cost a third
        """Add the blocks of `body`."""
        pieces, append, roles, ends = self.pieces, self.pieces.append, self.roles, self.ends
        place = self.open(body, -1 if not self.parents else 0, False)
        in_link = in_strong = after_break = False
        children: Iterator[_Element] = iter(body)
        frames: list[tuple[Iterator[_Element], _Element, int, bool, bool, bool]] = []
        text = body.text
        if text:
            append(text)
        while True:
            for element in children:
                role = roles.get(element.tag, _BLOCK)
                if role == _BREAK:
                    if after_break and pieces:
                        self.flush(place)
                    append("\n")
                    after_break = True
                elif role == _IMAGE:
                    self.image_positions.append(len(self.texts))
                    self.image_places.append(place)
                    self.image_elements.append(element)
                    after_break = False
                elif role == _SKIP or element.tag.__class__ is not str:
                    pass  # comments and processing instructions have a function for a tag
                else:
                    outer = (children, element, place, in_link, in_strong, role == _BLOCK)
                    after_break = False
                    if role == _BLOCK:
                        if pieces or self.links:
                            self.flush(place)
                        place = self.open(element, place, in_link)
                    elif role == _LINK:
                        self.links += 1
                        in_link = True
                    elif role == _STRONG:
                        in_strong = True
                    text = element.text
                    if text and (pieces or not text.isspace()):
                        append(text)
                        if in_link or in_strong:
                            self.count(text, in_link, in_strong)
                    if len(element):
                        frames.append(outer)
                        children = iter(element)
                        break
                    if role == _BLOCK:
                        ends[place] = len(ends)
                        if pieces or self.links:
                            self.flush(place)
                    _, _, place, in_link, in_strong, _ = outer
                text = element.tail
                if text and (pieces or not text.isspace()):
                    append(text)
                    if after_break and not text.isspace():
                        after_break = False
                    if in_link or in_strong:
                        self.count(text, in_link, in_strong)
            else:
                if not frames:
                    self.flush(place)
                    ends[0] = ends[place] = len(ends)  # what a second body holds lies in the first
                    return
                inner = place
                children, element, place, in_link, in_strong, was_block = frames.pop()
                if was_block:
                    ends[inner] = len(ends)
                    if pieces or self.links:
                        self.flush(inner)
                        after_break = False
                text = element.tail
                if text and (pieces or not text.isspace()):
                    append(text)
                    if after_break and not text.isspace():
                        after_break = False
                    if in_link or in_strong:
                        self.count(text, in_link, in_strong)

    def count(self, text: str, in_link: bool, in_strong: bool) -> None:
        """Add the characters of a piece of text to those in links and in emphasis."""
        chars = len(text) if len(text) < 3 else len(" ".join(text.split()))
        if in_link:
            self.linked += chars
        if in_strong:
            self.emphasised += chars

    def flush(self, place: int) -> None:
        """Close the block that is being read; it belongs to container `place`."""
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.texts.append(text)
            self.places.append(place)
            self.elements.append(self.container_elements[place])
            self.link_chars.append(min(self.linked, len(text)))
            self.link_counts.append(self.links)
            self.emphasis_chars.append(min(self.emphasised, len(text)))
        self.linked = self.links = self.emphasised = 0

    def open(self, element: _Element, parent: int, in_link: bool) -> int:
        """Return the index of a new container for `element`."""
        attributes = element.items()
        key: object = (element.tag, *attributes) if attributes else element.tag
        kind = self.kind_ids.get(key)
        if kind is None:
            kind = self.kind_ids[key] = len(self.kind_table)
            self.kind_table.append(kind_of(str(element.tag), attributes))
        flags = self.kind_table[kind].flags
        depth = 0
        if parent >= 0:
            flags |= self.flags[parent]
            depth = self.depths[parent] + 1
        if in_link:
            flags |= _LINK_FLAG
        place = len(self.parents)
        self.parents.append(parent)
        self.ends.append(0)
        self.kinds.append(kind)
        self.flags.append(flags)
        self.depths.append(depth)
        self.container_elements.append(element)
        return place

    def blocks(self) -> Blocks:
        """Return what was read."""
        table = self.kind_table
        return Blocks(
            texts=self.texts,
            tags=[table[self.kinds[place]].tag for place in self.places],
            elements=self.elements,
            markup=Markup(
                containers=Containers(
                    parents=self.parents,
                    ends=self.ends,
                    kinds=self.kinds,
                    kind_table=table,
                    flags=self.flags,
                    depths=self.depths,
                    elements=self.container_elements,
                ),
                places=self.places,
                link_chars=self.link_chars,
                link_counts=self.link_counts,
                emphasis_chars=self.emphasis_chars,
                images=Images(
                    positions=self.image_positions, places=self.image_places, elements=self.image_elements
                ),
            ),
        )
