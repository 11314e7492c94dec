"""The commands that newsspider adds to `scrapy`, and what they share.

Every `scrapy` on the machine imports the commands, so whatever reads pages is imported by a command's `run` alone.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Sequence

from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings


class ExamplesHelpFormatter(ScrapyHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Help in Scrapy's form, with line breaks of the description kept: it ends with examples."""


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


def name_log_level(parser: argparse.ArgumentParser) -> None:
    """Let the help say which level `log_warnings_only` logs; Scrapy's says what other commands do."""
    for action in parser._actions:
        if action.dest == "loglevel":
            action.help = "log level (default: WARNING)"


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
