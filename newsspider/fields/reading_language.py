"""The language in which a page's names and dates are read."""

from __future__ import annotations

from newsspider.body.types import Body
from newsspider.fields.language import language
from newsspider.page.types import Page


def reading_language(page: Page, body: Body) -> str | None:
    """Return the language that the page declares, else the one that its text is written in, as far as known."""
    if page.language:
        return page.language
    found = next(language(page, body), None)
    return found.value if found else None
