"""The command `newsspider`, as a person without a Scrapy project runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsspider import cli
from newsspider.cli import COMMANDS
from newsspider.version import __version__
from tests.crawls.scrapy_process import json_lines, run_newsspider
from tests.crawls.site import ARTICLES, local_site
from tests.explain.made_pages import HTML


def test_without_arguments_it_lists_its_commands(tmp_path: Path) -> None:
    done = run_newsspider(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^  (\w+) ", done.stdout, re.MULTILINE) == list(COMMANDS)
    assert run_newsspider(tmp_path, "--help").stdout == done.stdout


def test_the_version_names_what_decides_how_pages_are_read(tmp_path: Path) -> None:
    done = run_newsspider(tmp_path, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        rf"newsspider {re.escape(__version__)} \(Scrapy [\d.]+, Python [\d.]+\w*, .+\)\n", done.stdout
    )


def test_ctrl_c_while_a_command_starts_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", stopped)
    for command, told in (
        ("crawl", "stopped before the first page. Run the same command again.\n"),
        ("replay", "stopped before the first page. Run the same command again.\n"),
        ("extract", "stopped\n"),
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main([command])
        assert ended.value.code == 130
        assert capsys.readouterr().err == told


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_can_be_typed(tmp_path: Path, command: str) -> None:
    done = run_newsspider(tmp_path, command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: newsspider {command} [options] ")
    examples = re.findall(r"^  # .*\n  (.*)$", done.stdout, re.MULTILINE)
    assert len(examples) >= 4
    assert all(example.startswith(f"newsspider {command} ") for example in examples)
    assert "scrapy " not in done.stdout.replace("`scrapy crawl news`", "")
    assert "(default: WARNING)" in done.stdout


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("extrct",), "there is no command 'extrct'; did you mean extract?"),
        (("page.html",), "a command is missing: newsspider extract page.html"),
        (("https://news.example/",), "a command is missing: newsspider extract https://news.example/"),
        (
            ("--quiet", "crawl"),
            "there is no option --quiet before the command; newsspider --help lists the commands",
        ),
        (("crawl",), "give at least one URL to crawl (see newsspider crawl --help)"),
        (
            ("replay", "page.html", "--wrkers", "2"),
            "there is no option --wrkers; did you mean --workers? (see newsspider replay --help)",
        ),
        (
            ("explain",),
            "give one URL or file, and the fields to explain; without a field, all are explained (see newsspider explain --help)",
        ),
        (
            ("crawl", "https://news.example/", "--out", "feeds", "--format", "parquet"),
            "--format: 'parquet' is not jsonl, jsonl.gz, csv or csv.gz, the formats in which a crawl can be continued; "
            "-O articles.parquet and the like write others",
        ),
        (
            ("explain", "page.html", "--record", "x"),
            "--record: write the number of a page, or a range such as 3-12 or 3-, not 'x'",
        ),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line(tmp_path: Path, typed: tuple[str, ...], told: str) -> None:
    (tmp_path / "page.html").write_text(HTML)
    done = run_newsspider(tmp_path, *typed)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"ERROR: {told}\n")


def test_a_site_is_crawled_in_an_empty_folder(tmp_path: Path) -> None:
    with local_site() as site:
        done = run_newsspider(
            tmp_path, "crawl", f"{site.url}/", "-O", "feed.jsonl", "--max-pages", "12", "-s", "DOWNLOAD_DELAY=0"
        )
    assert done.returncode == 0, done.stderr
    found = {article["headline"] for article in json_lines(tmp_path / "feed.jsonl")}
    assert found
    assert found <= {facts["headline"] for facts in ARTICLES.values()}


def test_archives_are_replayed_and_pages_explained(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML)
    done = run_newsspider(tmp_path, "replay", "page.html", "-O", "feed.jsonl", "--profile", "profile")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("1 page, 1 article in ")
    assert (tmp_path / "profile").stat().st_size
    (article,) = json_lines(tmp_path / "feed.jsonl")
    done = run_newsspider(tmp_path, "explain", "page.html", "headline")
    assert f"headline  {article['headline']}" in done.stdout


def test_the_settings_of_a_project_hold(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = paper_settings\n")
    (tmp_path / "paper_settings.py").write_text('NEWSSPIDER_CORRECTIONS = "nowhere.toml"\n')
    (tmp_path / "page.html").write_text(HTML)
    done = run_newsspider(tmp_path, "extract", "page.html")
    assert done.returncode == 1
    assert re.fullmatch(r"ERROR: .*nowhere\.toml.*\n", done.stderr), done.stderr
    (tmp_path / "paper_settings.py").write_text("import nothing_of_this_name\n")
    done = run_newsspider(tmp_path, "extract", "page.html")
    assert done.returncode == 1
    assert re.fullmatch(
        r"ERROR: the settings paper_settings of .*scrapy\.cfg cannot be loaded: .*nothing_of_this_name'\n",
        done.stderr,
    )


@pytest.mark.parametrize(("option", "place"), [("-o", "-"), ("-O", "-"), ("-O", "-:jl")])
def test_a_dash_is_standard_output(tmp_path: Path, option: str, place: str) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    done = run_newsspider(tmp_path, "replay", "page.html", option, place)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    assert "WARNING" not in done.stderr


def test_no_feed_is_left_out_for_standard_output(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    done = run_newsspider(tmp_path, "replay", "page.html", "-O", "feed.jsonl", "-O", "-")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    assert len((tmp_path / "feed.jsonl").read_text("utf-8").splitlines()) == 1
    done = run_newsspider(tmp_path, "replay", "page.html", "-o", "feed.jsonl", "-O", "-")
    assert done.returncode == 2
    assert "only one of -o/--output and -O" in done.stderr
