"""An HTML tree as a sequence of text blocks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, islice

from lxml.etree import _Element

from newsspider._native import read_columns
from newsspider._native.markup import ROLES, Role, is_shadow_root
from newsspider._native.values import Containers, Images, Markup
from newsspider._native.walk import Columns
from newsspider.blocks.types import HEADING_TAGS, Blocks
from newsspider.blocks.unknown_elements import made_inline

_FEW_CHARS = 200  # of a page's text: less is a notice that scripts are needed
_LONG_CHARS = 80  # of a text that is more than a menu's
_MOST_SHOWN_CHARS = 2_000  # of long texts: who shows more shows the article
_FEWEST_UNSHOWN_CHARS = 500
UNSCRIPTED = {**ROLES, "noscript": int(Role.BLOCK), "template": int(Role.SHADOW)}
_UNSHOWN = ("noscript", "template")
_MOST_ELEMENTS, _MOST_TEXTS = 100, 1_000  # of these elements, and of the texts in each, that are looked at
_HEAD_CHARS, _FEWEST_HEAD = 60, 15  # of what is repeated; less may be a menu's
_TITLE_CHARS = 300
_NOT_WORD = re.compile(r"[\W_]+")
_UNFOLDS = frozenset(("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"))  # attributes of a button
_SEARCHED_CHARS = 100_000_000  # a tenth of a second


def html_blocks(root: _Element, *behind: _Element) -> Blocks:
    """Return the page's text blocks, and behind them those of other trees.

    A block is the text directly inside one block-level element, between the block-level elements that it
    holds; a double <br> ends one too. Takes time linear in the size of the tree, however deep it is. Where the
    page shows little, what it holds in <noscript> and in declared shadow roots is read too.
    """
    bodies = _bodies(root)
    columns, roles, replaced = _columns(bodies)
    if behind:
        columns = read_columns([*bodies, *(body for tree in behind for body in _bodies(tree))], roles)
    return _blocks(columns, replaced)


def _columns(bodies: Sequence[_Element]) -> tuple[Columns, Mapping[object, int], Collection[int]]:
    """Return a page's columns, the roles of tags by which they were read, and which blocks count for nothing."""
    columns = read_columns(bodies, ROLES)
    if made_inline(columns):
        columns = read_columns(bodies, ROLES)
    long = _long_chars(columns.texts)
    has_little = not long and sum(map(len, columns.texts)) < _FEW_CHARS
    if has_little or (long <= _MOST_SHOWN_CHARS and _hold_more(bodies)):
        # Pages that scripts draw may carry all of their text for those who run none.
        unscripted = read_columns(bodies, UNSCRIPTED)
        repeated = _repeated(unscripted, _title(bodies))
        if repeated is not None or (has_little and len(unscripted.texts) > len(columns.texts)):
            return unscripted, UNSCRIPTED, repeated or ()
    return columns, ROLES, ()


def _hold_more(bodies: Sequence[_Element]) -> bool:
    """Return whether elements that are not shown hold text as long as an article."""
    chars = 0
    for element in islice(chain.from_iterable(body.iter(*_UNSHOWN) for body in bodies), _MOST_ELEMENTS):
        if element.tag == "template" and not is_shadow_root(element):
            continue
        chars += sum(map(len, islice(element.itertext(), _MOST_TEXTS)))
        if chars >= _FEWEST_UNSHOWN_CHARS:
            return True
    return False


def _title(bodies: Sequence[_Element]) -> str:
    title = bodies[0].getroottree().find(".//title") if bodies else None
    return _folded(title.text or "") if title is not None else ""


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text[:_TITLE_CHARS]).casefold()


def _repeated(columns: Columns, title: str) -> Collection[int] | None:
    """Return the blocks that are shown and whose text stands among those that are not.

    None where the latter do not hold the article: less than twice the long texts that are shown, or half of which
    is shown. They are notices about scripts and cookies where they hold nothing of what is shown, nor the title,
    though the page shows long texts.
    """
    unshown = _unshown(columns)
    texts = columns.texts
    told = " ".join(text for text, is_unshown in zip(texts, unshown, strict=True) if is_unshown)
    shown = [i for i, is_unshown in enumerate(unshown) if not is_unshown]
    long = _long_chars(list(compress(texts, unshown)))
    long_shown = _long_chars([texts[i] for i in shown])
    if long < max(_FEWEST_UNSHOWN_CHARS, 2 * long_shown):
        return None
    if len(shown) * len(told) > _SEARCHED_CHARS:
        return None
    repeated = [i for i in shown if len(texts[i]) > 1 and texts[i][:_HEAD_CHARS] in told]
    if long_shown and not any(len(texts[i]) >= _FEWEST_HEAD for i in repeated):
        headings = (_folded(text) for text, is_unshown in zip(texts, unshown, strict=True) if is_unshown)
        if not any(len(heading) >= _FEWEST_HEAD and heading in title for heading in headings):
            return None
    return repeated if 2 * sum(len(texts[i]) for i in repeated) <= long else None


def _unshown(columns: Columns) -> Sequence[bool]:
    """Return for each block whether it lies in an element of _UNSHOWN."""
    is_kind = [kind.tag in _UNSHOWN for kind in columns.kind_table]
    lies_in = [False] * len(columns.kinds)
    for place, (kind, parent) in enumerate(zip(columns.kinds, columns.parents, strict=True)):
        lies_in[place] = is_kind[kind] or (parent >= 0 and lies_in[parent])
    return [lies_in[place] for place in columns.places]


def _long_chars(texts: Iterable[str]) -> int:
    """Return the characters of long texts; those of markup, as saved pages hold it in <noscript>, aside."""
    return sum(len(text) for text in texts if len(text) >= _LONG_CHARS and text[0] != "<")


def _bodies(root: _Element) -> list[_Element]:
    # Pages glued together by their server have several bodies, a fragment has none.
    return (root.findall("body") if root.tag == "html" else []) or [root]


def _with_headings(columns: Columns) -> Columns:
    """Return the columns, with headings in the place of buttons that are all of them and unfold what is below."""
    if "button" not in columns.tags:
        return columns
    headings = dict(_unfolding(columns))
    if not headings:  # as of most buttons
        return columns
    places = array("i", (headings.get(place, place) for place in columns.places))
    return columns._replace(
        places=places,
        tags=[columns.kind_table[columns.kinds[place]].tag for place in places],
        elements=[columns.containers[place] for place in places],
    )


def _unfolding(columns: Columns) -> Iterator[tuple[int, int]]:
    """Yield the containers of buttons that unfold something, and of the headings that hold nothing else."""
    places = columns.places
    for i in [i for i, tag in enumerate(columns.tags) if tag == "button"]:
        heading = columns.parents[places[i]]
        is_heading = heading >= 0 and columns.kind_table[columns.kinds[heading]].tag in HEADING_TAGS
        if is_heading and not _UNFOLDS.isdisjoint(columns.elements[i].keys()):
            around = (*places[max(i - 1, 0) : i], *places[i + 1 : i + 2])
            if not any(heading <= place < columns.ends[heading] for place in around):
                yield places[i], heading


def _blocks(columns: Columns, replaced: Collection[int]) -> Blocks:
    columns = _with_headings(columns)
    return Blocks(
        texts=columns.texts,
        tags=columns.tags,
        elements=columns.elements,
        markup=Markup(
            containers=Containers(
                parents=columns.parents,
                ends=columns.ends,
                kinds=columns.kinds,
                kind_table=columns.kind_table,
                tokens=columns.tokens,
                flags=columns.flags,
                depths=columns.depths,
                elements=columns.containers,
            ),
            places=columns.places,
            link_chars=columns.link_chars,
            link_counts=columns.link_counts,
            emphasis_chars=columns.emphasis_chars,
            images=Images(positions=columns.image_positions, places=columns.image_places, elements=columns.images),
        ),
        replaced=replaced,
    )
