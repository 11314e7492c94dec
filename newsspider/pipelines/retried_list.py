"""A list of rejects that a run both reads and writes: at its end it has what is still to be tried again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from newsspider.feeds.rejects_by_feed import rewritten
from newsspider.file_locks import held
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
            return 0  # the run has told why
        left = 0
        try:
            with held(self.path), rewritten(self.path) as target:
                for row in self._unread(read):
                    left += 1
                    target.write(row if row.endswith(b"\n") else row + b"\n")
                if self._rejects is not None:
                    self._rejects.seek(0)
                    shutil.copyfileobj(self._rejects, target)
        finally:
            self.leave()
        return left

    def _unread(self, read: Collection[int]) -> Iterator[bytes]:
        at = 0
        with suppress(FileNotFoundError), self.path.open("rb") as rows:
            for row in rows:
                if at not in read or (self._filtered and self._is_filtered(row)):
                    yield row
                at += len(row)

    def _is_filtered(self, row: bytes) -> bool:
        found = read_row(row)
        if found is None:
            return False
        path, offset, record = (place_value(found, name) for name in ("path", "offset", "recordId"))
        if offset is not None or record is not None:
            return (path, offset, record) in self._filtered
        within = f"{path}/"
        return any(path in (".", one) or str(one).startswith(within) for one, _, _ in self._filtered)

    def leave(self) -> None:
        """Leave the list as it was."""
        if self._rejects is not None:
            with suppress(OSError):  # of a row that could not be written: told where it was
                self._rejects.close()
            self._rejects = None
