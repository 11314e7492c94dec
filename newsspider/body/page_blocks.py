"""What is known of a page as a whole by its blocks and those that were chosen.

Compiled where there is a compiler, with the types in page_blocks.pxd.
"""

from __future__ import annotations

from math import sqrt

from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Markup
from newsspider.body.types import Body

_SURE = 0.9
_HEADING, _LI, _TABLE = int(Flag.HEADING), int(Flag.LI), int(Flag.TABLE)


def body_values(body: Body) -> dict[str, float]:
    """Return how much text the page has, how much of it was chosen, and how surely."""
    texts, probabilities, chosen = body.blocks.texts, body.probabilities, body.chosen
    total = expected = sure = kept = squares = longest = chances = 0.0
    for i in range(len(texts)):
        chars = len(texts[i])
        chance = probabilities[i]
        total += chars
        expected += chars * chance
        sure += chars if chance > _SURE else 0.0
    for k in range(len(chosen)):
        chars = len(texts[chosen[k]])
        kept += chars
        longest = max(longest, chars)
        chances += probabilities[chosen[k]]
    count = max(len(chosen), 1)
    mean = kept / count
    for k in range(len(chosen)):
        off = len(texts[chosen[k]]) - mean
        squares += off * off
    span = 0.0
    if len(chosen):
        for i in range(chosen[0], chosen[len(chosen) - 1] + 1):
            span += len(texts[i])
    total = max(total, 1.0)
    return {
        "blocks": float(len(texts)),
        "page_chars": total,
        "body_blocks": float(len(chosen)),
        "body_chars": kept,
        "body_share": kept / total,
        "confidence": body.confidence,
        "expected_chars": expected,
        "expected_share": expected / total,
        "sure_chars": sure,
        "longest": longest,
        "mean_chars": mean,
        "spread": sqrt(squares / count),
        "mean_probability": chances / count,
        "span_share": kept / max(span, 1.0),
    }


def markup_values(body: Body, markup: Markup) -> dict[str, float]:
    """Return which shares of the page's text, and of what was chosen, are links, headings and the like."""
    texts, places, flags = body.blocks.texts, markup.places, markup.containers.flags
    links, counts, emphasis = markup.link_chars, markup.link_counts, markup.emphasis_chars
    kinds = markup.containers.kinds
    if not texts:
        return dict.fromkeys(_NAMES, -1.0)
    chosen = bytearray(len(texts))
    for place in body.chosen:
        chosen[place] = 1
    is_chosen = chosen
    is_article = bytes([kind.tag == "article" for kind in markup.containers.kind_table])
    article_kinds = is_article
    total = kept = linked = kept_links = kept_emphasis = 0.0
    headings = items = tables = kept_headings = kept_items = 0.0
    link_count = articles = 0
    for i in range(len(texts)):
        chars = len(texts[i])
        flag = flags[places[i]]
        is_kept = is_chosen[i]
        heading = chars if flag & _HEADING else 0
        item = chars if flag & _LI else 0
        total += chars
        linked += links[i]
        link_count += counts[i]
        headings += heading
        items += item
        tables += chars if flag & _TABLE else 0
        if is_kept:
            kept += chars
            kept_links += links[i]
            kept_emphasis += emphasis[i]
            kept_headings += heading
            kept_items += item
    for place in range(len(kinds)):
        articles += article_kinds[kinds[place]]
    kept = max(kept, 1.0)
    values = (
        link_count, linked / total, kept_links / kept, kept_emphasis / kept, headings / total, items / total,
        tables / total, kept_headings / kept, kept_items / kept, articles,
    )  # fmt: skip
    return dict(zip(_NAMES, map(float, values), strict=True))


_NAMES = (
    "links", "link_chars_share", "body_link_share", "body_emphasis", "heading_share", "item_share", "table_share",
    "body_headings", "body_items", "articles",
)  # fmt: skip
