"""Reading records that FastWARC does not know (ARC), or whose headers it refuses or reads as empty records.

In WARCs: lines that end in LF alone or in CR CR LF, names or a version line in lower case ("Field names
are case-insensitive", ISO 28500, section 4), folded lines. FastWARC is faster, so it reads whatever it can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from fastwarc.warc import HeaderMap, WarcRecordType

from newsspider.archives.compression import CHUNK_BYTES, MemberReader
from newsspider.archives.files import DumpFile
from newsspider.archives.warc.arc import ARC
from newsspider.archives.warc.forms import WARC, RecordForm
from newsspider.archives.warc.headers import BlockReader

MAX_HEADER_BYTES = 64 << 10  # twice FastWARC's own limit
# A record ends with two line breaks; some writers write none, some a few more.
MAX_TRAILER_BYTES = 64
_LINE_BREAKS = b"\r\n"
_STEP_BYTES = 1024


# What `Source.warning` says of a record whose page is whole all the same.
WRONG_LENGTH = "its Content-Length counts other bytes than it has"
LENGTH_LIES = "the record is not as long as it says, or the file is truncated here"


class DamagedRecordError(Exception):
    """The current record does not match its own header."""


def is_trailer(rest: bytes) -> bool:
    """Return whether the rest of a member, after a record's block, is nothing but the end of the record."""
    return not rest.strip(_LINE_BREAKS)


def form_of(dump: DumpFile) -> RecordForm:
    """Return how a file's records are written."""
    return ARC if dump.records == "arc" else WARC


def header_bytes(reader: MemberReader, form: RecordForm, head: bytes = b"") -> bytes:
    """Return the beginning of a record with its whole header, and read little more: what follows may be damaged.

    `head` was read before.
    """
    searched = 0
    while len(head) < MAX_HEADER_BYTES and not form.header_end.search(head, searched):
        searched = max(len(head) - form.longest_end_bytes, 0)
        piece = reader.read_some(_STEP_BYTES)
        if not piece:
            break
        head += piece
    # A header may have a blank line in its middle.
    return head if form.header(head) else head + reader.read_some(_STEP_BYTES)


def has_whole_header(dump: DumpFile, offset: int) -> bool:
    """Return whether the header of the record at `offset` has an end: without one a line may be half a URL."""
    form = form_of(dump)
    try:
        with dump.open() as file:
            head = header_bytes(MemberReader(file, offset, dump.compression), form)
    except (OSError, EOFError):
        return False
    return form.header_end.search(head) is not None


@dataclass(frozen=True, slots=True)
class LenientRecord:
    """A record as FastWARC would return it, as far as records are used here."""

    stream_pos: int
    headers: HeaderMap
    content_length: int
    record_type: WarcRecordType
    reader: BlockReader
    warning: str | None = None  # what is wrong with it, though it can be read


class LenientReader:
    """Reads record after record of `dump`, opened as `file`, from the record at `start` on.

    Damage raises OSError or EOFError.
    """

    def __init__(self, file: BinaryIO, start: int, dump: DumpFile) -> None:
        self._file, self._form, self._size_bytes = file, form_of(dump), dump.size_bytes
        self._members = MemberReader(file, start, dump.compression)
        self._is_compressed = bool(dump.compression)
        self._ahead = b""  # read, but not used yet; of the current member
        self._left = 0  # of the current record's block

    @property
    def position(self) -> int:
        """The byte of the raw file at which the next record begins; valid after `end_record`."""
        return self._members.position - len(self._ahead)

    def next_record(self) -> LenientRecord | None:
        """Return the record that begins here; None if none does."""
        position = self.position
        head = header_bytes(self._members, self._form, self._ahead)
        header = self._form.header(head)
        if header is None:
            self._ahead = head
            return None
        self._ahead, self._left = head[header.size_bytes :], header.content_length
        return LenientRecord(position, header.fields, header.content_length, header.record_type, self)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of the current record's block. Raises DamagedRecordError if it is cut."""
        if not self._is_compressed and self.position + self._left > self._size_bytes:
            raise DamagedRecordError(LENGTH_LIES)
        wanted = self._left if size < 0 else min(size, self._left)
        pieces = [self._ahead[:wanted]]
        self._ahead = self._ahead[wanted:]
        missing = wanted - len(pieces[0])
        while missing:
            is_border = self._is_compressed and self._members.at_member_end
            piece = self._members.read_some(missing)
            # A record may extend over several members, but a member that begins with a header is the next record.
            if not piece or (is_border and self._form.begins(piece)):
                raise DamagedRecordError(LENGTH_LIES)
            pieces.append(piece)
            missing -= len(piece)
        self._left -= wanted
        return b"".join(pieces)

    def end_record(self) -> bool:
        """Go to the current record's end; return whether it ends there, and the next one or nothing follows.

        Raises DamagedRecordError if it is cut.
        """
        if not self._is_compressed:
            self._skip_plain()
            return self._end_plain()
        while self._left:
            self.read(CHUNK_BYTES)
        rest = self._ahead + self._members.rest_of_member(MAX_TRAILER_BYTES)
        self._ahead = b""
        return self._members.at_member_end and is_trailer(rest)

    def _skip_plain(self) -> None:
        """Skip the rest of the block unread: in a large file many records may state too large a length."""
        if self._left <= len(self._ahead):
            self._ahead = self._ahead[self._left :]
        else:
            end = self.position + self._left
            if end > self._size_bytes or self._file.seek(end) < end:
                raise DamagedRecordError(LENGTH_LIES)
            self._members, self._ahead = MemberReader(self._file, end, ""), b""
        self._left = 0

    def _end_plain(self) -> bool:
        while not (rest := self._ahead.lstrip(_LINE_BREAKS)):
            self._ahead = self._members.read_some(_STEP_BYTES)
            if not self._ahead:
                return True
        self._ahead = rest if len(rest) >= _STEP_BYTES else rest + self._members.read(_STEP_BYTES)
        return self._form.begins(self._ahead)
