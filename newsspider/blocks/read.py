"""Page to blocks, whichever of the two kinds the page is."""

from __future__ import annotations

from dataclasses import replace

from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.blocks.linked_data_body import linked_data_body
from newsspider.blocks.types import Blocks
from newsspider.page.types import Page


def read_blocks(page: Page) -> Blocks:
    """Return the page's text blocks, in reading order; behind them, those that only its linked data holds."""
    if page.root is not None:
        blocks = html_blocks(page.root)
        told = linked_data_body(page, blocks.texts)
        return blocks if told is None else replace(html_blocks(page.root, told), linked_data_from=len(blocks))
    return text_blocks(page.text or "")
