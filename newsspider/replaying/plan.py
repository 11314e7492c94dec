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

from newsspider.archives.locations import Location, name_below
from newsspider.errors import SourceError
from newsspider.replaying.durable import write_atomically
from newsspider.replaying.identity import LIST_NAME, Identity, KnownArchives, resolved
from newsspider.replaying.jobs import Archive, FeedFormat, with_referred
from newsspider.replaying.reading import list_of
from newsspider.replaying.run_folder import RUN, work_root
from newsspider.replaying.source_files import SourceFile, SourceFiles

_NAME_BYTES = 200  # longest name of a feed; systems allow 255


@dataclass(slots=True)
class Plan:
    """The archives in order, and the sources that cannot be read."""

    archives: list[Archive] = field(default_factory=list)
    faults: list[SourceError] = field(default_factory=list)


def make_plan(
    sources: Iterable[SourceFiles], out: Path, form: FeedFormat, known: Mapping[tuple[str, str], str]
) -> Plan:
    """Return the archives in the sources. `known` has the existing feeds by the archive's source and name."""
    plan, earlier = Plan(), KnownArchives(known)
    seen: set[Location] = set()
    for root, found in sources:
        if isinstance(found, SourceError):
            plan.faults.append(found)
            continue
        fresh = [file for file in found if resolved(file.location) not in seen]
        seen.update(resolved(file.location) for file in fresh)
        plan.archives += _archives(root, fresh, out, earlier)
    plan.archives = _with_feeds(plan.archives, form, known)
    return plan


def _archives(root: Location, files: Sequence[SourceFile], out: Path, earlier: KnownArchives) -> Iterator[Archive]:
    single = []
    for file in files:
        if file.is_archive:
            found = earlier.as_known(Identity(root, name_below(file.location, root), file.location))
            work = work_folder(out, *found.key)
            size_bytes = file.state.size_bytes or 0
            state = with_referred(file.state.version, file.refers_to)
            yield Archive(
                found.source, found.name, found.file, "", work, size_bytes, state, refers_to=file.refers_to
            )
        else:
            single.append(file)
    if single:
        folder = earlier.as_known(Identity(root, LIST_NAME, root)).source
        yield _list_archive(folder, root, single, out)


def _list_archive(source: Location, root: Location, files: Sequence[SourceFile], out: Path) -> Archive:
    """Return the archive of a folder's single pages; `source` is what the folder is called, and `root` it is."""
    work = work_folder(out, str(source), LIST_NAME)
    names = [name_below(file.location, root) for file in files]
    states = "".join(f"{name}\0{file.state.version}\n" for name, file in zip(names, files, strict=True))
    path = work.with_name(f"{work.name}.list")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, list_of(names))
    state = hashlib.sha256(states.encode("utf-8", "surrogateescape")).hexdigest()
    size_bytes = sum(file.state.size_bytes or 0 for file in files)
    return Archive(source, LIST_NAME, path, "", work, size_bytes, state, is_list=True)


def work_folder(out: Path, source: str, name: str) -> Path:
    """Return the folder for an archive's unfinished work, by its source and name."""
    key = f"{source}\0{name}".encode("utf-8", "surrogateescape")
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
        PurePosixPath(resolved(archive.source).name or "pages")
        if archive.is_list
        else PurePosixPath(archive.name or "pages")  # the address of a host alone has no name
    )
    if name.parts[0] == RUN:  # no reader would see a feed there
        name = PurePosixPath(RUN.strip("_"), *name.parts[1:])
    encoded = name.name.encode("utf-8", "surrogateescape")
    if len(encoded) > _NAME_BYTES:
        shorter = encoded[:_NAME_BYTES].decode("utf-8", "ignore")
        name = name.with_name(f"{shorter}-{archive.work.name[:8]}")
    return str(name)
