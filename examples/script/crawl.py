"""Crawl a site, and print the date and headline of each article."""

import sys

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from newsspider import Article
from newsspider.spiders.news import NewsSpider

SETTINGS = {
    "ADDONS": {"newsspider.addon.NewsspiderAddon": 100},
    "LOG_LEVEL": "WARNING",
}


def show(item: Article) -> None:
    """Print an article in one line."""
    print(item.datePublished or "no date", item.headline)


def main(url: str) -> None:
    """Crawl the site at this address."""
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(NewsSpider)
    crawler.signals.connect(show, signals.item_scraped)
    process.crawl(crawler, urls=url)
    process.start()


if __name__ == "__main__":
    main(sys.argv[1])
