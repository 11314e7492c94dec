"""The walk over an HTML tree: what it holds as the columns that blocks are made of."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml.etree import _Element

from newsspider._native.markup import TELLING, Flag, Role, is_shadow_root, is_unseen, kind_of
from newsspider._native.values import Kind

BLOCK, LINK, STRONG, BREAK, SKIP, IMAGE, SHADOW = (
    int(role) for role in (Role.BLOCK, Role.LINK, Role.STRONG, Role.BREAK, Role.SKIP, Role.IMAGE, Role.SHADOW)
)
_LINK_FLAG = int(Flag.LINK)


class Columns(NamedTuple):
    """What a walk finds: see newsspider._native.values for what each is. Numbers are C ints, in arrays."""

    texts: Sequence[str]  # of the blocks, as the six after it
    tags: Sequence[str]
    elements: Sequence[_Element]
    places: Sequence[int]
    link_chars: Sequence[int]
    link_counts: Sequence[int]
    emphasis_chars: Sequence[int]
    parents: Sequence[int]  # of the containers, as all up to `containers`; kind_table and tokens aside
    ends: Sequence[int]
    kinds: Sequence[int]
    kind_table: Sequence[Kind]
    tokens: Mapping[str, Sequence[int]]  # of the kinds: which of them have each
    flags: Sequence[int]
    depths: Sequence[int]
    containers: Sequence[_Element]
    image_positions: Sequence[int]  # of the images, as the two after it
    image_places: Sequence[int]
    images: Sequence[_Element]


def read_columns(bodies: Iterable[_Element], roles: Mapping[object, int]) -> Columns:
    """Return the columns of what some <body> elements hold; `roles` says what is done with which tag.

    A tag that has no role opens a block. Takes time linear in the size of the tree, however deep it is.
    """
    walk = _Walk(roles)
    for body in bodies:
        walk.read(body)
    return walk.columns()


class _Walk:
    """The columns as they grow, and the block that is being read."""

    def __init__(self, roles: Mapping[object, int]) -> None:
        self.roles = roles
        self.texts: list[str] = []
        self.places = array("i")
        self.link_chars = array("i")
        self.link_counts = array("i")
        self.emphasis_chars = array("i")
        self.containers: list[_Element] = []
        self.parents = array("i")
        self.ends = array("i")
        self.kinds = array("i")
        self.flags = array("i")
        self.depths = array("i")
        self.image_positions = array("i")
        self.image_places = array("i")
        self.images: list[_Element] = []
        self.kind_table: list[Kind] = []
        self.kinds_by_token: dict[str, list[int]] = {}
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
        if text and not text.isspace():
            append(text)
        while True:
            for element in children:
                tag = element.tag
                role = role_of(tag, BLOCK)
                if role == SHADOW:
                    role = BLOCK if is_shadow_root(element) else SKIP
                if role == BLOCK:
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
                elif role == BREAK:
                    if after_break and pieces:
                        flush(place)
                    append("\n")
                    after_break = True
                elif role == IMAGE:
                    self.image_positions.append(len(self.texts))
                    self.image_places.append(place)
                    self.images.append(element)
                    after_break = False
                elif role != SKIP and not is_unseen(element):
                    outer = (children, element, place, in_link, in_strong, False)
                    after_break = False
                    if role == LINK:
                        self.links += 1
                        counting = in_link = True
                    elif role == STRONG:
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
        attributes = [(name, value) for name, value in element.items() if name in TELLING]
        tag = element.tag
        key: object = (tag, *attributes) if attributes else tag
        kind = self.kind_ids.get(key)
        if kind is None:
            kind = self.kind_ids[key] = len(self.kind_table)
            self.kind_table.append(kind_of(str(tag), attributes))
            for token in self.kind_table[kind].tokens:
                self.kinds_by_token.setdefault(token, []).append(kind)
        flags = self.kind_table[kind].flags
        if parent >= 0:
            flags |= self.flags[parent]
            self.depths.append(self.depths[parent] + 1)
        else:
            self.depths.append(0)
        self.flags.append(flags | _LINK_FLAG if in_link else flags)
        self.kinds.append(kind)
        self.ends.append(0)
        self.containers.append(element)
        self.parents.append(parent)
        return len(self.parents) - 1

    def columns(self) -> Columns:
        """Return what was read."""
        return Columns(
            self.texts,
            [self.kind_table[self.kinds[place]].tag for place in self.places],
            [self.containers[place] for place in self.places],
            self.places,
            self.link_chars,
            self.link_counts,
            self.emphasis_chars,
            self.parents,
            self.ends,
            self.kinds,
            self.kind_table,
            self.kinds_by_token,
            self.flags,
            self.depths,
            self.containers,
            self.image_positions,
            self.image_places,
            self.images,
        )
