"""Files that list sources, one a line: what is said with `--from`, and Common Crawl's `warc.paths.gz`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from newsspider.archives.files import look_at
from newsspider.archives.locations import Location, is_url, location_of
from newsspider.archives.patterns import expanded, is_pattern, is_there, matches
from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.errors import SourceError

# A list of sources that is a source itself, such as Common Crawl's: by its name, and by what its lines are.
_LIST_NAME = re.compile(r"\.(?:paths|lst|list|txt)(?:\.gz)?$", re.IGNORECASE)
_LISTED = re.compile(
    r"""["']?\S{1,2000}\.(?:w?arc|wa[rt]|wet|wacz|jsonl?|ndjson|parquet|zip|tar)(?:\.(?:gz|zst|xz|bz2|lz4))?["']?""",
    re.IGNORECASE,
)
_PATHS_NAME = re.compile(r"\.paths(?:\.gz)?$", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)
_SNIFFED_LINES = 20
_MAX_LINE_BYTES = 1 << 16
_QUOTED = re.compile(r"""(["'])(.{1,65536})\1""", re.DOTALL)
Found: TypeAlias = Location | SourceError


@dataclass(frozen=True, slots=True)
class SourceList:
    """A file that lists sources; `prefix` is where the relative paths in it begin."""

    file: Location
    prefix: str
    storage: StorageOptions

    def located(self) -> Iterator[Found]:
        """Yield the location of each source, or why there is none. The list is read line by line."""
        is_empty = True
        for line in _lines(self.file):
            yield from self._on_line(line, is_first=is_empty)
            is_empty = False
        if is_empty:
            raise SourceError(str(self.file), "the list is empty: it names no source")

    def _on_line(self, written: str, *, is_first: bool) -> Iterator[Found]:
        """Yield what a line names: one location, or all that match a pattern, or that none does."""
        line = self._unquoted(written)
        location = self._place(line)
        if is_pattern(line, location):
            yield from or_error(self._matches(line, location))
            return
        if is_first and not self.prefix and isinstance(self.file, Path) and not is_there(location):
            reason = (
                "it is not a list of sources"
                if not line.isprintable()
                else (
                    f"{line} is neither beside the list nor in the current folder; use --prefix to say where it is"
                )
            )
            raise SourceError(str(self.file), reason)
        yield location

    def _unquoted(self, line: str) -> str:
        """Return a line without quotes around all of it, unless a file's name has them."""
        quoted = _QUOTED.fullmatch(line)
        has_them = quoted is None or (isinstance(self.file, Path) and is_there(self._place(line)))
        return line if quoted is None or has_them else quoted[2]

    def _place(self, line: str) -> Location:
        """Return the location that a line names. Raises SourceError if it may not name it.

        A relative path begins at the list's folder, or above it, where its own first part lies:
        `crawl-data/a.warc.gz` in `https://host/crawl-data/2024/warc.paths` is `https://host/crawl-data/a.warc.gz`.
        For a list on disk it begins at the current folder, if it is not there. An absolute path in a list at a URL
        begins at its host.
        """
        if isinstance(self.file, RemotePath):
            if _is_of_this_computer(line, self.prefix):
                reason = f"a list at a URL may not name files on this computer: {line}"
                raise SourceError(str(self.file), reason)
        else:
            line = expanded(line)
        if is_url(line):
            return location_of(line, self.storage)
        if self.prefix and not Path(line).is_absolute():
            return location_of(f"{self.prefix.rstrip('/')}/{line}", self.storage)
        if isinstance(self.file, RemotePath):
            return self._on_host(self.file, line)
        if isinstance(self.file, PipePath) or Path(line).is_absolute() or line.lower().startswith("file://"):
            return location_of(line, self.storage)
        beside = Path(f"{_base(self.file.absolute().as_posix(), line)}/{line}")
        return beside if is_there(beside) else Path(line)

    def _on_host(self, file: RemotePath, line: str) -> RemotePath:
        if line.startswith("/"):
            scheme, _, rest = file.url.partition("://")
            return RemotePath(f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0]}{line}", self.storage)
        return RemotePath(f"{_base(file.url, line)}/{line}", self.storage)

    def _matches(self, line: str, location: Location) -> Iterator[Location]:
        if isinstance(location, RemotePath):
            yield from matches(location)
            return
        path = str(location_of(expanded(line)))
        folders = [self.prefix] if self.prefix else [""]
        if not self.prefix and isinstance(self.file, Path):  # as a path, it may begin at the current folder
            folders.insert(0, _base(self.file.absolute().as_posix(), path))
        yield from matches(path, *folders)


def or_error(found: Iterator[Found]) -> Iterator[Found]:
    """Yield locations, and at last the error that ended them, if any."""
    try:
        yield from found
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(str(error.filename), error.strerror or str(error))


def is_path_list(file: Location) -> bool:
    """Return whether a file is a list of archives: each of its first lines is the path or URL of one."""
    first = _first_lines(file)
    return bool(first) and all(_LISTED.fullmatch(line) for line in first)


def may_be_list(file: Location) -> bool:
    """Return whether a file is called like a list, and is a file."""
    if isinstance(file, PipePath) or not _LIST_NAME.search(file.name):
        return False
    try:
        return not isinstance(file, Path) or file.is_file()
    except OSError:
        return False


def list_advice(file: Location) -> str | None:
    """Return how to read a file that lists something other than archives; None for one that is no list.

    Each of the first lines of a list is a URL, or names what is beside the list or in the current folder.
    """
    if not isinstance(file, Path) or not (first := _first_lines(file)):
        return None
    if all(_WEB_ADDRESS.fullmatch(line) for line in first):
        crawl = f"`newsspider crawl --urls-file {file}` crawls them"
        return f"looks like a list of URLs: {crawl}, --from {file} reads them as archives"
    is_listed = _PATHS_NAME.search(file.name) or all(_is_near(file, line) for line in first)
    return f"looks like a list of sources: --from {file} reads what it names" if is_listed else None


def _is_near(listed: Path, line: str) -> bool:
    quoted = _QUOTED.fullmatch(line)
    path = expanded(quoted[2] if quoted else line)
    try:
        return is_there(listed.parent / path) or is_there(Path(path))
    except (OSError, ValueError):  # no path that there can be
        return False


def _first_lines(file: Location) -> list[str]:
    if not may_be_list(file):
        return []
    try:
        return list(islice(_lines(file), _SNIFFED_LINES))
    except OSError:
        return []


def _lines(file: Location) -> Iterator[str]:
    """Yield the lines of a list that name a source: neither empty ones nor comments."""
    try:
        for _, line in look_at(file, file.name).lines(_MAX_LINE_BYTES):
            text = (line or b"").decode("utf-8", "surrogateescape").strip().lstrip("\ufeff")
            if text and not text.startswith("#"):
                yield text
    except EOFError as error:
        raise SourceError(str(file), str(error)) from error


def _is_of_this_computer(line: str, prefix: str) -> bool:
    """Return whether a line of a list at a URL would name a file on disk that the user did not allow."""
    if is_url(line):
        return False
    if line.lower().startswith("file:"):
        return True
    return bool(prefix) and not is_url(prefix) and ".." in Path(line).parts


def _base(listed_in: str, line: str) -> str:
    """Return where the relative path in a list begins.

    >>> _base("s3://news/crawl-data/2024/warc.paths", "crawl-data/a.warc")
    's3://news'
    >>> _base("https://host/lists/a.txt", "b.warc")
    'https://host/lists'
    """
    start = listed_in.partition("://")[0] + "://" if "://" in listed_in else ""
    path = urlsplit(listed_in)._replace(query="", fragment="").geturl() if start.startswith("http") else listed_in
    folder = path.removeprefix(start).rpartition("/")[0]
    above, found, _ = f"{folder}/".partition(f"/{line.partition('/')[0]}/") if "/" in line else ("", "", "")
    return start + (above if found else folder)
