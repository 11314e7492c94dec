"""What is known of a page as a whole, in numbers: the same for training and for use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Blocks
from newsspider.body.page_words import word_scores
from newsspider.body.types import Body
from newsspider.page.types import Page

PAGE_FEATURES = {
    "html": (
        "articles", "blocks", "body_blocks", "body_chars", "body_emphasis", "body_headings", "body_items",
        "body_link_share", "body_share", "confidence", "expected_chars", "expected_share", "heading_share",
        "item_share", "link_chars_share", "links", "longest", "mean_chars", "mean_probability", "og_article",
        "og_other", "page_chars", "says_article", "says_author", "says_date", "says_forum", "says_list",
        "page_words", "says_product", "span_share", "spread", "sure_chars", "table_share", "url_date",
        "url_depth", "url_hyphens", "url_length", "url_query", "url_words",
    ),
    "text": (
        "blocks", "body_blocks", "body_chars", "body_share", "confidence", "expected_chars", "expected_share",
        "longest", "mean_chars", "mean_probability", "page_chars", "page_words", "span_share", "spread",
        "sure_chars",
    ),
}  # fmt: skip
_LISTS = frozenset(("ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog", "FAQPage", "Service"))
_FORUMS = frozenset(("DiscussionForumPosting", "QAPage", "Question", "Answer"))
_URL_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?!\d{3})")
_SURE = 0.9


def page_features(page: Page, body: Body, weights: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """Return what tells articles from other pages, by name; -1.0 is «not known».

    `weights` are a page model's tables of words.
    """
    values = {**_body_values(body), **_url_values(page.url)}
    values.update(word_scores(page, body.blocks, weights))
    if body.blocks.markup is not None:
        values.update(_markup_values(body.blocks, body))
        values.update(_said_values(page))
    return values


def page_matrix(values: Mapping[str, float], names: Iterable[str]) -> NDArray[np.float32]:
    """Return the features as one column of a matrix."""
    return np.array([[values[name]] for name in names], np.float32)


def _body_values(body: Body) -> dict[str, float]:
    lengths = np.array([len(text) for text in body.blocks.texts] or [0], np.float64)
    chances = np.array(body.probabilities or [0.0], np.float64)
    chosen = lengths[list(body.chosen)] if body.chosen else np.zeros(1)
    total = max(1.0, float(lengths.sum()))
    expected = lengths * chances
    span = lengths[body.chosen[0] : body.chosen[-1] + 1].sum() if body.chosen else 0.0
    return {
        "blocks": float(len(body.blocks)),
        "page_chars": total,
        "body_blocks": float(len(body.chosen)),
        "body_chars": float(chosen.sum()),
        "body_share": float(chosen.sum()) / total,
        "confidence": body.confidence,
        "expected_chars": float(expected.sum()),
        "expected_share": float(expected.sum()) / total,
        "sure_chars": float(lengths[chances > _SURE].sum()),
        "longest": float(chosen.max()),
        "mean_chars": float(chosen.mean()),
        "spread": float(chosen.std()),
        "mean_probability": float(chances[list(body.chosen)].mean()) if body.chosen else 0.0,
        "span_share": float(chosen.sum()) / max(1.0, float(span)),
    }


def _url_values(url: str | None) -> dict[str, float]:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        parts = urlsplit("")
    if not parts.netloc:
        return dict.fromkeys(("url_date", "url_depth", "url_hyphens", "url_length", "url_query"), -1.0)
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    return {
        "url_date": float(_URL_DATE.search(parts.path[:400]) is not None),
        "url_depth": float(len(steps)),
        "url_hyphens": float(max((step.count("-") + step.count("_") for step in steps), default=0)),
        "url_length": float(len(last)),
        "url_query": float(bool(parts.query)),
    }


def _markup_values(blocks: Blocks, body: Body) -> dict[str, float]:
    markup = blocks.markup
    if markup is None or not blocks.texts:
        return dict.fromkeys(_MARKUP_NAMES, -1.0)
    lengths = np.array([len(text) for text in blocks.texts], np.float64)
    flags = np.array(markup.containers.flags, np.int64)[np.array(markup.places, np.int64)]
    links = np.array(markup.link_chars, np.float64)
    chosen = np.zeros(len(blocks), bool)
    chosen[list(body.chosen)] = True
    total, kept = lengths.sum(), max(1.0, float(lengths[chosen].sum()))

    def share(flag: int) -> float:
        return float(lengths[(flags & flag) != 0].sum() / total)

    def kept_share(flag: int) -> float:
        return float(lengths[chosen & ((flags & flag) != 0)].sum() / kept)

    is_article = [kind.tag == "article" for kind in markup.containers.kind_table]
    return {
        "links": float(sum(markup.link_counts)),
        "link_chars_share": float(links.sum() / total),
        "body_link_share": float(links[chosen].sum() / kept),
        "body_emphasis": float(np.array(markup.emphasis_chars)[chosen].sum() / kept),
        "heading_share": share(int(Flag.HEADING)),
        "item_share": share(int(Flag.LI)),
        "table_share": share(int(Flag.TABLE)),
        "body_headings": kept_share(int(Flag.HEADING)),
        "body_items": kept_share(int(Flag.LI)),
        "articles": float(np.count_nonzero(np.array(is_article)[np.array(markup.containers.kinds)])),
    }


_MARKUP_NAMES = ("links", "link_chars_share", "body_link_share", "body_emphasis", "heading_share", "item_share",
                 "table_share", "body_headings", "body_items", "articles")  # fmt: skip


def _said_values(page: Page) -> dict[str, float]:
    types = page.linked_data.types
    og_type = (page.first_meta("og:type") or "").strip().lower()
    articles = page.linked_data.articles
    dated = any(article.date_published for article in articles)
    date_meta = page.first_meta("article:published_time", "date", "pubdate", "datepublished", "dc.date")
    return {
        "og_article": float("article" in og_type),
        "og_other": float(bool(og_type) and "article" not in og_type),
        "says_article": float(sum(kind.endswith(("Article", "BlogPosting")) for kind in types)),
        "says_product": float("Product" in types or og_type.startswith("product")),
        "says_list": float(bool(types & _LISTS)),
        "says_forum": float(bool(types & _FORUMS)),
        "says_date": float(dated) + float(bool(date_meta)),
        "says_author": float(any(a.authors for a in articles)) + float(bool(page.first_meta("author"))),
    }
