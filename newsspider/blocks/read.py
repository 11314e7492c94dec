"""Page to blocks, whichever of the two kinds the page is."""

from __future__ import annotations

from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.blocks.types import Blocks
from newsspider.page.types import Page


def read_blocks(page: Page) -> Blocks:
    """Return the page's text blocks, in reading order."""
    if page.root is not None:
        return html_blocks(page.root)
    return text_blocks(page.text or "")
