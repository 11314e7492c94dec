"""Files of archives: name, compression, first bytes, and how to open them."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from io import SEEK_SET, RawIOBase, UnsupportedOperation
from pathlib import Path
from typing import BinaryIO, Literal, cast

from newsspider.archives.compression import (
    MAGIC_BYTES,
    Compression,
    MemberReader,
    WholeContent,
    compression_of,
    read_lines,
)
from newsspider.archives.locations import Location
from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath

UNKNOWN_SIZE = sys.maxsize
HEAD_BYTES = 4096  # enough for a byte order mark, a doctype behind comments, or a WARC record's first header


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file that may be read, on disk or in a container. It is not open: readers open and close it."""

    opener: Callable[[], BinaryIO]
    name: str  # relative to the source, with "/" between folders and after a container's name
    compression: Compression
    head: bytes  # of the decompressed content
    size_bytes: int  # compressed, as on disk; UNKNOWN_SIZE of a pipe, and of what is decompressed
    solid: Compression = ""  # set if all records are compressed in one member: see `as_solid`
    records: Literal["warc", "arc"] = "warc"  # how records are written, if it holds any
    path: Path | None = None  # None for a remote file, and for one within another
    is_named: bool = False  # whether the user asked for this very file, not for a folder or file that holds it
    crc32: int | None = None  # as its container notes it, where reading does not compare it

    def open(self) -> BinaryIO:
        """Return the file, opened for reading: its raw bytes, or its content if it is solid."""
        file = self.opener()
        return cast("BinaryIO", WholeContent(file, self.solid)) if self.solid else file

    def lines(self, max_bytes: int, *, ends: bool = False) -> Iterator[tuple[int, bytes | None]]:
        """Yield offset and content of each line of the decompressed content; None for a line over `max_bytes`.

        With `ends` the content includes the line break, if there is one. Raises OSError and EOFError for damage.
        """
        with self.open() as file:
            yield from read_lines(MemberReader(file, 0, self.compression), max_bytes, ends=ends)

    def as_solid(self) -> DumpFile:
        """Return the file as an uncompressed one, for readers that cannot reach its records member by member."""
        return replace(self, compression="", solid=self.compression, size_bytes=UNKNOWN_SIZE)

    def offset_of(self, position: int) -> int:
        """Return the byte of the raw file at which reading must begin to reach `position`."""
        return 0 if self.solid else position


def look_at(path: Location, name: str, *, is_named: bool = False) -> DumpFile:
    """Return the file at `path` with its first bytes read. Raises OSError or SourceError if that fails."""
    if isinstance(path, RemotePath):
        opener = path.opener()
        return replace(look_into(opener, name, opener.size), is_named=is_named)
    if isinstance(path, PipePath):
        return replace(look_into(path.open, name, UNKNOWN_SIZE), is_named=is_named)
    found = look_into(partial(_opened, path), name, path.stat().st_size)
    return replace(found, path=path, is_named=is_named)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def look_into(opener: Callable[[], BinaryIO], name: str, size_bytes: int) -> DumpFile:
    """Return the file that `opener` opens, with its first bytes read. Raises OSError if they cannot be read."""
    with opener() as file:
        compression = compression_of(file.read(MAGIC_BYTES))
        head = _readable_head(MemberReader(file, 0, compression))
    return DumpFile(opener, name, compression, head, size_bytes)


def _readable_head(reader: MemberReader) -> bytes:
    """Return the first bytes as far as they can be read; damage after them is left to the format's reader."""
    head = b""
    with suppress(OSError, EOFError):
        while len(head) < HEAD_BYTES and (piece := reader.read_some(HEAD_BYTES - len(head))):
            head += piece
    return head


def whole_content(dump: DumpFile, max_bytes: int) -> bytes | None:
    """Return the decompressed content of the file; None if it is longer than `max_bytes`."""
    if not dump.compression and max_bytes < dump.size_bytes < UNKNOWN_SIZE:
        return None
    with dump.open() as file:
        content = MemberReader(file, 0, dump.compression).read(max_bytes + 1)
    return content if len(content) <= max_bytes else None


def damage_of(dump: DumpFile, max_bytes: int) -> str | None:
    """Return what shows that a file of at most `max_bytes` in a container is damaged; None if nothing does."""
    if dump.crc32 is None or dump.size_bytes > max_bytes:
        return None
    try:
        with dump.open() as file:
            is_same = zlib.crc32(file.read()) == dump.crc32
    except (OSError, EOFError) as error:
        return str(error)
    return None if is_same else "damaged: its bytes do not have the checksum that its archive has of them"


def digest_of(content: bytes) -> str:
    """Return "sha256:" and the hexadecimal digest of a page's bytes.

    >>> digest_of(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class FilePart(RawIOBase):
    """The `size_bytes` of a file from `start` on, as a readable file; closing it closes the whole file."""

    def __init__(self, file: BinaryIO, start: int, size_bytes: int) -> None:
        self._file, self._start, self._size = file, start, size_bytes
        file.seek(start)
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, or fewer at the end."""
        left = self._size - self._at
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to `offset` from the part's start, or to its end if it is shorter; return the new position."""
        if whence != SEEK_SET:
            raise UnsupportedOperation("only positions counted from the start are supported")
        self._at = min(offset, self._size)
        self._file.seek(self._start + self._at)
        return self._at

    def tell(self) -> int:
        """Return the position in the part."""
        return self._at

    def close(self) -> None:
        """Close the whole file."""
        self._file.close()
        super().close()
