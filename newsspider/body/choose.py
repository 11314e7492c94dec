"""Blocks to body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsspider.blocks.types import Blocks
from newsspider.body.assemble import body_text
from newsspider.body.assemble_html import body_html
from newsspider.body.label import label
from newsspider.body.select import choice_of
from newsspider.body.standfirst import standfirst_of
from newsspider.body.types import BLOCKS_RULE, Body
from newsspider.http import STANDFIRST_USES, StandfirstUse
from newsspider.lines.wording import LABEL_CHARS
from newsspider.page.types import Page


def choose_body(page: Page, blocks: Blocks) -> Body:
    """Return the choice of blocks that are the article's text, and what they make together."""
    return body_of(page, blocks, label(page, blocks), blocks.source or BLOCKS_RULE)


def with_standfirst(page: Page, body: Body, use: StandfirstUse) -> Body:
    """Return a body whose text begins with the standfirst and holds it once ("in"), or does not hold it ("out").

    "auto" leaves it to the model, and so does a page that shows none, or whose text is not in its markup.
    """
    if use not in STANDFIRST_USES:
        raise ValueError(f"standfirst is one of {', '.join(STANDFIRST_USES)}, not {use!r}")
    is_asked = use != "auto" and body.rule == BLOCKS_RULE
    found = standfirst_of(page, body.blocks, body.probabilities) if is_asked else []
    own = {body.blocks.texts[i] for i in found}
    rest = [i for i in body.chosen if body.blocks.texts[i] not in own]
    if not found or not rest:
        return body
    if use == "out":
        return replace(_with_choice(page, body, rest), standfirst=found)
    # What stands above it and is short is no paragraph: a section, a label.
    kept = (i for i in rest if i > found[0] or len(body.blocks.texts[i]) > LABEL_CHARS)
    return _with_choice(page, body, [*found, *kept])


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


def _with_choice(page: Page, body: Body, chosen: Sequence[int]) -> Body:
    ordered = sorted(chosen)
    return replace(
        body,
        chosen=ordered,
        text=body_text(body.blocks, ordered),
        html=body_html(body.blocks, ordered, page.base_url or page.url),
    )
