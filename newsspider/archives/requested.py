"""What a user asks for as locations: files, folders, URLs, patterns of these, standard input, lists of sources."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from newsspider.archives.files import look_at
from newsspider.archives.locations import Location, is_url, location_of
from newsspider.archives.pipes import STANDARD_INPUT, PipePath
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.errors import SourceError

# A list of sources that is a source itself, such as Common Crawl's: by its name, and by what its lines are.
_LIST_NAME = re.compile(r"\.(?:paths|lst|list|txt)(?:\.gz)?$", re.IGNORECASE)
_LISTED = re.compile(
    r"\S{1,2000}\.(?:w?arc|wa[rt]|wet|wacz|jsonl?|ndjson|parquet|zip|tar)(?:\.(?:gz|zst|xz|bz2|lz4))?",
    re.IGNORECASE,
)
_SNIFFED_LINES = 20
_MAX_LINE_BYTES = 1 << 16
_WILD = re.compile(r"[*?[]")
Found: TypeAlias = Location | SourceError


@dataclass(frozen=True, slots=True)
class Requested:
    """The sources, and the files that list sources; `prefix` is where the relative paths in lists begin."""

    sources: Sequence[str] = ()
    lists: Sequence[str] = ()
    prefix: str = ""

    def located(self, storage: StorageOptions) -> Iterator[Found]:
        """Yield the location of each source, or why there is none. Lists are read line by line."""
        for source in self.sources:
            yield from _or_error(self._source(source, storage))
        for listed in self.lists:
            yield from _or_error(self._listed(_file_at(listed, storage), storage))

    def _source(self, source: str, storage: StorageOptions) -> Iterator[Location]:
        location = _file_at(source, storage)
        if _is_pattern(source, location):
            yield from _matches(source, storage)
        elif isinstance(location, (Path, RemotePath)) and is_path_list(location):
            yield from self._listed(location, storage)
        else:
            yield location

    def _listed(self, file: Location, storage: StorageOptions) -> Iterator[Location]:
        for number, line in enumerate(_lines(file)):
            if (
                not number
                and not self.prefix
                and isinstance(file, Path)
                and not _exists(_place(line, file, storage))
            ):
                reason = f"{line} is neither beside the list nor in the current folder; --prefix says where it is"
                raise SourceError(str(file), reason)
            if isinstance(file, RemotePath) and _is_of_this_computer(line, self.prefix):
                raise SourceError(str(file), f"a list at a URL may not name files of this computer: {line}")
            if self.prefix and not is_url(line) and not Path(line).is_absolute():
                yield location_of(f"{self.prefix.rstrip('/')}/{line}", storage)
            else:
                yield _place(line, file, storage)


def _or_error(found: Iterator[Location]) -> Iterator[Found]:
    """Yield locations, and at last the error that ended them, if any."""
    try:
        yield from found
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(str(error.filename), error.strerror or str(error))


def _file_at(source: str, storage: StorageOptions) -> Location:
    if source == STANDARD_INPUT:
        return PipePath(source)
    location = location_of(source, storage)
    try:
        return PipePath(source) if isinstance(location, Path) and location.is_fifo() else location
    except (OSError, ValueError):  # no path that there can be: told when it is opened
        return location


def _is_pattern(source: str, location: Location) -> bool:
    if isinstance(location, RemotePath):  # in a web address a question mark begins a query
        return "*" in source if location.scheme in ("http", "https") else bool(_WILD.search(source))
    return isinstance(location, Path) and bool(_WILD.search(source)) and not _exists(location)


def _matches(pattern: str, storage: StorageOptions) -> list[Location]:
    if is_url(pattern):
        remote = location_of(pattern, storage)
        found: list[Location] = list(remote.glob()) if isinstance(remote, RemotePath) else []
    else:
        paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207  # may be absolute
        found = [path for path in paths if path.is_file()] or list(paths)
    if not found:
        raise SourceError(pattern, "no file matches this pattern")
    return found


def is_path_list(file: Path | RemotePath) -> bool:
    """Return whether a file is a list of archives: each of its first lines is the path or URL of one."""
    if not _LIST_NAME.search(file.name) or (isinstance(file, Path) and not file.is_file()):
        return False
    try:
        first = list(islice(_lines(file), _SNIFFED_LINES))
    except OSError:
        return False
    return bool(first) and all(_LISTED.fullmatch(line) for line in first)


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


def _place(line: str, file: Location, storage: StorageOptions) -> Location:
    """Return the location that a line of a list names.

    A relative path begins at the list's folder, or above it, where its own first part lies: `crawl-data/a.warc.gz`
    in `https://host/crawl-data/2024/warc.paths` is `https://host/crawl-data/a.warc.gz`. For a list on disk it
    begins at the current folder, if it is not there. An absolute path in a list at a URL begins at its host.
    """
    if is_url(line):
        return location_of(line, storage)
    if isinstance(file, RemotePath):
        if line.startswith("/"):
            scheme, _, rest = file.url.partition("://")
            return RemotePath(f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0]}{line}", storage)
        return RemotePath(f"{_base(file.url, line)}/{line}", storage)
    if isinstance(file, PipePath) or Path(line).is_absolute() or line.lower().startswith("file://"):
        return location_of(line, storage)
    beside = Path(f"{_base(file.absolute().as_posix(), line)}/{line}")
    return beside if _exists(beside) else Path(line)


def _exists(location: Location) -> bool:
    """Return whether there is something at a location; where nothing may be looked at, there may be."""
    try:
        return location.exists()
    except PermissionError:
        return True


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
