"""Page to blocks, whichever of the two kinds the page is."""

from __future__ import annotations

from dataclasses import replace

from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.blocks.types import Blocks
from newsspider.blocks.unshown_text import unshown_text
from newsspider.page.types import Page


def read_blocks(page: Page) -> Blocks:
    """Return the page's text blocks, in reading order; behind them, those that only its data holds."""
    if page.root is not None:
        blocks = html_blocks(page.root)
        told = unshown_text(page, blocks.texts)
        if told is None:
            return blocks
        # What else is shown is a notice, or the beginning of the text.
        return replace(html_blocks(page.root, told.root), replaced=range(len(blocks)), source=told.source)
    return text_blocks(page.text or "")
