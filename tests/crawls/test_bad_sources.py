"""Sources that cannot be read, through both ways to replay: one clear line, no traceback, a failed run."""

from __future__ import annotations

import gzip
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives.builders import http, record, zipped
from tests.crawls.scrapy_process import SCRIPT, json_lines, run_scrapy

PAGE = """<html><head><title>A walk along the quay</title><meta property="og:type" content="article"></head>
<body><article><h1>A walk along the quay</h1>
<p>It was raining when the walk began, and the eleven people who had come stood under the roof of the ferry office
until their guide, a retired pilot, said that the gulls at least did not seem to mind the weather.</p>
<p>He led them past the old cranes, two of which still turn when the wind is strong enough, and told them how the
coal was brought ashore here until the last of the steamers was sold to a museum in the north.</p>
<p>At the end of the quay there was tea from a flask, and a view of the lighthouse through a gap in the clouds. The
next walk will be in May, the guide said, and it will not rain then, because it never rains in May.</p></article></body></html>"""


def make_bad_source(folder: Path, kind: str) -> str:
    path = folder / kind
    if kind == "empty-file":
        path.touch()
    elif kind == "empty-folder":
        path.mkdir()
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    return kind


@pytest.mark.parametrize("kind", ["nonexistent", "empty-file", "empty-folder", "binary"])
@pytest.mark.parametrize("way", [pytest.param("crawl", marks=pytest.mark.slow), "command"])
def test_a_bad_source_is_told_in_one_line_and_fails_the_run(tmp_path: Path, kind: str, way: str) -> None:
    source = make_bad_source(tmp_path, kind)
    if way == "crawl":
        done = run_scrapy(tmp_path, "crawl", "replay", "-a", f"source={source}", in_project=True)
    else:
        done = run_scrapy(tmp_path, "replay", source)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if "ERROR: " in line]
    assert len(lines) == 1
    assert source in lines[0]


def test_good_sources_are_replayed_beside_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    done = run_scrapy(tmp_path, "replay", "nonexistent", "good.html", "-O", "feed.jsonl")
    assert done.returncode == 1
    assert "nonexistent" in done.stderr
    assert "Traceback" not in done.stderr
    assert [row["headline"] for row in json_lines(tmp_path / "feed.jsonl")] == ["A walk along the quay"]
    error, summary, last = done.stderr.splitlines()
    assert error == "ERROR: nonexistent: no such file or folder"
    assert summary.startswith("1 page, 1 article in ")
    assert last == "ERROR: 1 source could not be read: see the error above; all others were read"


def test_a_strict_replay_fails_where_anything_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:60])
    done = run_scrapy(tmp_path, "replay", "good.html", "-O", "feed.jsonl", "--strict")
    assert done.returncode == 0, done.stderr
    done = run_scrapy(tmp_path, "replay", ".", "-O", "/dev/null:jsonl", "--strict")
    assert done.returncode == 1
    summary, counts, last = done.stderr.splitlines()
    assert summary.startswith("2 pages, 2 articles in ")
    assert counts == "rejected: 1 unreadable"
    assert last.startswith("ERROR: 1 rejected, listed in rejects.jsonl; the first: unreadable cut.html.gz: gzip: ")


UNREAD = {
    "unknown.jsonl": (b'{"a": 1}\n{"b": 2}\n', "no object has a known field with HTML or text"),
    # Of several reasons that one is told that says what to do.
    "rows.jsonl": (b'{"kop": \n{"kop": "Storm"}\n', "no object has a known field with HTML or text"),
    "cut.parquet": (b"PAR1\x15\x04\x15\x06" + bytes(200), "Parquet: "),
    "cut.warc": (
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/\r\n"
        b"Content-Type: text/html\r\nContent-Length: 5000\r\n\r\n<h1>A walk</h1>",
        "only 15 of 5000 bytes are there",
    ),
}


@pytest.mark.parametrize("name", UNREAD)
@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_a_replay_of_which_nothing_could_be_read_fails_and_says_why(tmp_path: Path, name: str, way: str) -> None:
    content, reason = UNREAD[name]
    (tmp_path / name).write_bytes(content)
    for strict in ((), ("--strict",)):
        done = run_scrapy(tmp_path, "replay", name, way, "feed.jsonl" if way == "-O" else "feeds", *strict)
        assert done.returncode == 1, done.stderr
        (error,) = [line for line in done.stderr.splitlines() if "ERROR" in line]
        assert error == done.stderr.splitlines()[-1]
        assert error.startswith(f"ERROR: {name}: nothing could be read: {reason}")
        assert way == "--out" or "\n0 pages, 0 articles in " in f"\n{done.stderr}"


def test_a_container_of_which_nothing_can_be_read_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.bin": bytes(range(256)) * 20}))
    done = run_scrapy(tmp_path, "replay", "a.zip", "-O", "feed.jsonl", "--strict")
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("not in a format that can be read") == 1
    assert (
        "ERROR: a.zip: no file in this archive can be read: a.zip/a.bin: not in a format that can be read"
        in done.stderr
    )
    assert "1 rejected, listed in rejects.jsonl" in done.stderr  # where the list is, also with --strict


@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_the_file_that_could_not_be_read_is_named_with_its_folder(tmp_path: Path, way: str) -> None:
    cut = tmp_path / "2024" / "may" / "cut.html.gz"
    cut.parent.mkdir(parents=True)
    cut.write_bytes(gzip.compress(PAGE.encode())[:60])
    for source in ("2024/may/cut.html.gz", "2024/may"):
        done = run_scrapy(tmp_path, "replay", source, way, f"{source.count('/')}.jsonl")
        assert done.returncode == 1, done.stderr
        assert done.stderr.splitlines()[-1].startswith("ERROR: 2024/may/cut.html.gz: nothing could be read: ")


@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_a_replay_whose_pages_are_all_rejected_fails_and_blames_no_filter(tmp_path: Path, way: str) -> None:
    (tmp_path / "a.warc").write_bytes(record(0, http(b"<p>Gone", status=404)) + record(1))
    out = "feed.jsonl" if way == "-O" else "feeds"
    done = run_scrapy(tmp_path, "replay", "a.warc", way, out, "-s", "NEWSSPIDER_MAX_PAGE_BYTES=50")
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-1] == "ERROR: a.warc: no page could be read: the page is larger than 50 bytes"
    assert "filters" not in done.stderr


WITHOUT_PYARROW = """import sys
sys.modules["pyarrow"] = None
from scrapy.cmdline import execute
execute()
"""


@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_a_package_that_is_missing_is_an_error_that_names_it_and_no_damage(tmp_path: Path, way: str) -> None:
    script = tmp_path / "without.py"
    script.write_text(WITHOUT_PYARROW)
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "good.html").write_text(PAGE)
    (tmp_path / "dumps" / "rows.parquet").write_bytes(b"PAR1\x15\x04\x15\x06" + bytes(200))
    out = ("-O", "feed.jsonl") if way == "-O" else ("--out", "feeds")
    done = run_scrapy(tmp_path, "replay", "dumps", *out, script=script)
    assert done.returncode == 1, done.stderr
    (error,) = [line for line in done.stderr.splitlines() if "ERROR" in line]
    assert error == done.stderr.splitlines()[-1]
    assert "rows.parquet: parquet files are read with pyarrow: pip install 'newsspider[parquet]'" in error
    feed = tmp_path / ("feed.jsonl" if way == "-O" else "feeds/dumps.jsonl")
    assert [row["headline"] for row in json_lines(feed)] == ["A walk along the quay"]
    again = run_scrapy(tmp_path, "replay", "dumps", *out)  # now it is tried again, and is damaged
    assert "missing-package" not in again.stderr
    assert "rejected: 1 unreadable" in again.stderr


def test_a_reader_that_goes_away_is_told_once(tmp_path: Path) -> None:
    rows = [json.dumps({"url": f"https://example.org/{number}", "html": PAGE}) for number in range(60)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows))
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(SCRIPT))} replay rows.jsonl 2> errors | head -1"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    shell = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert len(shell.stdout.splitlines()) == 1
    errors = [line for line in (tmp_path / "errors").read_text().splitlines() if "ERROR" in line]
    assert errors == ["ERROR: The feed stdout: cannot be written, so the run ends: Broken pipe"]


def test_a_file_of_rejects_that_cannot_be_written_is_told_before_the_first(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    path = "good.html/rejects.jsonl"
    done = run_scrapy(tmp_path, "replay", "good.html", "-s", f"NEWSSPIDER_REJECTS_PATH={path}")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"ERROR: NEWSSPIDER_REJECTS_PATH: {path} cannot be written: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "closed.html"
    path.write_text(PAGE)
    path.chmod(0)
    done = run_scrapy(tmp_path, "replay", "closed.html")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_arguments_that_are_missing_fail_the_run_in_one_line(tmp_path: Path) -> None:
    for args in (["crawl", "replay"], ["crawl", "news"], ["crawl", "news", "-a", "urls=ftp://example.org/"]):
        done = run_scrapy(tmp_path, *args, in_project=True)
        assert done.returncode == 1, done.stderr
        assert sum("ERROR: " in line for line in done.stderr.splitlines()) == 1
        assert "Traceback" not in done.stderr
    done = run_scrapy(tmp_path, "replay")
    assert done.returncode == 2
    assert "at least one file or folder" in done.stderr


def test_a_run_without_a_page_ends_at_once(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"a": 1}\n' * 20)
    done = run_scrapy(tmp_path, "replay", "odd.jsonl", "-O", "feed.jsonl")
    summary = next(line for line in done.stderr.splitlines() if line.startswith("0 pages"))
    assert float(summary.split()[-2]) < 4.5, done.stderr  # Scrapy looks for the end of a run every five seconds


@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_what_a_name_holds_does_not_reach_the_terminal(tmp_path: Path, way: str) -> None:
    name = "a\nb\x1b[31m\u202ec\udcff.warc"
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "z.html").write_text(PAGE)
    (tmp_path / "dumps" / name).write_bytes(UNREAD["cut.warc"][0])
    for number, source in enumerate(("dumps", f"dumps/{name}", f"none/{name}")):
        done = run_scrapy(tmp_path, "replay", source, way, f"out-{number}.jsonl")
        assert not {"\x1b", "\u202e", "\udcff"} & set(done.stderr)
        assert "\nb" not in done.stderr
        assert done.returncode == (source != "dumps"), done.stderr
