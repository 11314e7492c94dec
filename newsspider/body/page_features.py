"""What is known of a page as a whole, in numbers: the same for training and for use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newsspider._native import body_values, markup_values
from newsspider.body.page_words import word_scores
from newsspider.body.types import Body
from newsspider.page.types import Page

PAGE_FEATURES = {
    "html": (
        "articles", "blocks", "body_blocks", "body_chars", "body_emphasis", "body_headings", "body_items",
        "body_link_share", "body_share", "body_words", "confidence", "expected_chars", "expected_share",
        "heading_share", "item_share", "link_chars_share", "links", "longest", "mean_chars", "mean_probability",
        "og_article", "og_other", "page_chars", "says_article", "says_author", "says_date", "says_forum",
        "says_list", "page_words", "says_product", "span_share", "spread", "sure_chars", "table_share", "url_date",
        "url_depth", "url_hyphens", "url_length", "url_query", "url_words",
    ),
    "text": (
        "blocks", "body_blocks", "body_chars", "body_share", "body_words", "confidence", "expected_chars",
        "expected_share", "longest", "mean_chars", "mean_probability", "page_chars", "page_words", "span_share",
        "spread", "sure_chars",
    ),
}  # fmt: skip
_LISTS = frozenset(("ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog", "FAQPage", "Service"))
_FORUMS = frozenset(("DiscussionForumPosting", "QAPage", "Question", "Answer"))
_URL_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?!\d{3})")
# The words of a few teasers tell nothing: a section front of seven scored .47 by them and .21 without, the mean of
# ten models; on all HTML pages it is the same.
_TELLING_CHARS, _TOO_SHORT = 400, -3.0


def page_features(page: Page, body: Body, weights: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """Return what tells articles from other pages, by name; -1.0 is «not known».

    `weights` are a page model's tables of words.
    """
    blocks = body.blocks
    values = {
        "confidence": body.confidence,
        **body_values(blocks.texts, body.probabilities, body.chosen),
        **_url_values(page.url),
        **word_scores(page, body, weights),
    }
    if blocks.markup is not None:
        values.update(markup_values(blocks.texts, blocks.markup, body.chosen))
        values.update(_said_values(page))
        if values["body_chars"] < _TELLING_CHARS:
            values["body_words"] = _TOO_SHORT
    return values


def page_matrix(values: Mapping[str, float], names: Iterable[str]) -> NDArray[np.float32]:
    """Return the features as one column of a matrix."""
    return np.array([values[name] for name in names], np.float32).reshape(-1, 1)


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
