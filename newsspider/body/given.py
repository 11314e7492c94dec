"""A body that no page gave: a spider's own HTML in the form of ours, and HTML of its own text."""

from __future__ import annotations

from dataclasses import replace

from newsspider._native.inline import escaped
from newsspider._native.markup import Flag
from newsspider.blocks import read_blocks
from newsspider.blocks.types import Blocks
from newsspider.body.assemble_html import safe_html
from newsspider.body.choose import body_of
from newsspider.body.types import Body
from newsspider.errors import PageError
from newsspider.page.read import html_page
from newsspider.page.types import LinkedData

_IN_CAPTION = int(Flag.CAPTION)


def body_of_html(html: str, base: str | None = None) -> Body | None:
    """Return all of a piece of HTML as a body, None if it has no text; addresses in it are relative to `base`.

    Captions belong to their figures: they are in the body's HTML, and not in its text.

    >>> body_of_html('<p>Rain <b>again</b><img src="a.gif" onerror="x()">', "https://example.org/").html
    '<p>Rain <strong>again</strong><img src="https://example.org/a.gif" alt=""></p>'
    """
    try:
        page = html_page(html, url=base)
    except PageError:  # nothing to read, or nested too deep
        return None
    page = replace(page, linked_data=LinkedData())
    blocks = read_blocks(page)
    found = body_of(page, blocks, [0.0 if _is_caption(blocks, i) else 1.0 for i in range(len(blocks))])
    return found if found.html else None


def html_of_text(text: str) -> str:
    """Return paragraphs that are split by blank lines as HTML.

    >>> html_of_text("Rain & wind.\\n\\nMore <soon>.")
    '<p>Rain &amp; wind.</p>\\n<p>More &lt;soon&gt;.</p>'
    """
    paragraphs = filter(None, map(str.strip, text.split("\n\n")))
    return safe_html("\n".join(f"<p>{escaped(paragraph)}</p>" for paragraph in paragraphs))


def _is_caption(blocks: Blocks, i: int) -> bool:
    markup = blocks.markup
    return markup is not None and bool(markup.containers.flags[markup.places[i]] & _IN_CAPTION)
