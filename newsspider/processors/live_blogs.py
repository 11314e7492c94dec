"""Clean the entries of live blogs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from newsspider.items import LiveBlogUpdate
from newsspider.processors.dates import iso_date
from newsspider.processors.headlines import clean_headline
from newsspider.processors.text import paragraphs, without_entities

# Linked data may hold the entry's markup.
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s{0,9}>|<br\s{0,9}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_MAX_UPDATES = 1_000  # the longest live blogs run to some hundred entries a page


def clean_updates(
    updates: Iterable[LiveBlogUpdate],
    *,
    language: str | None = None,
    country: str | None = None,
    captured: datetime | None = None,
) -> list[LiveBlogUpdate]:
    """Return the entries that have a text or a headline, with clean texts and dates in ISO 8601.

    >>> clean_updates([LiveBlogUpdate(headline=" Ferry\\n sails ", datePublished="2024-05-03T10:00:00+02:00")])
    [LiveBlogUpdate(headline='Ferry sails', datePublished='2024-05-03T10:00:00+02:00', articleBody=None)]
    >>> clean_updates([LiveBlogUpdate(datePublished="2024-05-03")])
    []
    """
    found: list[LiveBlogUpdate] = []
    for update, _ in zip(updates, range(_MAX_UPDATES), strict=False):
        headline = clean_headline(update.headline) if update.headline else None
        text = _text(update.articleBody) if update.articleBody else None
        raw = update.datePublished
        date = iso_date(raw, language=language, country=country, captured=captured) if raw else None
        if headline or text:
            found.append(LiveBlogUpdate(headline=headline, datePublished=date, articleBody=text))
    return found


def _text(raw: str) -> str | None:
    blocks = _BLOCK_END.sub("\n\n", raw)
    return paragraphs(without_entities(_TAG.sub("", blocks))) or None
