"""What a replay into one feed has read already: a file that lies in two of its sources is read once."""

from __future__ import annotations

from pathlib import Path

from newsspider.archives.formats.reject_list import is_reject_list
from newsspider.archives.locations import Location
from newsspider.archives.recognition import RUN_FOLDER, is_hidden


class ReadOnce:
    """The files and folders on disk that were read."""

    def __init__(self) -> None:
        self._read: set[Path] = set()

    def add(self, source: Location) -> None:
        """Note that a source was read, with all below it."""
        if isinstance(source, Path):
            self._read.add(source.resolve())

    def has(self, file: Location) -> bool:
        """Return whether a file or folder was read, as a source or below one."""
        if not self._read or not isinstance(file, Path):
            return False
        path = file.resolve()
        return path in self._read or any(_reads(folder, path) for folder in path.parents if folder in self._read)


def _reads(folder: Path, path: Path) -> bool:
    """Return whether the replay of a folder reads what is at a path below it."""
    name = path.relative_to(folder).as_posix()
    # A list of rejects is one only if it is named itself, and what is beside feeds is read only then.
    return not is_hidden(name) and RUN_FOLDER not in name.split("/") and not is_reject_list(path)
