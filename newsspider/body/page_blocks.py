"""What is known of a page as a whole by its blocks and those that were chosen."""

from __future__ import annotations

from math import sqrt

import numpy as np

from newsspider._native.markup import Flag
from newsspider._native.values import Column, Floats, Markup
from newsspider.body.types import Body

_SURE = 0.9


def body_values(body: Body) -> dict[str, float]:
    """Return how much text the page has, how much of it was chosen, and how surely."""
    chars, chances = _chars(body), np.asarray(body.probabilities, np.float64)
    chosen = np.asarray(body.chosen, np.intp)
    kept, count = chars[chosen], max(len(chosen), 1)
    total, expected = max(float(chars.sum()), 1.0), _sum(chars * chances)
    kept_chars = float(kept.sum())
    mean = kept_chars / count
    span = float(chars[chosen[0] : chosen[-1] + 1].sum()) if len(chosen) else 0.0
    return {
        "blocks": float(len(chars)),
        "page_chars": total,
        "body_blocks": float(len(chosen)),
        "body_chars": kept_chars,
        "body_share": kept_chars / total,
        "confidence": body.confidence,
        "expected_chars": expected,
        "expected_share": expected / total,
        "sure_chars": float(chars[chances > _SURE].sum()),
        "longest": float(kept.max(initial=0.0)),
        "mean_chars": mean,
        "spread": sqrt(_sum((kept - mean) ** 2) / count),
        "mean_probability": _sum(chances[chosen]) / count,
        "span_share": kept_chars / max(span, 1.0),
    }


_NAMES = (
    "links", "link_chars_share", "body_link_share", "body_emphasis", "heading_share", "item_share", "table_share",
    "body_headings", "body_items", "articles",
)  # fmt: skip


def markup_values(body: Body, markup: Markup) -> dict[str, float]:
    """Return which shares of the page's text, and of what was chosen, are links, headings and the like."""
    chars, chosen = _chars(body), np.asarray(body.chosen, np.intp)
    if not len(chars):
        return dict.fromkeys(_NAMES, -1.0)
    containers = markup.containers
    flags = np.asarray(containers.flags)[np.asarray(markup.places)]
    links, emphasis = np.asarray(markup.link_chars), np.asarray(markup.emphasis_chars)
    headings, items, tables = (
        np.where(flags & int(flag), chars, 0.0) for flag in (Flag.HEADING, Flag.LI, Flag.TABLE)
    )
    is_article = np.array([kind.tag == "article" for kind in containers.kind_table])
    total, kept = float(chars.sum()), max(float(chars[chosen].sum()), 1.0)
    values = (
        sum(markup.link_counts), links.sum() / total, links[chosen].sum() / kept, emphasis[chosen].sum() / kept,
        headings.sum() / total, items.sum() / total, tables.sum() / total, headings[chosen].sum() / kept,
        items[chosen].sum() / kept, is_article[np.asarray(containers.kinds)].sum(),
    )  # fmt: skip
    return dict(zip(_NAMES, map(float, values), strict=True))


def _chars(body: Body) -> Floats:
    return np.fromiter(map(len, body.blocks.texts), np.float64, len(body.blocks.texts))


def _sum(amounts: Column) -> float:
    """Return the sum in the order of the blocks, on which the last digits depend."""
    return float(np.cumsum(amounts)[-1]) if len(amounts) else 0.0
