"""The extract command, as a user runs it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from newsspider import extract_html
from tests.crawls.scrapy_process import run_newsspider
from tests.crawls.site import ARTICLES, local_site
from tests.explain.made_pages import HTML
from tests.spiders.test_one_page import FORBIDDEN

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
URL = "https://quaypost.example/walk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "walk.html").write_text(HTML)
    return tmp_path


def test_a_saved_page_as_one_line_of_json(folder: Path) -> None:
    done = run_newsspider(folder, "extract", "walk.html", "--url", URL)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    article = json.loads(line)
    expected = extract_html(HTML, URL).to_dict()
    assert {**article, "metadata": None} == {**expected, "metadata": None}
    assert article["metadata"]["source"]["path"] == "walk.html"


def test_a_terminal_gets_json_that_can_be_read(folder: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsspider", "extract", "walk.html"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=theirs,
        )
        os.close(theirs)
        found = b""
        with suppress(OSError):  # how the end of a terminal's process looks on Linux
            while piece := screen.read(65536):
                found += piece
        assert process.wait(timeout=300) == 0
    assert b'{\r\n  "' in found[:8]
    assert json.loads(found)["headline"] == "A walk along the quay"


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("markdown", '---\ntitle: "A walk along the quay"\n'),
        (
            "html",
            '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>A walk along the quay</title>',
        ),
        ("text", "A walk along the quay\n\n"),
    ],
)
def test_other_forms_from_standard_input(folder: Path, form: str, start: str) -> None:
    done = run_newsspider(folder, "extract", "-", f"--{form}", stdin=folder / "walk.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")


def test_a_page_of_an_archive_and_a_word_about_the_others(folder: Path) -> None:
    archive = str(SEEDS / "pages.warc.gz")
    first, second = (run_newsspider(folder, "extract", archive, "--record", number) for number in ("1", "2"))
    assert first.returncode == second.returncode == 0
    assert json.loads(first.stdout)["url"] != json.loads(second.stdout)["url"]
    assert first.stderr == f"{archive} has more pages: `newsspider replay` extracts them all\n"
    assert second.stderr == ""


def test_a_page_of_the_web(folder: Path) -> None:
    path = next(iter(ARTICLES))
    with local_site() as site:
        done = run_newsspider(folder, "extract", f"{site.url}{path}", "-s", "DOWNLOAD_DELAY=0")
        assert sorted(site.asked) == sorted(["/robots.txt", path])
    assert (done.returncode, done.stderr) == (0, "")
    article = json.loads(done.stdout)
    assert article["headline"] == ARTICLES[path]["headline"]
    assert article["metadata"]["source"]["kind"] == "live"
    assert [file.name for file in folder.iterdir()] == ["walk.html"]


def test_robots_txt_is_obeyed_unless_told_otherwise(folder: Path) -> None:
    with local_site() as site:
        done = run_newsspider(folder, "extract", f"{site.url}{FORBIDDEN}")
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.endswith("; -s ROBOTSTXT_OBEY=False requests it all the same")
        done = run_newsspider(folder, "extract", f"{site.url}{FORBIDDEN}", "-s", "ROBOTSTXT_OBEY=False")
        assert FORBIDDEN in site.asked
    assert "robots.txt" not in done.stderr


def test_a_page_that_is_no_article_is_shown_with_a_warning(folder: Path) -> None:
    (folder / "menu.html").write_text("<title>Menu</title><p>Soup of the day")
    done = run_newsspider(folder, "extract", "menu.html", "--text")
    assert done.returncode == 0
    assert "Soup of the day" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("WARNING: menu.html: this is probably not an article (probability 0.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("nowhere.html",), "nowhere.html: no such file or folder"),
        (
            ("news.example/story",),
            "news.example/story: no such file or folder; for a page on the web write https://news.example/story",
        ),
        (
            ("localhost:8000/a",),
            "localhost:8000/a: no such file or folder; for a page on the web write http://localhost:8000/a",
        ),
        (("empty.html",), "empty.html: "),
        (("walk.html", "--record", "2"), "walk.html: there is no page 2: it holds 1 page"),
        (("walk.html", "-s", "NEWSSPIDER_OFLINE=x"), "NEWSSPIDER_OFLINE: there is no such setting"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(folder: Path, typed: tuple[str, ...], told: str) -> None:
    (folder / "empty.html").write_text("")
    done = run_newsspider(folder, "extract", *typed)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"ERROR: {told}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((), "give one URL or file"),
        (("a.html", "b.html"), "give one URL or file; for many use newsspider replay or newsspider crawl"),
        (("https://news.example/", "--url", URL), "--url is for files"),
        (("walk.html", "--url", "quaypost.example"), "--url: 'quaypost.example' does not start with http"),
        (("walk.html", "--html", "--text"), "--text: not allowed with --html"),
        (("walk.html", "--record", "0"), "--record must be 1 or more, not 0"),
    ],
)
def test_options_that_cannot_be_are_refused(folder: Path, typed: tuple[str, ...], told: str) -> None:
    done = run_newsspider(folder, "extract", *typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"ERROR: {told}")
