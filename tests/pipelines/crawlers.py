"""Real crawlers, not run: for components that are made from one."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from newsspider.addon import NewsspiderAddon


def crawler_with(**settings: Any) -> Crawler:
    """Return a crawler with the add-on's settings and `settings`."""
    return get_crawler(settings_dict={"ADDONS": {NewsspiderAddon: 100}, **settings})
