"""What `scrapy news` and `scrapy replay` share: they run one spider of ours, in a project or outside of any."""

from __future__ import annotations

import argparse
import gc
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError
from scrapy.utils.python import without_none_values

from newsspider.commands import (
    ArticleCommand,
    filter_without_option,
    log_warnings_only,
    register_formats,
    unknown_option,
)
from newsspider.display.quantities import counted
from newsspider.display.terminal import colour_log, tell
from newsspider.errors import printable

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

# What the clock of a file system may be behind the clock of the machine.
_FILE_CLOCK_S = 1.0
_PRINTED = "jsonlines"  # the format of feeds on standard output that name none


def _keep_what_is_there() -> None:
    """Search what a run starts with for garbage no more: it lives to the end of the process.

    These are 180,000 objects; they took 0.15 s at each full collection, of which there was one in 3 s.
    """
    gc.freeze()


def feed_files(settings: BaseSettings) -> list[str]:
    """Return where the feeds are, other than on standard output."""
    return [str(uri) for uri in settings.getdict("FEEDS") if not str(uri).startswith("stdout:")]


def emptied_feeds(crawler: Crawler) -> list[str]:
    """Return the files that a run without articles has overwritten."""
    started = crawler.stats.get_value("start_time")
    overwritten = [str(uri) for uri, feed in crawler.settings.getdict("FEEDS").items() if feed.get("overwrite")]
    return [uri for uri in overwritten if started and _is_written_since(uri, started.timestamp())]


def _is_written_since(uri: str, moment_s: float) -> bool:
    with suppress(OSError, ValueError):
        return Path(uri.removeprefix("file://")).stat().st_mtime >= moment_s - _FILE_CLOCK_S
    return False  # it was kept as it was, or it is not on this machine


def where_articles_are(feeds: Sequence[str], emptied: Sequence[str], articles: int) -> str:
    """Return the end of a summary's first line: where the articles are, or which files have none now.

    >>> where_articles_are(["a.jsonl"], [], 3), where_articles_are(["a.jsonl"], ["a.jsonl"], 0)
    (' -> a.jsonl', ' -> a.jsonl, which is empty now')
    >>> where_articles_are(["a.jsonl"], [], 0), where_articles_are([], ["a.csv", "b.csv"], 0)
    ('', ' -> a.csv, b.csv, which are empty now')
    """
    if articles and feeds:
        return f" -> {', '.join(map(printable, feeds))}"
    if articles or not emptied:
        return ""
    verb = "is" if len(emptied) == 1 else "are"
    return f" -> {', '.join(map(printable, emptied))}, which {verb} empty now"


def _with_format(feeds: Sequence[str] | None) -> list[str]:
    """Return where feeds go as an option names it, with a format where that is only standard output.

    >>> _with_format(["-", "-:csv", "feed.csv"]), _with_format(None)
    (['-:jsonlines', '-:csv', 'feed.csv'], [])
    """
    return [f"-:{_PRINTED}" if feed == "-" else feed for feed in feeds or ()]


def format_error(feeds: Iterable[str], formats: Iterable[str]) -> str | None:
    """Return what is wrong with the format of a feed that an option names, or None.

    >>> format_error(["a.csv", "-:csv", "s3://news/a:csv"], ["jsonl", "csv"])
    >>> format_error(["a.docx"], ["jsonl", "csv"])
    'a.docx: there is no format docx; end the name in .jsonl or .csv, or write a.docx:jsonl'
    >>> format_error(["articles"], ["jsonl", "csv"])
    'articles: its name has no format; end it in .jsonl or .csv, or write articles:jsonl'
    """
    known = list(formats)
    for feed in feeds:
        ending = Path(feed).suffix.removeprefix(".")
        if ending in known or feed.rpartition(":")[2] in known:
            continue
        fault, name = (f"there is no format {ending}", "the name") if ending else ("its name has no format", "it")
        endings = [f".{form}" for form in known]
        choice = f"{', '.join(endings[:-1])} or {endings[-1]}"
        return f"{feed}: {fault}; end {name} in {choice}, or write {feed}:{known[0]}"
    return None


class RunCommand(ArticleCommand, BaseRunSpiderCommand):
    """Runs a spider; articles go to standard output as JSON Lines, unless an option says otherwise."""

    filters: Sequence[str] = ()  # arguments of the spider that are written with -a
    switched_off_by_quiet: tuple[str, ...] = ("NEWSSPIDER_PROGRESS",)
    untold: list[str]  # why the run failed, each one line, as far as nothing was logged of it
    logged: int  # how many lines the log has of that
    _known_options: Iterable[str] = ()

    @abstractmethod
    def add_own_options(self, parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
        """Add the options that this command has alone; return their last group, to which `--quiet` is added."""

    @abstractmethod
    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the arguments and options in one line, or None."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add all options."""
        group = self.add_own_options(parser)
        group.add_argument("--quiet", action="store_true", help="show neither progress nor summary")
        super().add_options(parser)  # last: what our options are about comes first
        self._known_options = parser._option_string_actions

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the options and apply them to the settings."""
        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        register_formats(self.settings)
        opts.output, opts.overwrite_output = _with_format(opts.output), _with_format(opts.overwrite_output)
        if not opts.output and all(feed.startswith("-:") for feed in opts.overwrite_output):
            opts.output, opts.overwrite_output = opts.overwrite_output, []  # nothing is overwritten there
        known = without_none_values(self.settings.getwithbase("FEED_EXPORTERS"))
        if error := format_error((*opts.output, *opts.overwrite_output), known):
            raise UsageError(error)
        super().process_options(args, opts)
        error = unknown_option(args, self._known_options, self.filters)
        error = error or filter_without_option(args, self.filters) or self.option_error(args, opts)
        if error:
            raise UsageError(error)
        log_warnings_only(self.settings)
        if opts.quiet:
            for name in self.switched_off_by_quiet:
                self.settings.set(name, False, priority="cmdline")
        if not self.settings.getdict("FEEDS"):
            self.settings.set("FEEDS", {"stdout:": {"format": _PRINTED}}, priority="cmdline")

    def run_spider(self, spider: type[Spider], arguments: Mapping[str, Any]) -> Crawler | None:
        """Run a spider to its end, and return its crawler; None if it could not begin. Sets the exit code."""
        assert self.crawler_process is not None  # noqa: S101  # as above
        crawler = self._create_crawler(spider)
        crawler.signals.connect(_keep_what_is_there, signals.spider_opened)
        crawler.signals.connect(colour_log, signals.spider_opened)  # a crawler makes its log anew
        from newsspider.signals import run_failed  # noqa: PLC0415  # every `scrapy` imports this file

        self.untold, self.logged, self._is_ended, self._has_begun = [], 0, False, False
        crawler.signals.connect(self._note_begin, signals.spider_opened)
        crawler.signals.connect(self._note_failure, run_failed)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:  # so it is after any run that failed
            self.exitcode = 1
            if self._has_begun:
                return crawler
            self.say_why_it_failed(was_more_printed=False)  # as far as Scrapy has not logged it
            return None
        if crawler.stats.get_value("finish_reason") is None:  # a second signal: the spider was not closed
            crawler.stats.set_value("finish_reason", "shutdown")
        if crawler.stats.get_value("finish_reason") == "shutdown":  # Ctrl-C or SIGTERM
            self.exitcode = 130
        return crawler

    def say_why_it_failed(self, *, was_more_printed: bool, unread_sources: int = 0, is_cut: bool = False) -> None:
        """Print why the run failed, as the last line; of what the log has already only that it did.

        `unread_sources`: of how many sources the log says that they could not be read, or with `is_cut`
        not to their ends. Where it says nothing else, that is all that failed.
        """
        for reason in dict.fromkeys(self.untold):
            tell("ERROR", reason)
        if was_more_printed and self.logged and not self.untold and self.exitcode == 1:
            which = "error" if self.logged == 1 else f"{self.logged:,} errors"
            if unread_sources == self.logged:
                what = f"{counted(unread_sources, 'source')} could not be read{' to the end' if is_cut else ''}"
                tell("ERROR", f"{what}: see the {which} above; all others were read")
            else:
                tell("ERROR", f"the run failed: see the {which} above")

    def _note_begin(self) -> None:
        self._has_begun = True

    def _note_failure(self, reason: str, is_logged: bool, ends_it: bool) -> bool:
        """Note a failure, and return that it will be told. What comes after the end is its consequence."""
        if is_logged:
            self.logged += 1
        elif not (ends_it and self._is_ended):
            self.untold.append(reason)
        self._is_ended = self._is_ended or ends_it
        return not self._logs_to_file

    @property
    def _logs_to_file(self) -> bool:
        """Whether the log is elsewhere: it has all, then, and the terminal the last line."""
        return bool(self.settings and self.settings.get("LOG_FILE"))
