"""Tar files (POSIX pax and ustar, GNU, V7), plain or compressed; their members are read without unpacking."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Generator, Iterator
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO, TypeAlias, cast

from newsspider.archives.compression import CHUNK_BYTES
from newsspider.archives.files import DumpFile, FilePart, look_into
from newsspider.archives.types import Evidence, Format, ReadOptions
from newsspider.items import Reject

_BLOCK_BYTES = tarfile.BLOCKSIZE
# Limit for long names and pax headers, whose stated size may be anything.
_MAX_HEADER_BYTES = 1 << 20
# Larger members of a compressed tar are read again from the tar's start, and so is everything after damage.
_MAX_HELD_BYTES = 64 << 20
_MAX_DETOURS = 20
_MAGIC, _MAGIC_AT = b"ustar", 257
_TAR_ERRORS = (tarfile.TarError, ValueError, OverflowError, RecursionError)
_Found: TypeAlias = DumpFile | Reject


def is_tar(head: bytes) -> bool:
    """Return whether a file begins with a tar header with a valid checksum.

    >>> is_tar(tarfile.TarInfo("a.html").tobuf()), is_tar(bytes(512))
    (True, False)
    """
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK_BYTES], "utf-8", "surrogateescape")
    except _TAR_ERRORS:
        return False
    return True


def read_tar(dump: DumpFile, options: ReadOptions) -> Iterator[_Found]:
    """Yield each file in the tar, in order and not open, and a reject for each damaged stretch.

    A file can be read until the next one is asked for. Raises OSError and EOFError if the compression is damaged.
    """
    content = dump.as_solid() if dump.compression else dump
    with content.open() as file:
        blocks = _Blocks(file)
        start: int | None = 0
        for _ in range(_MAX_DETOURS):
            end = yield from _until_broken(
                content, blocks, start or 0, min(options.max_page_bytes, _MAX_HELD_BYTES)
            )
            broken = bool(blocks.last.strip(b"\0"))  # else the end of a tar; another may follow
            start = _next_header(blocks)
            if broken:
                unread = "the rest was" if start is None else f"{start - end} bytes were"
                yield _damaged(content, end, f"no header where one is expected: {unread} not read")
            if start is None:
                return
        yield _damaged(content, start or 0, "too much damage: the rest was not read")


def _until_broken(
    dump: DumpFile, blocks: _Blocks, start: int, max_held_bytes: int
) -> Generator[_Found, None, int]:
    """Yield the files from `start` on; return the position at which a header is missing or wrong."""
    blocks.seek(start)
    at = start
    try:
        archive = tarfile.TarFile(fileobj=cast("IO[bytes]", blocks))
        while (member := archive.next()) is not None and archive.offset > at and member.size >= 0:
            at = archive.offset
            archive.members.clear()  # type: ignore[attr-defined]  # else it keeps all that it met
            if not member.isreg():
                continue
            found = _member_file(dump, blocks, member, max_held_bytes)
            yield found
            if isinstance(found, Reject) and found.code == "damaged":  # truncated, or its size is wrong
                blocks.seek(member.offset_data)
                blocks.last = b""
                return member.offset_data
    except _TAR_ERRORS:
        return at
    return at


def _member_file(dump: DumpFile, blocks: _Blocks, member: tarfile.TarInfo, max_held_bytes: int) -> _Found:
    name = f"{dump.name}/{_plain(member.name)}"
    if member.issparse():
        return Reject(path=name, code="unreadable", reason="tar: sparse files are not read")
    opener: Callable[[], BinaryIO] = partial(_open_part, dump, member)
    held = dump.solid and member.size <= max_held_bytes
    content = blocks.content(member) if held else b""
    if held:
        opener = partial(BytesIO, content)
    if member.offset_data + member.size > dump.size_bytes or (held and len(content) < member.size):
        reason = f"tar: it is cut off or damaged: the {member.size} bytes of this file are not all there"
        return Reject(path=name, offset=0, code="damaged", reason=reason)
    try:
        return look_into(opener, name, member.size)
    except (OSError, EOFError) as error:
        return Reject(path=name, code="unreadable", reason=str(error))


def _open_part(dump: DumpFile, member: tarfile.TarInfo) -> BinaryIO:
    return cast("BinaryIO", FilePart(dump.open(), member.offset_data, member.size))


def _plain(name: str) -> str:
    return name.removeprefix("./").lstrip("/").encode("utf-8", "replace").decode()


def _next_header(blocks: _Blocks) -> int | None:
    """Return where the next header begins, at any byte; None if there is none."""
    base, window = blocks.tell(), b""
    while chunk := blocks.read(CHUNK_BYTES):
        window += chunk
        found = window.find(_MAGIC, _MAGIC_AT)
        while found >= 0:
            begin = found - _MAGIC_AT
            if is_tar(window[begin:]):
                return base + begin
            found = window.find(_MAGIC, found + 1)
        kept = window[-2 * _BLOCK_BYTES :]
        base, window = base + len(window) - len(kept), kept
    return None


class _Blocks:
    """A file for Python's tarfile: it limits the size of headers, and remembers the last bytes read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.last = b""

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _MAX_HEADER_BYTES:
            raise tarfile.ReadError(f"a header of {size} bytes")
        self.last = self._file.read(size)
        return self.last

    def content(self, member: tarfile.TarInfo) -> bytes:
        self._file.seek(member.offset_data)
        return self._file.read(member.size)

    def seek(self, offset: int) -> int:
        return self._file.seek(offset)

    def tell(self) -> int:
        return self._file.tell()


def _damaged(dump: DumpFile, offset: int, reason: str) -> Reject:
    return Reject(path=dump.name, offset=dump.offset_of(offset), code="damaged", reason=f"tar: {reason}")


FORMAT = Format(
    name="tar",
    evidence=Evidence.SIGNATURE,
    matches=lambda dump: is_tar(dump.head),
    read=read_tar,
    holds_many=True,
    is_container=True,
)
