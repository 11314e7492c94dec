"""Recorded crawls as a user runs them: whole, readable by others, and giving the same articles again."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import pytest
from fastwarc.warc import ArchiveIterator

from newsspider.archives import CaptureArchive, LookupRequest
from newsspider.archives.lookup.indexing import web_archive
from tests.archives.builders import read_all
from tests.crawls.scrapy_process import NO_NETWORK, SCRIPT, json_lines, run_scrapy
from tests.crawls.site import ARTICLES, Site, local_site

QUICK = ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0"]
ADDON = ["-s", 'ADDONS={"newsspider.addon.NewsspiderAddon": 100}']


def record(folder: Path, site: Site, *args: str) -> str:
    """Record a crawl of the site into `rec`, its feed into `live.jsonl`; return the log."""
    crawl = ["crawl", "news", "-a", f"urls={site.url}/", "-s", "NEWSSPIDER_RECORD=rec", "-O", "live.jsonl"]
    done = run_scrapy(folder, *crawl, *QUICK, *args, in_project=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def records(folder: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Return type, headers and block of all records in a folder's WARCs."""
    found = []
    for path in web_archive(folder).files.values():
        with path.open("rb") as file:
            found += [
                (str(one.record_type), dict(one.headers.items()), one.reader.read())
                for one in ArchiveIterator(file, parse_http=False)
            ]
    return found


def articles(path: Path) -> dict[str, dict[str, Any]]:
    rows = {}
    for row in json_lines(path):
        metadata = {
            key: value for key, value in row["metadata"].items() if key not in {"source", "dateDownloaded"}
        }
        rows[row["url"]] = {**row, "metadata": metadata, "digest": row["metadata"]["source"]["digest"]}
    return rows


@pytest.fixture(scope="module", params=["gzip", "zstd"])
def recording(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site, str]:
    """Return a recorded crawl's folder, the site, which is gone, and the log."""
    folder = tmp_path_factory.mktemp("recording")
    compression: Literal["gzip", "zstd"] = request.param
    with local_site() as site:
        # Small files, so that the crawl has several.
        small = ["-s", "NEWSSPIDER_RECORD_MAX_BYTES=6000", "-s", f"NEWSSPIDER_RECORD_COMPRESSION={compression}"]
        log = record(folder, site, *small)
    return folder, site, log


def test_every_exchange_is_recorded(recording: tuple[Path, Site, str]) -> None:
    folder, site, log = recording
    kinds = Counter(kind for kind, _, _ in records(folder / "rec"))
    asked = [path for path in site.asked if path in site.answers or path]
    assert kinds["request"] == len(asked)
    assert kinds["response"] + kinds["revisit"] == len(asked)
    urls = {headers["WARC-Target-URI"] for kind, headers, _ in records(folder / "rec") if kind != "warcinfo"}
    assert urls == {site.url + path for path in asked}
    assert {f"{site.url}/robots.txt", f"{site.url}/moved/story-17423"} <= urls
    assert all(
        headers["WARC-IP-Address"] == "127.0.0.1"
        for kind, headers, _ in records(folder / "rec")
        if kind == "response"
    )
    names = sorted(path.name for path in (folder / "rec").iterdir())
    assert names[0] == "index.cdxj"
    assert len(names) > 3
    assert not any(name.endswith(".open") for name in names)
    assert f"'newsspider/record/files': {len(names) - 1}" in log


def test_a_replay_of_the_recording_gives_equal_articles(recording: tuple[Path, Site, str], tmp_path: Path) -> None:
    folder, _, _ = recording
    done = run_scrapy(tmp_path, "replay", str(folder / "rec"), "-O", "feed.jsonl", script=NO_NETWORK)
    assert done.returncode == 0, done.stderr
    assert len(json_lines(folder / "live.jsonl")) == len(ARTICLES)
    replayed, live = articles(tmp_path / "feed.jsonl"), articles(folder / "live.jsonl")
    assert {url: replayed[url] for url in live} == live
    assert replayed.keys() == live.keys()


def test_an_offline_crawl_of_the_recording_gives_equal_articles(
    recording: tuple[Path, Site, str], tmp_path: Path
) -> None:
    folder, site, _ = recording
    crawl = ["crawl", "news", "-a", f"urls={site.url}/", "-O", "feed.jsonl"]
    done = run_scrapy(
        tmp_path, *crawl, "-s", f"NEWSSPIDER_OFFLINE={folder / 'rec'}", in_project=True, script=NO_NETWORK
    )
    assert done.returncode == 0, done.stderr
    assert articles(tmp_path / "feed.jsonl") == articles(folder / "live.jsonl")
    assert "ERROR" not in done.stderr


def test_other_tools_read_the_recording(recording: tuple[Path, Site, str]) -> None:
    pytest.importorskip("warcio", reason="the extra `interop` is not installed")
    folder, _, _ = recording
    warcs = [str(path) for path in (folder / "rec").glob("*.warc.gz")]
    if not warcs:
        pytest.skip("warcio reads no zstd")
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *warcs], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") >= 2 * len(ARTICLES)
    assert "fail" not in checked.stdout


def test_pywb_s_indexer_finds_what_our_index_says(recording: tuple[Path, Site, str]) -> None:
    pytest.importorskip("pywb", reason="the extra `interop` is not installed")
    folder, _, _ = recording
    warcs = [str(path) for path in (folder / "rec").glob("*.warc.gz")]
    if not warcs:
        pytest.skip("pywb reads no zstd")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pywb.indexer.cdxindexer", "-j", "-s", *warcs],
        capture_output=True,
        check=True,
    )
    from newsspider.archives.lookup.cdxj import parsed_line

    def told(lines: bytes) -> dict[tuple[object, ...], int | None]:
        captures = [found for line in lines.splitlines() if (found := parsed_line(line))]
        return {
            (one.key, one.timestamp, one.url, one.filename, one.offset, one.length): one.status for one in captures
        }

    theirs, ours = told(done.stdout), told((folder / "rec" / "index.cdxj").read_bytes())
    assert len(theirs) > len(ARTICLES)
    assert ours.keys() == theirs.keys()
    # pywb tells none of revisits; that of their own headers is in ours.
    assert {place: status for place, status in ours.items() if theirs[place] is not None} == {
        place: status for place, status in theirs.items() if status is not None
    }


class _Wire(BaseHTTPRequestHandler):
    """Says each thing in a way that a recording may get wrong."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path == "/robots.txt":
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/gzip":
            body = gzip.compress(b"<html><p>gzipped</p></html>")
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif self.path == "/chunked":
            self.send_header("Content-Type", "text/html")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"7\r\n<p>in c\r\n6\r\nhunks.\r\n0\r\n\r\n")
        elif self.path == "/cut":
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"the beginning")
            self.close_connection = True
        else:
            self.send_header("Content-Length", "11")
            self.end_headers()
            self.wfile.write(b"the payload")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(sent) + 5))
        self.end_headers()
        self.wfile.write(b"sent:" + sent)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def wire() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Wire)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


WIRE_SPIDER = """
import scrapy

class Wire(scrapy.Spider):
    name = "wire / 1"

    async def start(self):
        for path in self.paths.split(","):
            yield scrapy.Request(self.base + path, errback=self.failed)
        yield scrapy.FormRequest(self.base + "/form", formdata={"q": self.q})
        yield scrapy.Request("http://127.0.0.1:1/closed", errback=self.failed)

    def parse(self, response):
        yield {"url": response.url, "text": response.body.decode(), "type": type(response).__name__}

    def failed(self, failure):
        yield {"url": failure.request.url, "failed": True}
"""


@pytest.mark.parametrize("reactor", ["1", "0"])
def test_what_came_over_the_wire_is_what_is_recorded(tmp_path: Path, reactor: str) -> None:
    if reactor == "0":
        pytest.importorskip("aiohttp", reason="Scrapy needs aiohttp where it runs without a reactor")
    (tmp_path / "spider.py").write_text(WIRE_SPIDER)
    paths = "paths=/gzip,/chunked,/cut,/same/1,/same/2"
    run = ["runspider", "spider.py", *ADDON, "-s", "RETRY_ENABLED=0", "-a", "q=storm", "-a", paths]
    run += ["-s", f"TWISTED_REACTOR_ENABLED={reactor}"]
    with wire() as base:
        run += ["-a", f"base={base}"]
        done = run_scrapy(tmp_path, *run, "-O", "live.jsonl", "-s", "NEWSSPIDER_RECORD=rec")
    assert done.returncode == 0, done.stderr
    found = {
        (kind, headers.get("WARC-Target-URI", "")): (headers, block)
        for kind, headers, block in records(tmp_path / "rec")
    }
    gzipped = found["response", f"{base}/gzip"][1]
    assert b"Content-Encoding: gzip" in gzipped
    assert gzip.decompress(gzipped.partition(b"\r\n\r\n")[2]) == b"<html><p>gzipped</p></html>"
    assert found["response", f"{base}/chunked"][1].endswith(b"\r\n\r\n<p>in chunks.")
    assert b"\r\nTransfer-Encoding" not in found["response", f"{base}/chunked"][1]
    assert b"POST /form HTTP/1.1" in found["request", f"{base}/form"][1]
    assert found["request", f"{base}/form"][1].endswith(b"\r\n\r\nq=storm")
    assert b"fetchError: DownloadConnectionRefusedError" in found["metadata", "http://127.0.0.1:1/closed"][1]
    assert b"fetchError: ResponseDataLossError" in found["metadata", f"{base}/cut"][1]
    assert sum(kind == "revisit" for kind, _ in found) == 1
    assert all(path.name.startswith(("wire-1-", "index")) for path in (tmp_path / "rec").iterdir())

    done = run_scrapy(tmp_path, *run, "-O", "offline.jsonl", "-s", "NEWSSPIDER_OFFLINE=rec", script=NO_NETWORK)
    assert done.returncode == 0, done.stderr
    live, offline = (
        {row["url"]: row for row in json_lines(tmp_path / f"{name}.jsonl")} for name in ("live", "offline")
    )
    assert offline == live
    assert live[f"{base}/form"]["text"] == "sent:q=storm"
    assert live[f"{base}/same/1"]["text"] == live[f"{base}/same/2"]["text"] == "the payload"
    assert live[f"{base}/cut"]["failed"]


def test_a_killed_crawl_leaves_readable_files(tmp_path: Path) -> None:
    with local_site() as site:
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newsspider.settings"}
        slow = ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_DELAY=0.2", "-s", "NEWSSPIDER_RECORD=rec"]
        command = [sys.executable, str(SCRIPT), "crawl", "news", "-a", f"urls={site.url}/", *slow]
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while len(site.asked) < 6 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=300)
        asked = list(site.asked)
    (left,) = (tmp_path / "rec").iterdir()
    assert left.name.endswith(".warc.gz.open")
    pages, rejects, _ = read_all(tmp_path / "rec")
    assert rejects == []
    assert pages
    archive = CaptureArchive.open([tmp_path / "rec"], lambda reject: pytest.fail(str(reject)))
    # The last exchange may not have come back, all others are there.
    for path in asked[:-1]:
        assert archive.look_up(LookupRequest(site.url + path)).message.status


@pytest.mark.parametrize(
    ("setting", "said"),
    [("NEWSSPIDER_RECORD=rec", "rec"), ("NEWSSPIDER_RECORD_COMPRESSION=rar", "NEWSSPIDER_RECORD_COMPRESSION")],
)
def test_a_crawl_that_cannot_be_recorded_ends_as_a_failed_one(tmp_path: Path, setting: str, said: str) -> None:
    (tmp_path / "rec").write_text("a file where the folder should be")
    with local_site() as site:
        crawl = ["crawl", "news", "-a", f"urls={site.url}/", "-s", "NEWSSPIDER_RECORD=rec", "-s", setting]
        done = run_scrapy(tmp_path, *crawl, *QUICK, in_project=True)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    errors = [line for line in done.stderr.splitlines() if "ERROR: " in line]
    assert len(errors) == 1
    assert said in errors[0]
    assert len(site.asked) <= 1


def test_a_disk_that_is_full_ends_the_crawl_and_leaves_whole_records(tmp_path: Path) -> None:
    with local_site() as site:
        crawl = ["crawl", "news", "-a", f"urls={site.url}/", "-s", "NEWSSPIDER_RECORD=rec", *QUICK]
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newsspider.settings"}
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        # No file may grow beyond 8 kB: the kernel refuses the write as it does on a full disk.
        command = 'ulimit -f 8; exec "$0" "$@"'
        done = subprocess.run(
            ["bash", "-c", command, sys.executable, str(SCRIPT), *crawl],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "ERROR: Recording to " in line]
    assert 1 < len(site.asked) < len(site.answers)
    pages, rejects, skipped = read_all(tmp_path / "rec")
    assert rejects == []
    assert pages
    assert "warcinfo" in skipped
