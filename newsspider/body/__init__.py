"""Blocks -> body: which blocks are the article, and what they make together."""

from __future__ import annotations

from newsspider.body.choose import body_of, choose_body
from newsspider.body.probability import article_probability
from newsspider.body.types import Body

__all__ = ["Body", "article_probability", "body_of", "choose_body"]
