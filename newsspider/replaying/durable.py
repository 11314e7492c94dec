"""Files that survive a kill and a power cut: written whole, or cut back to what is known to be sound."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


class ShorterError(Exception):
    """A file holds less than it is known to have held."""


def write_whole(path: Path, content: bytes) -> None:
    """Make `content` the file's content: at no moment does `path` hold a part of it."""
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        file.write(content)
        sync(file)
    unfinished.replace(path)


def sync(file: BinaryIO) -> None:
    """Return once what was written to `file` is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk, where the system knows how to do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class AppendFile:
    """A file that only grows; made when the first byte is written, cut back to `length` when it is opened."""

    def __init__(self, path: Path, length: int) -> None:
        self.path, self.length = path, length
        self._file: BinaryIO | None = None
        self._is_dirty = False
        size = path.stat().st_size if path.exists() else 0
        if size < length:
            raise ShorterError(f"{path}: {size} bytes, where {length} were written")
        if size:
            self._file = path.open("r+b")
            self._file.truncate(length)
            self._file.seek(length)

    def write(self, data: bytes) -> int:
        """Append `data`; return its length."""
        if self._file is None:
            self._file = self.path.open("wb")
        self._is_dirty = True
        self.length += len(data)
        return self._file.write(data)

    def sync(self) -> int:
        """Return the file's length once all of it is on the disk."""
        if self._file is not None and self._is_dirty:
            sync(self._file)
            self._is_dirty = False
        return self.length

    def close(self) -> None:
        """Close the file; what cannot be written any more is what its next opening would cut off."""
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError:
            if self._is_dirty:
                return
            raise
