"""The built site in a browser, opened from a folder: its search finds pages, and nothing is requested from elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("index.html", "tutorials/crawl.html", "fields.html", "reference/api.html", "examples.html")
TIMEOUT_MS = 120_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="the extra `docs`")
    folder = tmp_path_factory.mktemp("site")
    code = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(code, cwd=ROOT, env=environment, check=True, timeout=300)
    return folder


@pytest.mark.slow
def test_pages_load_nothing_from_elsewhere_and_are_found(site: Path) -> None:
    playwright: Any = pytest.importorskip("playwright.sync_api", reason="the extra `javascript`")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium")
    requested: list[str] = []
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            page = context.new_page()
            page.set_default_timeout(TIMEOUT_MS)
            page.on("request", lambda request: requested.append(request.url))
            for name in PAGES:
                page.goto((site / name).as_uri())
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)
                dark = page.get_attribute("body", "data-md-color-scheme") == "slate"
                assert dark == (scheme == "dark"), name
            context.close()
        page = browser.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.goto((site / "index.html").as_uri())
        page.click(".md-search__input")
        page.keyboard.type("parquet")
        page.wait_for_selector(".md-search-result__item")
        assert "Parquet" in page.inner_text(".md-search-result__list")
        browser.close()
    assert not {url for url in requested if not url.startswith(("file:", "data:", "blob:"))}
