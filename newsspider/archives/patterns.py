"""Patterns of files: `dumps/**/*.warc.gz`, `s3://bucket/2024/*.wacz`."""

from __future__ import annotations

import glob
import os
import re
from pathlib import Path

from newsspider.archives.locations import Location
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

    A relative path begins at the first of `folders` in which anything matches, or without any at the current
    folder. Raises SourceError if there are none.
    """
    if isinstance(pattern, RemotePath):
        found: list[Location] = list(pattern.glob())
    else:
        found = next((paths for folder in folders or ("",) if (paths := _paths(pattern, folder))), [])
    if not found:
        raise SourceError(str(pattern), "no file matches this pattern")
    return found


def _paths(pattern: str, folder: str) -> list[Location]:
    whole = os.path.join(glob.escape(folder), pattern)  # noqa: PTH118  # `folder` may be empty
    paths = [Path(name) for name in sorted(glob.glob(whole, recursive=True))]  # noqa: PTH207  # may be absolute
    return [path for path in paths if path.is_file()] or list(paths)


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
