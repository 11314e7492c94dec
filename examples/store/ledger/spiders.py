"""Articles of the pages that a site's front page links to."""

from typing import Any

import scrapy

from newsspider import extract


class LedgerSpider(scrapy.Spider):
    """Reads a front page, and the stories in its list."""

    name = "ledger"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(start_urls=[url], **kwargs)

    def parse(self, response):
        """Ask for the stories."""
        yield from response.follow_all(css="li a", callback=self.parse_story)

    def parse_story(self, response):
        """Return the article on a page."""
        yield extract(response)
