"""Whether a file can be written, before a run has something to write, and where people find it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_obstacle(path: Path) -> str | None:
    """Return why no file can be written at `path`, or None; nothing is made there.

    >>> write_obstacle(Path("/"))
    'it is a folder'
    """
    if path.is_dir():
        return "it is a folder"
    if path.exists():
        return None if os.access(path, os.W_OK) else "no permission to write it"
    folder = next((parent for parent in path.absolute().parents if parent.exists()), Path("/"))
    if not folder.is_dir():
        return f"{folder} is not a folder"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"no permission to write into {folder}"


def shown_path(path: Path) -> Path:
    """Return a path as it is shown to people: one below the current folder as it is named from there.

    >>> str(shown_path(Path.cwd() / "feeds")), str(shown_path(Path("feeds")))
    ('feeds', 'feeds')
    """
    with suppress(ValueError, OSError):  # it is elsewhere, or the folder is gone
        return path.relative_to(Path.cwd())
    return path
