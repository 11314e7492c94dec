"""What `extract` and `explain` share: they read one page of a file, an archive or the web."""

from __future__ import annotations

import argparse
import os
import re
import sys
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import UsageError

from newsspider.commands import ArticleCommand, log_warnings_only, unknown_option
from newsspider.display.terminal import colour_log, tell

if TYPE_CHECKING:
    from newsspider.archives import ArchivedPage

# One page is only looked at: no feed of the project is overwritten, no port opened, no crawl resumed.
_NO_SIDE_EFFECTS: dict[str, Any] = {
    "FEEDS": {},
    "JOBDIR": None,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}

# "example.org/story", "localhost:8000/story": addresses without their scheme.
_HOST = re.compile(r"(?:(localhost)|[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})(?::[0-9]{1,5})?/")


class OnePageCommand(ArticleCommand):
    """Reads a page and prints something about it; errors are one line, with exit code 1."""

    _known_options: tuple[str, ...] = ()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add all options."""
        self.add_own_options(parser)
        super().add_options(parser)
        self._known_options = tuple(parser._option_string_actions)

    @abstractmethod
    def add_own_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options that this command has alone."""

    @abstractmethod
    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the arguments and options in one line, or None."""

    @abstractmethod
    def show(self, args: list[str], opts: argparse.Namespace) -> bool:
        """Print what is asked for, and return whether that was possible; the reason is an error, or logged."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the options and apply them to the settings."""
        super().process_options(args, opts)
        error = unknown_option(args, self._known_options) or self.option_error(args, opts)
        if error:
            raise UsageError(error)
        assert self.settings is not None  # noqa: S101  # set by the command line, Optional in its types
        log_warnings_only(self.settings)
        self.settings.setdict(_NO_SIDE_EFFECTS, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the page that `args` name, or print in one line why that is not possible."""
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.errors import NewsspiderError, PageError  # noqa: PLC0415
        from newsspider.settings import wrong_settings  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        try:
            for error in wrong_settings(self.settings):
                raise error
            is_shown = self.show(args, opts)
        except BrokenPipeError:  # `newsspider extract ... | head` has got what it wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except (NewsspiderError, OSError) as error:
            if isinstance(error, OSError) and error.filename and error.strerror:
                tell("ERROR", f"{error.filename}: {error.strerror}")
            else:
                tell("ERROR", (f"{args[0]}: " if isinstance(error, PageError) else "") + str(error))
            is_shown = False
        if not is_shown:
            self.exitcode = 1

    def pages_of(self, source: str, number: int | None, last: int | None = None) -> Iterator[ArchivedPage]:
        """Yield the pages of a source from that number on, or none after an error.

        With `last`, it is the number of the last. A URL without a number is the page of that address, and with one
        an archive.
        """
        from newsspider.errors import SourceError  # noqa: PLC0415  (as above)
        from newsspider.explain.pages import container_of, pages_from  # noqa: PLC0415  (as above)
        from newsspider.spiders.reading import configured_reading  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        if is_web_url(source) and number is None:
            yield from self._fetched(source)
        elif (host := _HOST.match(source)) and not Path(container_of(source)[0]).exists():
            scheme = "http" if host[1] else "https"
            raise SourceError(source, f"no such file or folder; for a page on the web write {scheme}://{source}")
        else:
            yield from pages_from(source, number or 1, configured_reading(self.settings), last)

    def _fetched(self, url: str) -> list[ArchivedPage]:
        from newsspider.archives import ArchivedPage  # noqa: PLC0415  (as above)
        from newsspider.items import Source  # noqa: PLC0415
        from newsspider.spiders.one_page import OnePageSpider  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101  # as above
        pages: list[ArchivedPage] = []
        crawler = self.crawler_process.create_crawler(OnePageSpider)
        crawler.signals.connect(colour_log, signals.spider_opened)  # a crawler makes its log anew
        self.crawler_process.crawl(
            crawler,
            url=url,
            keep=lambda response: pages.append(ArchivedPage(response, Source(kind="live"), datetime.now(UTC))),
        )
        self.crawler_process.start()
        return pages


def is_web_url(source: str) -> bool:
    """Return whether a source is the address of a page on the web."""
    return source.lower().startswith(("http://", "https://"))


def add_record_option(parser: argparse._ActionsContainer, what: str) -> None:
    """Add the option that says which page of an archive is meant."""
    parser.add_argument("--record", metavar="N", type=int, help=f"{what} page N of an archive (default: 1)")


def add_url_option(parser: argparse._ActionsContainer) -> None:
    """Add the option that says where a page in a file was: relative links and pictures have addresses by it."""
    parser.add_argument("--url", metavar="URL", help="the URL that a page in a file had")


def url_error(source: str, url: str | None) -> str | None:
    """Return what is wrong with the URL that a page in a file is said to have had, or None."""
    if url and is_web_url(source):
        return "--url is for files: a page on the web has the URL that it is requested by"
    if url and not is_web_url(url):
        return f"--url: {url!r} does not start with http:// or https://"
    return None


def with_url(page: ArchivedPage, url: str | None) -> ArchivedPage:
    """Return a page as one that was at `url`, or as it is without one."""
    return replace(page, response=page.response.replace(url=url)) if url else page


def record_error(record: int | None) -> str | None:
    """Return what is wrong with the number of a page, or None."""
    if record is not None and record < 1:
        return f"--record must be 1 or more, not {record}"
    return None
