"""Small archives, made in code: the same bytes on every run."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from newsspider.archives.compression import Compression
from newsspider.archives.files import DumpFile, look_into
from newsspider.archives.reader import open_source
from newsspider.archives.types import ArchivedPage, ReadOptions
from newsspider.items import Reject

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = [
    "HTML_HEADER",
    "LIMIT_BYTES",
    "LZ4",
    "arc_head",
    "arc_record",
    "dump_of",
    "http",
    "numbers",
    "pack",
    "page",
    "read_all",
    "record",
    "tarred",
    "zipped",
    "zstd",
]

LIMIT_BYTES = 1 << 20
LZ4: list[Compression] = ["lz4"] if find_spec("lz4") else []  # of an extra
HTML_HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def page(number: int, filler_bytes: int = 400) -> bytes:
    """Return an HTML page with text that does not compress to nothing."""
    seed = hashlib.sha256(b"%d" % number).hexdigest()
    filler = " ".join(hashlib.sha256(f"{seed}{i}".encode()).hexdigest() for i in range(filler_bytes // 64))
    return f"<!DOCTYPE html><html><body><h1>Page {number}</h1><p>{filler}</p></body></html>".encode()


def http(body: bytes, headers: bytes = b"Content-Type: text/html; charset=utf-8", status: int = 200) -> bytes:
    return b"HTTP/1.1 %d OK\r\n%s\r\n\r\n%s" % (status, headers, body)


def record(
    number: int,
    block: bytes | None = None,
    *,
    kind: str = "response",
    length: int | str | None = None,
    content_type: str = "application/http; msgtype=response",
    url: str | None = None,
) -> bytes:
    """Return a WARC record; `length` makes its Content-Length lie."""
    content = HTML_HEADER + page(number) if block is None else block
    header = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2024-05-06T07:08:09Z\r\nWARC-Target-URI: {url or f'https://example.org/{number}'}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content) if length is None else length}\r\n\r\n"
    )
    return header.encode() + content + b"\r\n\r\n"


def arc_record(
    number: int,
    block: bytes | None = None,
    *,
    version: int = 1,
    length: int | None = None,
    url: str | None = None,
    kind: str = "text/html",
) -> bytes:
    """Return an ARC record of version 1 or 2; `length` makes its header lie."""
    content = HTML_HEADER + page(number) if block is None else block
    told = "" if version == 1 else " 200 f00dcafe - 0 a.arc.gz"
    size = len(content) if length is None else length
    line = f"{url or f'https://example.org/{number}'} 192.0.2.1 20040506070809 {kind}{told} {size}\n"
    return line.encode() + content + b"\n"


def arc_head(version: int = 1) -> bytes:
    """Return the record with which an ARC begins."""
    fields = {
        1: "URL IP-address Archive-date Content-type Archive-length",
        2: "URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length",
    }
    block = f"{version} 0 InternetArchive\n{fields[version]}\n".encode()
    return arc_record(0, block, version=version, url="filedesc://a.arc", kind="text/plain")


def pack(records: list[bytes], compression: Compression) -> list[bytes]:
    """Return each record as it lies in a file: a member of its own."""
    if compression == "gzip":
        return [gzip.compress(one, mtime=0) for one in records]
    if compression == "xz":
        return [lzma.compress(one) for one in records]
    if compression == "bzip2":
        return [bz2.compress(one) for one in records]
    if compression == "lz4":
        import lz4.frame  # type: ignore[import-not-found, import-untyped, unused-ignore]  # of an extra

        return [lz4.frame.compress(one) for one in records]
    return [zstd.compress(one) for one in records] if compression == "zstd" else records


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar of files by name."""
    buffer = io.BytesIO()
    with tarfile.TarFile(fileobj=buffer, mode="w", format=form) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def dump_of(content: bytes) -> DumpFile:
    """Return bytes as a file that lies in a container."""
    return look_into(partial(io.BytesIO, content), "a", len(content))


def read_all(path: Path, max_page_bytes: int = LIMIT_BYTES) -> tuple[list[ArchivedPage], list[Reject], list[str]]:
    """Return the pages, the rejects and the reasons of what was skipped."""
    skipped: list[str] = []
    outcomes = list(open_source(path, ReadOptions(max_page_bytes), skipped.append))
    pages = [outcome for outcome in outcomes if isinstance(outcome, ArchivedPage)]
    return pages, [outcome for outcome in outcomes if isinstance(outcome, Reject)], skipped


def numbers(pages: list[ArchivedPage]) -> list[int]:
    """Return which of the builders' pages these are, having compared every byte."""
    found = [int(one.response.url.rpartition("/")[2]) for one in pages]
    assert [one.response.body for one in pages] == [page(number) for number in found]
    return found
