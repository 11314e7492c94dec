"""The country that a page is written for."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsspider.page.types import Page

# Countries' domains whose code is used by the world.
_NO_COUNTRY_DOMAINS = frozenset({"io", "tv", "me", "co", "ai", "cc", "ly", "fm", "to", "ws", "la", "gg", "eu"})


def country_of(page: Page) -> str | None:
    """Return the country (ISO 3166) of a page: its language's region, else its host's top-level domain."""
    mark, region = (page.language or "")[-3:-2], (page.language or "")[-2:]
    if mark in ("-", "_") and region.isalpha():
        return region.upper()
    try:
        host = urlsplit(page.url or "").hostname or ""
    except ValueError:
        return None
    domain = host.rsplit(".", 1)[-1]
    if len(domain) != 2 or domain in _NO_COUNTRY_DOMAINS:
        return None
    return {"UK": "GB"}.get(domain.upper(), domain.upper())
