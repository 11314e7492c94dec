"""Blocks -> body: which blocks are the article, and what they make together."""

from __future__ import annotations

from newsspider.body.choose import body_of, choose_body, with_standfirst
from newsspider.body.kinds import BlockKind, block_kinds
from newsspider.body.probability import article_probability
from newsspider.body.types import Body

__all__ = [
    "BlockKind",
    "Body",
    "article_probability",
    "block_kinds",
    "body_of",
    "choose_body",
    "with_standfirst",
]
