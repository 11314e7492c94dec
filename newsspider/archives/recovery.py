"""Where records end and begin in a WARC that is damaged: the slow, careful reading beside FastWARC's fast one."""

from __future__ import annotations

import re
from typing import BinaryIO

from newsspider.archives.files import DumpFile
from newsspider.archives.inflate import CHUNK_BYTES, MAGIC, MemberReader

_VERSION = b"WARC/"
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_CONTENT_LENGTH = re.compile(rb"^content-length[ \t]{0,9}:[ \t]{0,9}(\d{1,18})[ \t]{0,9}\r?$", re.I | re.M)
_RECORD_START = re.compile(rb"(?<=\n)WARC/[01]\.\d{1,2}\r?\n")
_MAX_HEADER_BYTES = 64 << 10  # twice FastWARC's own limit
_LONGEST_START = 16  # bytes of "\nWARC/1.10\r\n" and more: what a chunk's border may cut


def end_of_record(dump: DumpFile, offset: int) -> int | None:
    """Return where the record at `offset` ends in the file as it lies there; None if it is damaged.

    A record is sound if its header says how long it is, that much is there, and what follows is the end of
    the file, the end of its member, or another record.
    """
    with dump.open() as file:
        try:
            return _end_in(file, dump, offset)
        except (OSError, EOFError):
            return None


def _end_in(file: BinaryIO, dump: DumpFile, offset: int) -> int | None:
    reader = MemberReader(file, offset, dump.compression)
    head = reader.read(_MAX_HEADER_BYTES) if dump.compression else file.read(_MAX_HEADER_BYTES)
    border, length = _HEADER_END.search(head), _CONTENT_LENGTH.search(head)
    if not (head.startswith(_VERSION) and border and length and length.start() < border.start()):
        return None
    block_end = border.end() + int(length[1])
    if not dump.compression:
        return _end_of_plain(file, dump, offset + block_end)
    # Read again: the first look may have gone beyond the record's own member.
    return _end_of_member(MemberReader(file, offset, dump.compression), block_end)


def _end_of_plain(file: BinaryIO, dump: DumpFile, block_end: int) -> int | None:
    if block_end > dump.size_bytes:
        return None
    file.seek(block_end)
    return _after_trailer(file.read(16), block_end)


def _end_of_member(reader: MemberReader, block_end: int) -> int | None:
    left = block_end
    while left > 0:
        at_border = reader.at_member_end
        piece = reader.read_some(min(left, CHUNK_BYTES))
        # A record may be spread over members, but a member that begins one belongs to the next.
        if not piece or (at_border and left < block_end and piece.startswith(_VERSION)):
            return None
        left -= len(piece)
    if not reader.at_member_end and reader.read(4) not in (b"\r\n\r\n", b"\n\n", b"\r\n", b""):
        return None
    return reader.position if reader.end_member() else None


def _after_trailer(following: bytes, block_end: int) -> int | None:
    """Return the position after the blank lines that close a record, if it is closed."""
    rest = following.lstrip(b"\r\n")
    if following.startswith(b"\r\n\r\n") or not rest or rest.startswith(_VERSION):
        return block_end + min(len(following) - len(rest), 4 if rest else len(following))
    return None


def next_record(dump: DumpFile, offset: int) -> int | None:
    """Return where the first record at or after `offset` begins; None if there is none."""
    with dump.open() as file:
        if not dump.compression:
            return _next_plain(file, offset)
        return _next_member(file, dump, offset)


def _next_plain(file: BinaryIO, offset: int) -> int | None:
    start = max(offset - 1, 0)  # one byte more, for the newline before
    file.seek(start)
    window = b"\n" * (offset == 0)  # the file's first record has none
    base = start - len(window)
    while chunk := file.read(CHUNK_BYTES):
        window += chunk
        if found := _RECORD_START.search(window):
            return base + found.start()
        kept = window[-_LONGEST_START:]
        base, window = base + len(window) - len(kept), kept
    return None


def _next_member(file: BinaryIO, dump: DumpFile, offset: int) -> int | None:
    magic = MAGIC[dump.compression]
    window, base = b"", offset
    while True:
        file.seek(base + len(window))
        chunk = file.read(CHUNK_BYTES)
        if not chunk:
            return None
        window += chunk
        found = window.find(magic)
        while found >= 0:
            if _begins_record(file, dump, base + found):
                return base + found
            found = window.find(magic, found + 1)
        kept = window[1 - len(magic) :]
        base, window = base + len(window) - len(kept), kept


def _begins_record(file: BinaryIO, dump: DumpFile, offset: int) -> bool:
    try:
        return MemberReader(file, offset, dump.compression).read(len(_VERSION)) == _VERSION
    except (OSError, EOFError):
        return False


def first_content(dump: DumpFile, offset: int) -> int | None:
    """Return the position of the first byte from `offset` on that is neither NUL nor space; None if none is."""
    with dump.open() as file:
        file.seek(offset)
        while chunk := file.read(CHUNK_BYTES):
            if rest := chunk.lstrip(b"\0 \t\r\n"):
                return file.tell() - len(rest)
    return None
