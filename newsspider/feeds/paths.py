"""Whether a file can be written, before a run has something to write."""

from __future__ import annotations

import os
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
