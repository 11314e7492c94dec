"""A list of rejects that a run both reads and writes: at its end it has what is still to be tried again."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from newsspider.feeds.rejects_by_feed import rewritten
from newsspider.file_locks import held, is_at
from newsspider.items import Reject
from newsspider.reject_rows import MAX_ROW_BYTES, RowPlace, place_value, read_row, row_place


def is_foreign(path: Path) -> bool:
    """Return whether a file holds anything but rejects, so that it is not ours to replace."""
    if not path.is_file():  # a device or a pipe, which reading could wait for
        return False
    try:
        with path.open("rb") as file:
            lines = iter(partial(file.readline, MAX_ROW_BYTES), b"")
            first = next(filter(bytes.strip, lines), b"")
    except OSError:
        return True
    if (row := read_row(first)) is not None:
        return "code" not in row
    is_cut = first.startswith(b'{"') and not first.endswith(b"\n")  # a disk was full
    return bool(first) and not is_cut


class RetriedList:
    """The list at `path` while its rows are tried again.

    It stays as it is until `replace`: what ends the run before that loses none of it. This run's own rejects are
    in a file without a name until then, of which a kill leaves nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filtered: set[RowPlace] = set()
        self._rejects: BinaryIO | None = None
        self._as_read: BinaryIO | None = None  # another run may put another list in the place of what is read
        with suppress(OSError):  # told where it is read
            self._as_read = path.open("rb")

    @property
    def rejects(self) -> BinaryIO:
        """The file of this run's own rejects. Raises OSError."""
        if self._rejects is None:
            self._rejects = tempfile.TemporaryFile(dir=self.path.parent)  # noqa: SIM115  # closed by `replace`
        return self._rejects

    def keep(self, place: Reject) -> None:
        """Keep the row of a page of which the article was not wanted."""
        self._filtered.add(row_place(place))

    def replace(self, read: Collection[int]) -> int:
        """Replace the list by its rows that were not read and this run's rejects; return how many the former are.

        `read` has the bytes at which the rows that were read begin. A list without any row is removed. Raises
        OSError.
        """
        if not read and self._rejects is None:
            self.leave()
            return 0  # the run has told why
        left = 0
        try:
            with held(self.path):
                is_tried = self._tried(read)
                with rewritten(self.path) as target:
                    for at, row in _rows_at(self.path):
                        if not is_tried(at, row):
                            left += 1
                            target.write(row if row.endswith(b"\n") else row + b"\n")
                    if self._rejects is not None:
                        self._rejects.seek(0)
                        shutil.copyfileobj(self._rejects, target)
        finally:
            self.leave()
        return left

    def _tried(self, read: Collection[int]) -> Callable[[int, bytes], bool]:
        """Return what tells of a row, where it begins and its bytes, whether it need not be tried again."""
        is_filtered = self._filter()
        file, self._as_read = self._as_read, None
        if file is None:
            return lambda at, row: at in read and not is_filtered(row)
        with file:  # Windows replaces no file that is open
            if is_at(self.path, file):
                return lambda at, row: at in read and not is_filtered(row)
            rows = (row for at, row in _rows_in(file) if at in read and not is_filtered(row))
            tried = Counter(map(_digest, rows))

        def is_tried(_: int, row: bytes) -> bool:
            digest = _digest(row)
            was_tried = tried[digest] > 0
            tried[digest] -= was_tried
            return was_tried

        return is_tried

    def _filter(self) -> Callable[[bytes], bool]:
        """Return what tells of a row whether an article of its page was not wanted."""
        paths = {path for path, _, _ in self._filtered if path is not None}
        folders = {path[:at] for path in paths for at, char in enumerate(path) if char == "/"} | {"."}

        def is_filtered(row: bytes) -> bool:
            found = read_row(row) if self._filtered else None
            if found is None:
                return False
            path, offset, record = (place_value(found, name) for name in ("path", "offset", "recordId"))
            if offset is not None or record is not None:
                return (path, offset, record) in self._filtered
            return path in paths or path in folders

        return is_filtered

    def leave(self) -> None:
        """Leave the list as it was."""
        if self._as_read is not None:
            self._as_read.close()
            self._as_read = None
        if self._rejects is not None:
            with suppress(OSError):  # of a row that could not be written: told where it was
                self._rejects.close()
            self._rejects = None


def _rows_at(path: Path) -> Iterator[tuple[int, bytes]]:
    with suppress(FileNotFoundError), path.open("rb") as file:
        yield from _rows_in(file)


def _rows_in(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of a file with the byte at which each begins."""
    at = 0
    for row in file:
        yield at, row
        at += len(row)


def _digest(row: bytes) -> bytes:
    return blake2b(row.rstrip(b"\n"), digest_size=16).digest()
