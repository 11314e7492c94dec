"""Finding the files of a source, and recognizing their formats."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeAlias

from newsspider.archives.assets import ASSET, is_asset
from newsspider.archives.files import DumpFile, damage_of, look_at, whole_content
from newsspider.archives.formats import format_of, known_formats
from newsspider.archives.locations import Location
from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath
from newsspider.archives.types import Evidence, Format, Outcome, ReadOptions
from newsspider.archives.unread import missing_codec, unread_reason
from newsspider.errors import MissingPackageError, RemoteError, SourceError, printable
from newsspider.items import Reject

RUN_FOLDER = "_run"
_EMPTY_BYTES = 64  # of a packed file with nothing in it; ours have 20
_KEPT_BY_RUNS = ("manifest.jsonl", "state.sqlite", "report.json", "work/workers.lock")
Recognized: TypeAlias = tuple[DumpFile, Format]


def files_at(root: Location, formats: tuple[Format, ...] = ()) -> Iterator[Location]:
    """Yield what `list_files` does, for locations of any kind. Raises RemoteError too."""
    if isinstance(root, Path):
        yield from list_files(root, formats)
    elif isinstance(root, RemotePath):
        yield from _remote_files(root)
    else:
        yield root


def list_files(path: str | Path, formats: tuple[Format, ...] = ()) -> Iterator[Path]:
    """Yield the files under `path` by name, files before folders; or `path` itself, if it is a file.

    Left out are hidden files and folders, the folder `_run` beside feeds, folders behind links, pipes and devices,
    and files that are only a part of another one beside them. Links to files are not: see `leads_outside`.
    A folder within that cannot be listed is yielded in place of its files: it cannot be opened either.
    `formats` are a project's own. Raises SourceError if `path` does not exist, cannot be listed, or is neither a
    file nor a folder.
    """
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError(str(path), f"no such file or folder{_hint_at_archive(root)}") from error
    except (OSError, ValueError) as error:
        raise SourceError(str(path), getattr(error, "strerror", None) or str(error)) from error
    if S_ISREG(mode):
        yield root
    elif S_ISDIR(mode):
        yield from _files_under(root, formats)
    else:
        raise SourceError(str(path), "neither a file nor a folder")


def _hint_at_archive(path: Path) -> str:
    """Return what to do about a path that leads into a file, as articles name the pages of archives, or `""`."""
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None:
        return ""
    whole, page = (shlex.quote(printable(str(one))) for one in (archive, path))
    return (
        f"; {printable(archive.name)} is a file: if it is an archive, replay all of it "
        f"(`newsspider replay {whole}`), or see how that page is read (`newsspider explain {page}`)"
    )


def _files_under(root: Path, formats: tuple[Format, ...]) -> Iterator[Path]:
    companions_of = [known.companions for known in known_formats(formats) if known.companions]
    unlistable: list[Path] = []

    def note(error: OSError) -> None:
        if Path(error.filename) == root:
            raise SourceError(str(root), error.strerror or "cannot be listed") from error
        unlistable.append(Path(error.filename))

    for folder, folders, files in os.walk(root, onerror=note):
        yield from _taken(unlistable)
        # Sorted in place: os.walk visits the folders in the order of this list.
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not is_of_a_run(Path(folder, name))
        )
        parts = {name for companions in companions_of for name in companions(files)}
        for name in sorted(files):
            file = Path(folder, name)
            if not name.startswith(".") and name not in parts and _may_be_file(file):
                yield file
    yield from _taken(unlistable)


def _taken(paths: list[Path]) -> Iterator[Path]:
    while paths:
        yield paths.pop(0)


def _may_be_file(path: Path) -> bool:
    """Return whether a path is that of a file, or of something in a folder in which nothing may be looked at."""
    try:
        return path.is_file()
    except OSError:
        return True


def _remote_files(root: RemotePath) -> Iterator[RemotePath]:
    """Yield the files below a URL in the order of local ones, or the file itself. Raises RemoteError."""
    yield from files_of(root, root.files())


def files_of(root: RemotePath, files: Iterable[RemotePath]) -> Iterator[RemotePath]:
    """Yield those of a remote folder's files that are read, in the order of local ones."""
    found = {file.relative_name(root): file for file in files}
    of_a_run = {name for name in found if name in {f"{RUN_FOLDER}/{kept}" for kept in _KEPT_BY_RUNS}}
    for name in sorted(found, key=_place_in_order):
        if not is_hidden(name) and not (of_a_run and name.startswith(f"{RUN_FOLDER}/")):
            yield found[name]


def _place_in_order(name: str) -> list[tuple[bool, str]]:
    """Return the key by which the files of a folder come before those of its subfolders.

    >>> sorted(["a/b", "z", "a/c/d", "a/z"], key=_place_in_order)
    ['z', 'a/b', 'a/z', 'a/c/d']
    """
    *folders, file = name.split("/")
    return [*((True, folder) for folder in folders), (False, file)]


def is_of_a_run(folder: Location) -> bool:
    """Return whether a folder has what a replay or a crawl keeps beside its feeds: manifest, rejects, report."""
    if isinstance(folder, PipePath) or folder.name != RUN_FOLDER:
        return False
    try:
        return any((folder / name).exists() for name in _KEPT_BY_RUNS)
    except OSError:  # nothing in it may be looked at, which is told of it as of other folders
        return False


def leads_outside(file: Location, root: Location) -> bool:
    """Return whether a file is a link that leads out of the folder that was asked for."""
    if not isinstance(file, Path) or not isinstance(root, Path) or file == root or not file.is_symlink():
        return False
    return not file.resolve().is_relative_to(root.resolve())


def looked_at(file: Location, name: str, options: ReadOptions) -> DumpFile:
    """Return the file with its first bytes read. Raises SourceError if it cannot be read, or is somewhere else."""
    try:
        if options.source is not None and leads_outside(file, options.source):
            reason = "a link to a file outside the folder; name it itself to have it read"
            raise SourceError(str(file), reason)
        if isinstance(file, Path) and file.is_dir():
            raise SourceError(str(file), _why_unlistable(file))
        return look_at(file, name, is_named=file == options.source)
    except OSError as error:
        raise SourceError(str(file), error.strerror or str(error)) from error


def _why_unlistable(folder: Path) -> str:
    try:
        with os.scandir(folder):
            return "a folder, not a file"
    except OSError as error:
        return f"this folder cannot be listed: {error.strerror or error}"


def recognized_file(file: Location, name: str, options: ReadOptions) -> Recognized:
    """Return the file at a path and its format. Raises SourceError if it cannot be read or recognized."""
    dump = looked_at(file, name, options)
    if not dump.head and _is_empty_feed(dump, file, options.source):
        return dump, next(known for known in known_formats() if known.name == "json")
    return recognized(dump, str(file), options)


def _is_empty_feed(dump: DumpFile, file: Location, source: Location | None) -> bool:
    """Return whether an empty file is a feed of ours without articles: the manifest of a run is beside it."""
    if not file.name.endswith((".jsonl", ".jsonl.gz")) or dump.size_bytes > _EMPTY_BYTES:
        return False
    try:
        if whole_content(dump, 0) != b"":
            return False
    except (OSError, EOFError):
        return False
    if isinstance(file, Path):
        return any((folder / RUN_FOLDER / _KEPT_BY_RUNS[0]).is_file() for folder in file.absolute().parents)
    folders = [file.with_name(RUN_FOLDER)] if isinstance(file, RemotePath) else []
    if isinstance(source, RemotePath) and source != file:
        folders.append(source / RUN_FOLDER)
    return any((folder / _KEPT_BY_RUNS[0]).is_file() for folder in folders)


def recognized(dump: DumpFile, path: str, options: ReadOptions) -> Recognized:
    """Return the file and its format; the file may differ in how it is compressed, if its beginning is damaged.

    Raises SourceError if the file is empty, or of no format that is read. `path` is what the error calls the file.
    """
    known = format_of(dump, options.formats)
    if is_asset(dump, known):
        return dump, ASSET
    # What is known by its text alone may be XML or a table that no format reads.
    if known is not None and (known.evidence < Evidence.SYNTAX or options.text_separator is not None):
        return dump, known
    if dump.size_bytes == 0 or not (dump.head or dump.compression):  # a pipe does not tell its size
        raise SourceError(path, "the file is empty" if dump.size_bytes == 0 else "it is empty")
    if missing := missing_codec(dump):
        raise MissingPackageError(path, missing)
    reason = unread_reason(dump)
    if known is not None and reason is None:
        return dump, known
    if known is None:  # before its beginning is taken at its word, which may be damage
        for known in known_formats(options.formats):
            if known.recover and (recovered := known.recover(dump)):
                return recovered, known
    if reason is not None:
        raise SourceError(path, reason)
    damaged = "damaged from the start, or " if dump.compression and not dump.head else ""
    raise SourceError(path, f"{damaged}not in a format that can be read")


def unpacked(dump: DumpFile, known: Format, options: ReadOptions) -> Iterator[Recognized | Outcome]:
    """Yield the file itself, or what a container holds: files with their formats, pages and rejects."""
    if not known.is_container:
        yield dump, known
        return
    for member in members_of(known, dump, options):
        if not isinstance(member, DumpFile):
            yield member
            continue
        try:
            yield recognized(member, member.name, options)
        except RemoteError:
            raise
        except SourceError as error:
            reason = damage_of(member, options.max_page_bytes) or error.reason
            yield Reject(path=member.name, code=error.code, reason=reason)


def members_of(container: Format, dump: DumpFile, options: ReadOptions) -> Iterator[DumpFile | Outcome]:
    """Yield what a container holds except hidden files; containers within it, and damage, are rejects."""
    try:
        for member in container.read(dump, options):
            if isinstance(member, (DumpFile, Reject)) and is_hidden(_name_in(member)[len(dump.name) :]):
                continue
            if isinstance(member, DumpFile) and _is_container(member, options):
                reason = "an archive inside an archive is not opened: unpack the outer one"
                yield Reject(path=member.name, code="unreadable", reason=reason)
            else:
                yield member
    except (OSError, EOFError) as error:
        yield Reject(path=dump.name, code="unreadable", reason=str(error))


def _name_in(member: DumpFile | Reject) -> str:
    return member.name if isinstance(member, DumpFile) else member.path or ""


def _is_container(dump: DumpFile, options: ReadOptions) -> bool:
    return any(known.is_container and known.matches(dump) for known in known_formats(options.formats))


def is_hidden(name: str) -> bool:
    """Return whether a file or a folder above it is hidden, or is one that macOS adds to archives."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))
