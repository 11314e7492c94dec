"""The command `newsspider`: the same commands as those of `scrapy`, for people who have no Scrapy project.

In a folder with a scrapy.cfg, or below one, the project's settings hold.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from newsspider.display.terminal import tell
from newsspider.version import __version__

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcessBase
    from scrapy.settings import Settings

    from newsspider.commands import ArticleCommand

# The modules of the commands. They are imported when asked for: Scrapy takes 0.3 s.
COMMANDS = {
    "extract": "newsspider.commands.extract",
    "crawl": "newsspider.commands.news",
    "replay": "newsspider.commands.replay",
    "explain": "newsspider.commands.explain",
}
_ASYNCIO_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# What is wrong with a command line where its help says more: an option or argument that is unknown or missing.
_HELPED = re.compile(r"there is no option|there is no such argument|^give |expected one argument")
_ARGUMENT = re.compile(r"\bargument (?=-)")  # argparse's "argument --format: ...": others begin with the option
_STOPPED = 130  # what a shell says of a program that Ctrl-C ended


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, and exit with its exit code."""
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:  # before a crawl has begun, which says itself how far it came
        sys.stderr.write(_stopped(sys.argv[1:] if argv is None else argv))
        status = _STOPPED
    sys.exit(status)


def _stopped(args: Sequence[str]) -> str:
    r"""Return what to say of a command that was stopped while it began.

    >>> _stopped(["crawl", "https://news.example/"]), _stopped(["extract", "page.html"])
    ('stopped before the first page. Run the same command again.\n', 'stopped\n')
    """
    begins_run = args[:1] and args[0] in {"crawl", "replay"}
    return "stopped before the first page. Run the same command again.\n" if begins_run else "stopped\n"


def _run(args: list[str]) -> int:
    name = args[0] if args else "--help"
    if name in {"-h", "--help", "help"}:
        sys.stdout.write(_overview())
        return 0
    if name in {"-V", "--version"}:
        sys.stdout.write(f"{_version()}\n")
        return 0
    if name not in COMMANDS:
        tell("ERROR", _unknown(name))
        return 2
    return _run_command(name, args[1:])


def _run_command(name: str, args: list[str]) -> int:
    from scrapy.exceptions import UsageError  # noqa: PLC0415  # as COMMANDS

    settings = _settings()
    if settings is None:
        return 1
    command = _command(name)
    parser = _parser(name, command, settings)
    opts, rest = parser.parse_known_args(args)
    try:
        command.process_options(rest, opts)
        if command.requires_crawler_process:
            command.crawler_process = _crawler_process(settings)
        if opts.profile:
            profile = cProfile.Profile()
            profile.runcall(command.run, rest, opts)
            profile.dump_stats(opts.profile)
        else:
            command.run(rest, opts)
    except UsageError as error:
        parser.error(str(error))
    return command.exitcode


def _command(name: str) -> ArticleCommand:
    command: ArticleCommand = import_module(COMMANDS[name]).Command()
    command.called_as = f"newsspider {name}"
    return command


def _parser(name: str, command: ArticleCommand, settings: Settings) -> argparse.ArgumentParser:
    from scrapy.cmdline import ScrapyArgumentParser  # noqa: PLC0415  # as COMMANDS

    class Parser(ScrapyArgumentParser):
        """Tells what is wrong in one line."""

        def error(self, message: str) -> NoReturn:
            message = _ARGUMENT.sub("", message)
            tell("ERROR", f"{message} (see newsspider {name} --help)" if _HELPED.search(message) else message)
            sys.exit(2)

    parser = Parser(
        prog=f"newsspider {name}",
        usage=f"newsspider {name} {command.syntax()}",
        conflict_handler="resolve",
        description=command.long_desc(),
    )
    command.settings = settings
    command.add_options(parser)
    return parser


def _settings() -> Settings | None:
    """Return the settings of the project around, or Scrapy's own; None, after a message, where it has bad ones."""
    from scrapy.utils.conf import closest_scrapy_cfg  # noqa: PLC0415  # as COMMANDS
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    try:
        return get_project_settings()
    except Exception as error:  # noqa: BLE001  # a project's settings are a program of its own
        named = os.environ.get("SCRAPY_SETTINGS_MODULE", "")
        place = closest_scrapy_cfg() or "SCRAPY_SETTINGS_MODULE"
        what = " ".join(f"{type(error).__name__}: {error}".split())
        tell("ERROR", f"the settings {named} of {place} cannot be loaded: {what}")
        return None


def _crawler_process(settings: Settings) -> CrawlerProcessBase:
    """Return what runs spiders, as Scrapy's own command line makes it."""
    from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess  # noqa: PLC0415  # as COMMANDS

    is_asyncio = settings["TWISTED_REACTOR"] == _ASYNCIO_REACTOR and not settings.getbool("FORCE_CRAWLER_PROCESS")
    if is_asyncio or not settings.getbool("TWISTED_REACTOR_ENABLED"):
        return AsyncCrawlerProcess(settings)
    return CrawlerProcess(settings)


def _overview() -> str:
    """Return the help of `newsspider` itself."""
    listed = "".join(f"  {name:9} {_command(name).short_desc()}\n" for name in COMMANDS)
    return (
        f"usage: newsspider COMMAND ...\n\nExtract the articles of news pages, live or archived.\n\n"
        f"commands:\n{listed}\n"
        "newsspider COMMAND --help shows examples and options; newsspider --version, what is installed.\n"
    )


def _version() -> str:
    import platform  # noqa: PLC0415  # as COMMANDS

    import scrapy  # noqa: PLC0415

    from newsspider import _native  # noqa: PLC0415

    python = platform.python_version()
    return f"newsspider {__version__} (Scrapy {scrapy.__version__}, Python {python}, {_native.state()})"


def _unknown(name: str) -> str:
    """Return what to say to a name that is no command."""
    if name.startswith("-"):
        return f"there is no option {name} before the command; newsspider --help lists the commands"
    if name.lower().startswith(("http://", "https://")) or Path(name).exists():
        return f"a command is missing: newsspider extract {name}"
    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(COMMANDS)}"
    return f"there is no command {name!r}; {hint}"
