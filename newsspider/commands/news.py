"""`scrapy news URL...`: crawl news sites, inside a Scrapy project or outside of any."""

from __future__ import annotations

import argparse
import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsspider.commands.running import RunCommand

# Options of the command, and the spider's arguments that they stand for.
_ARGUMENTS = ("urls_file", "max_pages", "max_pages_per_site", "sections", "since", "doors", "every")
# Formats in which a feed can be cut after an article and continued, as after a kill.
_FORMATS = ("jsonl", "jsonl.gz", "csv", "csv.gz")


class Command(RunCommand):
    """Crawls news sites."""

    operand = "URL..."
    description = "Crawl news sites and extract their articles"
    details = """
A URL is a page of a site, a feed or a sitemap. Of any page the whole site is crawled: --sections keeps to
parts of it. Articles are written to standard output as JSON Lines, unless -O, -o or --out is given.

Run the same command again to continue a crawl that was stopped or killed. After a crawl that has finished,
the same command with --out or -o finds only what is new.

The crawl obeys robots.txt, waits between requests to a host, and says who it is. To tell webmasters how to
reach you, add -s NEWSSPIDER_CONTACT=URL_OR_EMAIL.
"""
    examples = (
        ("one site, one file", "https://news.example/ -O articles.jsonl"),
        ("a feed for each run; state, rejects and report are in feeds/_run", "https://news.example/ --out feeds"),
        (
            "one section, articles since November, at most 500 pages",
            "https://news.example/ --sections /politics/ --since 2026-11-01 --max-pages 500 --out feeds",
        ),
        ("look for news every 15 minutes, until Ctrl-C", "https://news.example/ --every 15m --out feeds"),
        ("only what one feed lists", "https://news.example/feed.xml --doors feeds -O articles.jsonl"),
        ("many sites", "--urls-file sites.txt --out feeds"),
    )
    notes = """
Each option of the crawl can also be given as -a NAME=VALUE: urls, urls_file, max_pages, max_pages_per_site,
sections, since, doors, every. In a Scrapy project, `scrapy crawl news` takes these.
"""
    switched_off_by_quiet = ("NEWSSPIDER_PROGRESS", "NEWSSPIDER_SUMMARY")

    def add_own_options(self, parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
        """Add the options of a crawl."""
        group = parser.add_argument_group("What to crawl")
        group.add_argument(
            "--urls-file", metavar="FILE", help="crawl the sites in FILE: one URL per line, or TOML"
        )
        group.add_argument(
            "--max-pages",
            metavar="N",
            help="request at most N pages, with feeds, sitemaps and front pages; the next run continues with the "
            "rest, but with -O it starts over (default: no limit)",
        )
        group.add_argument(
            "--max-pages-per-site", metavar="N", help="request at most N pages of each site (default: no limit)"
        )
        group.add_argument(
            "--sections",
            metavar="PATHS",
            help="only pages whose path starts with one of these: /politics/,/world/",
        )
        group.add_argument("--since", metavar="DATE", help="leave out articles that were published earlier")
        group.add_argument(
            "--doors",
            metavar="NAMES",
            help="where to look for articles: any of feeds,sitemaps,links (default: all three)",
        )
        group.add_argument(
            "--every",
            metavar="TIME",
            help="keep crawling, and look for news every 15m, 2h, 1d ... (default: once)",
        )
        group = parser.add_argument_group("Output")
        group.add_argument(
            "--out", metavar="DIR", help="write a feed for each run to DIR, and everything else to DIR/_run"
        )
        group.add_argument(
            "--format",
            type=_format,
            metavar="FORMAT",
            help=f"format of these feeds: {', '.join(_FORMATS)} (default: jsonl); -O FILE writes others",
        )
        group.add_argument(
            "--state",
            metavar="URL",
            help="share the crawl with all processes that name this database: postgresql://user@host/name",
        )
        return group

    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the options in one line, or None."""
        arguments = _arguments(args, opts)
        if not (arguments["urls"] or arguments.get("urls_file")):
            return "give at least one URL to crawl"
        if opts.out and (opts.output or opts.overwrite_output):
            return "--out writes a feed for each run, -o and -O write one feed: choose one of them"
        if opts.format and not opts.out:
            return "--format needs --out; the format of -o and -O is that of the file's name"
        return (_folder_error(opts.out) if opts.out else None) or _argument_error(arguments)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the options and apply them to the settings."""
        super().process_options(args, opts)
        if opts.state:
            assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
            self.settings.set("NEWSSPIDER_STATE", opts.state, priority="cmdline")
        if opts.out:
            self._write_into(Path(opts.out).absolute(), opts.format or _FORMATS[0])

    def _write_into(self, out: Path, form: str) -> None:
        """Put feeds of this format into `out`, and all else into a folder in it that readers of feeds skip."""
        assert self.settings is not None  # noqa: S101  # as above
        from newsspider.spiders.crawl_state import PROCESS_NAME, RUN_TIME, is_shared, state_in  # noqa: PLC0415  # as below

        name, run = f"articles-{RUN_TIME}", out / "_run"
        state = str(self.settings.get("NEWSSPIDER_STATE") or "")
        if is_shared(state):  # others may write into the same folder
            name, run = f"{name}-{PROCESS_NAME}", run / PROCESS_NAME
        else:
            state = str(state_in(out))
        feed = {str(out / f"{name}.{form}"): {"format": form.rpartition(".")[2], "store_empty": False}}
        for setting, value in {
            "FEEDS": feed,
            "NEWSSPIDER_STATE": state,
            "NEWSSPIDER_REJECTS_PATH": str(run / "rejects.jsonl"),
            "NEWSSPIDER_DROPPED_PATH": str(run / "dropped.jsonl"),
            "NEWSSPIDER_SKIPPED_PATH": str(run / "skipped.jsonl"),
            "NEWSSPIDER_REPORT_PATH": str(run / "report.html"),
        }.items():
            if not (setting != "FEEDS" and self.settings.getpriority(setting) == 40):  # on the command line
                self.settings.set(setting, value, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the sites in `args`."""
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.commands.crawl_summary import last_lines  # noqa: PLC0415
        from newsspider.spiders.news import NewsSpider  # noqa: PLC0415

        arguments = _arguments(args, opts)
        crawler = self.run_spider(NewsSpider, arguments)
        if crawler is None:
            return
        stats = crawler.stats.get_stats()
        has_begun = bool(stats.get("response_received_count") or stats.get("item_scraped_count"))
        if not opts.quiet and (has_begun or not self.untold):  # else nothing was begun, and there is one line
            lines = last_lines(crawler, out=opts.out, since=str(arguments.get("since") or ""))
            sys.stderr.write("".join(f"{line}\n" for line in lines))
        self.say_why_it_failed(was_more_printed=bool(stats.get("response_received_count")))


def _format(text: str) -> str:
    """Return the format of the feeds that `--out` writes. Raises ArgumentTypeError for another.

    >>> _format("csv")
    'csv'
    """
    if text not in _FORMATS:
        listed = f"{', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}"
        raise argparse.ArgumentTypeError(
            f"{text!r} is not {listed}, the formats in which a crawl can be continued; "
            "-O articles.parquet and the like write others"
        )
    return text


def _arguments(urls: list[str], opts: argparse.Namespace) -> dict[str, Any]:
    """Return the spider's arguments."""
    given = {name: getattr(opts, name) for name in _ARGUMENTS if getattr(opts, name)}
    named = opts.spargs.get("urls")
    return {**opts.spargs, **given, "urls": [*urls, named] if named else urls}


def _argument_error(arguments: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the arguments, before anything is written; None if nothing is."""
    from newsspider.errors import SettingError  # noqa: PLC0415  # as above
    from newsspider.spiders.news import NewsSpider  # noqa: PLC0415

    for url in arguments["urls"]:
        if os.path.exists(url):  # noqa: PTH110  # Path raises an error where it is too long for a path
            return f"{url} is on this disk: newsspider replay {url} reads it"
    if _is_pipe(arguments.get("urls_file") or ""):
        return None  # it can be read once
    try:
        NewsSpider.read_arguments(arguments)
    except SettingError as error:
        option = f"--{error.name.replace('_', '-')}" if error.name in _ARGUMENTS else f"-a {error.name}"
        return error.reason if error.name == "urls" else f"{option}: {error.reason}"
    return None


def _is_pipe(path: str) -> bool:
    """Return whether a file can be read only once."""
    if path.startswith("/dev/"):  # macOS goes on behind what was read, also in a file that is standard input
        return True
    with suppress(OSError, ValueError):
        mode = Path(path).stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    return False


def _folder_error(out: str) -> str | None:
    """Return why the feeds of a crawl cannot be written into a folder, or None."""
    if "://" in out:
        return "--out of a crawl is a folder on disk; -O writes to s3:// and gs://"
    try:
        if Path(out).is_file():
            return f"--out: {out} is a file; name a folder, or use -O to write one feed"
        if Path(out, "_run", "manifest.jsonl").exists():
            return f"--out: {out} has the feeds of a replay; choose another folder"
        if reason := _obstacle_to_folder(Path(out).absolute()):
            return f"--out: {out}: {reason}"
    except OSError as error:  # too long, or in a folder that may not be searched
        return f"--out: {out}: {error.strerror}"
    return None


def _obstacle_to_folder(folder: Path) -> str | None:
    """Return why nothing can be written into a folder, or None. Raises OSError if it cannot be made.

    Permissions do not tell: root may write into /proc, which takes no folder. So what is missing is made, under a
    name of its own, which keeps it apart from what other processes of the same crawl make, and removed again.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in missing:
        if path.is_symlink():
            return f"{'it' if path == folder else path} is a link to a folder that is not there"
    if missing:
        with tempfile.TemporaryDirectory(dir=folder.parents[len(missing) - 1]) as trial:
            Path(trial, *(path.name for path in reversed(missing))).mkdir(parents=True)
        return None
    return None if os.access(folder, os.W_OK | os.X_OK) else "no permission to write into it"
