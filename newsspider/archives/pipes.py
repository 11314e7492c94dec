"""Standard input and named pipes as files: what was read stays in a temporary file, for readers that go back."""

from __future__ import annotations

import os
import sys
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, cast

from newsspider.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STANDARD_INPUT = "-"
_PIECE_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class PipePath:
    """Standard input ("-") or a named pipe: a file that can be read once, whose size is not known before."""

    path: str
    _kept: list[_Kept] = field(default_factory=list, repr=False, compare=False)

    def __str__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        """Return what articles and rejects call the file."""
        return "stdin" if self.path == STANDARD_INPUT else self.path.rpartition("/")[2]

    def is_file(self) -> bool:
        """Return True."""
        return True

    def is_dir(self) -> bool:
        """Return False."""
        return False

    def exists(self) -> bool:
        """Return True."""
        return True

    def open(self, mode: str = "rb") -> BinaryIO:
        """Return the content from its beginning on, as often as wanted. Raises OSError and SourceError."""
        if mode != "rb":
            raise ValueError(f"pipes are opened with mode 'rb', not {mode!r}")
        if not self._kept:
            self._kept.append(_Kept(self._source()))
        return cast("BinaryIO", _PipeFile(self._kept[0]))

    def _source(self) -> Callable[[int], bytes]:
        if self.path != STANDARD_INPUT:
            return partial(os.read, os.open(self.path, os.O_RDONLY))
        if sys.stdin.isatty():
            raise SourceError("-", "standard input is a terminal: pipe a file into it")
        return partial(os.read, sys.stdin.fileno())


class _Kept:
    """What has come through a pipe so far."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as this object
        weakref.finalize(self, self._file.close)
        self._size, self._has_ended = 0, False

    def received(self, stop: int) -> int:
        """Return how many bytes there are, after waiting for those before `stop` or the end."""
        self._file.seek(self._size)
        while self._size < stop and not self._has_ended:
            piece = self._receive(_PIECE_BYTES)
            self._has_ended = not piece
            self._size += self._file.write(piece)
        return self._size

    def read(self, start: int, size: int) -> bytes:
        """Return bytes that have come."""
        self._file.seek(start)
        return self._file.read(size)


class _PipeFile(RawIOBase):
    """What comes through a pipe, as a seekable file."""

    def __init__(self, kept: _Kept) -> None:
        self._kept, self._at = kept, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        stop = sys.maxsize if size is None or size < 0 else self._at + size
        data = self._kept.read(self._at, min(stop, self._kept.received(stop)) - self._at)
        self._at += len(data)
        return data

    def readinto(self, target: WriteableBuffer) -> int:
        view = memoryview(target).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        starts = {SEEK_SET: 0, SEEK_CUR: self._at}
        start = self._kept.received(sys.maxsize) if whence == SEEK_END else starts[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at
