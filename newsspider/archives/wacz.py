"""Writing a WACZ: WARCs, their index and their pages in one zip, for replayweb.page and other readers.

WACZ 1.1.1: https://specs.webrecorder.net/wacz/1.1.1/. The index is in blocks that can be read one by one, the form
of large collections: https://pywb.readthedocs.io/en/latest/manual/indexing.html#zipnum-sharded-index.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import SEEK_END
from itertools import chain, count, islice
from pathlib import Path
from typing import IO

from newsspider.archives.compression import compression_of
from newsspider.archives.lookup.cdxj import Capture, line_of, parsed_line
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.archives.lookup.stored import LookupFailedError, OpenedArchive, decoded_capture, stored_capture
from newsspider.errors import SourceError
from newsspider.items import Reject
from newsspider.page.decode import decode
from newsspider.version import __version__

_VERSION = "1.1.1"
_LINES_IN_BLOCK = 3000  # as pywb and py-wacz have them
_PIECE_BYTES = 1 << 20
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,2000})</title", re.IGNORECASE)
_TITLE_CHARS = 100_000  # of the page's beginning, in which a title is looked for
_MAX_PAGE_BYTES = 8 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can hold; the same WARCs give the same zip, but for its two dates


@dataclass(frozen=True, slots=True)
class _Page:
    """A line of the list of pages."""

    url: str
    timestamp: str  # ISO 8601
    title: str

    def line(self) -> bytes:
        identity = hashlib.sha256(f"{self.url} {self.timestamp}".encode()).hexdigest()[:24]
        row = {"id": identity, "url": self.url, "ts": self.timestamp, "title": self.title}
        return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


@dataclass(slots=True)
class _Package:
    """A zip, and what its datapackage.json says of each file."""

    zip: zipfile.ZipFile
    resources: list[dict[str, object]] = field(default_factory=list)

    def add(self, path: str, content: IO[bytes], *, is_compressed: bool) -> None:
        """Add a file, as it is if it is compressed: readers seek in it."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, _EARLIEST)
        info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        # With it the zip leaves out sizes of 64 bits, if they are not needed. wabac.js, the reader in
        # replayweb.page, does not expect them in a file's own header.
        info.file_size = content.seek(0, SEEK_END)
        content.seek(0)
        with self.zip.open(info, "w") as file:
            while piece := content.read(_PIECE_BYTES):
                digest.update(piece)
                size += file.write(piece)
        name = path.rpartition("/")[2].lower()
        told = {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        self.resources.append(told)


def write_wacz(source: Path, path: Path, title: str = "", note_reject: Callable[[Reject], None] = print) -> int:
    """Write a WACZ of the WARCs at `source`, a file or a folder; return the number of pages in its list.

    It appears at once and whole. `note_reject` is called for each record that is left out of the index. Raises
    SourceError if there is no WARC, or one that readers of WACZ cannot read, and OSError.
    """
    archive = web_archive(source)
    for name, file in archive.files.items():
        with file.open("rb") as warc:
            _check(str(file), compression_of(warc.read(10)))
        if name.endswith((".zip", ".wacz", ".tar")):
            raise SourceError(str(file), "a WACZ is made of WARCs, not of other containers")
    opened = OpenedArchive(archive, index_of(archive, note_reject))
    names = _names_within(archive.files)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as written:
            with zipfile.ZipFile(written, "w") as package:
                pages = _fill(_Package(package), opened, names, title or source.name)
            written.flush()
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return pages


def _check(path: str, compression: str) -> None:
    if compression not in ("", "gzip"):
        raise SourceError(path, f"readers of WACZ do not read {compression}: record with gzip")


def _names_within(names: Iterable[str]) -> dict[str, str]:
    """Return the name in `archive/` of each WARC: its own, with its folder's before it where two have the same.

    >>> _names_within(["a/x.warc.gz", "b/x.warc.gz", "y.warc"])
    {'a/x.warc.gz': 'x.warc.gz', 'b/x.warc.gz': 'b-x.warc.gz', 'y.warc': 'y.warc'}
    >>> _names_within(["a/x", "b/x", "b-x"])
    {'a/x': 'x', 'b/x': 'b-x', 'b-x': '2-b-x'}
    """
    found: dict[str, str] = {}
    for name in names:
        own = name.rpartition("/")[2]
        choices = chain((own, name.replace("/", "-")), (f"{number}-{own}" for number in count(2)))
        found[name] = next(choice for choice in choices if choice not in found.values())
    return found


def _fill(package: _Package, opened: OpenedArchive, names: dict[str, str], title: str) -> int:
    for name, own in names.items():
        with opened.archive.files[name].open("rb") as warc:
            package.add(f"archive/{own}", warc, is_compressed=True)
    _add_index(package, opened, names)
    first, count = _add_pages(package, opened)
    described = {
        "profile": "data-package",
        "resources": package.resources,
        "wacz_version": _VERSION,
        "title": title,
        "software": f"newsspider {__version__}",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **({"mainPageUrl": first.url, "mainPageDate": first.timestamp} if first else {}),
    }
    content = json.dumps(described, indent=2, ensure_ascii=False).encode("utf-8", "replace")
    package.zip.writestr(zipfile.ZipInfo("datapackage.json", _EARLIEST), content)
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    package.zip.writestr(zipfile.ZipInfo("datapackage-digest.json", _EARLIEST), json.dumps(digest))
    return count


def _add_index(package: _Package, opened: OpenedArchive, names: dict[str, str]) -> None:
    """Add the index, and the list of its blocks."""
    meta = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    with tempfile.TemporaryFile() as index, tempfile.TemporaryFile() as blocks:
        blocks.write(f"!meta 0 {meta}\n".encode())
        lines = (line_of(replace(one, filename=names[one.filename])) for one in _captures(opened))
        while block := list(islice(lines, _LINES_IN_BLOCK)):
            packed = gzip.compress(b"".join(block), mtime=0)
            key = b" ".join(block[0].split(b" ", 2)[:2]).decode()
            place = {"offset": index.tell(), "length": len(packed)}
            told = {**place, "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}", "filename": "index.cdx.gz"}
            blocks.write(f"{key} {json.dumps(told)}\n".encode())
            index.write(packed)
        for name, file in (("index.cdx.gz", index), ("index.idx", blocks)):
            file.seek(0)
            package.add(f"indexes/{name}", file, is_compressed=name.endswith(".gz"))


def _captures(opened: OpenedArchive) -> Iterator[Capture]:
    return (capture for line in opened.index.lines() if (capture := parsed_line(line)) is not None)


def _add_pages(package: _Package, opened: OpenedArchive) -> tuple[_Page | None, int]:
    """Add the list of pages; return the first in time, and how many there are."""
    first: _Page | None = None
    count = 0
    with tempfile.TemporaryFile() as file:
        header = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
        file.write(json.dumps(header).encode() + b"\n")
        for page in _pages(opened):
            count += 1
            first = page if first is None or page.timestamp < first.timestamp else first
            file.write(page.line())
        file.seek(0)
        package.add("pages/pages.jsonl", file, is_compressed=False)
    return first, count


def _pages(opened: OpenedArchive) -> Iterator[_Page]:
    """Yield the captures that are pages: HTML that was asked for by GET and came with status 200."""
    for capture in _captures(opened):
        is_page = capture.mime == "text/html" and capture.status == 200 and "__wb_method=" not in capture.key
        if is_page and not capture.is_revisit:
            yield _Page(capture.url, _iso(capture.timestamp), _title(opened, capture) or capture.url)


def _iso(timestamp: str) -> str:
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")


def _title(opened: OpenedArchive, capture: Capture) -> str | None:
    try:
        message = stored_capture(opened, capture, _MAX_PAGE_BYTES).message
        body = decoded_capture(capture, message, _MAX_PAGE_BYTES).body if message else b""
    except LookupFailedError:
        return None
    found = _TITLE.search(decode(body)[:_TITLE_CHARS])
    return " ".join(html.unescape(found[1]).split()) if found else None
