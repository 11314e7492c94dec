"""Which archives are done: what the manifest says of each, held against the archive and its feed as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from newsspider.errors import SourceError
from newsspider.replaying.jobs import Archive
from newsspider.replaying.maker import Maker
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.reading import content_digest


@dataclass(slots=True)
class Judgement:
    """Archives to replay, those that are done, and those whose feed is of something else, each with what it is."""

    to_do: list[Archive] = field(default_factory=list)
    done: list[Archive] = field(default_factory=list)
    outdated: list[tuple[Archive, str]] = field(default_factory=list)


def judged(archives: Iterable[Archive], manifest: Manifest, maker: Maker, out: Path) -> Judgement:
    """Return what is to do."""
    found = Judgement()
    for archive in archives:
        row = manifest.row(archive)
        if row is None or "failed" in row:
            found.to_do.append(archive)
        elif reason := _reason_against(archive, row, maker, out):
            found.outdated.append((archive, reason))
        else:
            found.done.append(archive)
            if row["state"] != archive.state:  # touched, and the same: not to be read again to see that
                manifest.add(archive, {**row, "state": archive.state})
    return found


def _reason_against(archive: Archive, row: Row, maker: Maker, out: Path) -> str | None:
    """Return why the archive's feed is not what would be made now; None if it is."""
    if row["feed"] != archive.feed:
        return "its feed is of another format"
    if not (out / archive.feed).exists():
        return "its feed is gone"
    if row["state"] != archive.state and _digest(archive) != row["digest"]:
        return "it has changed since its feed was made"
    if row["version"] != maker.version:
        return f"its feed was made by newsspider {row['version']}"
    return "its feed was made with other settings" if row["settings"] != maker.settings else None


def _digest(archive: Archive) -> str | None:
    try:
        return content_digest(archive)
    except SourceError:
        return None
