"""`scrapy explain SOURCE|URL [FIELD...]`: show each candidate of each field, and which blocks became the body."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newsspider.commands.one_page import (
    OnePageCommand,
    add_url_option,
    is_web_url,
    record_error,
    url_error,
    with_url,
)
from newsspider.errors import NewsspiderError, printable

if TYPE_CHECKING:
    from newsspider.archives import ArchivedPage
    from newsspider.explain import Explanation
    from newsspider.fields import Field

_RANGE = re.compile(r"([0-9]{1,15})(?:-([0-9]{0,15}))?")


class Command(OnePageCommand):
    """Explains the article of one page of an archive, a file or the web."""

    operand = "URL|FILE [FIELD...]"
    description = "Explain why an article has the fields and the text that it has"
    details = """
Shows the candidates for every field in order, which one was chosen and why the others were not, and the
blocks of text that were kept or dropped, each with its probability. With FIELD, only that field is shown, or
those that are named (articleBody: the blocks).

The page is a URL, a saved page, or a page of an archive, which may be a URL with --record or --at. A page
is requested as in a crawl: robots.txt is obeyed, unless -s ROBOTSTXT_OBEY=False is given.
"""
    examples = (
        ("a saved page", "saved.html"),
        ("a saved page that does not say where it was", "saved.html --url https://news.example/story"),
        ("the seventh page of an archive", "dump.warc.gz --record 7"),
        ("one page of a zip", "dump.zip/2026/storm.html"),
        ("the page of an article with this metadata.source.offset", "dump.warc.gz --at 48211"),
        ("the headlines of its first twenty pages", "dump.warc.gz headline --record 1-20"),
        ("two fields of a page on the web", "https://news.example/story headline authors"),
        ("a page to open in a browser", "saved.html --html why.html"),
        (
            "a folder of such pages, each with links to the next and previous",
            "dump.warc.gz --record 1-20 --html why/",
        ),
    )

    def add_own_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what is explained, and where to."""
        parser.add_argument(
            "--record",
            metavar="N[-M]",
            type=record_range,
            help="explain page N of an archive, or pages N to M, or N- to the end (default: 1)",
        )
        parser.add_argument(
            "--at",
            metavar="BYTE",
            type=int,
            help="explain the page at this byte of an archive, which its article has as metadata.source.offset",
        )
        add_url_option(parser)
        parser.add_argument(
            "--html",
            metavar="FILE",
            help="write an HTML page to FILE (-: standard output); for several pages, a folder of them",
        )

    def option_error(self, args: list[str], opts: argparse.Namespace) -> str | None:
        """Return what is wrong with the arguments and options in one line, or None."""
        if not args:
            return "give one URL or file, and the fields to explain; without a field, all are explained"
        first, last = opts.record or (1, 1)
        if first != last and opts.html == "-":
            return "--html - is for one page: give a folder for several"
        if opts.at is not None and (opts.at < 0 or opts.record):
            return "--at is for a page of an archive: give its byte, from 0, and no --record"
        if opts.url and first != last:
            return "--url is for one page: leave out --record, or give one number"
        place = _place_error(Path(opts.html or "-"), several=first != last)
        return url_error(args[0], opts.url) or place or record_error(first)

    def show(self, args: list[str], opts: argparse.Namespace) -> bool:
        """Explain the pages."""
        from newsspider.explain.configured import configured_explainer  # noqa: PLC0415  # as below

        assert self.settings is not None  # noqa: S101  # set by the command line, Optional in its types
        # Before the page is read: what is wrong with fields and corrections should not wait for it.
        explainer = configured_explainer(self.settings)
        only = list(dict.fromkeys(_field(name, explainer.fields) for name in args[1:]))
        first, last = opts.record or (None, 1)
        if opts.at is None:
            pages = self.pages_of(args[0], first, last + (first is None))  # one more, to know whether there is
        else:
            pages = iter((self._page_at(args[0], opts.at),))
        asked = islice(pages, 1) if first is None else pages
        explained = (explainer.explanation(with_url(page, opts.url), only) for page in asked)
        if opts.html not in {None, "-"} and first not in {None, last}:
            return _write_folder(Path(opts.html), args[0], explained) > 0
        number = 0
        for number, explanation in enumerate(explained, 1):
            _write(explanation, opts.html, is_first=number == 1)
        with suppress(NewsspiderError, OSError):
            if first is None and next(pages, None) is not None:
                sys.stderr.write(f"{printable(args[0])} has more pages: --record N explains another one\n")
        return number > 0

    def _page_at(self, source: str, offset: int) -> ArchivedPage:
        from newsspider.explain.pages import page_at  # noqa: PLC0415  # every `scrapy` command imports this file
        from newsspider.spiders.reading import configured_reading  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  # as above
        return page_at(source, offset, configured_reading(self.settings))


def _field(name: str, fields: Mapping[str, Field]) -> str:
    """Return which of `fields` is asked for. Raises UsageError where none is."""
    from newsspider.explain.explanation import field_named, known_fields  # noqa: PLC0415  (as above)
    from newsspider.fields.nearest import nearest_field  # noqa: PLC0415  (as above)

    try:
        return field_named(name, fields)
    except KeyError:
        if name in fields:
            raise UsageError(f"{name!r} has no candidates: it is made from other fields") from None
        if Path(name).is_file() or is_web_url(name):
            raise UsageError(f"give one URL or file, and behind it names of fields, not {name!r}") from None
        known = known_fields(fields)
        near = nearest_field(name, known)
        hint = f"did you mean {near}? " if near else ""
        raise UsageError(f"unknown field {name!r}; {hint}known fields: {', '.join(known)}") from None


def _place_error(place: Path, *, several: bool) -> str | None:
    """Return why `--html` cannot write one page, or `several`, to a place; None if it can."""
    if not several:
        return f"--html: {place} is a folder: give the name of a file for one page" if place.is_dir() else None
    if place.is_file():
        return f"--html: {place} is a file: give a folder for several pages"
    if place.suffix in {".html", ".htm"} and not place.exists():
        return f"--html: {place} is a name for one page: give a folder for several, such as {place.stem}/"
    return None


def record_range(text: str) -> tuple[int, int]:
    """Return the first and the last of the pages that `--record` names.

    >>> record_range("7"), record_range("3-12"), record_range("3-") == (3, sys.maxsize)
    ((7, 7), (3, 12), True)
    """
    found = _RANGE.fullmatch(text)
    first = int(found[1]) if found else 0
    last = first if found is None or found[2] is None else int(found[2] or sys.maxsize)
    if not 1 <= first <= last:
        raise argparse.ArgumentTypeError(
            f"write the number of a page, or a range such as 3-12 or 3-, not {text!r}"
        )
    return first, last


def _write(explanation: Explanation, html: str | None, *, is_first: bool = True) -> None:
    from newsspider.display.terminal import has_colours, width_of  # noqa: PLC0415  (as above)
    from newsspider.explain.browser import html_page  # noqa: PLC0415
    from newsspider.explain.terminal import terminal_lines  # noqa: PLC0415

    if html == "-":
        sys.stdout.buffer.write(html_page(explanation))
    elif html is not None:
        Path(html).parent.mkdir(parents=True, exist_ok=True)
        Path(html).write_bytes(html_page(explanation))
        sys.stderr.write(f"written: {printable(html)}\n")
    else:
        lines = terminal_lines(explanation, width=width_of(sys.stdout), colours=has_colours(sys.stdout))
        text = ("" if is_first else "\n") + "".join(f"{line}\n" for line in lines)
        # A terminal that cannot show a character gets "?" for it, not a traceback.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
    sys.stdout.flush()


def _write_folder(folder: Path, source: str, explained: Iterator[Explanation]) -> int:
    """Write a page for each explanation and one that lists them; return how many there are."""
    from newsspider.explain.folder import write_folder  # noqa: PLC0415  (as above)

    written = len(write_folder(folder, source, explained))
    sys.stderr.write(
        f"{written} {'page' if written == 1 else 'pages'} explained: {printable(str(folder / 'index.html'))}\n"
    )
    return written
