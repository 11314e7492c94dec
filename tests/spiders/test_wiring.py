"""The spiders bring the add-on along, and a project's word counts more."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.test import get_reactor_settings

from newsspider.addon import NewsspiderAddon
from newsspider.spiders.news import NewsSpider
from newsspider.spiders.replay import ReplaySpider
from newsspider.spiders.wiring import ADDON


@pytest.mark.parametrize("spider", [NewsSpider, ReplaySpider])
@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, {NewsspiderAddon: 100}),
        ({"ADDONS": {ADDON: 7}}, {ADDON: 7}),
        ({"ADDONS": {ADDON: None}}, {ADDON: None}),
    ],
)
def test_the_addon_is_on_unless_the_project_says_otherwise(spider: Any, own: Any, expected: Any) -> None:
    runner = AsyncCrawlerRunner(Settings({**get_reactor_settings(), **own}))
    # Through create_crawler twice, as Scrapy's commands do: the runner's settings are laid over the crawler's.
    crawler = runner.create_crawler(runner.create_crawler(spider))
    assert dict(crawler.settings["ADDONS"]) == expected


def test_manners_are_brought_along_and_a_project_may_have_its_own() -> None:
    runner = AsyncCrawlerRunner(Settings({**get_reactor_settings(), "USER_AGENT": "mine", "DEPTH_LIMIT": 9}))
    settings = runner.create_crawler(runner.create_crawler(NewsSpider)).settings
    assert settings["USER_AGENT"] == "mine"
    assert settings.getint("DEPTH_LIMIT") == 9
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
