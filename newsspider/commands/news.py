"""`scrapy news URL...`: crawl news sites, inside a Scrapy project or outside of any."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.commands.running import RunCommand, counted, emptied_feeds, feed_files, where_articles_are
from newsspider.display.durations import format_duration
from newsspider.errors import printable, without_secrets

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newsspider.report.figures import SiteFigures

# Options of the command, and the spider's arguments that they stand for.
_ARGUMENTS = ("urls_file", "max_pages", "max_pages_per_site", "sections", "since", "doors", "every")
# Formats in which a feed can be cut after an article and continued, as after a kill.
_FORMATS = ("jsonl", "jsonl.gz", "csv", "csv.gz")


class Command(RunCommand):
    """Crawls news sites."""

    operand = "URL..."
    description = "Crawl news sites and extract their articles"
    details = """
A URL is a site, a section of one, a feed or a sitemap. Articles are written to standard output as JSON
Lines, unless -O, -o or --out is given.

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
        from newsspider.spiders.crawl_state import PROCESS_NAME, RUN_TIME, is_shared  # noqa: PLC0415  # as below

        name, run = f"articles-{RUN_TIME}", out / "_run"
        state = str(self.settings.get("NEWSSPIDER_STATE") or "")
        if is_shared(state):  # others may write into the same folder
            name, run = f"{name}-{PROCESS_NAME}", run / PROCESS_NAME
        else:
            state = str(run / "state.sqlite")
        feed = {str(out / f"{name}.{form}"): {"format": form.rpartition(".")[2], "store_empty": False}}
        for setting, value in {
            "FEEDS": feed,
            "NEWSSPIDER_STATE": state,
            "NEWSSPIDER_REJECTS_PATH": str(run / "rejects.jsonl"),
            "NEWSSPIDER_SKIPPED_PATH": str(run / "skipped.jsonl"),
            "NEWSSPIDER_REPORT_PATH": str(run / "report.html"),
        }.items():
            if not (setting != "FEEDS" and self.settings.getpriority(setting) == 40):  # on the command line
                self.settings.set(setting, value, priority="cmdline")

    def _places(self, opts: argparse.Namespace, crawler: Crawler) -> Places:
        """Return where the articles and the report are; nothing of standard output."""
        from newsspider.feeds.paths import shown_path  # noqa: PLC0415  # as below

        settings = crawler.settings
        report = Path(str(settings.get("NEWSSPIDER_REPORT_PATH") or ""))
        return Places(
            feeds=[opts.out] if opts.out else feed_files(settings),
            emptied=emptied_feeds(crawler),
            report=str(shown_path(report)) if report.is_file() else "",  # none if it was killed by a second Ctrl-C
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the sites in `args`."""
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.report.collector import ReportCollector  # noqa: PLC0415
        from newsspider.report.figures import SiteFigures  # noqa: PLC0415
        from newsspider.spiders.crawl_state import state_place  # noqa: PLC0415
        from newsspider.spiders.news import NewsSpider  # noqa: PLC0415

        crawler = self.run_spider(NewsSpider, _arguments(args, opts))
        if crawler is None:
            return
        stats = crawler.stats.get_stats()
        has_begun = bool(stats.get("response_received_count") or stats.get("item_scraped_count"))
        if not opts.quiet and (has_begun or not self.untold):  # else nothing was begun, and there is one line
            collector = crawler.get_extension(ReportCollector)
            total = collector.figures.total() if collector is not None else SiteFigures()
            in_all = total.articles if collector is not None and collector.earlier_s else 0
            places = self._places(opts, crawler)
            lines = [*summary(stats, places, in_all)]
            if stats.get("finish_reason") != "shutdown":
                lines += at_limit(stats, total, crawler.settings)
                since = str(_arguments(args, opts).get("since") or "")
                state = None if places.emptied else state_place(crawler.settings)
                lines += nothing_new(total, state, since)
            sys.stderr.write("".join(f"{line}\n" for line in lines))
        self.say_why_it_failed(was_more_printed=bool(crawler.stats.get_value("response_received_count")))


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

    Permissions do not tell: root may write into /proc, which takes no folder. So what is missing is made, and
    removed again.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    if missing:
        with suppress(FileExistsError):  # another process of the same crawl was first
            missing[-1].mkdir()
            with suppress(OSError):  # or it writes into it already
                missing[-1].rmdir()
        return None
    return None if os.access(folder, os.W_OK | os.X_OK) else "no permission to write into it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where what a crawl writes is, as people are told."""

    feeds: Sequence[str] = ()
    emptied: Sequence[str] = ()  # files that were overwritten, where there are no articles
    report: str = ""


def summary(stats: Mapping[str, Any], places: Places, in_all: int = 0) -> Iterator[str]:
    """Yield the last lines of a crawl from its stats: what there is, where it is, and how to continue.

    `in_all`: the articles of a crawl that was continued, with those from before it was stopped.

    >>> stats = {"item_scraped_count": 8, "elapsed_time_seconds": 65.2, "finish_reason": "shutdown"}
    >>> for line in summary(stats, Places(feeds=["feeds"], report="feeds/_run/report.html")):
    ...     print(line)
    stopped: 8 articles in 1:05 -> feeds
    report: feeds/_run/report.html
    Run the same command again to continue.
    >>> stats = {"response_received_count": 3, "elapsed_time_seconds": 3.0, "finish_reason": "finished"}
    >>> list(summary(stats, Places(feeds=["feeds"]), 8))
    ['0 articles in 0:03, 8 with those before it was stopped -> feeds']
    """
    articles, is_stopped = stats.get("item_scraped_count", 0), stats.get("finish_reason") == "shutdown"
    more = f", {in_all:,} with those before it was stopped" if in_all > articles else ""
    where = where_articles_are(places.feeds, places.emptied, max(articles, in_all))
    took = format_duration(stats.get("elapsed_time_seconds") or 0.0)
    yield f"{'stopped: ' if is_stopped else ''}{counted(articles, 'article')} in {took}{more}{where}"
    if places.report:
        yield f"report: {printable(places.report)}"
    if is_stopped and places.feeds:
        yield "Run the same command again to continue."


def at_limit(stats: Mapping[str, Any], total: SiteFigures, settings: BaseSettings) -> Iterator[str]:
    """Yield that a crawl ended at a limit on pages, and what the next run does.

    >>> from scrapy.settings import BaseSettings
    >>> from newsspider.report.figures import SiteFigures
    >>> by_run, kept = BaseSettings({"FEEDS": {"a.jsonl": {"overwrite": False}}}), {"finish_reason": "max_pages"}
    >>> list(at_limit(kept, SiteFigures(), by_run))
    ['Stopped at --max-pages. Run the same command again to continue.']
    >>> list(at_limit(kept, SiteFigures(), BaseSettings({"FEEDS": {"a.jsonl": {"overwrite": True}}})))
    ['Stopped at --max-pages. The same command starts over; with -o or --out it would continue.']
    >>> list(at_limit({"finish_reason": "finished"}, SiteFigures(), by_run))
    []
    """
    from newsspider.spiders.crawl_state import begins_anew, state_place  # noqa: PLC0415  # as above
    from newsspider.state.host_queues import SITE_LIMIT  # noqa: PLC0415

    if stats.get("finish_reason") == "max_pages":
        which = "Stopped at --max-pages"
    elif total.skipped[SITE_LIMIT]:
        which = "Some sites have more pages than their limit"
    else:
        return
    if begins_anew(settings) or state_place(settings) is None:
        yield f"{which}. The same command starts over; with -o or --out it would continue."
    else:
        yield f"{which}. Run the same command again to continue."


def nothing_new(total: SiteFigures, state: str | None, since: str = "") -> Iterator[str]:
    """Yield why a crawl gave no articles where its sites have some: its state knows them, or they are older.

    >>> from newsspider.report.figures import SiteFigures
    >>> known, older = SiteFigures(), SiteFigures()
    >>> known.skipped["known"], older.dropped["older"] = 8, 3
    >>> list(nothing_new(known, "postgresql://me:secret@db.example/news"))  # doctest: +NORMALIZE_WHITESPACE
    ['Nothing new: articles of earlier runs are not written again.
      They are in the state, postgresql://me@db.example/news']
    >>> list(nothing_new(older, "feed.jsonl.state", "2026-11-28"))
    ['Nothing newer than 2026-11-28']
    """
    from newsspider.feeds.paths import shown_path  # noqa: PLC0415  # as above

    if total.articles or not total.has_known_articles:
        return
    if total.has_only_older:
        yield f"Nothing newer than {printable(since) or 'the date that the list of sites names'}"
    elif state is not None:
        is_file = "://" not in state
        place = printable(str(shown_path(Path(state))) if is_file else without_secrets(state))
        where = f"To get all again, move {place} away" if is_file else f"They are in the state, {place}"
        yield f"Nothing new: articles of earlier runs are not written again. {where}"
