"""The manifest: one line for each archive, with its feed, the digest of its bytes, and counts of its pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from newsspider.errors import SettingError
from newsspider.replaying.durable import sync, sync_folder, write_atomically
from newsspider.replaying.identity import resolved
from newsspider.replaying.jobs import Archive
from newsspider.replaying.run_folder import is_below

Row: TypeAlias = dict[str, Any]


class Manifest:
    """The rows of an output folder's manifest; an added row is on disk when `add` returns.

    During a replay a later line replaces an earlier one of the same archive; `compact` keeps one for each.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[tuple[str, str], Row] = {}
        lines = self._read_rows()
        for row in lines:
            self._rows[row["source"], row["path"]] = row

        self._is_compact = len(lines) == len(self._rows)

    def row(self, archive: Archive) -> Row | None:
        """Return the archive's row, or None."""
        return self._rows.get(_key(archive))

    def rows(self, archives: Iterable[Archive] = ()) -> list[Row]:
        """Return all rows, those of `archives` first and in their order."""
        first = {_key(archive): None for archive in archives if _key(archive) in self._rows}
        return [self._rows[key] for key in dict.fromkeys([*first, *sorted(self._rows)])]

    def gone(self, sources: Iterable[Path], archives: Iterable[Archive]) -> list[str]:
        """Return the names of archives that were in these sources, and are there no more."""
        roots, known = {str(resolved(source)) for source in sources}, set(map(_key, archives))
        named = {source for source, _ in self._rows} if roots else ()
        asked = {source for source in named if str(resolved(Path(source))) in roots}
        rows = [row for key, row in sorted(self._rows.items()) if key[0] in asked and key not in known]
        return [row["path"] for row in rows if not (Path(row["source"]) / row["path"]).exists()]

    def feeds(self) -> Mapping[tuple[str, str], str]:
        """Return the feeds of all rows by the archive's source and path."""
        return {key: row["feed"] for key, row in self._rows.items()}

    def add(self, archive: Archive, row: Row) -> None:
        """Add or replace the archive's row."""
        whole = {"feed": archive.feed, "source": str(archive.source), "path": archive.name, **row}
        with self.path.open("ab") as file:
            file.write(_line(whole))
            sync(file)
        self._rows[_key(archive)] = whole
        self._is_compact = False

    def add_missing(self, other: Manifest) -> None:
        """Add the rows of another manifest whose archives have none here."""
        missing = {key: row for key, row in other._rows.items() if key not in self._rows}
        if missing:
            with self.path.open("ab") as file:
                file.write(b"".join(map(_line, missing.values())))
                sync(file)
            self._rows.update(missing)
            self._is_compact = False

    def compact(self, archives: Iterable[Archive]) -> None:
        """Rewrite the file with one line for each archive, those of `archives` first, if any row was added."""
        if not self._is_compact:
            write_atomically(self.path, b"".join(map(_line, self.rows(archives))))
            sync_folder(self.path.parent)
            self._is_compact = True

    def _read_rows(self) -> list[Row]:
        """Return the rows in the file, after cutting off an incomplete last line.

        Raises SettingError if a line is not a row of a manifest.
        """
        content = self.path.read_bytes() if self.path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            os.truncate(self.path, len(whole))
        return [self._read_row(number, line) for number, line in enumerate(whole.splitlines(), 1)]

    def _read_row(self, number: int, line: bytes) -> Row:
        with suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict) and row.keys() >= {"feed", "source", "path"} and is_below(str(row["feed"])):
                return row
        raise SettingError(
            "--out", f"{self.path}:{number}: not a row of a manifest; correct the file or move it away"
        )


def _key(archive: Archive) -> tuple[str, str]:
    return str(archive.source), archive.name


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
