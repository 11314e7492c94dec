"""Files that survive a kill or a power cut: replaced atomically, or cut back to a length known to be synced."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


class TruncatedFileError(Exception):
    """A file is shorter than what was synced to it."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the content of `path`: a reader sees the old or the new content, never a part."""
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        file.write(content)
        sync(file)
    unfinished.replace(path)


def sync(file: BinaryIO) -> None:
    """Flush `file` and wait until its content is on disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the file names in `folder` are on disk, on systems that can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class AppendFile:
    """An append-only file: created at the first write, cut back to `length` when opened."""

    def __init__(self, path: Path, length: int) -> None:
        self.path, self.length = path, length
        self._file: BinaryIO | None = None
        self._is_dirty = False
        size = path.stat().st_size if path.exists() else 0
        if size < length:
            raise TruncatedFileError(f"{path}: {size} bytes, but {length} were written")
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
        """Sync the file to disk and return its length."""
        if self._file is not None and self._is_dirty:
            sync(self._file)
            self._is_dirty = False
        return self.length

    def close(self) -> None:
        """Close the file. An error on unsynced data is ignored: the next opening cuts that data off anyway."""
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError:
            if self._is_dirty:
                return
            raise
