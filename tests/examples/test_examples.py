"""The projects in examples/, copied as their readers copy them and run against local servers."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.clusters.stories import write_stories
from tests.crawls.hosts import PlainSite
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, Server, serving

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
ADDRESS, STORIES = "127.0.94.1", 3
NAMES = ("courier.example", "news.example")


def png(width: int, height: int) -> bytes:
    """Return a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


class IllustratedSite(PlainSite):
    """A plain site with a picture in each story."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target.startswith("/pictures/"):
            return Answer(png(640, 360), content_type="image/png")
        answer = super().__call__(asked)
        picture = f'<figure><img src="/pictures{asked.target}.png" width="640" height="360"></figure><p>'
        return Answer(answer.body.replace(b"<p>", picture.encode(), 1), answer.status, answer.content_type)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    site = IllustratedSite(STORIES)
    with serving(dict.fromkeys((ADDRESS, *NAMES), site)) as running:
        yield running


@pytest.fixture
def copied(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a copy of the example that the test is named after."""
    name = request.node.originalname.removeprefix("test_")
    return Path(shutil.copytree(EXAMPLES / name, tmp_path / name))


def shown_in(folder: Path) -> list[str]:
    """Return the arguments of the command in an example's README."""
    (line,) = re.findall(
        r"```sh\n(.*)\n```", (folder / "README.md").read_text("utf-8").replace("\n```sh\npytest\n```", "")
    )
    return shlex.split(line)


def run(folder: Path, server: Server, *, is_quiet: bool = True) -> list[dict[str, Any]]:
    """Run the line of the example's README on the local site, and return the feed."""
    command, *rest = (word.replace("https://news.example/", server.url(ADDRESS)) for word in shown_in(folder))
    assert command == "scrapy"
    done = run_scrapy(folder, *rest, "-s", "DOWNLOAD_DELAY=0")
    assert done.returncode == 0, done.stderr
    assert not is_quiet or not re.search("Traceback|WARNING|ERROR", done.stderr), done.stderr
    rows = json_lines(folder / "articles.jsonl")
    assert len(rows) == STORIES
    return rows


def test_every_example_is_listed_and_tested() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    listed = re.findall(r"^\| \[(\w+)\]\(\1/\)", (EXAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert folders == set(listed) == {name.removeprefix("test_") for name in globals() if name[5:] in folders}


@pytest.mark.slow
def test_existing_project(copied: Path, server: Server) -> None:
    for row in run(copied, server):
        assert row["headline"]
        assert row["datePublished"]
        assert row["authors"][0]["type"] == "Person"
        assert row["metadata"]["source"]["kind"] == "live"


@pytest.mark.slow
def test_own_selectors(copied: Path, server: Server) -> None:
    for row in run(copied, server):
        assert row["publisher"] == {"name": "The Gazette"}
        assert row["articleSection"] == "News"
        assert not row["authors"][0]["name"].startswith("By ")
        assert {row["metadata"]["fieldSources"][field] for field in ("authors", "publisher")} == {"loader"}


@pytest.mark.slow
def test_pipelines_only(copied: Path, server: Server) -> None:
    for row in run(copied, server):
        assert row["authors"][0]["type"] == "Person"
        assert not row["authors"][0]["name"].startswith("By ")
        assert "\n\n" in row["articleBody"]
        assert row["links"] == 1
        assert "id" not in row


@pytest.mark.slow
def test_images(copied: Path, server: Server) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    for row in run(copied, server):
        (image,), (file,) = row["images"], row["imageFiles"]
        assert image["url"] == file["url"]
        assert (copied / "pictures" / file["path"]).stat().st_size > 0


@pytest.mark.slow
def test_page_objects(copied: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scrapy_poet", reason="the extra `poet` is not installed")
    for name, value in server.proxy.items():  # the site is reached by its name
        monkeypatch.setenv(name, value)
    # web-poet's rules ask tldextract, which says that it cannot fetch the list of suffixes, and takes its own.
    for row in run(copied, server, is_quiet=False):
        assert row["headline"]
        assert row["articleSection"] == "News"


@pytest.mark.slow
def test_store(copied: Path, server: Server) -> None:
    rows = run(copied, server)
    with closing(sqlite3.connect(copied / "articles.sqlite")) as database:
        stored = database.execute("SELECT id, headline FROM articles ORDER BY id").fetchall()
    assert stored == sorted((row["id"], row["headline"]) for row in rows)


@pytest.mark.slow
def test_script(copied: Path, server: Server) -> None:
    command, script, _ = shown_in(copied)
    assert command == "python"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script, server.url(ADDRESS)],
        cwd=copied, env=environment, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == STORIES
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\S+ \w.+", line) for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_offline_tests(copied: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def test_offline() -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            command, cwd=copied, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    assert "2 passed" in test_offline()
    shutil.rmtree(copied / "tests" / "recording")
    for name, value in server.proxy.items():  # the site is reached by its name
        monkeypatch.setenv(name, value)
    done = run_scrapy(copied, *shown_in(copied)[1:])
    assert done.returncode == 0, done.stderr
    assert len(list((copied / "tests" / "recording").glob("*.warc.gz"))) == 1
    assert "2 passed" in test_offline()


def packed_lines(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of a folder of packed JSON lines."""
    texts = (gzip.decompress(path.read_bytes()) for path in sorted(folder.iterdir()))
    return [json.loads(line) for text in texts for line in text.splitlines()]


@pytest.mark.slow
def test_corpus(copied: Path) -> None:
    pytest.importorskip("datatrove", reason="the extra `datatrove`")
    urls = write_stories(copied / "archives", archives=3, stories=4)
    command, *arguments = shown_in(copied)
    assert command == "python"
    # One process, which is enough here: each would import datatrove for every one of five jobs.
    run_script = [sys.executable, *arguments, "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        run_script, cwd=copied, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    corpus = copied / "corpus"
    assert not list((corpus / "rejects").glob("*"))
    lines, removed = packed_lines(corpus / "corpus"), packed_lines(corpus / "removed" / "duplicates")
    told_again = set(urls[-3:])  # one story in three archives, of which one is kept
    assert len(removed) == 2
    assert {row["id"] for row in removed} < told_again
    assert {line["url"] for line in lines} == set(urls) - {row["id"] for row in removed}
    assert all(line["articleBody"] and line["inLanguage"] == "en" for line in lines)
