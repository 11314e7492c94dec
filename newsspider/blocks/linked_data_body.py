"""The text of pages that show none: scripts draw it, or a paywall hides it, and only the linked data holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from lxml.etree import _Element

from newsspider.errors import PageError
from newsspider.page.tree import parse_tree
from newsspider.page.types import Page

_SHORTEST = 500  # shorter ones may be descriptions
_LONGEST = 1_000_000
_MOST_SHOWN = 0.5  # of the told text; more is a matter of choosing among the page's own blocks
_LONG_CHARS, _HEAD_CHARS = 80, 60
_SEARCHED_CHARS = 100_000_000  # a tenth of a second; beyond that nothing is taken from the linked data
_IS_MARKUP = re.compile(r"<(?:p|br|div|h[2-6]|ul|figure)\b[^<>]{0,300}>", re.IGNORECASE)


def linked_data_body(page: Page, texts: Sequence[str]) -> _Element | None:
    """Return the articleBody of the page's own JSON-LD as a tree, where its blocks, `texts`, hold little of it.

    None where they do, or where it is not twice as long as what they show of long texts.
    """
    bodies = (article.body or "" for article in page.linked_data.own if article.syntax == "json-ld")
    body = max(bodies, key=len, default="")
    if not _SHORTEST <= len(body) <= _LONGEST:
        return None
    shown = sum(len(text) for text in texts if len(text) >= _LONG_CHARS)
    if 2 * shown > len(body) or len(texts) * len(body) > _SEARCHED_CHARS:
        return None
    body = unescape(body)
    folded = " ".join(body.split())
    held = sum(len(text) for text in texts if len(text) > 1 and text[:_HEAD_CHARS] in folded)
    if len(folded) < _SHORTEST or held > _MOST_SHOWN * len(folded):
        return None
    try:
        return parse_tree(f"<body>{body if _IS_MARKUP.search(body) else _paragraphs(body)}")
    except PageError:  # nests too deep: the page itself is as good as before
        return None


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
