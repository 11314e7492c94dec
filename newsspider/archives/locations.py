"""Where files are: on disk, at a URL, or in a pipe."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import FileState, RemotePath, StorageOptions

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30})://(?=.)", re.DOTALL)
Location: TypeAlias = Path | RemotePath | PipePath


def is_url(text: str) -> bool:
    """Return whether a text is the URL of a remote file.

    >>> is_url("s3://bucket/a.warc.gz"), is_url("C:/a.warc.gz"), is_url("file:///a.warc.gz")
    (True, False, False)
    """
    found = _URL.match(text)
    return found is not None and found[1].lower() != "file"


def location_of(path: str | Location, storage: StorageOptions | None = None) -> Location:
    """Return the location that a text names: a URL or a path.

    >>> str(location_of("file:///dumps/a%20b.warc")), location_of("s3://news/a.warc").name
    ('/dumps/a b.warc', 'a.warc')
    """
    if not isinstance(path, str):
        if not isinstance(path, Location):
            raise TypeError(f"a source is one path or URL, a str or Path, not {type(path).__name__}")
        return path
    if is_url(path):
        return RemotePath(path, storage or StorageOptions())
    return Path(unquote(urlsplit(path).path) if path.lower().startswith("file://") else path)


def absolute(location: Location) -> Location:
    """Return the location as it is called from any folder."""
    return location.absolute() if isinstance(location, Path) else location


def name_below(file: Location, root: Location) -> str:
    """Return the name of a file in articles and rejects: its path below the folder that was asked for."""
    if file == root:
        return file.name
    if isinstance(file, RemotePath) and isinstance(root, RemotePath):
        return file.relative_name(root)
    return file.relative_to(root).as_posix() if isinstance(file, Path) and isinstance(root, Path) else file.name


def state_of(file: Location, *, fresh: bool = False) -> FileState:
    """Return size and version of a file. Raises OSError and RemoteError."""
    if isinstance(file, RemotePath):
        return file.state(fresh=fresh)
    if isinstance(file, PipePath):
        return FileState(None, "")
    found = file.stat()
    return FileState(found.st_size, f"{found.st_size} {found.st_mtime_ns}")


def state_if_readable(file: Location) -> FileState:
    """Return size and version of a file or folder; one that may not be read has another version when it may be.

    That it cannot be read is told when it is opened. Raises RemoteError.
    """
    if not isinstance(file, Path):
        return state_of(file)
    try:
        state = state_of(file)
    except OSError as error:
        return FileState(0, f"unreadable: {error.errno}")
    needed = os.R_OK | os.X_OK if file.is_dir() else os.R_OK
    return state if os.access(file, needed) else FileState(state.size_bytes, f"unreadable {state.version}")
