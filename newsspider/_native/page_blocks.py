"""What is known of a page as a whole by its blocks and those that were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from newsspider._native.markup import Flag
from newsspider._native.values import Floats, Markup

SURE = 0.9


def body_values(texts: Sequence[str], probabilities: Sequence[float], chosen: Sequence[int]) -> dict[str, float]:
    """Return how much text the page has, how much of it was chosen, and how surely."""
    chars, chances, own = _chars(texts), np.array(probabilities, np.float64), np.array(chosen, np.intp)
    kept, count = chars[own], max(len(own), 1)
    total, expected = max(float(chars.sum()), 1.0), _sum(chars * chances)
    kept_chars = float(kept.sum())
    mean = kept_chars / count
    span = float(chars[own[0] : own[-1] + 1].sum()) if len(own) else 0.0
    return {
        "blocks": float(len(chars)),
        "page_chars": total,
        "body_blocks": float(len(own)),
        "body_chars": kept_chars,
        "body_share": kept_chars / total,
        "expected_chars": expected,
        "expected_share": expected / total,
        "sure_chars": float(chars[chances > SURE].sum()),
        "longest": float(kept.max(initial=0.0)),
        "mean_chars": mean,
        "spread": sqrt(_sum((kept - mean) ** 2) / count),
        "mean_probability": _sum(chances[own]) / count,
        "span_share": kept_chars / max(span, 1.0),
    }


MARKUP_VALUES = (
    "links", "link_chars_share", "body_link_share", "body_emphasis", "heading_share", "item_share", "table_share",
    "body_headings", "body_items", "articles",
)  # fmt: skip


def markup_values(texts: Sequence[str], markup: Markup, chosen: Sequence[int]) -> dict[str, float]:
    """Return which shares of the page's text, and of what was chosen, are links, headings and the like."""
    chars, own = _chars(texts), np.array(chosen, np.intp)
    if not len(chars):
        return dict.fromkeys(MARKUP_VALUES, -1.0)
    containers = markup.containers
    flags = np.asarray(containers.flags)[np.asarray(markup.places)]
    links, emphasis = np.asarray(markup.link_chars), np.asarray(markup.emphasis_chars)
    headings, items, tables = (
        np.where(flags & int(flag), chars, 0.0) for flag in (Flag.HEADING, Flag.LI, Flag.TABLE)
    )
    is_article = np.array([kind.tag == "article" for kind in containers.kind_table])
    total, kept = float(chars.sum()), max(float(chars[own].sum()), 1.0)
    values = (
        sum(markup.link_counts), links.sum() / total, links[own].sum() / kept, emphasis[own].sum() / kept,
        headings.sum() / total, items.sum() / total, tables.sum() / total, headings[own].sum() / kept,
        items[own].sum() / kept, is_article[np.asarray(containers.kinds)].sum(),
    )  # fmt: skip
    return dict(zip(MARKUP_VALUES, map(float, values), strict=True))


def _chars(texts: Sequence[str]) -> Floats:
    return np.fromiter(map(len, texts), np.float64, len(texts))


def _sum(amounts: Floats) -> float:
    """Return the sum in the order of the blocks, on which the last digits depend."""
    return float(np.cumsum(amounts)[-1]) if len(amounts) else 0.0
