"""The report as a browser shows it: with its figures, and without a request."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from newsspider.report.page import report_page
from tests.report.made_figures import hostile_figures, made_figures, made_report

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# The tests on a machine that must have a browser fail without one.
IS_DEMANDED = bool(os.environ.get("NEWSSPIDER_CHROMIUM"))
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--hide-scrollbars", "--timeout=10000",
]  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and not IS_DEMANDED, reason="Chromium is not installed"),
]


@contextmanager
def served(page: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve a page on loopback; yield its address and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/report.html", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def run_chromium(folder: Path, url: str, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None, "NEWSSPIDER_CHROMIUM is set, and there is no Chromium"
    # Whatever has another host's name leads nowhere: nothing but the page itself can be had.
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    command = [
        CHROMIUM,
        *QUIET,
        rules,
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        *options,
        url,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)


def test_the_figures_are_shown_and_nothing_is_asked_for(tmp_path: Path) -> None:
    page = report_page(made_report(made_figures()))
    with served(page) as (url, asked):
        shown = run_chromium(tmp_path, url, "--dump-dom")
    assert "20 articles from 2 sites" in shown.stdout
    assert shown.stdout.count("<rect ") >= 10
    assert asked == ["/report.html"]
    assert "Refused" not in shown.stderr


def test_a_hostile_page_runs_and_loads_nothing(tmp_path: Path) -> None:
    page = report_page(made_report(hostile_figures()))
    with served(page) as (url, asked):
        shown = run_chromium(tmp_path, url, "--dump-dom")
    assert "10 articles from 1 site" in shown.stdout
    assert "<script" not in shown.stdout
    assert "<img" not in shown.stdout
    assert asked == ["/report.html"]


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_drawn_in_every_width(tmp_path: Path, width: int) -> None:
    path, picture = tmp_path / "report.html", tmp_path / "report.png"
    path.write_bytes(report_page(made_report(made_figures())))
    run_chromium(tmp_path, path.as_uri(), f"--screenshot={picture}", f"--window-size={width},1200")
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == width
    assert len(content) > 15_000  # a blank page has 5 kB
