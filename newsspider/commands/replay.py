"""`scrapy replay SOURCE...`: archives in, a feed out, inside a project or outside of any."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    from newsspider.replaying.jobs import Format

FORMATS: tuple[Format, ...] = ("jsonl", "jsonl.gz", "parquet")
_DROPPED, _REJECTED = "newsspider/pipelines/dropped/", "newsspider/rejects/"
_SKIPPED = "newsspider/replay/skipped/"


class Command(BaseRunSpiderCommand):
    """Replays archives, saved pages and text dumps."""

    requires_project = False

    def syntax(self) -> str:
        """Return what stands after the command's name."""
        return "[options] SOURCE..."

    def short_desc(self) -> str:
        """Return the command's line in the list of commands."""
        return "Make articles of archives, saved pages and text dumps"

    def long_desc(self) -> str:
        """Return the text above the command's options."""
        return (
            "Read WARC, WACZ and WET files, saved pages, JSON, text dumps, or folders, zips and tars of them, "
            "and write the articles that they hold: into a feed for each archive with --out, to FILE with -o or "
            "-O, else as JSON lines to the standard output."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what a durable replay is told."""
        super().add_options(parser)
        group = parser.add_argument_group("A feed for each archive, which goes on where a run ended")
        group.add_argument("--out", metavar="DIR", help="write a feed for each archive into DIR")
        group.add_argument("--workers", metavar="N", type=int, help="how many processes (default: the cores)")
        group.add_argument("--format", choices=FORMATS, help="what feeds are written as (default: jsonl)")
        group.add_argument("--redo", action="store_true", help="replay again what has changed since it was done")
        group.add_argument("--quiet", action="store_true", help="show neither progress nor summary")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the command line's settings; a person reads the screen, so warnings and worse only."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        if not args:
            raise UsageError("give at least one file or folder to replay")
        if unknown := [arg for arg in args if arg.startswith("-")]:
            raise UsageError(f"unknown option {unknown[0]}")
        if (self.settings.getpriority("LOG_LEVEL") or 0) < SETTINGS_PRIORITIES["cmdline"]:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
            self.settings.set("LOG_FORMAT", "%(levelname)s: %(message)s", priority="cmdline")
        if complaint := _complaint(opts):
            raise UsageError(complaint)
        if not self.settings.getdict("FEEDS"):
            self.settings.set("FEEDS", {"stdout:": {"format": "jsonlines"}}, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Replay `args` and say what became of them."""
        if opts.out:
            self._replay_into(args, opts)
            return
        # Commands are imported by every `scrapy` on the machine; what reads archives only by this one.
        from newsspider.spiders.replay import ReplaySpider  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        crawler = self._create_crawler(ReplaySpider)
        self.crawler_process.crawl(crawler, **{**opts.spargs, "source": args})
        self.crawler_process.start()
        stats = crawler.stats.get_stats()
        if not opts.quiet:
            sys.stderr.write(summary(stats) + "\n")
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
        elif stats.get("finish_reason") == "shutdown":  # Ctrl-C or SIGTERM
            self.exitcode = 130

    def _replay_into(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsspider.errors import SettingError  # noqa: PLC0415
        from newsspider.replaying.run import Order, replay_into  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        form, out = opts.format or FORMATS[0], Path(opts.out).absolute()
        order = Order(args, out, opts.spargs, form, opts.workers, redo=opts.redo, quiet=opts.quiet)
        try:
            self.exitcode = replay_into(order, self.settings)
        except SettingError as error:
            sys.stderr.write(f"{error}\n")
            self.exitcode = 1


def _complaint(opts: argparse.Namespace) -> str | None:
    """Return what is wrong with the options, in one line, or None."""
    if opts.out and (opts.output or opts.overwrite_output):
        return "--out makes a feed for each archive; -o and -O make one of all: give one of them"
    if not opts.out and (opts.workers or opts.format or opts.redo):
        return "--workers, --format and --redo are for --out"
    if opts.workers is not None and opts.workers < 1:
        return f"--workers is no number of processes: {opts.workers}"
    return None


def summary(stats: Mapping[str, Any]) -> str:
    """Return what a replay did, from its stats, in a few short lines.

    >>> print(summary({"newsspider/replay/pages": 3, "item_scraped_count": 2, "elapsed_time_seconds": 0.5,
    ...     "newsspider/pipelines/dropped/not-article": 1}))
    3 pages, 2 articles in 0.5 s
    dropped: 1 not-article
    """
    pages, articles = stats.get("newsspider/replay/pages", 0), stats.get("item_scraped_count", 0)
    stopped = "stopped: " if stats.get("finish_reason") == "shutdown" else ""
    lines = [f"{stopped}{pages} pages, {articles} articles in {stats.get('elapsed_time_seconds', 0.0):.1f} s"]
    for title, prefix in (("dropped", _DROPPED), ("rejected", _REJECTED), ("skipped", _SKIPPED)):
        counts = {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}
        if counts:
            listed = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
            lines.append(f"{title}: {listed}")
    return "\n".join(lines)
