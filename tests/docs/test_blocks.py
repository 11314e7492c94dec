"""Every block of code in README.md and docs/ runs, as its reader would run it: see blocks.py."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.http import HtmlResponse

from newsspider import extract
from tests.crawls.scrapy_process import NEWSSPIDER, SCRIPT
from tests.crawls.servers import Server, serving
from tests.docs.blocks import Block, blocks_of, given
from tests.docs.test_crawling import NEWS, PAPER, FeedSite, SectionSite

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "examples" / "README.md",
]
RUN = {"python", "sh"}
READ = {"json", "toml"}
# What only shows: pages, output, changes to files, and queries, which have tests of their own.
SHOWN = {"html", "text", "diff", "sql", "xml", "yaml", "jsonl", ""}
# The extras that the blocks of a page need.
EXTRAS = {"docs/how-to/load-feeds.md": ("pandas", "polars", "duckdb", "datasets", "datatrove")}
EXTRAS_OF_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
TIMEOUT_S = 180

PIP = """#!/usr/bin/env bash
# Installs nothing: what the pages install is there already.
exit 0
"""
# The servers here need no pause.
COMMAND = """#!/usr/bin/env bash
[[ " $* " =~ " news "|" crawl " ]] && set -- "$@" -s DOWNLOAD_DELAY=0
exec {python} {script} "$@"
"""


def _programs() -> Iterator[tuple[str, str]]:
    yield "pip", PIP
    for name, script in {"scrapy": SCRIPT, "newsspider": NEWSSPIDER}.items():
        yield name, COMMAND.format(python=sys.executable, script=script)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def runs(block: Block) -> bool:
    """Return whether a reader does something with the block: runs it, or saves it as a file."""
    return (block.language in RUN or block.title is not None) and not {"skip", "tested"} & set(block.comments)


def test_every_block_says_what_it_is() -> None:
    unknown = [
        f"{name_of(page)}:{block.line}: {block.language}"
        for page in PAGES
        for block in blocks_of(page.read_text("utf-8"))
        if block.language not in RUN | READ | SHOWN
    ]
    assert not unknown


def test_what_is_said_to_be_tested_elsewhere_is() -> None:
    for page in PAGES:
        for block in blocks_of(page.read_text("utf-8")):
            if "tested" in block.comments:
                test = ROOT / block.comments["tested"]
                assert test.exists(), f"{name_of(page)}:{block.line}: there is no {test}"
            assert block.comments.get("skip", "a reason"), f"{name_of(page)}:{block.line}: why is it skipped?"


def test_every_extra_that_is_named_is_there() -> None:
    pattern = re.compile(r"newsspider\[([\w,-]{1,80})\]")
    named = {
        (name_of(page), extra)
        for page in PAGES
        for extras in pattern.findall(page.read_text("utf-8"))
        for extra in extras.split(",")
    }
    assert not sorted(one for one in named if one[1] not in EXTRAS_OF_PROJECT)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_data_is_valid(page: Path) -> None:
    for block in blocks_of(page.read_text("utf-8")):
        if block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "json":
            json.loads(block.text)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({NEWS: SectionSite(6, 1), PAPER: FeedSite(4, 2)}) as running:
        yield running


@pytest.fixture(scope="session")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a feed of the seeds."""
    folder = tmp_path_factory.mktemp("feed")
    code = [sys.executable, str(SCRIPT), "replay", str(ROOT / "seeds"), "-O", "feed.jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(code, cwd=folder, env=environment, check=True, capture_output=True, timeout=TIMEOUT_S)
    return folder / "feed.jsonl"


class Reader:
    """Who follows a page from top to bottom, in a folder of their own."""

    def __init__(self, folder: Path, server: Server, stack: ExitStack) -> None:
        self.folder, self.server, self.stack = folder, server, stack
        self.port = _free_port()
        programs = folder.with_name(f"{folder.name}-programs")
        programs.mkdir()
        for name, text in _programs():
            (programs / name).write_text(text)
            (programs / name).chmod(stat.S_IRWXU)
        path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
        self.environment = {**environment, "PATH": path, "PYTHONPATH": f"{ROOT}{os.pathsep}.", "NO_COLOR": "1"}
        response = HtmlResponse(
            "https://news.example/a", body=(ROOT / "seeds/html/ferry-timetable.html").read_bytes()
        )
        # What a fragment of a program stands in.
        self.names: dict[str, Any] = {
            "article": extract(response), "captured": datetime.now(UTC), "response": response, "scrapy": scrapy,
        }  # fmt: skip

    def follow(self, block: Block) -> None:
        """Do what the block says."""
        if block.title:
            file = self.folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a" if "append" in block.comments else "w", encoding="utf-8") as stream:
                stream.write(self._here(block.text))
        elif block.language == "python":
            with warnings.catch_warnings():
                warnings.simplefilter("default")  # those of the tools that load our feeds
                exec(self._here(block.text), self.names)
        elif "serve" in block.comments:
            self._serve(block.text)
        else:
            self._run(block.text)

    def _here(self, text: str) -> str:
        """Return the text with local servers in place of the example's hosts."""
        for name, host in {"news": NEWS, "paper": PAPER}.items():
            text = text.replace(f"https://{name}.example", self.server.url(host, ""))
        return text.replace("localhost:8000", f"127.0.0.1:{self.port}").replace(" 8000 ", f" {self.port} ")

    def _run(self, text: str) -> None:
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", self._here(text)],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        with process:
            try:
                stdout, stderr = process.communicate(timeout=TIMEOUT_S)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)  # with what bash started
                raise
        assert process.returncode == 0, stderr + stdout
        assert "Traceback" not in stderr, stderr

    def _serve(self, text: str) -> None:
        code = ["bash", "-c", f"exec {self._here(text).strip()} --bind 127.0.0.1"]
        process = subprocess.Popen(
            code, cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"nothing answers after: {text}")


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _give(folder: Path, names: set[str], feed: Path) -> None:
    """Put what the reader of a page has into their folder."""
    if "dumps" in names:
        shutil.copytree(ROOT / "seeds", folder / "dumps")
    if "crawl.warc.gz" in names:
        shutil.copy(ROOT / "seeds" / "pages.warc.gz", folder / "crawl.warc.gz")
    if "page.html" in names:
        shutil.copy(ROOT / "seeds" / "html" / "ferry-timetable.html", folder / "page.html")
    if "feed.jsonl" in names:
        shutil.copy(feed, folder / "feed.jsonl")
    if "feeds" in names:
        (folder / "feeds").mkdir()
        shutil.copy(feed, folder / "feeds" / "first.jsonl")
        shutil.copy(feed, folder / "feeds" / "second.jsonl")
    if "checkout" in names:
        for name in ("seeds", "scrapy.cfg"):
            (folder / name).symlink_to(ROOT / name)
    if "corrections.toml" in names:
        page = blocks_of((ROOT / "docs" / "corrections.md").read_text("utf-8"))
        example = next(block.text for block in page if block.language == "toml")
        (folder / "corrections.toml").write_text(example, "utf-8")
    if "practice.zip" in names:
        shutil.make_archive(str(folder / "practice"), "zip", ROOT / "docs" / "practice")


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(map(runs, blocks_of(page.read_text("utf-8"))))], ids=name_of
)
def test_a_page_can_be_followed(
    page: Path, tmp_path: Path, server: Server, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in EXTRAS.get(name_of(page), ()):
        pytest.importorskip(package, reason="the extra `readers`")
    text = page.read_text("utf-8")
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    _give(folder, given(text), feed)
    with ExitStack() as stack:
        reader = Reader(folder, server, stack)
        for block in filter(runs, blocks_of(text)):
            try:
                reader.follow(block)
            except Exception as error:
                error.add_note(f"{name_of(page)}:{block.line}:\n{block.text}")
                raise
