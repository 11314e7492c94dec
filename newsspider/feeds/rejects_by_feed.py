"""The file with a list of rejects: rows of several feeds, of which a run replaces those of its own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsspider.errors import without_secrets
from newsspider.file_locks import held, is_at
from newsspider.reject_rows import read_row

_PLACE = re.compile(r"%\((\w+)\)s")  # of an attribute of the spider in the URI of a feed
_NEVER_THE_SAME = ("%(time)", "%(batch_time)", "%(batch_id)")  # in the URI of a feed: each run writes another file


@contextmanager
def rewritten(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of the list at `path`, which is `held`; an empty one removes it."""
    # Hidden, so that it is no page of its folder if a kill leaves it there.
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as target:
            yield target
            size = target.tell()
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    # In one step: as soon as another file is at `path`, others may hold that.
    if size:
        beside.replace(path)
    else:
        beside.unlink()
        path.unlink(missing_ok=True)


class RejectList:
    """The list at `path`, as one run sees it that writes the feed `feed`.

    Rows are appended, also by several runs at once; `replace` removes those that earlier runs with the same feed
    have written. Methods raise OSError.
    """

    def __init__(self, path: Path, feed: str | None = None) -> None:
        self.path, self.feed = path, feed
        self.beside = 0  # rows of other feeds, where the list was replaced
        self._file: BinaryIO | None = None
        self._own_bytes: int | None = None

    @property
    def own_bytes(self) -> int:
        """The length of the rows of the same feed."""
        if self._own_bytes is None:
            self._own_bytes = sum(len(row) for row in self._rows() if self._is_own(row))
        return self._own_bytes

    def write(self, row: bytes) -> None:
        """Append a row; a run that is killed leaves whole rows."""
        while not self._is_written(row):
            pass  # another run has just replaced the list, or removed it
        if self._own_bytes is not None:
            self._own_bytes += len(row)

    def _is_written(self, row: bytes) -> bool:
        file, is_new = self._file, False
        if file is None or not is_at(self.path, file):
            self.close()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = file = self.path.open("ab")
            is_new = True
        with held(self.path) as is_there:
            if not is_at(self.path, file):
                return False
            if is_there and is_new and self._is_cut():
                file.write(b"\n")  # else the row would be lost with the one before it
            file.write(row)
            file.flush()
        return True

    def _is_cut(self) -> bool:
        """Return whether the last row has no end, as a disk was full."""
        with self.path.open("rb") as file:
            if not file.seek(0, os.SEEK_END):
                return False
            file.seek(-1, os.SEEK_END)
            return file.read() != b"\n"

    def close(self) -> None:
        """Close the file until the next row."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def replace(self) -> int:
        """Remove the rows of earlier runs that wrote the same feed; return how many there were.

        A list that has no other rows is removed.
        """
        return self._keep(0)

    def cut(self, own_bytes: int) -> int:
        """Remove the rows of the same feed behind so many bytes of them; return how many bytes are missing.

        Those belong to pages that are requested again, as the run was killed. Rows of other feeds stay, wherever
        they are.
        """
        self._keep(own_bytes)
        return max(0, own_bytes - self.own_bytes)

    def _keep(self, own_bytes: int) -> int:
        """Keep the rows of other feeds, and so many bytes of those of this one; return how many are removed."""
        self._own_bytes = None
        with held(self.path) as is_there:
            if not is_there:
                return 0
            self.beside = sum(not is_own for _, _, is_own in self._judged(own_bytes))
            removed = sum(not is_kept for _, is_kept, _ in self._judged(own_bytes))
            if removed:
                with rewritten(self.path) as target:
                    target.writelines(row for row, is_kept, _ in self._judged(own_bytes) if is_kept)
        return removed

    def _judged(self, own_bytes: int) -> Iterator[tuple[bytes, bool, bool]]:
        """Yield each row, whether it is kept, and whether it is of the same feed."""
        own = 0
        for row in self._rows():
            found = read_row(row)  # what is no row was cut by a full disk: it belongs to nobody
            is_own = found is None or found.get("feed") == self.feed
            own += len(row) if found is not None and is_own else 0
            yield row, not is_own or (found is not None and own <= own_bytes), is_own

    def _rows(self) -> Iterator[bytes]:
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            yield from file

    def _is_own(self, row: bytes) -> bool:
        found = read_row(row)
        return found is not None and found.get("feed") == self.feed


def list_key(rejects: RejectList) -> str:
    """Return what a list and a feed are called among the files of a run, of which others are called by their path.

    >>> list_key(RejectList(Path("/news/rejects.jsonl"), "a.jsonl"))
    '["/news/rejects.jsonl", "a.jsonl"]'
    """
    return json.dumps([str(rejects.path.absolute()), rejects.feed])


def list_of_key(key: str) -> RejectList | None:
    """Return the list and the feed of a key of `list_key`; None for the path of another file.

    >>> list_of_key('["/news/rejects.jsonl", "a.jsonl"]').feed, list_of_key("/news/a.jsonl")
    ('a.jsonl', None)
    """
    if not key.startswith("["):  # as no absolute path does
        return None
    path, feed = json.loads(key)
    return RejectList(Path(path), feed)


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
