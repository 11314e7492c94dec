"""What the page says of itself (title, description, JSON-LD articleBody), compared with its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

import numpy as np

from newsspider.blocks.lettering import Column
from newsspider.page.types import Page

_TITLE_CHARS = range(12, 300)  # of a block that may be the headline
_HEAD_CHARS = 40
_SHORTEST_BODY = 200
_BODY_CHARS = 200_000
_SEARCHED_CHARS = 100_000_000  # a tenth of a second; beyond that the rest counts as not found
_TAG = re.compile(r"<[^<>]{1,300}>")


def witness_columns(page: Page, texts: Sequence[str], good_chars: float) -> dict[str, Column]:
    """Return for each block whether title, description and the articleBody of JSON-LD hold it.

    `in_linked_data_share` is the share of that articleBody which the blocks cover, -1 where there is none.
    """
    count = len(texts)
    titles = _folded("\n".join(filter(None, (page.first_meta("og:title"), page.title))))
    description = _folded(page.first_meta("og:description", "description") or "")[:_HEAD_CHARS]
    says_title = [len(text) in _TITLE_CHARS and _folded(text) in titles for text in texts] if titles else []
    at_title = says_title.index(True) if True in says_title else None
    index = np.arange(count, dtype=np.float32)
    columns = {
        "is_title": np.array(says_title or [False] * count, np.float32),
        "after_title": np.full(count, -999.0, np.float32) if at_title is None else index - at_title,
        "is_description": _starts(texts, description),
        **_kind_columns(page, count),
    }
    columns.update(_body_columns(page, texts, good_chars))
    return columns


def _kind_columns(page: Page, count: int) -> dict[str, Column]:
    """Return what the page says it is: newspapers and blogs differ in whether a standfirst belongs to the text."""
    types = page.linked_data.types
    og_type = (page.first_meta("og:type") or "").strip().lower()
    said = {
        "says_news": sum(kind.endswith("NewsArticle") for kind in types),
        "says_article": sum(kind == "Article" or kind.endswith("Posting") for kind in types),
        "says_og_article": og_type == "article",
        "says_published": bool(page.first_meta("article:published_time")),
    }
    return {name: np.full(count, float(value), np.float32) for name, value in said.items()}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _starts(texts: Sequence[str], description: str) -> Column:
    if len(description) < _HEAD_CHARS // 2:
        return np.zeros(len(texts), np.float32)
    return np.array([text[: len(description)].casefold() == description for text in texts], np.float32)


def linked_body(page: Page) -> str:
    """Return the longest articleBody of the page's linked data with spaces folded, "" where none is long."""
    body = max((article.body or "" for article in page.linked_data.articles), key=len, default="")
    if len(body) < _SHORTEST_BODY:
        return ""
    body = body[:_BODY_CHARS]
    if "&" in body:
        body = unescape(body)
    if "<" in body:
        body = _TAG.sub(" ", body)
    return " ".join(body.split())


def _body_columns(page: Page, texts: Sequence[str], good_chars: float) -> dict[str, Column]:
    body = linked_body(page)
    count = len(texts)
    found = np.zeros(count, np.float32)
    if not body:
        unknown = np.full(count, -1.0, np.float32)
        return {"in_linked_data": found, "in_linked_data_share": unknown, "linked_data_to_good": unknown}
    covered = 0
    for i in range(min(count, _SEARCHED_CHARS // len(body))):
        text = texts[i]
        if len(text) > 1 and text[:60] in body:
            found[i] = 2.0 if text[-40:] in body else 1.0
            covered += len(text)
    return {
        "in_linked_data": found,
        "in_linked_data_share": np.full(count, covered / len(body), np.float32),
        "linked_data_to_good": np.full(count, min(5.0, len(body) / max(1.0, good_chars)), np.float32),
    }
