"""What every run of `scrapy` with newsspider imports, with Scrapy's deprecations as errors."""

import warnings
from importlib import import_module

from scrapy.exceptions import ScrapyDeprecationWarning

with warnings.catch_warnings():
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    for name in (
        "scrapy.core.downloader.contextfactory",
        "scrapy.core.engine",
        "scrapy.crawler",
        "newsspider.extraction",
        "newsspider.spiders.news",
        "newsspider.spiders.replay",
    ):
        import_module(name)
