"""`scrapy explain SOURCE|URL [FIELD]`: show every candidate of every field, and which blocks became the body."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newsspider.commands.one_page import OnePageCommand, add_record_option, record_error

if TYPE_CHECKING:
    from newsspider.archives import ArchivedPage
    from newsspider.explain import Explanation
    from newsspider.fields import Field


class Command(OnePageCommand):
    """Explains the article of one page of an archive, a file or the web."""

    operand = "URL|FILE [FIELD]"
    description = "Explain why an article has the fields and the text that it has"
    details = """
Shows the candidates for every field in order, which one was chosen and why the others were not, and the
blocks of text that were kept or dropped, each with its probability. With FIELD, only that field is shown
(articleBody: the blocks).

The page is a URL, a saved page, or a page of an archive. A URL is requested as in a crawl: robots.txt is
obeyed, unless -s ROBOTSTXT_OBEY=False is given.
"""
    examples = (
        ("a saved page", "saved.html"),
        ("the seventh page of an archive", "dump.warc.gz --record 7"),
        ("one field of a page on the web", "https://news.example/story authors"),
        ("a page to open in a browser", "saved.html --html why.html"),
    )

    def add_own_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what is explained, and where to."""
        add_record_option(parser, "explain")
        parser.add_argument("--html", metavar="FILE", help="write an HTML page to FILE (-: standard output)")

    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the arguments and options in one line, or None."""
        if not 1 <= len(args) <= 2:
            return "give one URL or file, and at most one field"
        return record_error(args[0], opts.record)

    def show(self, args: list[str], opts: argparse.Namespace) -> bool:
        """Explain the page."""
        from newsspider.spiders.base import configured_corrections, configured_fields  # noqa: PLC0415  # as below

        assert self.settings is not None  # noqa: S101  # set by the command line, Optional in its types
        fields = configured_fields(self.settings)
        # Before the page is read: what is wrong with them should not wait for it.
        field = _field(args[1], fields) if len(args) == 2 else None
        configured_corrections(self.settings, fields)
        page = next(self.pages_of(args[0], opts.record), None)
        if page is not None:
            _write(self._explanation(page, field), opts.html)
        return page is not None

    def _explanation(self, page: ArchivedPage, field: str | None) -> Explanation:
        from newsspider.explain import explain  # noqa: PLC0415  # every `scrapy` command imports this file
        from newsspider.loaders import ArticleLoader  # noqa: PLC0415
        from newsspider.middlewares.page_context import configured_standfirst  # noqa: PLC0415
        from newsspider.spiders.base import configured_corrections, configured_fields  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        fields = configured_fields(self.settings)
        return explain(
            page.response,
            source=page.source,
            captured=page.captured,
            announcement=page.announcement,
            corrections=configured_corrections(self.settings, fields),
            loader=ArticleLoader(fields=fields),
            field=field,
            standfirst=configured_standfirst(self.settings),
        )


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
