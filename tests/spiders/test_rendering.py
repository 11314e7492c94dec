"""Pages that scripts fill, read through Debian's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider.addon import NewsspiderAddon
from newsspider.errors import SettingError
from newsspider.settings import NEWSSPIDER_DEFAULTS
from newsspider.spiders import browser
from newsspider.spiders.browser import browser_handler, enable_browser, uses_browser
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.site import Answer, Site, local_site
from tests.spiders.test_completing import SPIDER, TEXTS, story

needs_browser = pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or shutil.which("chromium") is None,
    reason="needs the extra javascript, and Chromium",
)
SHELL = '<!DOCTYPE html><html lang="en"><head><title>Quay Post</title></head><body><div id="root"></div>{}</body></html>'


def shell(script: str) -> Answer:
    return Answer(SHELL.format(f"<script>{script}</script>").encode())


def drawn(headline: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in TEXTS)
    html = f"<main><article><h1>{headline}</h1>{body}</article></main>"
    return f"document.title = {headline!r}; document.getElementById('root').innerHTML = {html!r}; "


def answers(url: str) -> dict[str, Answer]:
    port = url.rpartition(":")[2]
    ask = (
        "fetch('/api/storm').then(a => a.text()).then(text => {"
        " document.getElementById('root').innerHTML = text; document.title = 'Storm hits the coast'; });"
        "new Image().src = '/tower.jpg';"
    )
    # Another loopback host: private, and no start URL's.
    reach = f"fetch('http://localhost:{port}/secret', {{mode: 'no-cors'}}).catch(() => 0); fetch('/hop', {{mode: 'no-cors'}}).catch(() => 0); fetch('/closed/notes').catch(() => 0);"
    return {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain"),
        "/storm": shell(ask),
        "/api/storm": story("Storm hits the coast", TEXTS),
        "/reach": shell(drawn("The harbour from above") + reach),
        "/hop": Answer(status=302, location=f"http://localhost:{port}/secret"),
        "/secret": Answer(b"42"),
        "/plain": story("A new wall for the harbour", TEXTS),
        "/hangs": shell("setTimeout(() => { while (true) {} }, 50);"),
        "/nothing": shell("void 0"),
    }


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with local_site() as running:
        running.answers.update(answers(running.url))
        yield running


@pytest.fixture(scope="module")
def crawl(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the articles and the rejects by path, and the log."""
    folder = tmp_path_factory.mktemp("crawl")
    paths = ("/storm", "/reach", "/plain", "/hangs", "/nothing")
    arguments = ["-a", "urls=" + ",".join(site.url + path for path in paths), "-O", "feed.jsonl"]
    settings = {
        "NEWSSPIDER_JAVASCRIPT": "empty",
        "NEWSSPIDER_JAVASCRIPT_TIMEOUT_S": "8",
        "NEWSSPIDER_MIN_PROBABILITY": "0",
        "LOG_LEVEL": "INFO",
        "CONCURRENT_REQUESTS": "0",  # as in a crawl by a scheduler that counts itself
    }
    done = run_scrapy(
        folder, "runspider", SPIDER, *arguments, *(f"-s{name}={value}" for name, value in settings.items())
    )
    assert done.returncode == 0, done.stderr
    by_path = (
        {row["url"].removeprefix(site.url): row for row in json_lines(folder / name)}
        for name in ("feed.jsonl", "rejects.jsonl")
    )
    articles, rejects = by_path
    return articles, rejects, done.stderr


@needs_browser
@pytest.mark.slow
def test_a_page_that_scripts_fill_becomes_its_article(
    crawl: tuple[dict[str, Any], dict[str, Any], str], site: Site
) -> None:
    articles, _, log = crawl
    assert set(articles) == {"/storm", "/reach", "/plain"}, log
    assert articles["/storm"]["headline"] == "Storm hits the coast"
    assert articles["/storm"]["articleBody"] == "\n\n".join(TEXTS)
    assert "/tower.jpg" not in site.asked
    assert site.asked.count("/plain") == 1
    assert site.asked.count("/storm") == 2


@needs_browser
@pytest.mark.slow
def test_no_script_reaches_a_private_host(crawl: tuple[dict[str, Any], dict[str, Any], str], site: Site) -> None:
    assert crawl[0]["/reach"]["headline"] == "The harbour from above"
    assert "/hop" in site.asked
    assert "/secret" not in site.asked


@needs_browser
@pytest.mark.slow
def test_scripts_obey_robots_txt_of_their_site(
    crawl: tuple[dict[str, Any], dict[str, Any], str], site: Site
) -> None:
    assert "'newsspider/javascript/forbidden': 1" in crawl[2]
    assert not [path for path in site.asked if path.startswith("/closed/")]


@needs_browser
@pytest.mark.slow
def test_one_browser_starts_and_ends(crawl: tuple[dict[str, Any], dict[str, Any], str]) -> None:
    _, _, log = crawl
    assert (
        log.count("Starting download handler")
        == log.count("Launching browser")
        == log.count("Closing browser")
        == 1
    )


def test_a_projects_own_handlers_stay() -> None:
    handler = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    settings = Settings({"DOWNLOAD_HANDLERS": {"https": handler, "ftp": None}})
    enable_browser(settings)
    handlers = settings.getdict("DOWNLOAD_HANDLERS")
    assert (handlers["https"].wrapped, handlers["http"].wrapped, handlers["ftp"]) == (handler, None, None)
    assert browser_handler("https", handlers["https"]) is handlers["https"]


def test_the_projects_options_for_the_browser_win() -> None:
    settings = Settings({"PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": "/opt/chrome"}})
    enable_browser(settings)
    options = settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
    assert options["executable_path"] == "/opt/chrome"
    assert "--disable-quic" in options["args"]
    assert settings.getint("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT") == 2


@needs_browser
@pytest.mark.slow
def test_pages_that_stay_empty_are_rejects_that_say_so(crawl: tuple[dict[str, Any], dict[str, Any], str]) -> None:
    _, rejects, log = crawl
    assert {path: row["code"] for path, row in rejects.items()} == dict.fromkeys(
        ("/hangs", "/nothing"), "needs-javascript"
    )
    assert "not there after 8 s" in rejects["/hangs"]["reason"]
    assert "'newsspider/javascript/rendered': 3" in log
    assert "'newsspider/javascript/failed': 1" in log
    assert "Traceback" not in log


def test_the_setting_has_two_values() -> None:
    assert not uses_browser(Settings(NEWSSPIDER_DEFAULTS))
    with pytest.raises(SettingError, match="neither 'off' nor 'empty'"):
        uses_browser(Settings({"NEWSSPIDER_JAVASCRIPT": "always"}))


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda _name: None)
    settings = Settings({"NEWSSPIDER_JAVASCRIPT": "empty"})
    with pytest.raises(SettingError, match=r'pip install "newsspider\[javascript\]"'):
        NewsspiderAddon().update_settings(settings)
    assert not uses_browser(Settings({"NEWSSPIDER_JAVASCRIPT": "empty", "NEWSSPIDER_OFFLINE": "site.warc.gz"}))
