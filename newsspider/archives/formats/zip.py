"""Zip files (PKWARE's APPNOTE) and the web archives in them (WACZ): members read where they lie, nothing unpacked.

WACZ: https://specs.webrecorder.net/wacz/1.1.1/: the WARCs are in `archive/`, beside indexes that hold no pages.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import SEEK_SET, RawIOBase
from typing import IO, BinaryIO, cast

from newsspider.archives.files import DumpFile, FilePart, look_into
from newsspider.archives.types import Evidence, Format, ReadOptions
from newsspider.items import Reject

# Office documents, e-books and programs are zips too; the standards of most say what they begin with.
_OTHER_ZIPS = re.compile(rb"mimetype|\[Content_Types\]\.xml|META-INF/|_rels/|AndroidManifest\.xml")
# MAFF, Firefox's saved pages: a folder for each page, whose frames and pictures lie deeper.
_MAFF_INDEX = re.compile(r"[^/]{1,255}/index\.rdf")
_MAFF_PAGE = re.compile(r"[^/]{1,255}/index\.(?!rdf\b)\w{1,9}")
_NAME_AT = 30  # in a member's own header, whose last four bytes are the lengths of name and extra field
_END64_BYTES = 56  # the longer of the two records that may follow a table of contents
_ENCRYPTED = 0x1
# Of the others Python's zipfile decompresses a chunk whole, of whatever size.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_OTHER_METHODS = {
    9: "with Deflate64",
    12: "with bzip2",
    14: "with LZMA",
    93: "with Zstandard",
    95: "with xz",
    98: "with PPMd",
    99: "and encrypted with AES",
}
# What Python's zipfile raises of damage, besides OSError and EOFError.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    IndexError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def is_zip(head: bytes) -> bool:
    """Return whether a file begins as a zip does that may hold dumps.

    >>> is_zip(b"PK\\x03\\x04" + bytes(26) + b"page.html"), is_zip(b"PK\\x03\\x04" + bytes(26) + b"mimetype")
    (True, False)
    """
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not _OTHER_ZIPS.match(head, _NAME_AT)


def read_zip(dump: DumpFile, _: ReadOptions) -> Iterator[DumpFile | Reject]:
    """Yield each file of the zip, not open, in the order of its table of contents.

    Of a WACZ these are its WARCs, of a MAFF its pages.
    Raises OSError where there is no table of contents.
    """
    if dump.compression:
        raise OSError("a zip that is compressed again is not opened")
    with dump.open() as file:
        try:
            archive = opened_zip(file)
        except _ZIP_ERRORS as error:
            raise OSError(_fault(error)) from error
        with archive:
            for member in _listed(archive.infolist()):
                yield _member_file(dump, archive, member)


def opened_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Return a zip, opened by its own table of contents. Raises what `zipfile.ZipFile` raises.

    zipfile takes the last table of contents in a file. Where a zip was cut off, that may belong to a zip stored in
    it, and where two zips are joined it belongs to the second: the files of the first would be lost unseen.
    """
    archive = zipfile.ZipFile(file)
    if _bytes_before(archive, file) > 0:
        file.seek(0)
        # Before a zip that unpacks itself lies a program, which begins with other bytes.
        if file.read(4) == b"PK\x03\x04":
            raise zipfile.BadZipFile("File is not a zip file")
    return archive


def _bytes_before(archive: zipfile.ZipFile, file: IO[bytes]) -> int:
    """Return how many bytes of a file lie before the archive that has just been opened in it.

    The first member does not tell: what lies before it may have been deleted from the archive.
    """
    end = file.read(_END64_BYTES)  # zipfile has read the table of contents, and what follows says where it begins
    if end.startswith(b"PK\x06\x06"):  # Zip64
        return archive.start_dir - int.from_bytes(end[48:56], "little")
    if end.startswith(b"PK\x05\x06"):
        return archive.start_dir - int.from_bytes(end[16:20], "little")
    return 0


def _fault(error: Exception) -> str:
    """Return why a zip cannot be read.

    >>> _fault(zipfile.BadZipFile("File is not a zip file"))
    'zip: it has no table of contents at its end: it is cut off; `zip -FF cut.zip --out whole.zip` may repair it'
    """
    if "not a zip file" in str(error):  # it begins as one
        repair = "`zip -FF cut.zip --out whole.zip` may repair it"
        return f"zip: it has no table of contents at its end: it is cut off; {repair}"
    return f"zip: its table of contents cannot be read: {error}"


def _listed(members: Sequence[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    names = {member.filename for member in members}
    is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
    is_maff = any(_MAFF_INDEX.fullmatch(name) for name in names)
    for member in members:
        # Of what Unix has: a link's content is where it leads, and a device has none.
        kind = stat.S_IFMT(member.external_attr >> 16)
        is_file = not member.filename.endswith("/") and kind in (0, stat.S_IFREG)
        is_page = not is_maff or _MAFF_PAGE.fullmatch(member.filename)
        if is_file and is_page and (not is_wacz or member.filename.startswith("archive/")):
            yield member


def _member_file(dump: DumpFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> DumpFile | Reject:
    name = f"{dump.name}/{member.filename.lstrip('/')}"
    if member.flag_bits & _ENCRYPTED:
        return Reject(path=name, code="unreadable", reason="zip: the file is encrypted")
    if member.compress_type not in _METHODS:
        method = _OTHER_METHODS.get(member.compress_type, f"by method {member.compress_type}")
        reason = f"zip: compressed {method}, which is not read: unpack it first"
        return Reject(path=name, code="unreadable", reason=reason)
    stored = member.compress_type == zipfile.ZIP_STORED
    opener = partial(_open_stored, dump, member) if stored else partial(_open_deflated, archive, member)
    try:
        return replace(look_into(opener, name, member.file_size), crc32=member.CRC if stored else None)
    except (OSError, EOFError) as error:
        return Reject(path=name, code="unreadable", reason=str(error) or "zip: the file is truncated")


def _open_stored(dump: DumpFile, member: zipfile.ZipInfo) -> BinaryIO:
    file = dump.open()
    file.seek(member.header_offset)
    header = file.read(_NAME_AT)
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = member.header_offset + _NAME_AT + lengths
    if not header.startswith(b"PK\x03\x04") or start + member.file_size > dump.size_bytes:
        file.close()
        raise OSError(f"zip: no file of {member.file_size} bytes at byte {member.header_offset}")
    return cast("BinaryIO", FilePart(file, start, member.file_size))


def _open_deflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", _Inflated(archive.open(member)))
    except _ZIP_ERRORS as error:
        raise OSError(f"zip: {error}") from error


class _Inflated(RawIOBase):
    """A deflated member as a file; all damage of it is OSError. Going backwards means reading anew."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except _ZIP_ERRORS as error:
            raise OSError(f"zip: {error}") from error

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        try:
            return self._file.seek(offset, whence)
        except _ZIP_ERRORS as error:
            raise OSError(f"zip: {error}") from error

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


FORMAT = Format(
    name="zip",
    evidence=Evidence.SIGNATURE,
    matches=lambda dump: is_zip(dump.head),
    read=read_zip,
    holds_many=True,
    is_container=True,
)
