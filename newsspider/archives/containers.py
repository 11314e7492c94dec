"""The one table of files that hold files: how each is known by its content, and who goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from newsspider.archives.files import DumpFile
from newsspider.archives.formats.tar import is_tar, tar_members
from newsspider.archives.formats.zip import is_zip, zip_members
from newsspider.items import Reject

# A container, and the size in bytes of the largest page -> the files in it, lazily; a file that is yielded can be
# opened until the next one is asked for.
_Members: TypeAlias = Callable[[DumpFile, int], Iterator[DumpFile | Reject]]


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file that holds files; `matches` looks at the first bytes of its decompressed content."""

    name: str
    matches: Callable[[bytes], bool]
    members: _Members


CONTAINERS = (
    Container("zip", is_zip, zip_members),
    Container("tar", is_tar, tar_members),
)


def container_of(head: bytes) -> Container | None:
    """Return what a file that begins with `head` holds files as; None if it is none that does.

    >>> container_of(b"PK\\x03\\x04" + bytes(26) + b"a.html").name, container_of(b"<!DOCTYPE html>")
    ('zip', None)
    """
    return next((known for known in CONTAINERS if known.matches(head)), None)


def listed_members(container: Container, dump: DumpFile, max_page_bytes: int) -> Iterator[DumpFile | Reject]:
    """Yield the files of a container but hidden ones; archives within it are rejects, and so is its damage."""
    try:
        for member in container.members(dump, max_page_bytes):
            if _is_hidden((member.name if isinstance(member, DumpFile) else member.path or "")[len(dump.name) :]):
                continue
            if isinstance(member, DumpFile) and container_of(member.head):
                reason = "an archive within an archive is not opened: unpack the outer one"
                yield Reject(path=member.name, code="unreadable", reason=reason)
            else:
                yield member
    except (OSError, EOFError) as error:
        yield Reject(path=dump.name, code="unreadable", reason=str(error))


def _is_hidden(name: str) -> bool:
    """Return whether a file or a folder above it is hidden, or is what macOS puts beside the others."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))
