"""Replays and offline crawls where there is no network, nor anything that was fetched before.

The archive holds cookies for whole domains, which Scrapy and tldextract would look up in the public suffix list.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.archives.builders import http, record
from tests.crawls.scrapy_process import NO_NETWORK, SCRIPT, json_lines
from tests.crawls.test_bad_sources import PAGE
from tests.crawls.test_offline import ADDON

ROOT = Path(__file__).parents[2]
# Arguments of calls by which a process reaches another machine.
_REACHES_OUT = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*AF_INET")
_SPIDER = """
import scrapy

class Project(scrapy.Spider):
    name = "project"
    start_urls = ["https://www.news.co.uk/1", "https://news.co.uk/2"]

    def parse(self, response):
        yield {"url": response.url}
        if response.url.endswith("/1"):
            yield response.follow("/3")
"""


@cache
def _enclosed() -> tuple[str, ...] | None:
    """Return what a command begins with that runs without a network; None where this machine has no such thing."""
    command = ("unshare", "-rn")
    if shutil.which("unshare") is None:
        return None
    return (
        command if subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0 else None
    )


def run_enclosed(folder: Path, *args: str, script: Path = NO_NETWORK) -> subprocess.CompletedProcess[str]:
    """Return the finished process of `scrapy`; it has failed where strace, if it is there, saw it reach out."""
    enclosed = _enclosed()
    if enclosed is None:
        pytest.skip("this machine gives no network namespace of one's own")
    calls = folder / "calls"
    tracing = ("strace", "-f", "-e", "trace=network", "-o", str(calls)) if shutil.which("strace") else ()
    empty = folder / "empty"
    empty.mkdir()
    done = subprocess.run(
        [*enclosed, *tracing, sys.executable, str(script), *args],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(empty),
            "XDG_CACHE_HOME": str(empty),
            "TLDEXTRACT_CACHE": str(empty),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    seen = calls.read_text("utf-8", "replace").splitlines() if calls.exists() else []
    assert not [call for call in seen if _REACHES_OUT.search(call)]
    assert not list(empty.rglob("*.tldextract.json"))
    return done


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    cookies = b"Content-Type: text/html\r\nSet-Cookie: a=1; Domain=.news.co.uk\r\nSet-Cookie: b=2; Domain=co.uk"
    hosts = {1: "www.news.co.uk", 2: "news.co.uk", 3: "www.news.co.uk"}
    records = [record(n, http(PAGE.encode(), cookies), url=f"https://{host}/{n}") for n, host in hosts.items()]
    path = tmp_path / "site.warc"
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.slow
def test_a_replay(archive: Path) -> None:
    done = run_enclosed(archive.parent, "replay", archive.name, "-O", "feed.jsonl")
    assert done.returncode == 0, done.stderr
    assert len(json_lines(archive.parent / "feed.jsonl")) == 3


@pytest.mark.slow
def test_a_durable_replay_with_its_workers(archive: Path) -> None:
    # The workers are processes of their own: strace follows them, the script's own watch does not.
    done = run_enclosed(archive.parent, "replay", archive.name, "--out", "out", script=SCRIPT)
    assert done.returncode == 0, done.stderr
    assert len(json_lines(next((archive.parent / "out").glob("*.jsonl")))) == 3


@pytest.mark.slow
def test_an_offline_crawl_of_a_project_s_own_spider(archive: Path) -> None:
    (archive.parent / "spider.py").write_text(_SPIDER)
    offline = ("-s", "NEWSSPIDER_OFFLINE=site.warc")
    done = run_enclosed(archive.parent, "runspider", "spider.py", "-O", "feed.jsonl", *ADDON, *offline)
    assert done.returncode == 0, done.stderr
    assert len(json_lines(archive.parent / "feed.jsonl")) == 3, done.stderr
