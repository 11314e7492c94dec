"""`scrapy explain SOURCE|URL [FIELD]`: show every candidate of every field, and which blocks became the body."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsspider.commands import ExamplesHelpFormatter, log_warnings_only, name_log_level

if TYPE_CHECKING:
    from newsspider.archives import ArchivedPage
    from newsspider.explain import Explanation
    from newsspider.fields import Field

# One page is only looked at: no feed of the project is overwritten, no port opened, no crawl resumed.
_NO_SIDE_EFFECTS: dict[str, Any] = {
    "FEEDS": {},
    "JOBDIR": None,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


_HELP = """\
Explain why a page's article has the fields and the text that it has.

Shows every field's candidates in order, which one won and why the others did not,
and the blocks of text that were kept or dropped, with their probabilities. With
FIELD it shows that field alone (articleBody: the blocks).

Examples:
  scrapy explain saved.html                         a saved page
  scrapy explain dump.warc.gz --record 7            the seventh page of an archive
  scrapy explain https://example.org/story authors  one field of a page on the web
  scrapy explain saved.html --html why.html         a report to open in a browser
"""


class Command(ScrapyCommand):
    """Explains the article of one page of an archive, a file or the web."""

    requires_project = False

    def syntax(self) -> str:
        """Return the arguments, as the usage line shows them."""
        return "[options] SOURCE|URL [FIELD]"

    def short_desc(self) -> str:
        """Return the command's description in the list of commands."""
        return "Explain why an article has the fields and the text that it has"

    def long_desc(self) -> str:
        """Return the help text above the options."""
        return _HELP

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        parser.formatter_class = ExamplesHelpFormatter
        super().add_options(parser)
        name_log_level(parser)
        parser.add_argument(
            "--record", metavar="N", type=int, default=1, help="explain page N of the source (default: 1)"
        )
        parser.add_argument("--html", metavar="FILE", help="write an HTML report to FILE (-: standard output)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Apply the options to the settings."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101  # set by scrapy.cmdline, Optional in its types
        log_warnings_only(self.settings)
        self.settings.setdict(_NO_SIDE_EFFECTS, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain the page that `args` name, or print in one line why that is not possible."""
        # Not at the top: every `scrapy` command imports this file.
        from newsspider.errors import NewsspiderError, PageError, printable  # noqa: PLC0415

        _check(args, opts)
        try:
            explanation = self._explanation(args, opts.record)
            if explanation is not None:
                _write(explanation, opts.html)
        except BrokenPipeError:  # `scrapy explain ... | head` has got what it wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except (NewsspiderError, OSError) as error:
            place = f"{args[0]}: " if isinstance(error, PageError) else ""
            sys.stderr.write(f"ERROR: {printable(place + str(error))}\n")
            explanation = None
        if explanation is None:
            self.exitcode = 1

    def _explanation(self, args: list[str], record: int) -> Explanation | None:
        from newsspider.explain import explain  # noqa: PLC0415  (as above)
        from newsspider.loaders import ArticleLoader  # noqa: PLC0415
        from newsspider.middlewares.page_context import configured_standfirst  # noqa: PLC0415
        from newsspider.settings import wrong_settings  # noqa: PLC0415
        from newsspider.spiders.base import configured_corrections, configured_fields  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        for error in wrong_settings(self.settings):
            raise error
        fields = configured_fields(self.settings)
        place, field = args[0], _field(args[1], fields) if len(args) == 2 else None
        corrections = configured_corrections(self.settings, fields)
        page = self._fetched(place) if _is_url(place) else self._archived(place, record)
        if page is None:
            return None
        return explain(
            page.response,
            source=page.source,
            captured=page.captured,
            announcement=page.announcement,
            corrections=corrections,
            loader=ArticleLoader(fields=fields),
            field=field,
            standfirst=configured_standfirst(self.settings),
        )

    def _archived(self, path: str, record: int) -> ArchivedPage:
        from newsspider.explain.pages import nth_page  # noqa: PLC0415  (as above)
        from newsspider.spiders.reading import configured_reading  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        return nth_page(path, record, configured_reading(self.settings))

    def _fetched(self, url: str) -> ArchivedPage | None:
        from newsspider.archives import ArchivedPage  # noqa: PLC0415  (as above)
        from newsspider.items import Source  # noqa: PLC0415
        from newsspider.spiders.one_page import OnePageSpider  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101  # as above
        pages: list[ArchivedPage] = []
        self.crawler_process.crawl(
            OnePageSpider,
            url=url,
            keep=lambda response: pages.append(ArchivedPage(response, Source(kind="live"), datetime.now(UTC))),
        )
        self.crawler_process.start()
        return pages[0] if pages else None


def _is_url(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))


def _check(args: list[str], opts: argparse.Namespace) -> None:
    """Raise UsageError for bad arguments."""
    if unknown := [arg for arg in args if arg.startswith("-")]:
        raise UsageError(f"unknown option {unknown[0]}")
    if not 1 <= len(args) <= 2:
        raise UsageError("give a file, a folder or a URL, and at most one field")
    if opts.record < 1:
        raise UsageError(f"--record must be 1 or more, not {opts.record}")
    if opts.record > 1 and _is_url(args[0]):
        raise UsageError("--record is for archives: a URL has one page")


def _field(name: str, fields: Mapping[str, Field]) -> str:
    """Return which of `fields` is asked for. Raises UsageError where none is."""
    from newsspider.explain.explanation import field_named, known_fields  # noqa: PLC0415  (as above)

    try:
        return field_named(name, fields)
    except KeyError:
        if name in fields:
            raise UsageError(f"{name!r} has no candidates: it is made from other fields") from None
        raise UsageError(f"unknown field {name!r}; known fields: {', '.join(known_fields(fields))}") from None


def _write(explanation: Explanation, html: str | None) -> None:
    from newsspider.display.terminal import has_colours, width_of  # noqa: PLC0415  (as above)
    from newsspider.explain.browser import html_page  # noqa: PLC0415
    from newsspider.explain.terminal import terminal_lines  # noqa: PLC0415

    if html == "-":
        sys.stdout.buffer.write(html_page(explanation))
    elif html is not None:
        Path(html).write_bytes(html_page(explanation))
    else:
        lines = terminal_lines(explanation, width=width_of(sys.stdout), colours=has_colours(sys.stdout))
        text = "".join(f"{line}\n" for line in lines)
        # A terminal that cannot show a character gets "?" for it, not a traceback.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
    sys.stdout.flush()
