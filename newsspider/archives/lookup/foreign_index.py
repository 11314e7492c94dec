"""Indexes written by other tools: CDXJ beside the archive, in `indexes/`, or in a WACZ."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from newsspider.archives.lookup.cdxj import Capture, lookup_key, parsed_header, parsed_line

# pywb's collections, and the usual output of cdxj-indexer.
_PLACES = ("index.cdxj", "indexes/*.cdxj", "../indexes/*.cdxj")
_IN_WACZ = ("indexes/", (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))
_MAX_LINE_BYTES = 100_000
_READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)


def foreign_captures(root: Path, files: Mapping[str, Path]) -> Iterator[Capture]:
    """Yield the captures of `files` in other tools' indexes, with this package's keys and names.

    An index is ignored for files that are newer than it, and if it cannot be read.
    """
    for name, path in files.items():
        if zipfile.is_zipfile(path):
            yield from _in_wacz(name, path)
    for index in _indexes_beside(root):
        written = index.stat().st_mtime_ns
        names = {path.name: name for name, path in files.items() if path.stat().st_mtime_ns <= written}
        try:
            with index.open("rb") as file:
                yield from _captures(file, names)
        except _READ_ERRORS:
            continue


def _indexes_beside(root: Path) -> Iterator[Path]:
    if root.is_dir():
        for pattern in _PLACES:
            yield from sorted(root.glob(pattern))
    elif (beside := root.with_name(f"{root.name}.cdxj")).is_file():
        yield beside


def _in_wacz(name: str, path: Path) -> Iterator[Capture]:
    folder, endings = _IN_WACZ
    try:
        with zipfile.ZipFile(path) as wacz:
            listed = wacz.namelist()
            inner = (one for one in listed if one.startswith("archive/"))
            names = {one.rpartition("/")[2]: f"{name}/{one}" for one in inner}
            for index in listed:
                if index.startswith(folder) and index.endswith(endings):
                    with wacz.open(index) as file:
                        unpacked = gzip.GzipFile(fileobj=file) if index.endswith(".gz") else file
                        yield from _captures(cast("IO[bytes]", unpacked), names)
    except _READ_ERRORS:
        return


def _captures(file: IO[bytes], names: Mapping[str, str]) -> Iterator[Capture]:
    first = file.readline(_MAX_LINE_BYTES)
    if parsed_header(first) is not None:  # an index of this package, which is checked elsewhere
        return
    line = first
    while line:
        capture = parsed_line(line)
        ours = names.get(capture.filename.rpartition("/")[2]) if capture else None
        if capture and ours:
            # The key for a form includes the data sent, which the rest of the line lacks.
            key = capture.key if "__wb_method=" in capture.key else lookup_key(capture.url)
            yield replace(capture, key=key, filename=ours)
        line = file.readline(_MAX_LINE_BYTES)
