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
        pieces, append, role_of, ends, flush = (
            self.pieces,
            self.pieces.append,
            self.roles.get,
            self.ends,
            self.flush,
        )
        place = self.open(body, -1 if not self.parents else 0, False)
        counting = in_link = in_strong = after_break = False
        children: Iterator[_Element] = iter(body)
        frames: list[tuple[Iterator[_Element], _Element, int, bool, bool, bool]] = []
        text = body.text
        if text:
            append(text)
        while True:
            for element in children:
                tag = element.tag
                role = role_of(tag, _BLOCK)
                if role == _BLOCK:
                    if tag.__class__ is str:  # comments and processing instructions have a function for a tag
                        if pieces or self.links:
                            flush(place)
                        after_break = False
                        inner = self.open(element, place, in_link)
                        text = element.text
                        if text and not text.isspace():
                            append(text)
                            if counting:
                                self.count(text, in_link, in_strong)
                        if len(element):
                            frames.append((children, element, place, in_link, in_strong, True))
                            place = inner
                            children = iter(element)
                            break
                        ends[inner] = len(ends)
                        if pieces:
                            flush(inner)
                elif role == _BREAK:
                    if after_break and pieces:
                        flush(place)
                    append("\n")
                    after_break = True
                elif role == _IMAGE:
                    self.image_positions.append(len(self.texts))
                    self.image_places.append(place)
                    self.image_elements.append(element)
                    after_break = False
                elif role != _SKIP:
                    outer = (children, element, place, in_link, in_strong, False)
                    after_break = False
                    if role == _LINK:
                        self.links += 1
                        counting = in_link = True
                    elif role == _STRONG:
                        counting = in_strong = True
                    text = element.text
                    if text and (pieces or not text.isspace()):
                        append(text)
                        if counting:
                            self.count(text, in_link, in_strong)
                    if len(element):
                        frames.append(outer)
                        children = iter(element)
                        break
                    _, _, _, in_link, in_strong, _ = outer
                    counting = in_link or in_strong
                text = element.tail
                if text and (pieces or not text.isspace()):
                    append(text)
                    if after_break and not text.isspace():
                        after_break = False
                    if counting:
                        self.count(text, in_link, in_strong)
            else:
                if not frames:
                    flush(place)
                    ends[0] = ends[place] = len(ends)  # what a second body holds lies in the first
                    return
                inner = place
                children, element, place, in_link, in_strong, was_block = frames.pop()
                counting = in_link or in_strong
                if was_block:
                    ends[inner] = len(ends)
                    if pieces or self.links:
                        flush(inner)
                        after_break = False
                text = element.tail
                if text and (pieces or not text.isspace()):
                    append(text)
                    if after_break and not text.isspace():
                        after_break = False
                    if counting:
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
        pieces = self.pieces
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            self.texts.append(text)
            self.places.append(place)
            self.link_chars.append(min(self.linked, len(text)) if self.linked else 0)
            self.link_counts.append(self.links)
            self.emphasis_chars.append(min(self.emphasised, len(text)) if self.emphasised else 0)
        self.linked = self.links = self.emphasised = 0

    def open(self, element: _Element, parent: int, in_link: bool) -> int:
        """Return the index of a new container for `element`."""
        attributes = element.items()
        tag = element.tag
        key: object = (tag, *attributes) if attributes else tag
        kind = self.kind_ids.get(key)
        if kind is None:
            kind = self.kind_ids[key] = len(self.kind_table)
            self.kind_table.append(kind_of(str(tag), attributes))
        flags = self.kind_table[kind].flags
        if parent >= 0:
            flags |= self.flags[parent]
            self.depths.append(self.depths[parent] + 1)
        else:
            self.depths.append(0)
        self.flags.append(flags | _LINK_FLAG if in_link else flags)
        self.kinds.append(kind)
        self.ends.append(0)
        self.container_elements.append(element)
        self.parents.append(parent)
        return len(self.parents) - 1

    def blocks(self) -> Blocks:
        """Return what was read."""
        table = self.kind_table
        return Blocks(
            texts=self.texts,
            tags=[table[self.kinds[place]].tag for place in self.places],
            elements=[self.container_elements[place] for place in self.places],
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
