"""Find the archives in the sources and name their feeds.

A file that can hold many pages is an archive. All single pages of a folder together are one archive: ten thousand
saved pages should not give ten thousand feeds.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from newsspider.archives.reader import holds_many
from newsspider.archives.recognition import list_files, name_of
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.replaying.durable import write_atomically
from newsspider.replaying.jobs import Archive, FeedFormat
from newsspider.replaying.reading import file_state, list_of
from newsspider.replaying.run_folder import RUN, work_root

LIST_NAME = "."  # of the archive of a folder's single pages; no file has this name
_NAME_BYTES = 200  # longest name of a feed; systems allow 255


@dataclass(slots=True)
class Plan:
    """The archives in order, and the sources that cannot be read."""

    archives: list[Archive] = field(default_factory=list)
    faults: list[SourceError] = field(default_factory=list)


def make_plan(
    sources: Iterable[str], out: Path, form: FeedFormat, known: Mapping[tuple[str, str], str], options: ReadOptions
) -> Plan:
    """Return the archives in the sources. `known` has the existing feeds by the archive's source and name.

    Files in the output folder `out` are left out, should it lie inside a source.
    """
    plan = Plan()
    files: set[Path] = set()
    for source in sources:
        root = Path(source).absolute()
        try:
            found = _files(root, out, options)
        except SourceError as error:
            plan.faults.append(error)
            continue
        fresh = [file for file in found if file.resolve() not in files]
        files.update(file.resolve() for file in fresh)
        plan.archives += _archives(root, fresh, out, options)
    plan.archives = _with_feeds(plan.archives, form, known)
    return plan


def _files(root: Path, out: Path, options: ReadOptions) -> list[Path]:
    if root.resolve().is_relative_to(out.resolve()):
        raise SourceError(str(root), "is inside the output folder; choose another --out")
    found = [
        file for file in list_files(root, options.formats) if not file.resolve().is_relative_to(out.resolve())
    ]
    if not found:
        raise SourceError(str(root), "no file in this folder can be read")
    return found


def _archives(root: Path, files: Sequence[Path], out: Path, options: ReadOptions) -> Iterator[Archive]:
    single = []
    for file in files:
        if file == root or holds_many(file, options):
            name = name_of(file, root)
            work = work_folder(out, root, name)
            yield Archive(root, name, file, "", work, file.stat().st_size, file_state(file))
        else:
            single.append(file)
    if single:
        yield _list_archive(root, single, out)


def _list_archive(root: Path, files: Sequence[Path], out: Path) -> Archive:
    work = work_folder(out, root, LIST_NAME)
    names = [name_of(file, root) for file in files]
    states = "".join(f"{name}\0{file_state(file)}\n" for name, file in zip(names, files, strict=True))
    path = work.with_name(f"{work.name}.list")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, list_of(names))
    state = hashlib.sha256(states.encode("utf-8", "surrogateescape")).hexdigest()
    return Archive(
        root, LIST_NAME, path, "", work, sum(file.stat().st_size for file in files), state, is_list=True
    )


def work_folder(out: Path, root: Path, name: str) -> Path:
    """Return the folder for an archive's unfinished work, by its source and name."""
    key = f"{root}\0{name}".encode("utf-8", "surrogateescape")
    return work_root(out) / hashlib.sha256(key).hexdigest()[:24]


def _with_feeds(
    archives: Sequence[Archive], form: FeedFormat, known: Mapping[tuple[str, str], str]
) -> list[Archive]:
    """Return the archives with their feeds' names: the archive's own name, made unique where several share it.

    An existing feed keeps its name as long as the format is the same.
    """
    wished = [f"{_plain_name(archive)}.{form}" for archive in archives]
    kept = [known.get((str(archive.source), archive.name)) for archive in archives]
    theirs = {key: feed for key, feed in known.items() if key not in {(str(a.source), a.name) for a in archives}}
    counts = Counter(name.casefold() for name in wished)
    counts.update(name.casefold() for name in theirs.values())
    named = []
    for archive, name, old in zip(archives, wished, kept, strict=True):
        feed = name if counts[name.casefold()] == 1 else f"{_plain_name(archive)}-{archive.work.name[:8]}.{form}"
        named.append(replace(archive, feed=old if old and old.endswith(f".{form}") else feed))
    return named


def _plain_name(archive: Archive) -> str:
    name = (
        PurePosixPath(archive.source.resolve().name or "pages") if archive.is_list else PurePosixPath(archive.name)
    )
    if name.parts[0] == RUN:  # no reader would see a feed there
        name = PurePosixPath(RUN.strip("_"), *name.parts[1:])
    encoded = name.name.encode("utf-8", "surrogateescape")
    if len(encoded) > _NAME_BYTES:
        shorter = encoded[:_NAME_BYTES].decode("utf-8", "ignore")
        name = name.with_name(f"{shorter}-{archive.work.name[:8]}")
    return str(name)
