"""What the page says of itself (title, description, JSON-LD articleBody), compared with its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import compress

import numpy as np

from newsspider.blocks.lettering import Column
from newsspider.page.types import Page

try:
    from newsspider.blocks._repeats import standing
except ImportError:  # no compiler where the package was installed
    from newsspider.blocks.repeats import standing

_TITLE_CHARS = range(12, 300)  # of a block that may be the headline
_HEAD_CHARS = 40
_TAIL_CHARS = 30
_ENDS_ALIKE = 0.05  # where only the end of a block is part of the description
_STANDFIRST_CHARS = range(15, 701)
_TOLD_CHARS, _MOST_TOLD = 1000, 20
_SHORTEST_BODY = 200
_BODY_HEAD_CHARS, _BODY_TAIL_CHARS = 60, 40  # of a block that are looked for in articleBody
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
    folded = "\n".join(texts).casefold().split("\n")
    says_title = (
        [len(text) in _TITLE_CHARS and line in titles for text, line in zip(texts, folded, strict=True)]
        if titles
        else []
    )
    at_title = says_title.index(True) if True in says_title else None
    index = np.arange(count, dtype=np.float32)
    columns = {
        "is_title": np.array(says_title or [False] * count, np.float32),
        "after_title": np.full(count, -999.0, np.float32) if at_title is None else index - at_title,
        "is_description": _starts(folded, description),
        **_description_columns(page, texts, folded),
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


def _starts(lines: Sequence[str], description: str) -> Column:
    if len(description) < _HEAD_CHARS // 2:
        return np.zeros(len(lines), np.float32)
    return np.array([line.startswith(description) for line in lines], np.float32)


def _descriptions(page: Page) -> list[str]:
    """Return what the page says that it is about, in meta elements and linked data, folded, each text once."""
    told = [page.first_meta("og:description", "description"), page.first_meta("twitter:description")]
    for article in page.linked_data.articles:
        told += [article.description, article.alternative_headline]
    folded = (_folded(text[:_TOLD_CHARS]) for text in told[:_MOST_TOLD] if text)
    return list(dict.fromkeys(text for text in folded if len(text) >= _HEAD_CHARS // 2))


def _description_columns(page: Page, texts: Sequence[str], folded: Sequence[str]) -> dict[str, Column]:
    """Return how much of a description each block is, by length, where one begins in the other.

    A standfirst is seldom the description to the letter: either may be cut off, or go on.
    """
    told = _descriptions(page)
    found = np.zeros(len(texts), np.float32)
    if told:
        all_told = "\n".join(told)
        page_text = "\n".join(folded)
        heads = [head for description in told if (head := description[:_HEAD_CHARS]) in page_text]
        for i, line in enumerate(folded):
            # Most blocks have nothing in common with any: that is found out first.
            if len(texts[i]) in _STANDFIRST_CHARS and (
                line[:_HEAD_CHARS] in all_told or line[-_TAIL_CHARS:] in all_told or _holds(line, heads)
            ):
                found[i] = _likeness(line, told)
    any_found = float(found.max()) if len(texts) else 0.0
    return {"description": found, "has_description": np.full(len(texts), any_found, np.float32)}


def _holds(line: str, heads: Sequence[str]) -> bool:
    return any(head in line for head in heads)


def _likeness(text: str, told: Sequence[str]) -> float:
    head, tail = text[:_HEAD_CHARS], text[-_TAIL_CHARS:]
    likeness = 0.0
    for description in told:
        if head in description or description[:_HEAD_CHARS] in text:
            likeness = max(likeness, min(len(text), len(description)) / max(len(text), len(description)))
        elif tail in description:
            likeness = max(likeness, _ENDS_ALIKE)
    return likeness


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
    searched = [i for i in range(min(count, _SEARCHED_CHARS // len(body))) if len(texts[i]) > 1]
    for i in compress(searched, standing(body, [texts[i][:_BODY_HEAD_CHARS] for i in searched])):
        found[i] = 2.0 if texts[i][-_BODY_TAIL_CHARS:] in body else 1.0
        covered += len(texts[i])
    return {
        "in_linked_data": found,
        "in_linked_data_share": np.full(count, covered / len(body), np.float32),
        "linked_data_to_good": np.full(count, min(5.0, len(body) / max(1.0, good_chars)), np.float32),
    }
