"""Boxes within a text that invite to sign up or to pay: forms, small asides, walls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.shapes import ends_in_mark
from newsspider.lines.walls import holds_wall
from newsspider.lines.wording import holds_phrase, is_label

_ASIDE, _QUOTE = int(Flag.ASIDE), int(Flag.QUOTE)
_MOST_OF_WALL, _WALL_CHARS = 4, 400  # blocks and characters of an invitation to pay
_MOST_OFFERS = 10  # entries of a list that tells what readers get
_MOST_FORMS, _MOST_FIELDS = 20, 20
_BOX_BLOCKS, _BOX_CHARS = 5, 350  # of a box that asks to sign up: heading, sentence, button, small print
_ASIDE_CHARS = 600  # of one that asks to sign up: small print on privacy is long
_LINE_CHARS = 200  # of a line that invites


def last_wall(blocks: Blocks, markup: Markup, hoped: Sequence[int]) -> Sequence[int]:
    """Return the last of the `hoped` blocks where an element holds them alone, and they invite to pay.

    One without a link may be the last paragraph of a report on subscriptions, if each has an element of its own.
    """
    if not hoped:
        return ()
    containers, places = markup.containers, markup.places
    outer = containers.parents[places[hoped[-1]]]
    box = [i for i in hoped[-_MOST_OF_WALL - 1 :] if outer <= places[i] < containers.ends[outer]]
    if len(box) > _MOST_OF_WALL or len(box) == len(hoped):
        return ()
    if len(box) == 1 and not markup.link_counts[box[0]] and ends_in_mark(blocks.texts[box[0]]):
        return ()
    texts = [blocks.texts[i] for i in box]
    return box if sum(map(len, texts)) <= _WALL_CHARS and holds_wall("\n".join(texts)) else ()


def walls_within(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks of small elements within the text that invite to pay, but no quotations."""
    short = [i for i in likely if len(blocks.texts[i]) <= _LINE_CHARS]
    if not holds_wall("\n".join(blocks.texts[i] for i in short)):  # as on most pages
        return
    containers, places = markup.containers, markup.places
    for i in short:
        outer = containers.parents[places[i]]
        if outer < 0 or containers.flags[outer] & _QUOTE or not holds_wall(blocks.texts[i]):
            continue
        box = range(bisect_left(places, outer), bisect_left(places, containers.ends[outer]))
        is_sentence = len(box) == 1 and not markup.link_counts[i] and ends_in_mark(blocks.texts[i])
        if not is_sentence and _is_small_wall(blocks, box) and box.start > likely[0] and box.stop <= likely[-1]:
            yield from box


def _is_small_wall(blocks: Blocks, box: Sequence[int]) -> bool:
    """Return whether a box holds little text, beside a list of what readers get for their money."""
    if len(box) > _MOST_OF_WALL + _MOST_OFFERS:
        return False
    said = [len(blocks.texts[i]) for i in box if blocks.tags[i] != "li"]
    offered = [len(blocks.texts[i]) for i in box if blocks.tags[i] == "li"]
    return len(said) <= _MOST_OF_WALL and sum(said) <= _WALL_CHARS and max(offered, default=0) <= _LINE_CHARS


def sign_ups(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Sequence[int]:
    """Return the blocks of boxes that ask to sign up, with a form or without."""
    return [*_around_forms(blocks, markup, likely), *_asides_to_sign_up(blocks, markup, likely)]


def _around_forms(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> list[int]:
    """Return the blocks of the boxes around forms that ask for an address: small ones, with little text."""
    containers = markup.containers
    kinds = {number for number, kind in enumerate(containers.kind_table) if kind.tag == "form"}
    forms = containers.places_of(kinds)
    found: set[int] = set()
    for form in forms[:_MOST_FORMS]:
        if _asks_for_address(containers.elements[form]):
            found.update(_box_around(blocks, markup, form))
    return [i for i in likely if i in found]


def _asides_to_sign_up(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the likely blocks of small asides without a form that begin with a call to sign up, and go on so."""
    containers, places = markup.containers, markup.places
    aside = [place for i in likely if containers.flags[place := places[i]] & _ASIDE]
    for place in dict.fromkeys(_outermost(markup, place, _ASIDE) for place in aside):
        own = range(bisect_left(places, place), bisect_left(places, containers.ends[place]))
        texts = [blocks.texts[i] for i in own[: _BOX_BLOCKS + 1]]
        # A text behind an element is of the one around it: blocks are not all in the order of elements.
        is_small = 0 < len(texts) <= _BOX_BLOCKS and sum(map(len, texts)) <= _ASIDE_CHARS
        if is_small and is_label("controls", texts[0]) and any(holds_phrase("promotion", text) for text in texts):
            yield from own


def _outermost(markup: Markup, place: int, flag: int) -> int:
    """Return the outermost container around one that has the same flag."""
    parents, flags = markup.containers.parents, markup.containers.flags
    while (parent := parents[place]) >= 0 and flags[parent] & flag:
        place = parent
    return place


def _asks_for_address(form: _Element) -> bool:
    fields = islice(form.iter("input"), _MOST_FIELDS)
    return any("mail" in f"{one.get('type')} {one.get('name')} {one.get('id')}".casefold() for one in fields)


def _box_around(blocks: Blocks, markup: Markup, place: int) -> Sequence[int]:
    """Return the blocks of the largest element around a form that holds little text."""
    parents, ends = markup.containers.parents, markup.containers.ends
    places = np.asarray(markup.places)  # forms may lie deep, on pages of many blocks
    box: Sequence[int] = ()
    while place >= 0:
        own = np.flatnonzero((places >= place) & (places < ends[place])).tolist()
        if len(own) > _BOX_BLOCKS or sum(len(blocks.texts[i]) for i in own) > _BOX_CHARS:
            return box
        box, place = own, parents[place]
    return box
