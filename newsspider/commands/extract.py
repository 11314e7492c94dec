"""`newsspider extract SOURCE`: print the article of one page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from newsspider.commands.one_page import (
    OnePageCommand,
    add_record_option,
    add_url_option,
    record_error,
    url_error,
    with_url,
)
from newsspider.display.terminal import tell

if TYPE_CHECKING:
    from newsspider.archives import ArchivedPage
    from newsspider.feeds.one_article import DocumentForm
    from newsspider.items import Article, Reject

_FORMS = {
    "json": "all fields as JSON: indented on a terminal, else in one line (the default)",
    "markdown": "a Markdown document: the main fields as front matter, then the text",
    "html": "an HTML document: headline and text, without scripts and styles",
    "text": "headline and text alone",
}


class Command(OnePageCommand):
    """Prints the article of one page of the web, a file or standard input."""

    operand = "URL|FILE|-"
    description = "Print the article of one page"
    details = """
The page is a URL, a saved page, a page of an archive (WARC, WACZ, WET ...), or - for standard input. A URL
is requested as in a crawl: robots.txt is obeyed, unless -s ROBOTSTXT_OBEY=False is given, and links are not
followed.

Where a page cannot be read, one line says why and the exit code is 1. Where it is probably not an article,
a warning says so.
"""
    examples = (
        ("all fields, as JSON", "https://news.example/story"),
        ("a saved page, as Markdown", "page.html --markdown"),
        (
            "a page from another program, with the URL that it had",
            "- --url https://news.example/story < page.html",
        ),
        ("the seventh page of an archive", "dump.warc.gz --record 7 --text"),
    )
    notes = """
For many pages at once there are `newsspider crawl` for sites, and `newsspider replay` for files and
archives.
"""

    def add_own_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the forms of output, and what is known of the page."""
        forms = parser.add_argument_group("Output").add_mutually_exclusive_group()
        for name, what in _FORMS.items():
            forms.add_argument(
                f"--{name}", dest="form", action="store_const", const=name, default="json", help=what
            )
        group = parser.add_argument_group("Page")
        add_url_option(group)
        add_record_option(group, "extract")

    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the arguments and options in one line, or None."""
        if len(args) != 1:
            return "give one URL or file" + (
                "; for many use newsspider replay or newsspider crawl" if args else ""
            )
        return url_error(args[0], opts.url) or record_error(opts.record)

    def show(self, args: list[str], opts: argparse.Namespace) -> bool:
        """Print the article of the page."""
        from newsspider.errors import NewsspiderError, printable  # noqa: PLC0415  # every `scrapy` imports this file
        from newsspider.items import Reject  # noqa: PLC0415

        pages = self.pages_of(args[0], opts.record)
        page = next(pages, None)
        if page is None:
            return False
        made = self._article(with_url(page, opts.url))
        if isinstance(made, Reject):
            tell("ERROR", f"{args[0]}: {made.reason}")
            return False
        _write(made, opts.form)
        for warning in self._warnings(made):
            tell("WARNING", f"{args[0]}: {warning}")
        with suppress(NewsspiderError, OSError):
            if next(pages, None) is not None and opts.record in {None, 1}:
                sys.stderr.write(f"{printable(args[0])} has more pages: `newsspider replay` extracts them all\n")
        return True

    def _article(self, page: ArchivedPage) -> Article | Reject:
        from newsspider.middlewares.page_context import (  # noqa: PLC0415
            configured_corrections,
            configured_standfirst,
        )
        from newsspider.settings import with_defaults  # noqa: PLC0415  (as above)
        from newsspider.spiders.base import article_or_reject, configured_fields  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        fields = configured_fields(self.settings)
        return article_or_reject(
            page.response,
            page.source,
            page.captured,
            configured_corrections(self.settings, fields),
            fields,
            announcement=page.announcement,
            max_cpu_s=with_defaults(self.settings).getfloat("NEWSSPIDER_MAX_PAGE_CPU_S"),
            standfirst=configured_standfirst(self.settings),
        )

    def _warnings(self, article: Article) -> Iterator[str]:
        from newsspider.settings import with_defaults  # noqa: PLC0415  (as above)

        assert self.settings is not None  # noqa: S101  # as above
        probability = (article.metadata.probability if article.metadata else None) or 0.0
        if probability < with_defaults(self.settings).getfloat("NEWSSPIDER_MIN_PROBABILITY"):
            yield f"this is probably not an article (probability {probability:.2f}); a crawl would leave it out"


def _write(article: Article, form: DocumentForm) -> None:
    from newsspider.feeds.one_article import article_as  # noqa: PLC0415  (as above)

    text = article_as(article, form, is_indented=sys.stdout.isatty())
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
