"""Articles with values of the site's own marks."""

from typing import Any

import scrapy

from newsspider import ArticleLoader, extract


class GazetteSpider(scrapy.Spider):
    """Reads a front page, and the stories in its list."""

    name = "gazette"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(start_urls=[url], **kwargs)

    def parse(self, response):
        """Ask for the stories."""
        yield from response.follow_all(css="li a", callback=self.parse_story)

    def parse_story(self, response):
        """Return the article on a page."""
        loader = ArticleLoader(response=response)
        loader.add_css("authors", ".byline ::text")
        loader.add_xpath("articleSection", "//nav/a[last()]/text()")
        loader.add_value("publisher", "The Gazette")
        yield extract(response, loader=loader)
