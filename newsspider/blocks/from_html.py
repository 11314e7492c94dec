"""An HTML tree as a sequence of text blocks."""

from __future__ import annotations

from lxml.etree import _Element

from newsspider._native import read_columns
from newsspider._native.markup import ROLES, Role
from newsspider._native.values import Containers, Images, Markup
from newsspider._native.walk import Columns
from newsspider.blocks.types import Blocks

_FEW_CHARS = 200  # of a page's text: less is a notice that scripts are needed
_UNSCRIPTED = {**ROLES, "noscript": int(Role.BLOCK)}


def html_blocks(*roots: _Element) -> Blocks:
    """Return the page's text blocks, those of each of its trees behind those of the one before.

    A block is the text directly inside one block-level element, between the block-level elements that it
    holds; a double <br> ends one too. Takes time linear in the size of the tree, however deep it is.
    """
    bodies = [body for root in roots for body in _bodies(root)]
    columns = read_columns(bodies, ROLES)
    if sum(map(len, columns.texts)) < _FEW_CHARS:
        # Pages that scripts draw may carry all of their text for those who run none.
        unscripted = read_columns(bodies, _UNSCRIPTED)
        if len(unscripted.texts) > len(columns.texts):
            columns = unscripted
    return _blocks(columns)


def _bodies(root: _Element) -> list[_Element]:
    # Pages glued together by their server have several bodies, a fragment has none.
    return (root.findall("body") if root.tag == "html" else []) or [root]


def _blocks(columns: Columns) -> Blocks:
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
    )
