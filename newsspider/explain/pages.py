"""The pages of a source that one page at a time is asked of."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from newsspider.archives import ArchivedPage, PageFilter, ReadOptions, open_source
from newsspider.archives.locations import Location, is_url
from newsspider.archives.reader import has_byte_positions, options_within, record_steps
from newsspider.archives.requested import Requested
from newsspider.display.reasons import in_words
from newsspider.errors import SourceError
from newsspider.items import Reject

logger = logging.getLogger(__name__)

_ANY_STATUS = frozenset(range(100, 1_000))


def nth_page(source: str, number: int, options: ReadOptions) -> ArchivedPage:
    """Return the page of that number, from 1, as `pages_from` counts them, and raise as it does."""
    return next(pages_from(source, number, options))


def pages_from(source: str, number: int, options: ReadOptions, last: int | None = None) -> Iterator[ArchivedPage]:
    """Yield the pages of a source from that number on, counted from 1 without rejects and skipped records.

    With `last`, it is the number of the last. How many could not be read is logged at the end.

    A source is a file, also one in an archive as `page_at` takes it, a folder, a URL of an archive, a pattern of
    these, or "-" for standard input. Raises SourceError where there are fewer pages, or nothing can be read.
    """
    counts = _Counts()
    yield from islice(_pages(source, options, counts), number - 1, last)
    if counts.pages < number:
        noun = "page" if counts.pages == 1 else "pages"
        raise SourceError(source, f"there is no page {number}: it holds {counts.pages} {noun}{counts.lost}")
    if counts.rejects:
        logger.warning(
            "%s: %d could not be read and are not counted; the first: %s", source, counts.rejects, counts.reason
        )


def page_at(source: str, offset: int, options: ReadOptions, url: str = "") -> ArchivedPage:
    """Return the page whose record begins at that byte of a file, as `metadata.source.offset` of its article says.

    A file in a zip, tar or WACZ is named as its article's `metadata.source.path` names it, below the archive's own
    path: `dumps/a.zip/2026/b.html`. With `url`, only a page of that URL is meant. Its status may be any. Of a file
    whose records begin at known bytes only that record is read. Raises SourceError where there is none, or where
    pages of several files begin at that byte.
    """
    found: dict[str, ArchivedPage] = {}
    reason = ""
    archive, name = container_of(source)
    for file in Requested((archive,)).located(options.storage):
        if isinstance(file, SourceError):
            raise file
        for one in _at_byte(file, offset, options):
            path = one.source.path if isinstance(one, ArchivedPage) else one.path
            if name and path != f"{file.name}/{name}":
                continue
            if isinstance(one, Reject):
                reason = f": {one.code}: {one.reason}"
            elif url in {"", one.response.url}:
                if name or path == file.name:
                    return one
                found.setdefault(path or "", one)
            if len(found) > 1:
                names = " and ".join(found)
                raise SourceError(source, f"several files have a page at byte {offset}: name one, such as {names}")
    if not found:
        raise SourceError(source, f"no page begins at byte {offset}{f' that is {url}' if url else reason}")
    return next(iter(found.values()))


def _at_byte(file: Location, offset: int, options: ReadOptions) -> Iterator[ArchivedPage | Reject]:
    """Yield what begins at that byte of a file, or of the files in a folder or container."""
    own = replace(options_within(file, options), statuses=_ANY_STATUS, wanted=PageFilter())
    outcomes: Iterator[object]
    if not file.is_dir() and has_byte_positions(file, own):
        outcomes = (step.outcome for step in islice(record_steps(file, file.name, own, offset, offset + 1), 1))
    else:
        outcomes = iter(open_source(file, own))
    for one in outcomes:
        if isinstance(one, ArchivedPage | Reject) and _offset(one) == offset:
            yield one


def _offset(one: ArchivedPage | Reject) -> int | None:
    return one.source.offset if isinstance(one, ArchivedPage) else one.offset


def container_of(source: str) -> tuple[str, str]:
    """Return the file that a path leads into, and the path within it, which is `""` where it leads into none.

    >>> container_of("nowhere/a.html")
    ('nowhere/a.html', '')
    """
    path = Path(source)
    if is_url(source) or path.exists():
        return source, ""
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    return (source, "") if archive is None else (str(archive), path.relative_to(archive).as_posix())


_MOST_NAMES = 2_000  # are compared in 0.3 s
_DAMAGES = frozenset({"damaged", "truncated"})


class _Counts:
    """How many pages and rejects a source had so far, why the first is one, and which other page is damaged."""

    def __init__(self) -> None:
        self.pages = self.rejects = 0
        self.reason = self.damage = ""
        self.others: list[str] = []  # names of pages that were not asked for
        self.skipped: Counter[str] = Counter()

    def note_skipped(self, reason: str) -> None:
        """Count a valid record that holds no page."""
        self.skipped[reason] += 1

    @property
    def lost(self) -> str:
        """What there is besides pages, and why it is none."""
        rejects = f", {self.rejects} could not be read; {self.reason}" if self.rejects else ""
        skipped = ", ".join(
            f"{count} {why} ({in_words('skipped', why)})" for why, count in sorted(self.skipped.items())
        )
        return rejects + (f"; skipped: {skipped}" if skipped else "")

    def note_other(self, found: ArchivedPage | Reject, name: str) -> None:
        """Note what lies beside the page that was asked for."""
        if isinstance(found, ArchivedPage):
            if len(self.others) < _MOST_NAMES:
                self.others.append(name)
        elif found.code in _DAMAGES and not self.damage:
            self.damage = f"; it is damaged at {found.path}: {found.reason}"

    def hint(self, name: str) -> str:
        """Return what may be meant by the name of a page that is not there, or why it may be missing."""
        by_name = {other.lower(): other for other in reversed(self.others)}
        by_name |= {other.lower().rpartition("/")[2]: other for other in self.others}
        near = get_close_matches(name.lower(), by_name, n=1)
        return self.damage or (f"; did you mean {by_name[near[0]]}?" if near else "")


def _pages(source: str, options: ReadOptions, counts: _Counts) -> Iterator[ArchivedPage]:
    archive, name = container_of(source)
    for location in Requested((archive,)).located(options.storage):
        if isinstance(location, SourceError):
            raise location
        for found in open_source(location, options, counts.note_skipped):
            path = found.source.path if isinstance(found, ArchivedPage) else found.path
            is_whole = isinstance(found, Reject) and path == location.name  # the archive cannot be read further
            if name and path != f"{location.name}/{name}" and not is_whole:
                counts.note_other(found, (path or "").removeprefix(f"{location.name}/"))
                continue
            if isinstance(found, ArchivedPage):
                counts.pages += 1
                yield found
            else:
                counts.rejects += 1
                counts.reason = counts.reason or f"{found.code}: {found.reason}"
    if name and not (counts.pages or counts.rejects):
        raise SourceError(archive, f"it holds no page {name}{counts.hint(name)}")
