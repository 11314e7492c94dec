"""What the page says of itself (title, description, JSON-LD articleBody), compared with its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import compress

import numpy as np

from newsspider._native import casefold_all, standing, touching
from newsspider._native.values import Column
from newsspider.lines.wording import lines_with
from newsspider.page.types import Page

TITLE_CHARS = range(12, 300)  # of a block that may be the headline
_HEAD_CHARS = 40
_TAIL_CHARS = 30
_ENDS_ALIKE = 0.05  # where only the end of a block is part of the description
_STANDFIRST_CHARS = range(15, 701)
_FEWEST_CHARS, _FOLDED_CHARS = 12, 700  # shorter blocks are neither title nor standfirst, and longer ones
_NO_TITLE = -999.0
_TITLED_CHARS, _MOST_TITLED = 1000, 20
_SHORTEST_BODY = 200
_BODY_HEAD_CHARS, _BODY_TAIL_CHARS = 60, 40  # of a block that are looked for in articleBody
_BODY_CHARS = 200_000
_SEARCHED_CHARS = 100_000_000  # a tenth of a second; beyond that the rest counts as not found
_TAG = re.compile(r"<[^<>]{1,300}>")


def declared_columns(page: Page, texts: Sequence[str], good_chars: float) -> dict[str, Column]:
    """Return for each block whether title, description and the articleBody of JSON-LD hold it.

    `in_linked_data_share` is the share of that articleBody which the blocks cover, -1 where there is none.
    """
    return {
        **title_columns(page, texts),
        **_kind_columns(page, len(texts)),
        **_body_columns(page, texts, good_chars),
    }


def title_columns(page: Page, texts: Sequence[str]) -> dict[str, Column]:
    """Return which blocks stand in the title, which begin with the description, and how much each is of one.

    Few blocks have anything in common with either: those are found first.
    """
    count = len(texts)
    titles = titles_of(page)
    description = folded_line(page.first_meta("og:description", "description") or "")[:_HEAD_CHARS]
    descriptions = summaries_of(page)
    folded = casefold_all(texts, _FEWEST_CHARS, _FOLDED_CHARS)
    is_title, is_description, likenesses = np.zeros((3, count), np.float32)
    touching_them = set(touching("\n".join((titles, description, *descriptions)), folded))
    touching_them.update(lines_with("\n".join(folded), [text[:_HEAD_CHARS] for text in descriptions]))
    for i in sorted(touching_them):
        line, chars = folded[i], len(texts[i])
        if chars in TITLE_CHARS and line in titles:
            is_title[i] = 1.0
        if len(description) >= _HEAD_CHARS // 2 and line.startswith(description):
            is_description[i] = 1.0
        if chars in _STANDFIRST_CHARS:
            likenesses[i] = likeness(line, descriptions)
    return {
        "is_title": is_title,
        "after_title": np.arange(count, dtype=np.float32) - int(is_title.argmax())
        if is_title.any()
        else np.full(count, _NO_TITLE, np.float32),
        "is_description": is_description,
        "description": likenesses,
        "has_description": np.full(count, likenesses.max(initial=0.0), np.float32),
    }


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


def folded_line(text: str) -> str:
    """Return a text in lower case with its spaces folded, as titles_of() and summaries_of() are."""
    return " ".join(text.split()).casefold()


def titles_of(page: Page) -> str:
    """Return the titles that the page gives itself, folded, as one text."""
    return folded_line("\n".join(filter(None, (page.first_meta("og:title"), page.title))))


def summaries_of(page: Page) -> list[str]:
    """Return what the page says that it is about, in meta elements and linked data, folded, each text once."""
    descriptions = [page.first_meta("og:description", "description"), page.first_meta("twitter:description")]
    for article in page.linked_data.articles:
        descriptions += [article.description, article.alternative_headline]
    lines = (folded_line(text[:_TITLED_CHARS]) for text in descriptions[:_MOST_TITLED] if text)
    return list(dict.fromkeys(text for text in lines if len(text) >= _HEAD_CHARS // 2))


def likeness(line: str, descriptions: Sequence[str]) -> float:
    """Return how much of a description a folded line is, by length, where one begins in the other.

    `descriptions` are summaries_of() the page. A standfirst is seldom the description to the letter: either may be
    cut off, or go on.
    """
    head, tail = line[:_HEAD_CHARS], line[-_TAIL_CHARS:]
    most = 0.0
    for description in descriptions:
        if head in description or description[:_HEAD_CHARS] in line:
            most = max(most, min(len(line), len(description)) / max(len(line), len(description)))
        elif tail in description:
            most = max(most, _ENDS_ALIKE)
    return most


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
