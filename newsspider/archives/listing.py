"""The files under a path, in an order that does not change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsspider.archives.formats.dbm_cache import is_beside_database
from newsspider.archives.formats.http_cache import BODY, is_cache_entry
from newsspider.errors import SourceError


def list_files(path: str | Path) -> Iterator[Path]:
    """Yield the files under `path`, by name, a folder's files before its folders; or `path` itself.

    Of what Scrapy's HTTP cache keeps in several files it is the one with the content. Hidden files and folders,
    folders behind links, pipes and devices are left out. Raises SourceError where `path` does not exist or is
    neither a file nor a folder.
    """
    root = Path(path)
    if not root.exists():
        raise SourceError(str(path), "no such file or folder")
    if root.is_file():
        yield root
    elif root.is_dir():
        yield from _files_under(root)
    else:
        raise SourceError(str(path), "neither a file nor a folder")


def _files_under(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, onerror=_raise_unlistable):
        # Sorted in place: os.walk goes down in the order that it finds here.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [BODY] if is_cache_entry(files) else sorted(files):
            file = Path(folder, name)
            if not name.startswith(".") and not is_beside_database(name, files) and file.is_file():
                yield file


def _raise_unlistable(error: OSError) -> None:
    raise SourceError(str(error.filename), error.strerror or "cannot be listed") from error
