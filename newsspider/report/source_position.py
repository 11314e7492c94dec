"""How much of its sources a replay has read, by the places that its items name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsspider.archives.locations import is_url, name_below
from newsspider.archives.recognition import list_files
from newsspider.errors import SourceError
from newsspider.items import Reject
from newsspider.pipelines.fieldnames import field_of


class SourcePosition:
    """The share of the bytes in `sources` that lies before the last item's place.

    A page in a container, whose file the item does not name, leaves the share as it is.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self._starts: dict[str, int] = {}  # bytes before each file
        self._total_bytes = 0
        self._done_bytes = 0
        if not any(is_url(source) or source == "-" for source in sources):  # of these the sizes are not known
            for source in sources:
                self._add(Path(source).absolute())

    def _add(self, root: Path) -> None:
        with suppress(SourceError, OSError):  # the replay says what is wrong
            for file in list_files(root):
                self._starts[name_below(file, root)] = self._total_bytes
                self._total_bytes += file.stat().st_size

    @property
    def share(self) -> float:
        """The share that is read, 0.0-1.0."""
        return self._done_bytes / self._total_bytes if self._total_bytes else 0.0

    def passed(self, item: Any) -> None:
        """Note an item that the replay has come to."""
        place = item if isinstance(item, Reject) else field_of(field_of(item, "metadata"), "source")
        path, offset = field_of(place, "path"), field_of(place, "offset")
        self.reach(path if isinstance(path, str) else None, offset if isinstance(offset, int) else None)

    def reach(self, path: str | None, offset: int | None) -> None:
        """Note that a file is read up to a byte, or at least begun."""
        start = self._starts.get(path) if path is not None else None
        if start is not None:
            reached = start + (offset or 0)
            self._done_bytes = max(self._done_bytes, min(reached, self._total_bytes))
