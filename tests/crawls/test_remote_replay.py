"""Replays of archives on servers on loopback, from them and into them, held against the same files on disk."""

from __future__ import annotations

import gzip
import importlib.util
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.archives.web_server import serving
from tests.crawls.replays import feeds, page, write_warc
from tests.crawls.scrapy_process import json_lines, run_scrapy

s3fs = pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server", reason="needs the extra s3-server")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remote") / "dumps"
    for number in range(3):
        write_warc(folder / f"2024/{number}.warc.gz", range(10 * number, 10 * number + 10))
    (folder / "a.html").write_bytes(page(40))
    return folder


@pytest.fixture(scope="module")
def s3(dumps: Path) -> Iterator[str]:
    """Yield the address of an S3 server with the bucket `news`, in which the dumps are."""
    server = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    # The server's buckets are the process's: what other tests left there goes.
    urlopen(Request(f"{url}/moto-api/reset", method="POST"), timeout=300).close()
    system = bucket(url)
    system.mkdir("news")
    system.put(str(dumps), "news/dumps", recursive=True)
    yield url
    server.stop()


def bucket(url: str) -> Any:
    return s3fs.S3FileSystem(endpoint_url=url, key="key", secret="secret", skip_instance_cache=True)


def replayed(folder: Path, *args: str, s3: str = "", code: int = 0) -> str:
    keys = ["AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", f"AWS_ENDPOINT_URL={s3}"]
    done = run_scrapy(folder, "replay", *args, *(part for key in keys for part in ("-s", key)))
    assert done.returncode == code, done.stderr
    return done.stderr


def test_a_folder_in_s3_gives_the_feeds_that_the_files_give(tmp_path: Path, dumps: Path, s3: str) -> None:
    replayed(tmp_path, str(dumps), "--out", "local", "--workers", "2")
    replayed(tmp_path, "s3://news/dumps", "--out", "out", "--workers", "2", s3=s3)
    expected = feeds(tmp_path / "local")
    assert len(expected) == 4
    assert feeds(tmp_path / "out") == expected
    assert "Nothing to do: 4 of 4" in replayed(tmp_path, "s3://news/dumps", "--out", "out", s3=s3)
    with bucket(s3).open("news/dumps/2024/1.warc.gz", "wb") as file:
        file.write((dumps / "2024" / "0.warc.gz").read_bytes())
    said = replayed(tmp_path, "s3://news/dumps", "--out", "out", s3=s3)
    assert "the archive has changed" in said
    bucket(s3).put_file(str(dumps / "2024" / "1.warc.gz"), "news/dumps/2024/1.warc.gz")


def test_feeds_go_into_s3_whole_and_any_machine_goes_on(tmp_path: Path, dumps: Path, s3: str) -> None:
    replayed(tmp_path, str(dumps), "--out", "local", "--workers", "1")
    into = (str(dumps), "--out", "s3://news/feeds", "--workers", "2")
    assert "Feeds are in s3://news/feeds" in replayed(tmp_path, *into, s3=s3)
    system = bucket(s3)
    names = {name.removeprefix("news/feeds/") for name in system.find("news/feeds")}
    found = {name: system.cat(f"news/feeds/{name}") for name in names if not name.startswith("_run/")}
    assert found == {
        name: data for name, data in feeds(tmp_path / "local").items() if name != "_run/rejects.jsonl"
    }
    assert {"_run/manifest.jsonl", "_run/report.html", "_run/report.json"} < names
    shutil.rmtree(tmp_path / ".scrapy")
    assert "Nothing to do: 4 of 4" in replayed(tmp_path, *into, s3=s3)


def test_explained_pages_go_into_s3_with_their_report(tmp_path: Path, dumps: Path, s3: str) -> None:
    def names() -> set[str]:
        found = bucket(s3).find("news/why/_run/report-explain")
        return {name.rpartition("/")[2] for name in found}

    for number, pages in (("3", {"index.html", "page-1.html", "page-2.html", "page-3.html"}), ("0", set())):
        asked = ["-s", f"NEWSSPIDER_REPORT_EXPLAIN={number}", "-s", "NEWSSPIDER_MIN_PROBABILITY=0"]
        target = dumps / "2024" if number == "3" else dumps
        replayed(tmp_path, str(target), "--out", "s3://news/why", "--workers", "2", *asked, s3=s3)
        assert names() == pages
    # Pages of archives at URLs would have to be requested.
    asked = ["-s", "NEWSSPIDER_REPORT_EXPLAIN=9", "-s", "NEWSSPIDER_MIN_PROBABILITY=0"]
    replayed(tmp_path, "s3://news/dumps/2024", "--out", "local", *asked, s3=s3)
    report = (tmp_path / "local" / "_run" / "report.html").read_text()
    assert "newsspider explain s3://news/dumps/2024/0.warc.gz --at" in report
    assert not (tmp_path / "local" / "_run" / "report-explain").exists()


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no dask: extra dask")
def test_a_cluster_reads_and_writes_s3_alone(tmp_path: Path, dumps: Path, s3: str) -> None:
    replayed(tmp_path, str(dumps), "--out", "local", "--workers", "1")
    line = ("s3://news/dumps", "--out", "s3://news/together", "--dask", "local", "--workers", "2")
    assert "Feeds are in s3://news/together" in replayed(tmp_path, *line, s3=s3)
    system = bucket(s3)
    names = {name.removeprefix("news/together/") for name in system.find("news/together")}
    found = {name: system.cat(f"news/together/{name}") for name in names if not name.startswith("_run/")}
    assert found == {
        name: data for name, data in feeds(tmp_path / "local").items() if name != "_run/rejects.jsonl"
    }
    assert {"_run/manifest.jsonl", "_run/report.html", "_run/report.json"} < names
    assert not [name for name in names if name.endswith((".chunk", ".feed", ".part"))]
    assert "Nothing to do: 4 of 4" in replayed(tmp_path, *line, s3=s3)


def test_a_list_of_the_web_over_connections_that_drop(tmp_path: Path, dumps: Path) -> None:
    paths = sorted(path.relative_to(dumps.parent).as_posix() for path in dumps.rglob("*.warc.gz"))
    files = {f"/{path}": (dumps.parent / path).read_bytes() for path in paths}
    files["/dumps/2024/warc.paths.gz"] = gzip.compress("\n".join(paths).encode())
    drops = random.Random(3)
    with serving(files, drop_after=lambda _: drops.randrange(200, 5_000)) as server:
        replayed(tmp_path, f"{server.url}/dumps/2024/warc.paths.gz", "-O", "web.jsonl")
    replayed(tmp_path, f"{dumps}/2024/*.warc.gz", "-O", "local.jsonl")
    local = json_lines(tmp_path / "local.jsonl")
    assert len(local) == 27
    assert json_lines(tmp_path / "web.jsonl") == local


def test_standard_input_and_what_cannot_be_read_twice(tmp_path: Path, dumps: Path) -> None:
    content = dumps / "2024" / "0.warc.gz"
    done = run_scrapy(tmp_path, "replay", "-", "-O", "out.jsonl", stdin=content)
    assert done.returncode == 0, done.stderr
    rows = json_lines(tmp_path / "out.jsonl")
    assert {row["metadata"]["source"]["path"] for row in rows} == {"stdin"}
    assert len(rows) == 9
    refused = run_scrapy(tmp_path, "replay", "-", "--out", "out", stdin=content)
    assert refused.returncode == 1
    assert "can be read only once" in refused.stderr
