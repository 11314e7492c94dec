"""Provides page objects with what the crawl knows of a page, and makes rejects of pages without an article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy_poet.page_input_providers import PageObjectInputProvider

from newsspider.engine import run_pipelines
from newsspider.errors import PageError
from newsspider.fields.registry import SETTING as FIELDS_SETTING
from newsspider.http import CONTEXT, PageContext, Provenance, TextDumpResponse, provenance_of
from newsspider.items import Source
from newsspider.middlewares.page_context import PageContextMiddleware, fetched_at, reject_of
from newsspider.poet.context import CORRECTIONS_SETTING, ArticleContext


class RejectedPageError(PageError, IgnoreRequest):
    """A page without an article, already among the rejects. An IgnoreRequest: nobody prints a traceback."""


class ArticleContextProvider(PageObjectInputProvider):
    """Provides ArticleContext: capture time and source of a page, and the project's corrections and fields."""

    provided_classes = {ArticleContext}  # noqa: RUF012  # as scrapy-poet declares it
    name = "newsspider_article_context"  # of the entries in scrapy-poet's cache

    def __call__(
        self,
        to_provide: set[Callable[..., Any]],  # noqa: ARG002  # it is the one class
        request: Request,
        response: Response,
        crawler: Crawler,
    ) -> list[ArticleContext]:
        """Return the context of a response's page."""
        response.request = request  # as the engine does a little later
        noted = provenance_of(response) or Provenance(Source(kind="live"), fetched_at(response))
        middleware = crawler.get_spider_middleware(PageContextMiddleware)
        project = middleware.context if middleware is not None else PageContext()
        context = ArticleContext(
            captured=noted.captured,
            source=noted.source,
            is_text=isinstance(response, TextDumpResponse),
            corrections=project.corrections,
            fields=project.fields,
            standfirst=project.standfirst,
            named_by={
                CORRECTIONS_SETTING: crawler.settings.get(CORRECTIONS_SETTING),
                FIELDS_SETTING: crawler.settings.getdict(FIELDS_SETTING),
            },
        )
        if middleware is None:
            return [context]
        # The spider middleware notes the page's context for callbacks: until then there is none to tell.
        request.meta.pop(CONTEXT, None)
        return [replace(context, refused=_Refusal(crawler, request, response))]


class _Refusal:
    """Sends a reject through the pipelines for a page that a callback will never see."""

    def __init__(self, crawler: Crawler, request: Request, response: Response) -> None:
        self.crawler, self.request, self.response = crawler, request, response

    async def __call__(self, error: PageError) -> PageError:
        """Return what to raise: in a callback the error itself, of which the spider middleware makes a reject."""
        if CONTEXT in self.request.meta:
            return error
        await run_pipelines(self.crawler, reject_of(self.response, error.code, error.reason))
        return RejectedPageError(error.code, error.reason)
