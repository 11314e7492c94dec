"""Registers ArticlePage for all sites, below page classes that a project registers itself with `@handle_urls`."""

from __future__ import annotations

from contextlib import suppress

from web_poet import handle_urls

from newsspider.poet.page import ArticlePage

# web-poet's default is 500, and a rule for a site goes before one for all in any case.
PRIORITY = 100

handle_urls("", priority=PRIORITY)(ArticlePage)
with suppress(ImportError):  # without zyte-common-items nobody asks for its articles
    from newsspider.poet.zyte import ZyteArticlePage

    handle_urls("", priority=PRIORITY)(ZyteArticlePage)
