from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls.scrapy_process import run_scrapy
from tests.crawls.servers import Answer, Asked, serving
from tests.crawls.site import ARTICLES, local_site

FORBIDDEN = "/closed/minutes-of-the-secret-harbour-meeting"


def test_a_page_is_fetched_with_the_news_spiders_manners_and_no_link_followed(tmp_path: Path) -> None:
    path = next(iter(ARTICLES))
    with local_site() as site:
        done = run_scrapy(tmp_path, "explain", f"{site.url}{path}", "headline")
        assert done.returncode == 0, done.stderr
        assert sorted(site.asked) == sorted(["/robots.txt", path])
    assert f"headline  {ARTICLES[path]['headline']}" in done.stdout
    assert f"{site.url}{path}" in done.stdout.splitlines()[0]
    assert done.stderr == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (FORBIDDEN, "robots.txt"),
        ("/nothing/here", "status 404"),
        ("/tides/today-in-figures-and-tables", "not an HTML page"),
    ],
)
def test_without_a_page_one_line_says_why(tmp_path: Path, path: str, reason: str) -> None:
    with local_site() as site:
        done = run_scrapy(tmp_path, "explain", f"{site.url}{path}")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("ERROR: ")
    assert path in line
    assert reason in line
    assert done.stdout == ""


def test_a_host_that_refuses_connections_was_asked(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "explain", "http://127.0.0.1:9/")
    assert done.returncode == 1
    line = "ERROR: http://127.0.0.1:9/: it could not be requested: 127.0.0.1:9 refuses connections\n"
    assert done.stderr == line


def test_the_spider_is_not_among_those_to_crawl_with(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "list", in_project=True)
    assert done.stdout.split() == ["news", "replay"]


def test_a_page_that_is_refused_is_not_waited_for(tmp_path: Path) -> None:
    def host(asked: Asked) -> Answer:
        return Answer(status=404) if asked.target == "/robots.txt" else Answer(b"Too busy", 503)

    with serving({"127.0.92.1": host}) as server:
        url = server.url("127.0.92.1", "/story")
        done = run_scrapy(tmp_path, "explain", url)
        assert server.log.targets().count("/story") == 1
    assert (done.returncode, done.stderr) == (1, f"ERROR: {url}: the server answered with status 503\n")
