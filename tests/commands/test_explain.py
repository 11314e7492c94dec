"""The explain command, as a user runs it; pages from the web are in tests/spiders/test_one_page.py."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.archives.web_server import serving
from tests.crawls.scrapy_process import run_scrapy
from tests.explain.made_pages import HTML

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "walk.html").write_text(HTML)
    return tmp_path


@pytest.mark.parametrize("in_project", [True, False])
def test_it_explains_a_file_inside_and_outside_of_a_project(folder: Path, in_project: bool) -> None:
    done = run_scrapy(folder, "explain", "walk.html", in_project=in_project)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "headline  A walk along the quay" in done.stdout
    assert "(nothing left after cleaning)" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("  ✗ ")
    assert "\x1b" not in done.stdout
    assert [path.name for path in folder.iterdir()] == ["walk.html"]


def shown_on_a_terminal(folder: Path, **environment: str) -> str:
    """Return what the command prints where its standard output is a terminal."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "explain", "walk.html", "publisher"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
            stdout=theirs,
        )
        os.close(theirs)
        found = b""
        with suppress(OSError):  # how the end of a terminal's process looks on Linux
            while piece := screen.read(65536):
                found += piece
        assert process.wait(timeout=300) == 0
    return found.decode()


def test_a_terminal_gets_colours_unless_it_wants_none(folder: Path) -> None:
    assert "\x1b[32mQuay Post\x1b[0m" in shown_on_a_terminal(folder, NO_COLOR="")
    assert "\x1b[" not in shown_on_a_terminal(folder, NO_COLOR="1")


def test_who_reads_only_the_beginning_gets_no_complaint(folder: Path) -> None:
    (folder / "walk.html").write_text(HTML.replace("<ul>", "<ul>" + "<li>A place in the menu</li>" * 20_000))
    command = f"{sys.executable} -m scrapy explain walk.html | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "html walk.html\n", "")


def test_a_record_of_an_archive_and_one_field(folder: Path) -> None:
    done = run_scrapy(folder, "explain", str(SEEDS / "pages.warc.gz"), "INLANGUAGE", "--record", "2")
    assert done.returncode == 0, done.stderr
    assert "record " in done.stdout
    fields = [line for line in done.stdout.split("\n\n")[1:] if line]
    assert len(fields) == 1
    assert fields[0].startswith("inLanguage  ")
    assert "more pages" not in done.stderr
    first = run_scrapy(folder, "explain", str(SEEDS / "pages.warc.gz"), "headline")
    assert "pages.warc.gz has more pages: --record N explains another one\n" in first.stderr


def test_a_saved_page_can_be_told_where_it_was(folder: Path) -> None:
    (folder / "walk.html").write_text(
        '<meta property="og:image" content="/quay.jpg"><h1>A walk</h1><p>By the sea.'
    )
    without = run_scrapy(folder, "explain", "walk.html", "mainImage")
    assert "quay.jpg" not in without.stdout
    done = run_scrapy(folder, "explain", "walk.html", "mainImage", "--url", "https://news.example/a/walk")
    assert done.returncode == 0, done.stderr
    assert "https://news.example/quay.jpg" in done.stdout


def test_html_goes_to_a_file_or_to_the_standard_output(folder: Path) -> None:
    done = run_scrapy(folder, "explain", "walk.html", "--html", "why.html")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    written = (folder / "why.html").read_text("utf-8")
    assert written.startswith("<!DOCTYPE html>")
    done = run_scrapy(folder, "explain", "walk.html", "--html", "-")
    assert done.stdout == written
    done = run_scrapy(folder, "explain", "walk.html", "--html", "new/folder/why.html")
    assert (folder / "new" / "folder" / "why.html").read_text("utf-8") == written, done.stderr


def test_corrections_of_the_settings_are_explained(folder: Path) -> None:
    (folder / "c.toml").write_text(
        '[[corrections]]\nsite = "quaypost.example"\nfields.headline.value = "By data"\n'
    )
    (folder / "walk.html").write_text(
        HTML.replace("<title>", '<link rel="canonical" href="https://quaypost.example/w"><title>')
    )
    done = run_scrapy(folder, "explain", "walk.html", "headline", "-s", "NEWSSPIDER_CORRECTIONS=c.toml")
    assert "headline  By data" in done.stdout
    assert "✓ correction:quaypost.example" in done.stdout
    (folder / "c.toml").write_text("[[corrections]]\n")
    done = run_scrapy(folder, "explain", "walk.html", "-s", "NEWSSPIDER_CORRECTIONS=c.toml")
    assert done.returncode == 1
    assert done.stderr.startswith("ERROR: c.toml:1: a correction needs a site")


def test_a_projects_own_fields_are_explained_and_corrected(folder: Path) -> None:
    (folder / "mine.py").write_text(
        "from newsspider.fields import Candidate, Field\nfrom newsspider.fields.forms import LINE\n"
        "RUBRIC = Field(\n    name='rubric', form=LINE, doc_form='one line',\n"
        "    rule=lambda facts: iter([Candidate('Sea', 'mine')]),\n)\n"
    )
    (folder / "c.toml").write_text('[[corrections]]\nsite = "quaypost.example"\nfields.rubric.value = "Coast"\n')
    (folder / "walk.html").write_text(
        HTML.replace("<title>", '<link rel="canonical" href="https://quaypost.example/w"><title>')
    )
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = theirs\n")
    (folder / "theirs.py").write_text('NEWSSPIDER_FIELDS = {"rubric": "mine.RUBRIC"}\n')
    done = run_scrapy(folder, "explain", "walk.html", "RUBRIC", "-s", "NEWSSPIDER_CORRECTIONS=c.toml")
    assert done.returncode == 0, done.stderr
    assert "rubric  Coast" in done.stdout
    assert "✓ correction:quaypost.example" in done.stdout
    assert "· mine" in done.stdout
    done = run_scrapy(folder, "explain", "walk.html", "rubrik")
    assert done.returncode == 2
    assert "unknown field 'rubrik'; did you mean rubric? known fields: inLanguage, " in done.stderr
    assert "rubric" in done.stderr
    done = run_scrapy(folder, "explain", "walk.html", "-s", 'NEWSSPIDER_FIELDS={"rubric": "mine.NOTHING"}')
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("ERROR: NEWSSPIDER_FIELDS: rubric: ")


def test_a_projects_feeds_are_left_alone(folder: Path) -> None:
    (folder / "feed.jsonl").write_text("precious\n")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = theirs\n")
    (folder / "theirs.py").write_text("FEEDS = {'feed.jsonl': {'format': 'jsonlines', 'overwrite': True}}\n")
    done = run_scrapy(folder, "explain", "walk.html", "headline")
    assert done.returncode == 0, done.stderr
    assert (folder / "feed.jsonl").read_text() == "precious\n"


def test_several_fields_are_shown_in_the_order_in_which_they_are_named(folder: Path) -> None:
    done = run_scrapy(folder, "explain", "walk.html", "publisher", "Headline", "publisher")
    assert done.returncode == 0, done.stderr
    heads = [line.split()[0] for line in done.stdout.split("\n\n")[1:]]
    assert heads == ["publisher", "headline"]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["nowhere.html"], "nowhere.html: no such file or folder"),
        (["walk.html", "--record", "2"], "walk.html: there is no page 2: it holds 1 page"),
        (["blank.html"], "blank.html"),
        (["walk.html", "--html", "walk.html/why.html"], "walk.html"),
    ],
)
def test_what_cannot_be_explained_is_told_in_one_line(folder: Path, args: list[str], line: str) -> None:
    (folder / "blank.html").write_text("<!DOCTYPE html><!-- -->")
    done = run_scrapy(folder, "explain", *args)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("ERROR: ")
    assert line in done.stderr


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ([], "give one URL or file"),
        (
            ["walk.html", "headline", "walk.html"],
            "give one URL or file, and behind it names of fields, not 'walk.html'",
        ),
        (["walk.html", "headlnie"], "unknown field 'headlnie'; did you mean headline? known fields: inLanguage, "),
        (["walk.html", "id"], "'id' has no candidates: it is made from other fields"),
        (["walk.html", "--record", "0"], "write the number of a page, or a range such as 3-12 or 3-, not '0'"),
        (["walk.html", "--record", "two"], "write the number of a page, or a range"),
        (["walk.html", "--record", "1-2", "--html", "-"], "give a folder for several"),
        (["walk.html", "--html", "."], "--html: . is a folder: give the name of a file for one page"),
        (["walk.html", "--record", "1-2", "--html", "walk.html"], "is a file: give a folder for several pages"),
        (["walk.html", "--record", "1-2", "--html", "why.html"], "give a folder for several, such as why/"),
        (["walk.html", "--frobnicate"], "there is no option --frobnicate"),
        (["walk.html", "--url", "news.example"], "--url: 'news.example' does not start with http"),
        (["walk.html", "--record", "1-2", "--url", "https://news.example/walk"], "--url is for one page"),
    ],
)
def test_arguments_that_make_no_sense_are_told(folder: Path, args: list[str], reason: str) -> None:
    done = run_scrapy(folder, "explain", *args)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_several_pages_as_a_folder_or_one_after_the_other(folder: Path) -> None:
    archive = str(SEEDS / "pages.warc.gz")
    done = run_scrapy(folder, "explain", archive, "--record", "1-", "--html", "why")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 pages explained: why/index.html\n")
    assert sorted(path.name for path in (folder / "why").iterdir()) == ["index.html", "page-1.html", "page-2.html"]
    done = run_scrapy(folder, "explain", archive, "headline", "--record", "1-2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\nheadline  ") == 2


def test_a_url_with_the_number_of_a_page_is_an_archive(folder: Path) -> None:
    pytest.importorskip("aiohttp", reason="the extra `remote`")
    archive = SEEDS / "pages.warc.gz"
    here = run_scrapy(folder, "explain", str(archive), "headline", "--record", "2")
    with serving({"/pages.warc.gz": archive.read_bytes()}) as server:
        url = f"{server.url}/pages.warc.gz"
        there = run_scrapy(folder, "explain", url, "headline", "--record", "2")
        none = run_scrapy(folder, "explain", url, "--record", "99")
    assert (here.returncode, here.stderr) == (there.returncode, there.stderr) == (0, "")
    assert there.stdout == here.stdout
    assert (none.returncode, none.stdout) == (1, "")
    assert "there is no page 99" in none.stderr


def test_a_page_in_a_zip_and_a_line_of_a_feed_are_explained(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for name in ("Quay", "Pier"):
            archive.writestr(f"2026/{name}.html", HTML.replace("A walk along   the quay", f"{name} walk"))
    done = run_scrapy(folder, "explain", "a.zip/2026/Pier.html", "headline", "--at", "0")
    assert done.returncode == 0, done.stderr
    assert "headline  Pier walk" in done.stdout
    keep_all = ("-s", "NEWSSPIDER_MIN_PROBABILITY=0")
    assert run_scrapy(folder, "replay", "walk.html", "-O", "feed.jsonl", *keep_all).returncode == 0
    done = run_scrapy(folder, "explain", "feed.jsonl", "headline")
    assert "a line of a feed: a replay takes it as it is" in done.stdout
    assert "headline  A walk along the quay" in done.stdout
