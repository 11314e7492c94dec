"""Page -> blocks: a page as a flat sequence of text blocks."""

from __future__ import annotations

from newsspider.blocks.read import read_blocks
from newsspider.blocks.types import Blocks

__all__ = ["Blocks", "read_blocks"]
