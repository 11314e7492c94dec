"""`scrapy replay SOURCE...`: extract articles from archives, inside a Scrapy project or outside of any."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.commands.running import RunCommand, emptied_feeds, feed_files, where_articles_are
from newsspider.display.quantities import counted
from newsspider.display.terminal import colour_log, tell

if TYPE_CHECKING:
    from newsspider.replaying.jobs import FeedFormat
    from newsspider.replaying.worker import WorkerSetup
    from newsspider.replaying.workers import Workers

FORMATS: tuple[FeedFormat, ...] = (
    "jsonl", "jsonl.gz", "csv", "parquet", "json", "xml", "md", "jsonfeed", "atom", "rss",
)  # fmt: skip
# The arguments of the spider that are no options: `newsspider.spiders.reading` would read what they filter.
FILTERS = (
    "since", "until", "domains", "domains_file", "url_pattern", "mime_types", "statuses", "languages", "min_words",
)  # fmt: skip
_DROPPED, _REJECTED = "newsspider/pipelines/dropped/", "newsspider/rejects/"
# Scrapy counts dropped items by what pipelines raise: see `newsspider.pipelines.rejects.RejectedItem`.
_DROPPED_AS = "item_dropped_reasons_count/"
_DROPPED_REJECTS = frozenset(f"{_DROPPED_AS}{kind}" for kind in ("RejectedItem", "RepeatableReject"))
_SKIPPED = "newsspider/replay/skipped/"
_PAGES = "newsspider/replay/pages"
_COUNTED = (_PAGES, _REJECTED, _SKIPPED)  # stats of a run that has read anything


class Command(RunCommand):
    """Extracts articles from archives, saved pages and text dumps."""

    operand = "SOURCE..."
    description = "Extract articles from archives, saved pages and text dumps"
    details = """
Nothing is requested from the network, unless a SOURCE itself is a URL.

A SOURCE is a WARC, WACZ, WET or ARC file, a page saved as HTML, MHTML or HAR, JSON, Parquet, a text dump,
or a folder, zip or tar of these; the URL of one (https://, s3://, gs://, hf://); a pattern in quotes; a
list of archives such as warc.paths.gz; or - for standard input. Formats are recognized by content. Articles
are written to standard output as JSON Lines, unless -O, -o or --out is given.
"""
    examples = (
        ("print JSON Lines", "saved-pages/"),
        ("write one file", "dump.warc.gz -O articles.jsonl"),
        (
            "one feed for each archive, on all cores; run it again to continue a run that was stopped",
            "crawls/ --out feeds",
        ),
        ("the same, as Parquet, with four workers", "crawls/ --out feeds --format parquet --workers 4"),
        (
            "only pages of one domain, captured since 2024",
            "dump.warc.gz -a domains=example.org -a since=2024-01-01",
        ),
        ("archives on S3", "'s3://bucket/dumps/**/*.warc.gz' --out feeds"),
        (
            "Common Crawl's list of archives",
            "warc.paths.gz --prefix https://data.commoncrawl.org/ --out feeds",
        ),
    )
    notes = """
Filters, each as -a NAME=VALUE. Pages and articles that do not match are left out:

  since=2024-05        pages captured at this time or later: a year,
                       month, day or time
  until=2024-05-06     pages captured at this time or earlier
  domains=a.org,b.org  pages of these domains and their subdomains
  domains_file=FILE    the same, with one domain per line
  url_pattern=REGEX    pages whose URL contains a match
  mime_types=text/html pages of these types
  statuses=200,404     responses with these statuses (default: 200)
  languages=en,pt-BR   articles in these languages
  min_words=100        articles of at least this many words
"""
    filters = FILTERS

    def add_own_options(self, parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
        """Add the options of a durable replay."""
        group = parser.add_argument_group("What to replay")
        group.add_argument(
            "--from",
            dest="lists",
            metavar="FILE",
            action="append",
            default=[],
            help="replay the sources that FILE lists, one per line",
        )
        group.add_argument(
            "--prefix",
            metavar="URL",
            default="",
            help="the URL or folder that relative paths in lists of sources start from",
        )
        group = parser.add_argument_group("Output, and runs that can be stopped and continued")
        group.add_argument(
            "--out", metavar="DIR", help="write one feed for each archive to DIR, a folder or a URL"
        )
        group.add_argument(
            "--workers", metavar="N", type=int, help="number of worker processes (default: one per core)"
        )
        group.add_argument(
            "--dask",
            metavar="ADDRESS",
            help="have a Dask cluster do the work: the address of its scheduler (tcp://host:8786), or `local`",
        )
        group.add_argument("--format", choices=FORMATS, help="format of the feeds (default: jsonl)")
        group.add_argument(
            "--redo",
            action="store_true",
            help="replay archives again if they, the settings or newsspider have changed (default: no)",
        )
        group = parser.add_argument_group("Messages and exit code")
        group.add_argument(
            "--strict",
            action="store_true",
            help="end with exit code 1 if anything was rejected (default: only if nothing could be read)",
        )
        return group

    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the options in one line, or None."""
        if not args and not opts.lists:
            return "give at least one file or folder to replay"
        if opts.out and (opts.output or opts.overwrite_output):
            return "--out writes one feed for each archive, -o and -O write one feed in all: choose one of them"
        if not opts.out and (opts.workers is not None or opts.format or opts.redo or opts.dask):
            return "--workers, --format, --dask and --redo need --out"
        if "source" in opts.spargs:
            return "give the sources without -a source="
        if opts.workers is not None and opts.workers < 1:
            return f"--workers must be 1 or more, not {opts.workers}"
        return None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the options and apply them to the settings."""
        super().process_options(args, opts)
        if opts.strict:
            assert self.settings is not None  # noqa: S101  # as below
            self.settings.set("NEWSSPIDER_STRICT", True, priority="cmdline")
        self.requires_crawler_process = not opts.out  # a durable replay's workers have theirs

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Replay the sources in `args` and print a summary."""
        if opts.out:
            self._replay_into(args, opts)
            return
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.spiders.replay import ReplaySpider  # noqa: PLC0415

        crawler = self.run_spider(ReplaySpider, {**opts.spargs, **_requested(args, opts)})
        if crawler is None:
            return
        stats = crawler.stats.get_stats()
        has_counts = any(key.startswith(_COUNTED) for key in stats)
        is_told = not opts.quiet and (has_counts or not (self.untold or self.logged))
        if is_told:
            sys.stderr.write(summary(stats, feed_files(crawler.settings), emptied_feeds(crawler)) + "\n")
        is_rest_read = stats.get(_PAGES, 0) and stats.get("finish_reason") == "finished"
        unread = stats.get("newsspider/replay/failed-sources", 0) if is_rest_read else 0
        is_cut = getattr(crawler.spider, "cut_sources", 0) > 0
        self.say_why_it_failed(was_more_printed=is_told, unread_sources=unread, is_cut=is_cut)

    def _replay_into(self, args: list[str], opts: argparse.Namespace) -> None:
        from scrapy.utils.log import install_scrapy_root_handler  # noqa: PLC0415  (as above)

        from newsspider.replaying.worker import without_collection  # noqa: PLC0415

        with without_collection():
            from newsspider.archives.locations import is_url  # noqa: PLC0415
            from newsspider.errors import SettingError  # noqa: PLC0415
            from newsspider.replaying.remote_out import remote_out  # noqa: PLC0415
            from newsspider.replaying.run import ReplayOptions, replay_into  # noqa: PLC0415
            from newsspider.spiders.reading import configured_storage  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        # The rest of what configures logging is for processes with a reactor: the workers see to it themselves.
        install_scrapy_root_handler(self.settings)
        colour_log()
        try:
            remote = remote_out(opts.out, configured_storage(self.settings)) if is_url(opts.out) else None
            options = ReplayOptions(
                out=remote.local if remote else Path(opts.out).absolute(),
                remote=remote,
                arguments=opts.spargs,
                form=opts.format or FORMATS[0],
                workers=opts.workers,
                cluster=self._cluster(opts) if opts.dask else None,
                redo=opts.redo,
                quiet=opts.quiet,
                strict=self.settings.getbool("NEWSSPIDER_STRICT"),
                **_requested(args, opts),
            )
            self.exitcode = replay_into(options, self.settings)
        except SettingError as error:
            tell("ERROR", str(error))
            self.exitcode = 1

    def _cluster(self, opts: argparse.Namespace) -> Callable[[WorkerSetup], Workers]:
        """Return what connects to the cluster. Raises SettingError."""
        from newsspider.clusters.dask_workers import DaskOptions, check_dask, dask_workers  # noqa: PLC0415  (as above)

        assert self.settings is not None  # noqa: S101  # as above
        check_dask()
        return partial(dask_workers, DaskOptions(opts.dask, opts.workers), self.settings)


def _requested(args: list[str], opts: argparse.Namespace) -> dict[str, Any]:
    """Return what is replayed, by the names of a spider's arguments."""
    named = {"lists": opts.lists, "prefix": opts.prefix}
    return {"source": args, **{name: value for name, value in named.items() if value}}


def summary(stats: Mapping[str, Any], feeds: Sequence[str] = (), emptied: Sequence[str] = ()) -> str:
    """Return a summary of a replay from its stats, in a few short lines.

    `emptied`: the files that it has overwritten, where it gave no articles.

    >>> print(summary({"newsspider/replay/pages": 3, "item_scraped_count": 1, "elapsed_time_seconds": 0.5,
    ...     "newsspider/pipelines/dropped/not-article": 1}, ["feed.jsonl"]))
    3 pages, 1 article in 0.5 s -> feed.jsonl
    dropped: 1 not-article
    >>> print(summary({"newsspider/replay/pages": 3, "item_scraped_count": 1, "elapsed_time_seconds": 0.5,
    ...     "newsspider/pipelines/dropped/not-article": 1, "item_dropped_reasons_count/DropItem": 2}))
    3 pages, 1 article in 0.5 s
    dropped: 1 by the project's pipelines, 1 not-article
    """
    pages, articles = stats.get(_PAGES, 0), stats.get("item_scraped_count", 0)
    stopped = "stopped: " if stats.get("finish_reason") == "shutdown" else ""
    seconds = stats.get("elapsed_time_seconds", 0.0)
    where = where_articles_are(feeds, emptied, articles)
    lines = [f"{stopped}{counted(pages, 'page')}, {counted(articles, 'article')} in {seconds:.1f} s{where}"]
    for title, prefix in (("dropped", _DROPPED), ("rejected", _REJECTED), ("skipped", _SKIPPED)):
        counts = {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}
        if title == "dropped" and (of_project := _dropped_by_project(stats, counts)):
            counts["by the project's pipelines"] = of_project
        if counts:
            listed = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
            lines.append(f"{title}: {listed}")
    return "\n".join(lines)


def _dropped_by_project(stats: Mapping[str, Any], ours: Mapping[str, int]) -> int:
    """Return how many items a project's own pipelines dropped: all but `ours`, and those that were rejected."""
    found = (count for key, count in stats.items() if key.startswith(_DROPPED_AS) and key not in _DROPPED_REJECTS)
    known = sum(count for reason, count in ours.items() if reason != "invalid")  # which is a reject
    return max(0, int(sum(found)) - known)
