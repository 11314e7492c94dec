"""Blocks to body."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.blocks.types import Blocks
from newsspider.body.assemble import body_text
from newsspider.body.assemble_html import body_html
from newsspider.body.label import label
from newsspider.body.select import choice_of
from newsspider.body.types import BLOCKS_RULE, Body
from newsspider.page.types import Page


def choose_body(page: Page, blocks: Blocks) -> Body:
    """Return the choice of blocks that are the article's text, and what they make together."""
    return body_of(page, blocks, label(page, blocks), blocks.source or BLOCKS_RULE)


def body_of(page: Page, blocks: Blocks, probabilities: Sequence[float], rule: str = BLOCKS_RULE) -> Body:
    """Return the body that follows from the blocks' probabilities; `rule` names who gave them."""
    chosen, confidence = choice_of(blocks, probabilities)
    return Body(
        blocks=blocks,
        probabilities=probabilities,
        chosen=chosen,
        text=body_text(blocks, chosen),
        html=body_html(blocks, chosen, page.base_url or page.url),
        confidence=confidence,
        rule=rule,
    )
