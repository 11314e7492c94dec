"""What the spider makes of the recorded site."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return the articles of an offline crawl."""
    folder = tmp_path_factory.mktemp("crawl")
    feed = folder / "articles.jsonl"
    crawl = [sys.executable, "-m", "scrapy", "crawl", "courier", "-a", "url=http://courier.example/"]
    settings = ("NEWSSPIDER_OFFLINE=tests/recording", f"NEWSSPIDER_REJECTS_PATH={folder / 'rejects.jsonl'}")
    options = [part for setting in settings for part in ("-s", setting)]
    subprocess.run([*crawl, *options, "-O", str(feed)], cwd=PROJECT, check=True)
    return [json.loads(line) for line in feed.read_text("utf-8").splitlines()]


def test_every_story_becomes_an_article(articles: list[dict[str, Any]]) -> None:
    assert len(articles) == 3


def test_every_article_has_what_readers_need(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        assert article["headline"]
        assert article["datePublished"]
        assert article["authors"][0]["type"] == "Person"
        assert article["wordCount"] > 50
