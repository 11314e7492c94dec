"""Articles for scrapy-poet: a callback asks for one by annotation, and a site may have a page class of its own.

Requires scrapy-poet, the extra `poet`.
"""

from __future__ import annotations

try:
    import scrapy_poet  # noqa: F401  # an extra
except ImportError as error:
    raise ImportError("newsspider.poet needs the extra: pip install 'newsspider[poet]'") from error

from newsspider.poet.context import ArticleContext
from newsspider.poet.page import ArticlePage
from newsspider.poet.provider import ArticleContextProvider

__all__ = ["ArticleContext", "ArticleContextProvider", "ArticlePage"]
