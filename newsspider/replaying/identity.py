"""Which archive of an earlier run a file is: the same one, however its source was spelled then and is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from newsspider.archives.formats.reject_list import is_reject_list
from newsspider.archives.locations import Location, is_url
from newsspider.archives.recognition import leads_outside

LIST_NAME = "."  # of the archive of a folder's single pages; no file has this name
_Key: TypeAlias = tuple[str, str]  # an archive's source and name
_Place: TypeAlias = tuple[Location, bool]  # and whether it is that of the single pages of a folder


def resolved(file: Location) -> Location:
    """Return the location without links, `..` and the like."""
    try:
        return file.resolve() if isinstance(file, Path) else file
    except (OSError, ValueError, RuntimeError):  # no path that there can be, or a link to itself
        return file


def source_root(source: Location) -> Location:
    """Return what the archives of a source belong to: of a file on disk its name in the folder that has it.

    A link keeps its name, after which the feed is called.
    """
    if not isinstance(source, Path) or is_folder(source):
        return resolved(source)
    folder = resolved(source.absolute().parent)
    return folder / source.name if isinstance(folder, Path) else source


def is_folder(path: Path) -> bool:
    """Return whether there is a folder; False where nothing may be looked at."""
    try:
        return path.is_dir()
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Identity:
    """What an archive is called, and where it is read."""

    source: Location
    name: str
    file: Location

    @property
    def key(self) -> _Key:
        """Return the source and the name, as the manifest has them."""
        return str(self.source), self.name


class KnownArchives:
    """The archives in a manifest, by where they are."""

    def __init__(self, keys: Iterable[_Key]) -> None:
        self._keys = frozenset(keys)
        self._places: Mapping[_Place, _Key] | None = None

    def as_known(self, found: Identity) -> Identity:
        """Return an archive as it was called in the run that made its feed; a new one as it is."""
        if found.key in self._keys or not isinstance(found.file, Path):
            return found
        key = self._by_place().get(_place(found))
        return found if key is None or _is_other_kind(found, known := _identity(key)) else known

    def _by_place(self) -> Mapping[_Place, _Key]:
        if self._places is None:  # only a run needs them whose sources are spelled in another way
            self._places = {_place(_identity(key)): key for key in sorted(self._keys) if not is_url(key[0])}
        return self._places


def _place(archive: Identity) -> _Place:
    return resolved(archive.file), archive.name == LIST_NAME


def _identity(key: _Key) -> Identity:
    source, name = key
    return Identity(Path(source), name, file_of(source, name))


def file_of(source: str, name: str) -> Path:
    """Return where on disk the archive of a manifest's row is, or was."""
    root = Path(source)
    return root / name if is_folder(root) else root


def _is_other_kind(found: Identity, known: Identity) -> bool:
    """Return whether the same file was read as something else: a list of rejects is one only if it is named."""
    if leads_outside(known.file, known.source):
        return True
    is_named = found.file == found.source
    return is_named != (known.file == known.source) and isinstance(found.file, Path) and is_reject_list(found.file)
