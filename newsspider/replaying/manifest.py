"""The manifest: a line for each archive, with what its feed was made of and what became of its pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from newsspider.errors import SettingError
from newsspider.replaying.durable import sync, sync_folder, write_whole
from newsspider.replaying.jobs import Archive

Row: TypeAlias = dict[str, Any]


class Manifest:
    """The rows of an output folder's manifest; a row is on the disk once it is added.

    While a replay runs a line may replace one above it; `settle` leaves one for each archive.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[tuple[str, str], Row] = {}
        lines = self._sound_rows()
        for row in lines:
            self._rows[row["source"], row["path"]] = row

        self._is_settled = len(lines) == len(self._rows)

    def row(self, archive: Archive) -> Row | None:
        """Return the archive's row."""
        return self._rows.get(_key(archive))

    def rows(self, archives: Iterable[Archive] = ()) -> list[Row]:
        """Return all rows: those of `archives` first, in their order."""
        first = {_key(archive): None for archive in archives if _key(archive) in self._rows}
        return [self._rows[key] for key in dict.fromkeys([*first, *sorted(self._rows)])]

    def feeds(self) -> Mapping[tuple[str, str], str]:
        """Return the feeds that there are, by the archive's source and path."""
        return {key: row["feed"] for key, row in self._rows.items()}

    def add(self, archive: Archive, row: Row) -> None:
        """Add or replace the archive's row."""
        whole = {"feed": archive.feed, "source": str(archive.source), "path": archive.name, **row}
        with self.path.open("ab") as file:
            file.write(_line(whole))
            sync(file)
        self._rows[_key(archive)] = whole
        self._is_settled = False

    def settle(self, archives: Iterable[Archive]) -> None:
        """Write the rows anew, those of `archives` first and in their order, if any was added."""
        if not self._is_settled:
            write_whole(self.path, b"".join(map(_line, self.rows(archives))))
            sync_folder(self.path.parent)
            self._is_settled = True

    def _sound_rows(self) -> list[Row]:
        """Return the rows in the file, having cut off a last line that was not written to its end.

        Raises SettingError where a line is of something else.
        """
        content = self.path.read_bytes() if self.path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            os.truncate(self.path, len(whole))
        return [self._sound_row(number, line) for number, line in enumerate(whole.splitlines(), 1)]

    def _sound_row(self, number: int, line: bytes) -> Row:
        with suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict) and row.keys() >= {"feed", "source", "path"}:
                return row
        raise SettingError("--out", f"{self.path}:{number}: no line of a manifest; mend it or take it away")


def _key(archive: Archive) -> tuple[str, str]:
    return str(archive.source), archive.name


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
