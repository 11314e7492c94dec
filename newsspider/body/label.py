"""How likely each block is article text."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.blocks.types import Blocks
from newsspider.body.rules import rule_probabilities
from newsspider.body.text import label_text
from newsspider.page.types import Page


def label(page: Page, blocks: Blocks) -> Sequence[float]:
    """Return for each block the probability that it is article text."""
    if page.root is None:
        return label_text(blocks)
    return rule_probabilities(blocks)
