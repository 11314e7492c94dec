"""From a response to what a spider yields: the guard around one page."""

from __future__ import annotations

import logging
from datetime import datetime

from scrapy.http import TextResponse

from newsspider.corrections import Corrections
from newsspider.errors import PageError, raised_at
from newsspider.extract import extract
from newsspider.items import Article, Reject, Source

logger = logging.getLogger(__name__)


def article_or_reject(
    response: TextResponse,
    source: Source,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
) -> Article | Reject:
    """Return the article of a page, or why there is none; never raises for what a page holds."""
    try:
        return extract(response, source=source, captured=captured, corrections=corrections)
    except PageError as error:
        return page_reject(source, response.url, error.code, error.reason)
    except Exception as error:
        logger.exception("Could not read %s (%s), going on", response.url or "a page", place(source))
        reject = page_reject(source, response.url, "error", f"{type(error).__name__}: {error}")
        reject.traceback = raised_at(error)
        return reject


def page_reject(source: Source, url: str | None, code: str, reason: str) -> Reject:
    """Return the reject of a page from `source`."""
    return Reject(
        path=source.path,
        offset=source.offset,
        recordId=source.recordId,
        url=url or None,
        code=code,
        reason=reason,
    )


def place(source: Source) -> str:
    """Return where a page lies, for people.

    >>> place(Source(kind="warc", path="a.warc.gz", offset=512))
    'a.warc.gz at byte 512'
    """
    where = source.path or source.kind
    return f"{where} at byte {source.offset}" if source.offset is not None else where
