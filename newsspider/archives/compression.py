"""Decompression that returns no more than it was asked for, and reports where members end.

gzip: RFC 1952; zstd: RFC 8878; xz: https://tukaani.org/xz/xz-file-format.txt; bzip2; LZ4:
https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md. A file of any of these is a series of members (zstd
and LZ4: frames, xz: streams) that are compressed independently. "zstd-dict" is zstd whose frames
need the dictionary in the file's first frame: https://iipc.github.io/warc-specifications/specifications/warc-zstd/.
"""

from __future__ import annotations

import bz2
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import SEEK_SET, BytesIO, RawIOBase, UnsupportedOperation
from typing import BinaryIO, Literal, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Compression = Literal["", "gzip", "zstd", "zstd-dict", "xz", "bzip2", "lz4"]

MAGIC_BYTES = 10
CHUNK_BYTES = 64 << 10
# `sys.maxsize` stands for "no limit", and is too large for a buffer.
_PIECE_BYTES = 16 << 20
# A zstd frame may require a window of gigabytes before it yields a byte; 2**27 (128 MB) is the limit that
# the zstd command itself sets, and 2**23 what RFC 8878 asks every decoder to support.
_ZSTD_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 27}
_XZ_MEMORY_BYTES = 128 << 20  # as for zstd; the highest level of the xz command needs 65 MB
# Frames without content; the dictionary is in one of them.
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18....", re.DOTALL)
_MAX_DICTIONARY_BYTES = 16 << 20  # in real archives they have about 100 kB


class MissingCodecError(OSError):
    """The package that decompresses a file is not installed."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the interface of zstd's: it keeps input that is not used yet."""

    def __init__(self, wbits: int = 31) -> None:
        self._inner = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Lz4:
    """LZ4's decompressor, if its package is installed, with the errors and the unused data of the others."""

    def __init__(self) -> None:
        try:
            import lz4.frame  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415  # of an extra
        except ImportError as error:
            raise MissingCodecError("to read it: pip install 'newsspider[lz4]'") from error
        self._inner = lz4.frame.LZ4FrameDecompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data or b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        try:
            piece: bytes = self._inner.decompress(data, max_length)
        except RuntimeError as error:
            raise OSError(str(error)) from error
        return piece


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of compression: how it is recognized and decompressed."""

    magic: bytes
    # A dictionary or None -> a decompressor for one member.
    decompressor: Callable[[zstd.ZstdDict | None], _Decompressor]
    block: bytes = b""  # bytes 4 to 10 of the file, if the magic could begin a text
    fastwarc_reads: bool = False  # so that a WARC can be read from any of its members on


CODECS: Mapping[Compression, Codec] = {
    "gzip": Codec(b"\x1f\x8b\x08", lambda _: _Gzip(), fastwarc_reads=True),
    "zstd": Codec(
        b"\x28\xb5\x2f\xfd", lambda _: zstd.ZstdDecompressor(options=_ZSTD_OPTIONS), fastwarc_reads=True
    ),
    "zstd-dict": Codec(b"\x5d\x2a\x4d\x18", lambda known: zstd.ZstdDecompressor(known, options=_ZSTD_OPTIONS)),
    "xz": Codec(b"\xfd7zXZ\x00", lambda _: lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY_BYTES)),
    "bzip2": Codec(b"BZh", lambda _: bz2.BZ2Decompressor(), block=b"1AY&SY"),
    "lz4": Codec(b"\x04\x22\x4d\x18", lambda _: _Lz4(), fastwarc_reads=True),
}


def compression_of(head: bytes) -> Compression:
    """Return the compression of a file, by its first bytes; `""` for none.

    >>> compression_of(bytes.fromhex("1f8b0800")), compression_of(b"WARC/1.1")
    ('gzip', '')
    """
    return next((name for name, codec in CODECS.items() if _begins(head, codec)), "")


def _begins(head: bytes, codec: Codec) -> bool:
    return head.startswith(codec.magic) and (not codec.block or head[4:10] == codec.block)


def _dictionary_of(file: BinaryIO) -> zstd.ZstdDict:
    """Return the dictionary in a file's first frame, which may be compressed. Raises OSError if it is invalid."""
    file.seek(0)
    length = int.from_bytes(file.read(8)[4:], "little")
    if length > _MAX_DICTIONARY_BYTES:
        raise OSError(f"zstd: a dictionary of {length} bytes")
    written = file.read(length)
    if written.startswith(CODECS["zstd"].magic):
        written = MemberReader(BytesIO(written), 0, "zstd").read(_MAX_DICTIONARY_BYTES + 1)
    try:
        return zstd.ZstdDict(written[:_MAX_DICTIONARY_BYTES])
    except (ValueError, zstd.ZstdError) as error:
        raise OSError(f"zstd: its dictionary cannot be read: {error}") from error


class MemberReader:
    """A forward reader of a file's content from `start` on, member after member.

    Damage raises OSError. `position` is the byte of the (compressed) file at which the current member ends. It is
    valid only while `at_member_end` is true. In an uncompressed file every byte ends a member.
    """

    def __init__(self, file: BinaryIO, start: int, compression: Compression) -> None:
        self._dictionary = _dictionary_of(file) if compression == "zstd-dict" else None
        file.seek(start)
        self._file, self._compression = file, compression
        self._decompressor: _Decompressor | None = None
        self._input = b""
        self.position = start

    @property
    def at_member_end(self) -> bool:
        """Whether no member is partly read."""
        return self._decompressor is None

    def read(self, size: int) -> bytes:
        """Return `size` bytes, fewer only at the end of the last member."""
        pieces = []
        while size > 0 and (piece := self.read_some(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def read_some(self, size: int) -> bytes:
        """Return 1 to `size` bytes of one member; `b""` only at the end of the last."""
        size = min(size, _PIECE_BYTES)
        if not self._compression:
            data = self._file.read(size)
            self.position += len(data)
            return data
        while True:
            if self._decompressor is None and not self._open_member():
                return b""
            if piece := self._step(size):
                return piece

    def rest_of_member(self, max_bytes: int) -> bytes:
        """Return the next bytes of the current member, at most `max_bytes`; after all of them it is at its end."""
        rest = b""
        while len(rest) < max_bytes and not self.at_member_end:
            rest += self._step(max_bytes - len(rest))
        return rest

    def read_member(self, max_bytes: int) -> bytes:
        """Return the first bytes of the member that begins here, at most `max_bytes`."""
        return self.rest_of_member(max_bytes) if self._open_member() else b""

    def skip_empty_member(self) -> bool:
        """Return whether a member without content began here; if so, it has been read to its end."""
        return (
            bool(self._compression) and self._open_member() and not self.rest_of_member(1) and self.at_member_end
        )

    def _open_member(self) -> bool:
        self._input = self._input or self._file.read(CHUNK_BYTES)
        while self._dictionary is not None and _SKIPPABLE.match(self._rest_of_input(8)):
            length = 8 + int.from_bytes(self._input[4:8], "little")
            self._file.seek(self._file.tell() - len(self._input) + length)
            self._input = self._file.read(CHUNK_BYTES)
        if self._input:
            self._decompressor = CODECS[self._compression].decompressor(self._dictionary)
        return bool(self._input)

    def _rest_of_input(self, size: int) -> bytes:
        """Return the unused input, at least `size` bytes if the file has them."""
        if len(self._input) < size:
            self._input += self._file.read(CHUNK_BYTES)
        return self._input

    def _step(self, size: int) -> bytes:
        """Return the output of one call of the current member's decompressor; it may be empty."""
        current = self._decompressor
        assert current is not None  # noqa: S101 - callers open a member first
        try:
            piece = current.decompress(self._input, size)
        except (zlib.error, zstd.ZstdError, lzma.LZMAError, OSError) as error:
            raise OSError(f"{self._compression}: {error}") from error
        self._input = b""
        if current.eof:
            self._decompressor, self._input = None, current.unused_data
            self.position = self._file.tell() - len(self._input)
        elif not piece:
            self._input = self._file.read(CHUNK_BYTES)
            if not self._input:
                raise EOFError(f"{self._compression}: the file ends in the middle of a member")
        return piece


class WholeContent(RawIOBase):
    """The content of a compressed file as a seekable file; seeking backwards reads again from the start."""

    def __init__(self, file: BinaryIO, compression: Compression) -> None:
        self._file, self._compression = file, compression
        self._rewind()

    def _rewind(self) -> None:
        self._reader, self._at = MemberReader(self._file, 0, self._compression), 0
        self._fault: OSError | EOFError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, or fewer at the end and before damage. Damage raises OSError or EOFError."""
        left = sys.maxsize if size < 0 else size
        pieces: list[bytes] = []
        try:
            if self._fault:
                raise self._fault
            while left > 0 and (piece := self._reader.read_some(left)):
                pieces.append(piece)
                left -= len(piece)
        except (OSError, EOFError) as error:
            self._fault = error  # raised by the next read: the data before it is intact
            if not pieces:
                raise
        data = b"".join(pieces)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to `offset`, or to the end if the content is shorter; return the new position."""
        if whence != SEEK_SET:
            raise UnsupportedOperation("only positions counted from the start are supported")
        if offset < self._at:
            self._rewind()
        while self._at < offset and self.read(min(offset - self._at, CHUNK_BYTES)):
            pass
        return self._at

    def tell(self) -> int:
        """Return the position in the content."""
        return self._at

    def close(self) -> None:
        """Close the compressed file too."""
        self._file.close()
        super().close()


def read_lines(reader: MemberReader, max_bytes: int, *, ends: bool = False) -> Iterator[tuple[int, bytes | None]]:
    """Yield offset and content of each line; the content is None if it is longer than `max_bytes`.

    With `ends` the content includes the line break, if there is one.
    """
    end = b"\n" if ends else b""
    pieces: list[bytes] = []
    start = held = 0  # where the line begins, and its length so far
    while True:
        chunk = reader.read_some(CHUNK_BYTES)
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            length = held + len(piece)
            yield start, b"".join([*pieces, piece, end]) if length <= max_bytes else None
            start, held, pieces = start + length + 1, 0, []
        held += len(rest)
        pieces = [*pieces, rest] if held <= max_bytes else []
        if not chunk:
            if held:
                yield start, b"".join(pieces) if held <= max_bytes else None
            return
