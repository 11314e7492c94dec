"""The article's body: which of a page's blocks it is, and what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.blocks.types import Blocks

BLOCKS_RULE = "blocks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The choice of blocks that are the article's text. Field rules look around it for the rest."""

    blocks: Blocks
    probabilities: Sequence[float]  # 0.0-1.0 a block: that it is article text
    chosen: Sequence[int]  # indices into blocks, ascending; empty where the page has no article
    text: str | None = None  # articleBody
    html: str | None = None  # articleBodyHtml; None for a text dump
    confidence: float = 0.0  # 0.0-1.0: expected F1 of the choice
    standfirst: Sequence[int] = ()  # blocks that were left out of the text because it was asked for without
    rule: str = BLOCKS_RULE  # who said which blocks are the article: metadata.fieldSources names it
