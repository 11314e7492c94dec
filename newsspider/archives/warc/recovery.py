"""Finding where records begin and end in a damaged WARC or ARC: slow and careful, where FastWARC is fast."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from newsspider.archives.compression import CHUNK_BYTES, CODECS, MemberReader
from newsspider.archives.files import DumpFile
from newsspider.archives.warc.forms import RecordForm
from newsspider.archives.warc.lenient import MAX_TRAILER_BYTES, form_of, header_bytes, is_trailer

_BEGIN_BYTES = 16  # enough for a form's `begins`
_SALVAGED_WITHIN_BYTES = 4 << 20  # enough for a damaged page; this much is read of every other binary file


def end_of_record(dump: DumpFile, offset: int) -> int | None:
    """Return the byte of the raw file at which the record at `offset` ends; None if it is damaged.

    A record is intact if its header states its length, that many bytes are there, and they are followed by the end
    of the file, the end of its member, or another record.
    """
    with dump.open() as file:
        try:
            return _end_in(file, dump, offset)
        except (OSError, EOFError):
            return None


def _end_in(file: BinaryIO, dump: DumpFile, offset: int) -> int | None:
    form = form_of(dump)
    block_end = _block_end(header_bytes(MemberReader(file, offset, dump.compression), form), form)
    if block_end is None:
        return None
    if not dump.compression:
        return _end_of_plain(file, dump, offset + block_end)
    return _end_of_member(MemberReader(file, offset, dump.compression), block_end, form)


def _block_end(head: bytes, form: RecordForm) -> int | None:
    """Return the end of a record's block, relative to the record; None if its header is damaged."""
    header = form.header(head)
    # A truncated header may have the next record's after it.
    if header is None or form.find(head[1 : header.size_bytes], False) is not None:
        return None
    return header.size_bytes + header.content_length


def _end_of_plain(file: BinaryIO, dump: DumpFile, block_end: int) -> int | None:
    if block_end > dump.size_bytes:
        return None
    if file.seek(block_end) < block_end:  # a solid file, whose size is not known in advance
        return None
    return _after_trailer(file.read(_BEGIN_BYTES), block_end, form_of(dump))


def _end_of_member(reader: MemberReader, block_end: int, form: RecordForm) -> int | None:
    left = block_end
    while left > 0:
        at_border = reader.at_member_end
        piece = reader.read_some(min(left, CHUNK_BYTES))
        # A record may extend over several members, but a member that begins with a header is the next record.
        if not piece or (at_border and left < block_end and form.begins(piece)):
            return None
        left -= len(piece)
    rest = reader.rest_of_member(MAX_TRAILER_BYTES)
    return reader.position if reader.at_member_end and is_trailer(rest) else None


def _after_trailer(following: bytes, block_end: int, form: RecordForm) -> int | None:
    """Return the position after the blank lines that end a record; None if there are none."""
    rest = following.lstrip(b"\r\n")
    if following.startswith(b"\r\n\r\n") or not rest or form.begins(rest):
        return block_end + min(len(following) - len(rest), 4 if rest else len(following))
    return None


def with_records(dump: DumpFile) -> DumpFile | None:
    """Return the file as one with a damaged beginning, if a record begins in its first 4 MB; else None."""
    for compression in ("gzip", "zstd", "lz4", ""):
        read_so = replace(dump, compression=compression)
        if next_record(read_so, 0, _SALVAGED_WITHIN_BYTES) is not None:
            return read_so
    return None


def is_solid(dump: DumpFile) -> bool:
    """Return whether the first record of a compressed file is in one member with the next."""
    if not dump.compression:
        return False
    form = form_of(dump)
    with dump.open() as file:
        try:
            block_end = _block_end(header_bytes(MemberReader(file, 0, dump.compression), form), form)
            if block_end is None:
                return False
            reader = MemberReader(file, 0, dump.compression)
            left = block_end
            while left > 0 and (piece := reader.read_some(min(left, CHUNK_BYTES))):
                left -= len(piece)
            return form.begins(reader.rest_of_member(MAX_TRAILER_BYTES).lstrip(b"\r\n"))
        except (OSError, EOFError):
            return False


def next_record(dump: DumpFile, offset: int, within_bytes: int = sys.maxsize) -> int | None:
    """Return where the first record at or after `offset` begins; None if there is none within `within_bytes`."""
    with dump.open() as file:
        try:
            found = (_next_member if dump.compression else _next_plain)(file, dump, offset, within_bytes)
        except (OSError, EOFError):  # a solid file: nothing can be read after damage of its only member
            return None
    return found


def _next_plain(file: BinaryIO, dump: DumpFile, offset: int, within_bytes: int) -> int | None:
    form = form_of(dump)
    base, window = file.seek(offset), b""
    while base < offset + within_bytes and (chunk := file.read(CHUNK_BYTES)):
        window += chunk
        found = form.find(window, base == offset)
        if found is not None:
            return base + found
        kept = window[-form.longest_start_bytes :]  # a match may cross the end of a chunk
        base, window = base + len(window) - len(kept), kept
    return None


def _next_member(file: BinaryIO, dump: DumpFile, offset: int, within_bytes: int) -> int | None:
    magic = CODECS[dump.compression].magic
    window, base = b"", offset
    while base < offset + within_bytes:
        file.seek(base + len(window))
        chunk = file.read(CHUNK_BYTES)
        if not chunk:
            break
        window += chunk
        found = window.find(magic)
        while found >= 0:
            if _begins_record(file, dump, base + found):
                return base + found
            found = window.find(magic, found + 1)
        kept = window[1 - len(magic) :]
        base, window = base + len(window) - len(kept), kept
    return None


def _begins_record(file: BinaryIO, dump: DumpFile, offset: int) -> bool:
    try:
        # Of this member alone: a hostile file consists of members without content.
        return form_of(dump).begins(MemberReader(file, offset, dump.compression).read_member(_BEGIN_BYTES))
    except (OSError, EOFError):
        return False


def past_empty_members(dump: DumpFile, offset: int) -> int:
    """Return where the first member with content begins, at or after the member that begins at `offset`."""
    if dump.compression:
        with dump.open() as file, suppress(OSError, EOFError):
            reader = MemberReader(file, offset, dump.compression)
            while reader.skip_empty_member():
                offset = reader.position
    return offset


def first_content(dump: DumpFile, offset: int) -> int | None:
    """Return the position of the first byte from `offset` on that is neither NUL nor space; None if none is."""
    with dump.open() as file:
        file.seek(offset)
        try:
            while chunk := file.read(CHUNK_BYTES):
                if rest := chunk.lstrip(b"\0 \t\r\n"):
                    return file.tell() - len(rest)
        except (OSError, EOFError):  # a solid file that is damaged here
            return file.tell()
    return None
