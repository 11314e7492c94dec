"""Files and folders as pages: what was asked for, found by content, read lazily."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from newsspider.archives.containers import container_of, listed_members
from newsspider.archives.files import DumpFile, look_at
from newsspider.archives.filters import PageFilter
from newsspider.archives.formats.dbm_cache import dbm_base, read_dbm_cache
from newsspider.archives.formats.http_cache import BODY, is_cache_entry, read_cache_entry
from newsspider.archives.formats.table import Format, recognized
from newsspider.archives.formats.warc import warc_beside
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.listing import list_files
from newsspider.archives.lookup.capture_archive import Revisits
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped
from newsspider.errors import SourceError
from newsspider.items import Reject


def open_source(  # noqa: PLR0913  # one path; the others by name, and each may be left out
    path: str | Path,
    *,
    max_page_bytes: int,
    json_fields: JsonFields | None = None,
    statuses: frozenset[int] = frozenset({200}),
    text_separator: re.Pattern[str] | None = None,
    wanted: PageFilter | None = None,
    count_skipped: Callable[[str], None] | None = None,
) -> Iterator[ArchivedPage | Reject]:
    """Yield the pages of a file, zip, tar or folder, and a reject for each thing that could not be read.

    Lazy: nothing is opened before the first page is asked for, one file is open at a time, and no more than
    the page at hand and the one before it is held. `json_fields` says where the objects of JSON files hold a
    page (default: under the names of known corpora); responses with an HTTP status that is none of `statuses`
    are skipped, and so is what is not `wanted`; a page begins at each line of a text file that `text_separator`
    matches. `count_skipped` is called with a short reason for each sound record that is skipped. Raises
    SourceError, at the first step, where nothing can be read at all; a folder or archive in which no file is a
    dump raises it after its rejects.
    """
    root = Path(path)
    options = options_within(
        root,
        ReadOptions(max_page_bytes, json_fields or JsonFields(), statuses, wanted or PageFilter(), text_separator),
    )
    readable = False
    for found in _dumps(root, max_page_bytes):
        if isinstance(found, Reject):
            yield found
            continue
        readable = True
        for outcome in outcomes_of(*found, options):
            if not isinstance(outcome, Skipped):
                yield outcome
            elif count_skipped is not None:
                count_skipped(outcome.reason)
    if not readable:
        kind = "folder" if root.is_dir() else "archive"
        raise SourceError(str(path), f"no file in this {kind} is a dump that can be read")


def options_within(root: Path, options: ReadOptions) -> ReadOptions:
    """Return the options for files of a source, which may refer to one another. Lazy: nothing is opened."""
    return replace(options, resolve=Revisits(root), has_warc_beside=warc_beside(root))


def _dumps(root: Path, max_page_bytes: int) -> Iterator[tuple[DumpFile, Format] | Reject]:
    """Yield each file that can be read, those in zip and tar files too, and a reject for each that cannot."""
    for file in list_files(root):
        name = name_of(file, root)
        try:
            yield from dumps_in(file, name, max_page_bytes)
        except SourceError as error:
            if file == root:
                raise
            yield Reject(path=name, code="unreadable", reason=error.reason)


def name_of(file: Path, root: Path) -> str:
    """Return what a file is called in what comes of it: its path from the folder that was asked for on."""
    return file.relative_to(root).as_posix() if file != root else file.name


def dumps_in(file: Path, name: str, max_page_bytes: int) -> Iterator[tuple[DumpFile, Format] | Reject]:
    """Yield the file, or what a zip or tar holds. Raises SourceError, at the first step, for one of no format."""
    dump = looked_at(file, name)
    if entry := _cache_entry(file, dump):
        yield entry
    elif container := container_of(dump.head):
        yield from _members(listed_members(container, dump, max_page_bytes))
    else:
        yield _recognized(dump, str(file))


def _members(members: Iterator[DumpFile | Reject]) -> Iterator[tuple[DumpFile, Format] | Reject]:
    for member in members:
        if isinstance(member, Reject):
            yield member
            continue
        try:
            yield _recognized(member, member.name)
        except SourceError as error:
            yield Reject(path=member.name, code="unreadable", reason=error.reason)


def looked_at(file: Path, name: str) -> DumpFile:
    """Return the file with its first bytes read. Raises SourceError where that cannot be done."""
    try:
        return look_at(file, name)
    except OSError as error:
        raise SourceError(str(file), error.strerror or str(error)) from error


def _cache_entry(file: Path, dump: DumpFile) -> tuple[DumpFile, Format] | None:
    """Return a body or a database of Scrapy's HTTP cache with who reads it; names and neighbours tell it."""
    if base := dbm_base(file):
        return dump, Format("httpcache", lambda _: False, partial(read_dbm_cache, base))
    if file.name != BODY or not is_cache_entry([one.name for one in file.parent.iterdir()]):
        return None
    return dump, Format("httpcache", lambda _: False, partial(read_cache_entry, file.parent))


def _recognized(dump: DumpFile, path: str) -> tuple[DumpFile, Format]:
    if dump.size_bytes == 0:
        raise SourceError(path, "the file is empty")
    found = recognized(dump)
    if found is None:
        damaged = "damaged from its beginning, or " if dump.compression and not dump.head else ""
        raise SourceError(path, f"{damaged}of no format that can be read")
    return found


def _reject_of_url(page: ArchivedPage) -> Reject | None:
    """Return a reject of a page whose URL is none, on which no link can be resolved."""
    try:
        urlsplit(page.response.url)
    except ValueError as error:
        source = page.source
        return Reject(
            path=source.path,
            offset=source.offset,
            recordId=source.recordId,
            url=page.response.url,
            code="url",
            reason=f"its URL is none: {error}",
        )
    return None


def outcomes_of(dump: DumpFile, known: Format, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what the file holds: pages that are wanted, rejects, and why the others are skipped."""
    try:
        for outcome in known.read(dump, options):
            yield with_filter(outcome, options)
    except (OSError, EOFError) as error:
        yield Reject(path=dump.name, code="unreadable", reason=str(error))


def with_filter(outcome: Outcome, options: ReadOptions) -> Outcome:
    """Return `outcome`, or why the page that it is is not wanted, or has a URL that is none."""
    if not isinstance(outcome, ArchivedPage):
        return outcome
    reason = options.wanted.reason_against(outcome.response, outcome.captured)
    return Skipped(reason) if reason else _reject_of_url(outcome) or outcome
