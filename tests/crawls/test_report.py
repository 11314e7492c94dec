"""What people see of whole runs: the report, the table of sites, the list of skipped addresses, the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml.html import parse

from tests.crawls.replays import page, write_warc
from tests.crawls.scrapy_process import run_scrapy
from tests.crawls.site import ARTICLES, local_site
from tests.crawls.terminal import run_in_terminal

QUICK = ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=ERROR"]


def figures_of(path: Path) -> dict[str, Any]:
    form = json.loads(path.read_bytes())
    return {key: form[key] for key in ("sites", "hosts", "records")}


@pytest.mark.slow
def test_a_crawl_has_a_table_a_report_and_a_line_for_a_start_that_gave_nothing(tmp_path: Path) -> None:
    with local_site() as site:
        urls = f"urls={site.url}/,http://127.0.0.1:9/"
        done = run_scrapy(
            tmp_path, "crawl", "news", "-a", urls, "-O", "feed.jsonl", *QUICK,
            "-s", "NEWSSPIDER_REPORT_PATH=run/report.html", in_project=True,
        )  # fmt: skip
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[-1].endswith("ERROR: http://127.0.0.1:9/: could not be read: 127.0.0.1:9 refuses connections")
    name = site.url.removeprefix("http://")
    (row,) = [line.split() for line in lines if line.startswith(name)]
    assert row[3] == row[4] == str(len(ARTICLES))
    assert any(line.startswith("  dropped   ") and "not-article" in line for line in lines)
    figures = figures_of(tmp_path / "run" / "report.json")
    assert figures["sites"][name]["articles"] == len(ARTICLES)
    assert figures["sites"][name]["fields"]["datePublished"] == len(ARTICLES)
    assert figures["hosts"][name][0] == int(row[2])
    assert (tmp_path / "run" / "report.html").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.slow
def test_a_durable_replay_reports_the_same_as_one_in_one_process(tmp_path: Path) -> None:
    write_warc(tmp_path / "dumps" / "a.warc.gz", range(60))
    write_warc(tmp_path / "dumps" / "b.warc.gz", range(60, 90))
    whole = run_scrapy(tmp_path, "replay", "dumps", "-O", "all.jsonl", "-s", "NEWSSPIDER_REPORT_PATH=one.html")
    assert whole.returncode == 0, whole.stderr
    for workers in ("1", "2"):
        done = run_scrapy(tmp_path, "replay", "dumps", "--out", workers, "--workers", workers)
        assert done.returncode == 0, done.stderr
        assert figures_of(tmp_path / workers / "_run" / "report.json") == figures_of(tmp_path / "one.json")
    figures = figures_of(tmp_path / "one.json")
    assert figures["sites"]["example.org"]["articles"] == 81
    assert figures["sites"]["example.org"]["dropped"] == {"not-article": 9}
    written = (tmp_path / "1" / "_run" / "report.html").stat()
    # With nothing to do the report stays; a new archive is reported with those of before.
    assert run_scrapy(tmp_path, "replay", "dumps", "--out", "1").returncode == 0
    assert (tmp_path / "1" / "_run" / "report.html").stat().st_mtime_ns == written.st_mtime_ns
    write_warc(tmp_path / "dumps" / "c.warc.gz", range(90, 99))
    assert run_scrapy(tmp_path, "replay", "dumps", "--out", "1").returncode == 0
    form = json.loads((tmp_path / "1" / "_run" / "report.json").read_bytes())
    assert form["sites"]["example.org"]["articles"] == 90
    assert [run["articles"] for run in form["earlier"]] == [81]


def explained_in(report: Path) -> list[str]:
    """Return the text of each page that a report links to as explained."""
    links = dict.fromkeys(parse(str(report)).getroot().xpath("//a[@class='explained']/@href"))
    return [" ".join(parse(str(report.parent / link)).getroot().text_content().split()) for link in links]


@pytest.mark.slow
def test_the_worst_pages_of_all_archives_are_explained_from_these(tmp_path: Path) -> None:
    asked = ["-s", "NEWSSPIDER_MIN_PROBABILITY=0", "-s", "NEWSSPIDER_REPORT_EXPLAIN=20"]
    write_warc(tmp_path / "dumps" / "a.warc.gz", range(8, 10))
    write_warc(tmp_path / "dumps" / "2024" / "b.warc", range(18, 20), "")
    for name in ("39.html", "49.html"):
        (tmp_path / "dumps" / name).write_bytes(page(int(name[:2])))
    done = run_scrapy(tmp_path, "replay", "dumps", "--out", "feeds", "--workers", "2", *asked)
    assert done.returncode == 0, done.stderr
    report = tmp_path / "feeds" / "_run" / "report.html"
    found = explained_in(report)
    assert any(text.startswith("All news: explained") for text in found)
    text = " ".join(found)
    for name in ("a.warc.gz --at", "2024/b.warc --at", "39.html --at 0", "49.html --at 0"):
        assert f"newsspider explain {tmp_path}/dumps/{name}" in text
    # What was done before is explained with what is new; what is gone has its command alone.
    (tmp_path / "dumps" / "a.warc.gz").unlink()
    write_warc(tmp_path / "dumps" / "c.warc.gz", range(28, 30))
    assert run_scrapy(tmp_path, "replay", "dumps", "--out", "feeds", *asked).returncode == 0
    text = " ".join(explained_in(report))
    command = f"newsspider explain {tmp_path}/dumps/"
    assert f"{command}2024/b.warc --at" in text
    assert f"{command}c.warc.gz --at" in text
    assert f"{command}a.warc.gz --at" not in text
    assert f"{command}a.warc.gz --at" in report.read_text()


@pytest.mark.slow
def test_pages_of_a_crawl_are_explained_from_its_recording(tmp_path: Path) -> None:
    asked = ["-s", "NEWSSPIDER_REPORT_EXPLAIN=9", "-s", "NEWSSPIDER_MIN_PROBABILITY=0.999"]
    with local_site() as site:
        line = ["news", f"{site.url}/", "--out", "feeds", *QUICK, *asked, "-s", "NEWSSPIDER_RECORD=kept"]
        done = run_scrapy(tmp_path, *line)
    assert "Traceback" not in done.stderr
    found = explained_in(tmp_path / "feeds" / "_run" / "report.html")
    assert len(found) >= 4
    assert all(f"newsspider explain {tmp_path}/kept/" in text for text in found)
    assert any(ARTICLES[path]["headline"] in text for path in ARTICLES for text in found)


@pytest.mark.slow
def test_the_report_of_a_damaged_archive_says_so(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(10))
    content = (tmp_path / "a.warc.gz").read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(content[: len(content) - 200])
    run_scrapy(tmp_path, "replay", "a.warc.gz", "--out", "feeds")
    form = json.loads((tmp_path / "feeds" / "_run" / "report.json").read_bytes())
    assert form["problems"] == ["Damaged at its end, pages may be missing: a.warc.gz"]
    assert form["sites"]["example.org"]["rejected"] == {"damaged": 1}  # its header can be read


@pytest.mark.slow
@pytest.mark.parametrize("columns", [30, 100])
def test_a_terminal_shows_how_far_a_replay_is(tmp_path: Path, columns: int) -> None:
    write_warc(tmp_path / "a.warc.gz", range(200))
    for output in (["-O", "feed.jsonl"], ["--out", "feeds"]):
        code, written = run_in_terminal(tmp_path, columns, "replay", "a.warc.gz", *output)
        assert code == 0, written
        drawn = [line for line in written.replace("\n", "\r").split("\r") if "%" in line]
        assert drawn
        assert " left" in drawn[-1]
        assert all(len(line) < columns for line in drawn)
        assert "180" in written
        assert "Traceback" not in written
    code, written = run_in_terminal(tmp_path, columns, "replay", "a.warc.gz", "-O", "feed.jsonl", "--quiet")
    assert (code, written) == (0, "")


@pytest.mark.slow
def test_a_second_crawl_of_a_known_site_fails_only_if_the_site_cannot_be_read(tmp_path: Path) -> None:
    with local_site() as site:
        for _ in range(2):
            done = run_scrapy(tmp_path, "news", f"{site.url}/", "--out", "feeds", *QUICK)
            assert done.returncode == 0, done.stderr
        form = json.loads((tmp_path / "feeds" / "_run" / "report.json").read_bytes())
        assert [run["articles"] for run in form["earlier"]] == [len(ARTICLES)]
        assert form["warnings"] == []
    done = run_scrapy(tmp_path, "news", f"{site.url}/", "--out", "feeds", *QUICK)
    assert done.returncode == 1
    error, summary, report = done.stderr.splitlines()[-3:]
    host = site.url.removeprefix("http://")
    assert error.endswith(f"ERROR: {site.url}/: could not be read: {host} refuses connections")
    assert summary.startswith("0 articles in ")
    assert report == "report: feeds/_run/report.html"
    form = json.loads((tmp_path / "feeds" / "_run" / "report.json").read_bytes())
    assert form["warnings"] == [f"{site.url.removeprefix('http://')}: no articles; {len(ARTICLES)} last time"]


@pytest.mark.slow
def test_a_terminal_shows_how_far_a_crawl_is(tmp_path: Path) -> None:
    with local_site(answers_after_s=0.3) as site:
        arguments = ["news", f"{site.url}/", "-O", "feed.jsonl", *QUICK]
        code, written = run_in_terminal(tmp_path, 120, *arguments)
    assert code == 0, written
    assert any("pages/s, 1 host busy" in line for line in written.split("\r"))
    # The table begins where the line was, after that is erased.
    assert any(line.startswith("\x1b[2msite ") for line in written.replace("\n", "\r").split("\r"))
    assert "Traceback" not in written
