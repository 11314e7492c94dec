"""What a page tells Parse.ly in JSON: <meta name="parsely-page" content='{...}'>.

https://docs.parse.ly/metadata-jsonld/ (the older form, which pages still have).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsspider.page.json_ld import read_json
from newsspider.page.types import Page

_MAX_CHARS = 50_000


@dataclass(frozen=True, slots=True)
class ParselyPage:
    """Who wrote a page and when it was published, as written."""

    authors: Sequence[str] = ()
    published: str | None = None


def parsely_page(page: Page) -> ParselyPage:
    """Return what a page tells Parse.ly; nothing where it tells nothing, or JSON that cannot be read."""
    written = page.first_meta("parsely-page")
    if not written:
        return ParselyPage()
    values, _ = read_json(written[:_MAX_CHARS])
    told = next((value for value in values if isinstance(value, Mapping)), {})
    authors = told.get("authors") or told.get("author")
    names = authors if isinstance(authors, list) else [authors]
    published = told.get("pub_date")
    return ParselyPage(
        [name for name in names if isinstance(name, str)], published if isinstance(published, str) else None
    )
