"""Articles and rows for the tests of stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from newsspider.fields import FIELDS
from newsspider.items import Article, Author, Metadata, Source
from newsspider.stores.rows import ArticleRow, RowMaker

FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)


def article(number: int = 1, headline: str = "Storm hits coast", day: int = 0, **values: Any) -> Article:
    """Return an article; `day` is when it was fetched, counted from the first."""
    url = f"https://example.org/{number}"
    fetched = (FIRST_DAY + timedelta(days=day)).isoformat()
    given = {
        "url": url,
        "id": url,
        "headline": headline,
        "articleBody": f"The harbour was closed for {number} days.",
        "authors": [Author(name="Ana Ruiz", type="Person")],
        "datePublished": "2026-11-03T09:40:00+05:30",
        "metadata": Metadata(dateDownloaded=fetched, source=Source(kind="warc", path=f"{day}.warc")),
    }
    return Article(**{**given, **values})


def row(item: Any) -> ArticleRow:
    """Return the row of an item that has one."""
    found = RowMaker(FIELDS, {}).row(item)
    assert found is not None
    return found
