"""News in, clean articles out: live or archived pages through the same Scrapy pipelines."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsspider.version import __version__

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.loaders import ArticleLoader
    from newsspider.spine import extract, extract_html, extract_text

__all__ = ["Article", "ArticleLoader", "__version__", "extract", "extract_html", "extract_text"]

_HOMES = {
    "Article": "newsspider.items",
    "ArticleLoader": "newsspider.loaders",
    **dict.fromkeys(("extract", "extract_html", "extract_text"), "newsspider.spine"),
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: every `scrapy` on the machine imports our commands, and extraction takes 0.3 s.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
