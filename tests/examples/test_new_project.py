"""What has to be added to a project that `scrapy startproject` makes: a line in its settings, and one in its callback."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.prose import Story, story_of
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Server, serving

ADDRESS = "127.0.95.1"
ADD_ON = 'ADDONS = {"newsspider.addon.NewsspiderAddon": 100}'
# A callback as it might stand there before: one line, values as the page has them.
BEFORE = (
    'return {"url": response.url, "headline": response.css("h1::text").get(), "datePublished": "4 March 2026",'
    ' "authors": response.css(".byline::text").get()}'
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving({ADDRESS: PlainSite(1)}) as running:
        yield running


@pytest.fixture
def story() -> Story:
    return story_of(0, 1)


@pytest.fixture
def project(tmp_path: Path, server: Server, story: Story) -> Path:
    """Return a new project with a spider of the story, both as Scrapy's commands make them."""
    assert run_scrapy(tmp_path, "startproject", "quay").returncode == 0
    assert (
        run_scrapy(tmp_path / "quay", "genspider", "harbour", server.url(ADDRESS, path_of(story))).returncode == 0
    )
    return tmp_path / "quay"


def replace(path: Path, old: str, new: str) -> int:
    """Replace a piece of a file, and return how many lines are new."""
    before = path.read_text("utf-8")
    assert before.count(old) == 1
    after = before.replace(old, new)
    path.write_text(after, "utf-8")
    return sum(line.startswith("+ ") for line in ndiff(before.splitlines(), after.splitlines()))


def crawled(project: Path) -> dict[str, Any]:
    done = run_scrapy(project, "crawl", "harbour", "-O", "items.jsonl", "-s", "DOWNLOAD_DELAY=0")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    (row,) = json_lines(project / "items.jsonl")
    return row


@pytest.mark.slow
def test_items_of_its_own_come_out_normalized_by_one_line(project: Path, server: Server, story: Story) -> None:
    replace(project / "quay" / "spiders" / "harbour.py", "pass", BEFORE)
    assert replace(project / "quay" / "settings.py", "ADDONS = {}", ADD_ON) == 1
    assert crawled(project) == {
        "url": server.url(ADDRESS, path_of(story)),
        "headline": story.headline,
        "datePublished": "2026-03-04",
        "authors": [{"name": story.author, "nameRaw": f"By {story.author}", "type": "Person"}],
    }


@pytest.mark.slow
def test_articles_come_out_by_one_line_more(project: Path, story: Story) -> None:
    spider = project / "quay" / "spiders" / "harbour.py"
    assert replace(project / "quay" / "settings.py", "ADDONS = {}", ADD_ON) == 1
    assert replace(spider, "pass", "yield extract(response)") == 1
    replace(
        spider, "import scrapy", "import scrapy\n\nfrom newsspider import extract"
    )  # where the line's name is from
    row = crawled(project)
    assert row["headline"] == story.headline
    assert row["datePublished"] == story.published.isoformat()
    assert row["articleBody"] == "\n\n".join(story.paragraphs)
    assert [author["name"] for author in row["authors"]] == [story.author]
    assert row["metadata"]["dateDownloaded"]
