"""The commands of `newsspider` and those that it adds to `scrapy`, and what they share.

Every `scrapy` on the machine imports the commands, so whatever reads pages is imported by a command's `run` alone.
"""

from __future__ import annotations

import argparse
import difflib
import logging
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newsspider.errors import printable

# Scrapy's own options in the words of a person who wants to use them, with the defaults that our commands have.
_OPTION_HELP = {
    "spargs": "pass an argument to the spider (repeatable)",
    "output": "append the articles to FILE; the format is that of its name (.jsonl, .csv, .parquet, .md ...), or "
    "given as FILE:FORMAT; - is standard output",
    "overwrite_output": "write the articles to FILE, replacing what is there",
    "logfile": "write the log to FILE, not to the terminal",
    "loglevel": "log messages of this level and above: DEBUG, INFO, WARNING or ERROR (default: WARNING)",
    "nolog": "log nothing",
    "profile": "write a cProfile profile of the run to FILE",
    "pidfile": "write the process ID to FILE",
    "set": "change a setting (repeatable); the documentation lists them all, under Settings and stats",
    "pdb": "start the debugger when an error is logged",
}
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class HelpFormatter(argparse.HelpFormatter):
    """Help whose paragraphs are filled to the terminal's width; lines that are indented stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = (
            part if part.startswith("  ") or "\n  " in part else textwrap.fill(part, width)
            for part in text.strip().split("\n\n")
        )
        return textwrap.indent("\n\n".join(filled), indent)


class ArticleCommand(ScrapyCommand):
    """A command of ours: it works outside of projects, and its help has a few sentences, then examples."""

    requires_project = False
    operand = ""  # what is given beside the options: "URL..."
    description = ""  # one line
    details = ""  # the paragraphs below it in the help
    examples: Sequence[tuple[str, str]] = ()  # what each does, and its arguments
    notes = ""  # what stands below the examples
    called_as = ""  # what the user types: "scrapy news", or "newsspider crawl"

    def syntax(self) -> str:
        """Return the arguments, as the usage line shows them."""
        return f"[options] {self.operand}"

    def short_desc(self) -> str:
        """Return the command's description in the list of commands."""
        return self.description

    def long_desc(self) -> str:
        """Return the help text above the options."""
        command = self.called_as or f"scrapy {type(self).__module__.rpartition('.')[2]}"
        shown = [f"  # {what}\n  {command} {arguments}" for what, arguments in self.examples]
        parts = [f"{self.description}.", self.details, "Examples:", *shown, self.notes]
        return "\n\n".join(part.strip("\n") for part in parts if part)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options, in our words."""
        parser.formatter_class = HelpFormatter
        super().add_options(parser)
        for action in parser._actions:
            action.help = _OPTION_HELP.get(action.dest, action.help)
        for group in parser._action_groups:
            if group.title == "Global Options":
                group.title = "Log and settings"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check Scrapy's options and apply them to the settings."""
        if opts.loglevel:
            opts.loglevel = opts.loglevel.upper()
            if opts.loglevel not in logging.getLevelNamesMapping():
                raise UsageError(f"-L: {opts.loglevel!r} is not one of {', '.join(_LOG_LEVELS)}")
        if opts.logfile and (reason := _log_obstacle(Path(opts.logfile))):
            raise UsageError(f"--logfile: {opts.logfile} cannot be written: {reason}")
        super().process_options(args, opts)


def _log_obstacle(path: Path) -> str | None:
    from newsspider.feeds.paths import write_obstacle  # noqa: PLC0415  # every `scrapy` imports this file

    return write_obstacle(path) if path.absolute().parent.exists() else f"there is no folder {path.parent}"


def unknown_option(args: Sequence[str], known: Iterable[str], filters: Sequence[str] = ()) -> str | None:
    """Return what is wrong with arguments of which one is an option that is not known, or None.

    >>> unknown_option(["https://example.org/", "--dors"], ["--doors", "--since"])
    'there is no option --dors; did you mean --doors?'
    >>> unknown_option(["a.warc", "--min-words", "100"], ["--workers"], ["min_words"])
    'there is no option --min-words: write -a min_words=100'
    """
    for position, arg in enumerate(args):
        if arg.startswith("-") and arg != "-":  # that is standard input
            name, _, value = arg.partition("=")
            meant = difflib.get_close_matches(name.strip("-").replace("-", "_").lower(), filters, n=1, cutoff=0.8)
            if meant:
                value = value or next(iter(args[position + 1 :]), "") or "..."
                return f"there is no option {name}: write -a {meant[0]}={value}"
            near = difflib.get_close_matches(name, list(known), n=1)
            return f"there is no option {name}" + (f"; did you mean {near[0]}?" if near else "")
    return None


def filter_without_option(args: Sequence[str], filters: Sequence[str]) -> str | None:
    """Return what is wrong with sources of which one is a filter whose `-a` was forgotten, or None.

    >>> filter_without_option(["a.warc", "min_words=5"], ["min_words"])
    'min_words=5: did you mean -a min_words=5?'
    >>> filter_without_option(["a.warc", "https://example.org/?since=2024"], ["since"])
    """
    for arg in args:
        name, equals, value = arg.partition("=")
        meant = name.replace("-", "_").lower()
        if equals and meant in filters and not Path(arg).exists():  # a folder may be named so: since=2024
            return f"{printable(arg)}: did you mean -a {meant}={printable(value)}?"
    return None


def register_formats(settings: BaseSettings) -> None:
    """Let `-O` and `-o` know our formats of feeds outside a project too; the project's own win."""
    from newsspider.settings import FEED_EXPORTERS  # noqa: PLC0415  # as above

    own = settings.getdict("FEED_EXPORTERS")
    settings.set("FEED_EXPORTERS", {**FEED_EXPORTERS, **own}, settings.getpriority("FEED_EXPORTERS") or "addon")


def log_warnings_only(settings: BaseSettings) -> None:
    """Log warnings and errors only, in one short line each, unless the command line says otherwise."""
    if (settings.getpriority("LOG_LEVEL") or 0) < SETTINGS_PRIORITIES["cmdline"]:
        settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
        settings.set("LOG_FORMAT", "%(levelname)s: %(message)s", priority="cmdline")
