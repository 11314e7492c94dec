"""Indexes written by other tools: CDXJ beside the archive, in `indexes/`, or in a WACZ."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from newsspider.archives.formats.zip import opened_zip
from newsspider.archives.locations import Location
from newsspider.archives.lookup.cdxj import Capture, lookup_key, parsed_header, parsed_line
from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath

# pywb's collections, and the usual output of cdxj-indexer.
_PLACES = ("index.cdxj", "indexes/*.cdxj", "../indexes/*.cdxj")
_IN_WACZ = ("indexes/", (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))
_MAX_LINE_BYTES = 100_000
_READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)


def foreign_captures(root: Location, files: Mapping[str, Location]) -> Iterator[Capture]:
    """Yield the captures of `files` in other tools' indexes, with this package's keys and names.

    An index is ignored for files that are newer than it, and if it cannot be read.
    """
    for name, path in files.items():
        with path.open("rb") as file:
            if zipfile.is_zipfile(file):
                yield from _in_wacz(name, file)
    for index in _indexes_beside(root):
        names = {path.name: name for name, path in files.items() if not _is_newer(path, index)}
        try:
            with index.open("rb") as file:
                yield from _captures(file, names)
        except _READ_ERRORS:
            continue


def _is_newer(path: Location, index: Location) -> bool:
    """Return whether a file is newer than an index; of remote ones not every server tells."""
    if not (isinstance(path, Path) and isinstance(index, Path)):
        return False
    return path.stat().st_mtime_ns > index.stat().st_mtime_ns


def _indexes_beside(root: Location) -> Iterator[Location]:
    if isinstance(root, PipePath):
        return
    if isinstance(root, RemotePath):
        remote = root / "index.cdxj" if root.is_dir() else root.with_name(f"{root.name}.cdxj")
        if remote.is_file():
            yield remote
    elif root.is_dir():
        for pattern in _PLACES:
            yield from sorted(root.glob(pattern))
    elif (beside := root.with_name(f"{root.name}.cdxj")).is_file():
        yield beside


def _in_wacz(name: str, file: IO[bytes]) -> Iterator[Capture]:
    folder, endings = _IN_WACZ
    try:
        with opened_zip(file) as wacz:
            listed = wacz.namelist()
            inner = (one for one in listed if one.startswith("archive/"))
            names = {one.rpartition("/")[2]: f"{name}/{one}" for one in inner}
            for index in listed:
                if index.startswith(folder) and index.endswith(endings):
                    with wacz.open(index) as member:
                        unpacked = gzip.GzipFile(fileobj=member) if index.endswith(".gz") else member
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
