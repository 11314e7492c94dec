"""Items of our own, from our own selectors."""

from typing import Any
from urllib.parse import urlsplit

from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class HeraldSpider(CrawlSpider):
    """Follows the links to stories from page to page."""

    name = "herald"
    rules = (Rule(LinkExtractor(allow=r"/news/"), callback="parse_story"),)

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(start_urls=[url], allowed_domains=[urlsplit(url).hostname], **kwargs)

    def parse_story(self, response):
        """Return what a page holds, as it stands there."""
        return {
            "url": response.url,
            "headline": response.css("h1::text").get(),
            "authors": response.css(".byline::text").get(),
            "datePublished": response.css("meta[property='article:published_time']::attr(content)").get(),
            "articleBody": response.css("article > p:not(.byline)::text").getall(),
            "links": len(response.css("a")),
        }
