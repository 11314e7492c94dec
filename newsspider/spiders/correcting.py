"""What spiders share that correct what the rules get wrong."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newsspider.corrections import Corrections, read_corrections
from newsspider.errors import CorrectionsError


class CorrectingSpider(Spider):
    """Reads the corrections that NEWSSPIDER_CORRECTIONS names before its first page.

    What is wrong with them stands in `complaint`, for `start()` to tell: raising while a spider is made would
    print a traceback.
    """

    corrections: Corrections | None = None
    complaint: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider with its corrections, or with what is wrong with them."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider.corrections = configured_corrections(crawler.settings)
        except CorrectionsError as error:
            spider.complaint = str(error)
        return spider


def configured_corrections(settings: BaseSettings) -> Corrections | None:
    """Return the corrections that the settings name, if any. Raises CorrectionsError."""
    path = settings.get("NEWSSPIDER_CORRECTIONS")
    return read_corrections(path) if path else None
