"""The text of pages that show none: scripts draw it, or a wall hides it, and only data in the page holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from lxml.etree import _Element

from newsspider.blocks.rich_text import IS_MARKUP, LONGEST, FoundText, is_long, paragraphs_html, texts_of
from newsspider.errors import PageError
from newsspider.page.state import page_state
from newsspider.page.tree import parse_tree
from newsspider.page.types import Page

LINKED_DATA, PAGE_STATE = "json-ld:articleBody", "page-state"
_MOST_SHOWN = 0.5  # of the told text; more is a matter of choosing among the page's own blocks
_MOST_SHOWN_CHARS = (
    2_000  # of long texts; on pages that show more their scripts' data is not read, for the time's sake
)
_ALIKE = 0.8  # of the longest text: the same one without its pictures, or as a summary's markup
LONG_CHARS, _HEAD_CHARS = 80, 60
_FEWEST_HEAD = 12  # letters of it; scripts without spaces need few
_TITLE_CHARS = 300
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w{4,}|[^\x00-\u0fff]{2,}")  # of scripts without spaces, pieces
_SEARCHED_CHARS = 100_000_000  # a tenth of a second; beyond that nothing is taken


@dataclass(frozen=True, slots=True)
class UnshownText:
    """A text that the page does not show."""

    root: _Element
    source: str  # LINKED_DATA or PAGE_STATE


def unshown_text(page: Page, texts: Sequence[str]) -> UnshownText | None:
    """Return the article's text as the page's data tells it, where its blocks, `texts`, hold little of it.

    That is the articleBody of the page's own JSON-LD, else a text of the state from which scripts draw the page.
    None where the blocks hold half of it, or where it is not twice as long as what they show of long texts.
    """
    shown = sum(len(text) for text in texts if len(text) >= LONG_CHARS)
    for source, text, html in _told(page, texts, shown):
        if 2 * shown > len(text) or hold_much(texts, text):
            continue
        try:
            return UnshownText(parse_tree(f"<body>{html}"), source)
        except PageError:  # nests too deep: the page itself is as good as before
            continue
    return None


def _told(page: Page, texts: Sequence[str], shown: int) -> Iterator[tuple[str, str, str]]:
    """Yield source, text and HTML of what may be the article's text, the surest first."""
    bodies = (article.body or "" for article in page.linked_data.own if article.syntax == "json-ld")
    body = max(bodies, key=len, default="")
    if is_long(body) and len(body) <= LONGEST:
        body = unescape(body)
        yield LINKED_DATA, body, body if IS_MARKUP.search(body) else paragraphs_html(body)
    if shown <= _MOST_SHOWN_CHARS:
        state = _text_of_state(page)
        if state is not None and _goes_on(page, texts, state.text):
            yield PAGE_STATE, state.text, state.html


def _goes_on(page: Page, texts: Sequence[str], told: str) -> bool:
    """Return whether a text holds a paragraph that the page shows, or its description, or where it shows none."""
    long = [text for text in texts if len(text) >= LONG_CHARS]
    if not long:
        return True
    if len(long) * len(told) > _SEARCHED_CHARS:
        return False
    folded = _NOT_WORD.sub("", told).casefold()
    begun = [*long, page.first_meta("og:description", "description") or ""]
    heads = (_NOT_WORD.sub("", text[:_HEAD_CHARS]).casefold() for text in begun)
    return any(len(head) >= _FEWEST_HEAD and head in folded for head in heads)


def hold_much(texts: Sequence[str], told: str) -> bool:
    """Return whether texts hold half of one that is told; also where it would take long to know, or is short."""
    folded = " ".join(told.split())
    if not is_long(folded) or len(texts) * len(folded) > _SEARCHED_CHARS:
        return True
    held = sum(len(text) for text in texts if len(text) > 1 and text[:_HEAD_CHARS] in folded)
    return held > _MOST_SHOWN * len(folded)


def _text_of_state(page: Page) -> FoundText | None:
    """Return the article's text as the page's state holds it; None where that is not clear.

    The title decides: states hold other stories too, and texts about cookies. The same text may be there as markup
    and without; of those that are about as long as the longest, the first is taken.
    """
    titles = [title for title in (page.first_meta("og:title", "twitter:title"), page.title) if title]
    description = page.first_meta("og:description", "description") or ""
    words = [word for text in (*titles, description[:_HEAD_CHARS]) for word in _WORD.findall(text[:_TITLE_CHARS])]
    found = texts_of(page_state(page, *words), titles, description) if words else []
    own = [text for text in found if text.is_titled]
    longest = max((len(text.text) for text in own), default=0)
    return next((text for text in own if len(text.text) >= _ALIKE * longest), None)
