"""What `extract(response)` has to know of a page in a project's own spider, and rejects for pages without one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from weakref import WeakSet

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.signalmanager import SignalManager
from scrapy.spidermiddlewares.httperror import HttpError

from newsspider.corrections import Corrections, read_corrections, unused_lines
from newsspider.discovery.links import site_of
from newsspider.engine import fail_on_start
from newsspider.errors import CorrectionsError, FieldError, PageError, SettingError, printable, raised_at
from newsspider.fields import FIELDS, Field
from newsspider.fields.registry import with_fields
from newsspider.http import CONTEXT, STANDFIRST_USES, PageContext, StandfirstUse, page_reject, source_of
from newsspider.items import Reject
from newsspider.settings import with_defaults
from newsspider.signals import page_refused

logger = logging.getLogger(__name__)


class PageContextMiddleware:
    """Spider middleware: notes when a page was fetched and the project's corrections and fields, for `extract`.

    A PageError or FieldError that leaves a callback becomes a Reject. Items and requests that the callback gave
    before it stay. Spiders of ours see to all that themselves.
    """

    def __init__(self, context: PageContext, signals: SignalManager) -> None:
        self.context, self._signals = context, signals
        self._rejected: WeakSet[Response] = WeakSet()  # whose rejects come round what callbacks give

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware. Raises NotConfigured for a spider of ours.

        Where corrections or fields are wrong, the run fails on its start.
        """
        if getattr(crawler.spider, "reads_pages", False):
            raise NotConfigured
        fields, corrections = FIELDS, None
        try:
            fields = with_fields(crawler.settings.getdict("NEWSSPIDER_FIELDS"))
            if (found := configured_corrections(crawler.settings, fields)) is not None:
                corrections = _counting(found, crawler)
        except (CorrectionsError, SettingError) as error:
            fail_on_start(crawler, str(error))
        settings = with_defaults(crawler.settings)
        return cls(
            PageContext(
                corrections=corrections,
                fields=fields,
                max_cpu_s=settings.getfloat("NEWSSPIDER_MAX_PAGE_CPU_S"),
                standfirst=configured_standfirst(settings),
            ),
            crawler.signals,
        )

    def process_spider_input(self, response: Response) -> None:
        """Note on `response` what there is to know of its page."""
        if response.request is not None:
            response.request.meta[CONTEXT] = self.context.fetched(fetched_at(response))

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield what a callback gives, without our note in requests that have a copy of the response's meta.

        A page that gives no item is told of, so that the report says what became of it.
        """
        has_item = False
        async for found in result:
            if isinstance(found, Request):
                found.meta.pop(CONTEXT, None)
            elif found is not None:
                has_item = True
            yield found
        if not has_item and response not in self._rejected:
            self._tell(response, "no-item")

    def _tell(self, response: Response, reason: str) -> None:
        site = site_of(response.url)
        self._signals.send_catch_log(page_refused, url=response.url, reason=reason, site=site, probability=None)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Reject] | None:
        """Return a reject for a page that cannot become an article, or on which a rule of a field fails.

        Other errors are the spider's own.
        """
        if isinstance(exception, (PageError, FieldError)):
            self._rejected.add(response)
        if isinstance(exception, PageError):
            return [reject_of(response, exception.code, exception.reason)]
        if isinstance(exception, HttpError):
            self._tell(response, f"status-{response.status}")
        if not isinstance(exception, FieldError):
            return None
        cause = raised_at(exception.__cause__ or exception)
        logger.error("%s: %s (%s)", printable(response.url), exception, cause)
        return [replace(reject_of(response, "error", str(exception)), traceback=cause)]


def _counting(corrections: Corrections, crawler: Crawler) -> Corrections:
    """Return corrections of which those that never applied are told at the end of the run."""
    counts = Counter[str]()

    def tell() -> None:
        for line in unused_lines(corrections, counts):
            logger.warning(printable(line))

    crawler.signals.connect(tell, signals.spider_closed, weak=False)
    return replace(corrections, count=lambda key: counts.update((key,)))


def reject_of(response: Response, code: str, reason: str) -> Reject:
    """Return the reject of a response's page, which cannot become an article."""
    return page_reject(source_of(response), response.url, code, reason)


def fetched_at(response: Response) -> datetime:
    """Return when a response was fetched: now, or for one of Scrapy's HTTP cache when its server says.

    >>> headers = {"Date": "Tue, 03 Nov 2026 12:00:00 GMT"}
    >>> fetched_at(Response("https://example.org/", headers=headers, flags=["cached"])).isoformat()
    '2026-11-03T12:00:00+00:00'
    """
    if "cached" not in response.flags:
        return datetime.now(UTC)
    written = response.headers.get("Date") or b""
    try:
        found = parsedate_to_datetime(written.decode("latin-1"))
    except ValueError:
        return datetime.now(UTC)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def configured_corrections(settings: BaseSettings, fields: Mapping[str, Field] = FIELDS) -> Corrections | None:
    """Return the corrections of NEWSSPIDER_CORRECTIONS of these fields, or None. Raises CorrectionsError."""
    name = "NEWSSPIDER_CORRECTIONS"
    if not (path := settings.get(name)):
        return None
    try:
        return read_corrections(path, fields)
    except CorrectionsError as error:
        if error.line is not None:
            raise
        raise CorrectionsError(name, None, str(error)) from error  # which setting names a file that is not there


def configured_standfirst(settings: BaseSettings) -> StandfirstUse:
    """Return whether standfirsts count as text; wrong_settings() names what is none of the choices.

    >>> configured_standfirst(BaseSettings({"NEWSSPIDER_STANDFIRST": "out"}))
    'out'
    """
    named = with_defaults(settings).get("NEWSSPIDER_STANDFIRST")
    return next((use for use in STANDFIRST_USES if use == named), "auto")
