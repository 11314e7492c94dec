"""Patterns of files: `dumps/**/*.warc.gz`, `s3://bucket/2024/*.wacz`."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from newsspider.archives.locations import Location
from newsspider.archives.recognition import RUN_FOLDER, is_of_a_run
from newsspider.archives.remote_path import RemotePath
from newsspider.errors import SourceError

_WILD = re.compile(r"[*?[]")


def is_pattern(written: str, location: Location) -> bool:
    """Return whether a text is a pattern, and not the name of what is at `location`."""
    if isinstance(location, RemotePath):  # in a web address a question mark begins a query
        return "*" in written if location.scheme in ("http", "https") else bool(_WILD.search(written))
    return isinstance(location, Path) and bool(_WILD.search(written)) and not is_there(location)


def matches(pattern: str | RemotePath, *folders: str) -> list[Location]:
    """Return the files that match a pattern, by name, or the folders if no files do.

    What a run keeps beside its feeds, in `_run`, is left out unless the pattern names that folder.

    A relative path begins at the first of `folders` in which anything matches, or without any at the current
    folder. Raises SourceError if there are none.
    """
    if isinstance(pattern, RemotePath):
        found: list[Location] = _without_runs(pattern.glob(), pattern.url)
    else:
        found = next((paths for folder in folders or ("",) if (paths := _paths(pattern, folder))), [])
    if not found:
        raise SourceError(str(pattern), "no file matches this pattern")
    return found


def _paths(pattern: str, folder: str) -> list[Location]:
    whole = os.path.join(glob.escape(folder), pattern)  # noqa: PTH118  # `folder` may be empty
    named: list[Location] = [Path(name) for name in sorted(glob.glob(whole, recursive=True))]  # noqa: PTH207  # may be absolute
    paths = _without_runs(named, pattern)
    return [path for path in paths if path.is_file()] or paths


def _without_runs(found: Iterable[Location], pattern: str) -> list[Location]:
    if RUN_FOLDER in pattern.split("/"):
        return list(found)
    is_of_run = cache(is_of_a_run)
    return [location for location in found if not (folder := _run_folder(location)) or not is_of_run(folder)]


def _run_folder(location: Location) -> Location | None:
    """Return the first folder `_run` in a path."""
    if isinstance(location, RemotePath):
        above, name, _ = f"{location.url}/".partition(f"/{RUN_FOLDER}/")
        return RemotePath(f"{above}/{RUN_FOLDER}", location.storage) if name else None
    parts = location.parts if isinstance(location, Path) else ()
    return Path(*parts[: parts.index(RUN_FOLDER) + 1]) if RUN_FOLDER in parts else None


def is_there(location: Location) -> bool:
    """Return whether there is something at a location; where nothing may be looked at, there may be."""
    try:
        return location.exists()
    except PermissionError:
        return True


def expanded(path: str) -> str:
    """Return a path in which `~` stands for a home folder as the path without it, unless it is a name itself.

    >>> expanded("dumps/~a"), expanded("~/dumps").startswith("~")
    ('dumps/~a', False)
    """
    return os.path.expanduser(path) if path.startswith("~") and not os.path.lexists(path) else path  # noqa: PTH111
