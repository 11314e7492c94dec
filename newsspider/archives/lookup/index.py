"""A sorted index of captures, in a file or in memory, with binary search.

A look-up reads about twenty lines of a million, so its time hardly depends on the archive's size.
"""

from __future__ import annotations

import heapq
import mmap
import os
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from newsspider.archives.locations import Location
from newsspider.archives.lookup.cdxj import Capture, header_line, parsed_header, parsed_line

# Sorted in memory at once; a line has about 250 bytes.
_LINES_IN_MEMORY = 200_000
# Keys at even distances, kept in memory: for 100,000 lines, 7 of 17 steps are left in the file.
_FENCES = 1024


class CaptureIndex:
    """Sorted lines of CDXJ below a header line of this package; `files` are those in the header."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content
        self._start = content.find(b"\n") + 1
        self.files: Mapping[str, tuple[int, int]] = parsed_header(content[: self._start]) or {}
        step = max((len(content) - self._start) // _FENCES, 1)
        starts = dict.fromkeys(self._line_start(at) for at in range(self._start, len(content), step))
        self._fences = [content[at : content.find(b" ", at) + 1] for at in starts]
        self._fence_starts = [*starts, len(content)]

    def under(self, key: str) -> list[Capture]:
        """Return the captures with a key, by time."""
        prefix = key.encode() + b" "
        at = self._first_not_below(prefix)
        found: list[Capture] = []
        while self._content[at : at + len(prefix)] == prefix:
            end = self._content.find(b"\n", at)
            end = len(self._content) if end < 0 else end
            if capture := parsed_line(self._content[at:end]):
                found.append(capture)
            at = end + 1
        return found

    def lines(self) -> Iterator[bytes]:
        """Yield all lines, with their line breaks."""
        at = self._start
        while end := self._content.find(b"\n", at) + 1:
            yield self._content[at:end]
            at = end

    def _line_start(self, at: int) -> int:
        return self._content.rfind(b"\n", 0, at) + 1

    def _first_not_below(self, prefix: bytes) -> int:
        """Return the beginning of the first line that does not sort before `prefix`."""
        content = self._content
        right = bisect_left(self._fences, prefix)
        low, high = self._fence_starts[max(right - 1, 0)], self._fence_starts[right]
        while low < high:
            middle = (low + high) // 2
            begin = content.rfind(b"\n", low, middle) + 1 or low
            end = content.find(b"\n", middle, high)
            if content[begin : begin + len(prefix)] < prefix:
                low = high if end < 0 else end + 1
            else:
                high = begin
        return low


def opened_index(path: Location) -> CaptureIndex | None:
    """Return the index in a file; None if there is no file, or another tool has written it.

    A remote one is held in memory. Raises RemoteError if it cannot be told whether there is one.
    """
    if not isinstance(path, Path):
        return _remote_index(path) if path.is_file() else None
    try:
        with path.open("rb") as file:
            if parsed_header(file.readline()) is None:
                return None
            return CaptureIndex(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None


def _remote_index(path: Location) -> CaptureIndex | None:
    with path.open("rb") as file:
        first = file.readline()
        return None if parsed_header(first) is None else CaptureIndex(first + file.read())


def index_in_memory(lines: Iterable[bytes], files: Mapping[str, tuple[int, int]]) -> CaptureIndex:
    """Return an index of `lines`, which need not be sorted."""
    return CaptureIndex(header_line(files) + b"".join(sorted(set(lines))))


def write_index(path: Path, lines: Iterable[bytes], files: Mapping[str, tuple[int, int]]) -> None:
    """Write an index of `lines`, which need not be sorted, atomically. Raises OSError."""
    # Hidden until it is complete, so that nobody reads it as a dump.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with ExitStack() as spilled, part.open("wb") as file:
            file.write(header_line(files))
            previous = b""
            for line in heapq.merge(*_sorted_runs(lines, spilled)):
                if line != previous:
                    file.write(line)
                previous = line
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sorted_runs(lines: Iterable[bytes], spilled: ExitStack) -> list[Iterable[bytes]]:
    """Return the lines in sorted runs; all but the last are in temporary files that `spilled` closes."""
    runs: list[Iterable[bytes]] = []
    rest = iter(lines)
    while run := sorted(islice(rest, _LINES_IN_MEMORY)):
        if len(run) < _LINES_IN_MEMORY:
            runs.append(run)
            break
        file: BinaryIO = spilled.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # it closes with the others
        file.writelines(run)
        file.seek(0)
        runs.append(file)
    return runs
