"""`scrapy news URL...`: crawl news sites, inside a Scrapy project or outside of any."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newsspider.commands import (
    ExamplesHelpFormatter,
    log_warnings_only,
    name_log_level,
    register_formats,
    unknown_option,
)

_HELP = """\
Crawl news sites and extract their articles.

A URL is a site, a section of one, a feed or a sitemap. Articles go to standard
output as JSON Lines, unless -O, -o or --out is given. A crawl that was stopped or
killed continues when the same command is run again; after a crawl that came to its
end, the same command with --out or -o finds only what is new.

Examples:
  scrapy news https://example.org/ -O articles.jsonl    one site, one file
  scrapy news https://example.org/ --out feeds          a feed for each run, with state,
                                                        rejects and report in feeds/_run
  scrapy news https://example.org/ --out feeds --since 2026-11-01 --max-pages 500
  scrapy news https://example.org/ --out feeds --every 15m
  scrapy news https://example.org/feed.xml --doors feeds -O articles.jsonl
"""
# Options of the command, and the spider's arguments that they stand for.
_ARGUMENTS = ("urls_file", "max_pages", "max_pages_per_site", "sections", "since", "doors", "every")


class Command(BaseRunSpiderCommand):
    """Crawls news sites."""

    requires_project = False
    _known_options: Iterable[str] = ()

    def syntax(self) -> str:
        """Return the arguments, as the usage line shows them."""
        return "[options] URL..."

    def short_desc(self) -> str:
        """Return the command's description in the list of commands."""
        return "Crawl news sites and extract their articles"

    def long_desc(self) -> str:
        """Return the help text above the options."""
        return _HELP

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of a crawl."""
        parser.formatter_class = ExamplesHelpFormatter
        super().add_options(parser)
        name_log_level(parser)
        group = parser.add_argument_group("What is crawled")
        group.add_argument("--urls-file", metavar="FILE", help="crawl the sites in FILE: one URL a line, or TOML")
        group.add_argument("--max-pages", metavar="N", help="request at most N pages; the next run goes on")
        group.add_argument("--max-pages-per-site", metavar="N", help="request at most N pages of each site")
        group.add_argument("--sections", metavar="PATHS", help="keep to paths that begin so: /politics/,/world/")
        group.add_argument("--since", metavar="DATE", help="leave out articles that are announced as older")
        group.add_argument("--doors", metavar="NAMES", help="of feeds,sitemaps,links (default: all)")
        group.add_argument("--every", metavar="TIME", help="keep crawling; look for news every 15m, 2h, 1d ...")
        group = parser.add_argument_group("Where it goes")
        group.add_argument("--out", metavar="DIR", help="write a feed for each run to DIR, all else to DIR/_run")
        group.add_argument("--quiet", action="store_true", help="show neither progress nor summary")
        self._known_options = parser._option_string_actions

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the options and apply them to the settings."""
        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        register_formats(self.settings)
        super().process_options(args, opts)
        if not args and not opts.urls_file:
            raise UsageError("give at least one URL to crawl")
        if error := unknown_option(args, self._known_options):
            raise UsageError(error)
        if opts.out and (opts.output or opts.overwrite_output):
            raise UsageError("--out writes a feed for each run, -o and -O write one feed: choose one of them")
        log_warnings_only(self.settings)
        if opts.quiet:
            for name in ("NEWSSPIDER_PROGRESS", "NEWSSPIDER_SUMMARY"):
                self.settings.set(name, False, priority="cmdline")
        if opts.out:
            self._write_into(Path(opts.out).absolute())
        elif not self.settings.getdict("FEEDS"):
            self.settings.set("FEEDS", {"stdout:": {"format": "jsonlines"}}, priority="cmdline")

    def _write_into(self, out: Path) -> None:
        """Put feeds into `out`, and all else into a folder in it that readers of feeds skip."""
        assert self.settings is not None  # noqa: S101  # as above
        feed = {str(out / "articles-%(run_time)s.jsonl"): {"format": "jsonlines", "store_empty": False}}
        run = out / "_run"
        for name, value in {
            "FEEDS": feed,
            "NEWSSPIDER_STATE": str(run / "state.sqlite"),
            "NEWSSPIDER_REJECTS_PATH": str(run / "rejects.jsonl"),
            "NEWSSPIDER_SKIPPED_PATH": str(run / "skipped.jsonl"),
            "NEWSSPIDER_REPORT_PATH": str(run / "report.html"),
        }.items():
            if not (name != "FEEDS" and self.settings.getpriority(name) == 40):  # -s on the command line wins
                self.settings.set(name, value, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the sites in `args`."""
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.spiders.news import NewsSpider  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        given: dict[str, Any] = {name: getattr(opts, name) for name in _ARGUMENTS if getattr(opts, name)}
        crawler = self._create_crawler(NewsSpider)
        self.crawler_process.crawl(crawler, **{**opts.spargs, **given, "urls": args})
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
        elif crawler.stats.get_value("finish_reason") == "shutdown":  # Ctrl-C or SIGTERM
            self.exitcode = 130
