"""The file with a list of rejects: rows of several feeds, of which a run replaces those of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsspider.errors import without_secrets
from newsspider.reject_rows import read_row

_PLACE = re.compile(r"%\((\w+)\)s")  # of an attribute of the spider in the URI of a feed
_NEVER_THE_SAME = ("%(time)", "%(batch_time)", "%(batch_id)")  # in the URI of a feed: each run writes another file


class RejectList:
    """The list at `path`, as one run sees it that writes the feed `feed`.

    Rows are appended, also by several runs at once; `replace` removes those that earlier runs with the same feed
    have written. Methods raise OSError.
    """

    def __init__(self, path: Path, feed: str | None = None) -> None:
        self.path, self.feed = path, feed
        self.beside = 0  # rows of other feeds, where the list was replaced
        self._file: BinaryIO | None = None

    @property
    def size_bytes(self) -> int:
        """The size of the file; 0 if there is none."""
        return self.path.stat().st_size if self.path.exists() else 0

    def write(self, row: bytes) -> None:
        """Append a row; a run that is killed leaves whole rows."""
        if self._file is None or not self._is_there(self._file):
            self.close()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab")
        self._file.write(row)
        self._file.flush()

    def _is_there(self, file: BinaryIO) -> bool:
        """Return whether an open file is still the list: another run may have replaced it."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Close the file until the next row."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def replace(self) -> int:
        """Remove the rows of earlier runs that wrote the same feed; return how many there were.

        A list that has no other rows is removed.
        """
        if not self.path.exists():
            return 0
        # Hidden, so that it is no page of its folder if a kill leaves it there.
        beside = self.path.with_name(f".{self.path.name}.part")
        try:
            while True:  # until no other run has written meanwhile
                size, removed = self.size_bytes, 0
                self.beside = 0
                with beside.open("wb") as target:
                    for row in self._rows():
                        if self._is_of_feed(row):
                            removed += 1
                        else:
                            self.beside += 1
                            target.write(row)
                if size == self.size_bytes:
                    break
            if not self.beside:
                self.path.unlink()
            elif removed:
                beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)
        return removed

    def _rows(self) -> Iterator[bytes]:
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            yield from file

    def _is_of_feed(self, row: bytes) -> bool:
        found = read_row(row)
        # What is no row was cut by a full disk: it belongs to nobody.
        return found is None or found.get("feed") == self.feed


def feed_of(crawler: Crawler, path: Path) -> tuple[str | None, bool]:
    """Return how the rows of a list at `path` name the feed of a run, and whether the run overwrites that feed.

    Of several feeds that is the first overwritten one, else the first. A file is named by its path from the list's
    folder, and what is only printed "-"; that is always overwritten. None without a feed.
    """
    feeds = {str(uri): options for uri, options in crawler.settings.getdict("FEEDS").items()}
    kept = [uri for uri in feeds if urlsplit(uri).scheme != "stdout"]
    overwritten = [uri for uri in kept if _is_overwritten(uri, feeds[uri])]
    for uri in (*overwritten, *kept):
        return _named(_PLACE.sub(partial(_attribute, crawler.spider), uri), path), bool(overwritten)
    return ("-" if feeds else None), bool(feeds)


def _attribute(spider: Spider | None, place: re.Match[str]) -> str:
    """Return an attribute of the spider that the URI of a feed has a place for, as Scrapy does; else the place."""
    value = getattr(spider, place[1], None)
    return str(value) if isinstance(value, str | int) else place[0]


def _is_overwritten(uri: str, options: Mapping[str, Any]) -> bool:
    """Return whether a feed takes the place of the one that the last run wrote."""
    return bool(options.get("overwrite")) and not any(place in uri for place in _NEVER_THE_SAME)


def _named(uri: str, path: Path) -> str:
    scheme = urlsplit(uri).scheme
    if scheme not in ("", "file") and not Path(uri).drive:
        return without_secrets(uri)
    file = Path(file_uri_to_path(uri) if scheme == "file" else uri).absolute()
    try:
        return Path(os.path.relpath(file, path.absolute().parent)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()
