"""A numbered series of WARC files of a maximum size; each can be read while it is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO, FileIO
from pathlib import Path
from typing import Literal
from uuid import uuid4

from newsspider.archives.warc.write import RecordHead, WarcWriter

Compression = Literal["", "gzip", "zstd"]
SUFFIXES: Mapping[Compression, str] = {"": ".warc", "gzip": ".warc.gz", "zstd": ".warc.zst"}
_UNFINISHED = ".open"
_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class WarcFiles:
    """A series of WARCs: `name-TIME-00000.warc.gz` and so on, each with a warcinfo record of `information`.

    The current file has the suffix `.open` until it is finished, at `max_bytes` or when the series is closed. Each
    record is passed to the operating system before the next is written: a killed process leaves whole records,
    except the one that it was writing. No file is opened before the first record.
    """

    def __init__(
        self, folder: Path, name: str, compression: Compression, max_bytes: int, information: Mapping[str, str]
    ) -> None:
        self._folder, self._name, self._information = folder, name, information
        self._compression, self._max_bytes = compression, max_bytes
        self._file: FileIO | None = None  # unbuffered: a failed write must not be repeated on closing
        self._serial = 0
        self.current = ""  # the final name of the current file
        self.finished = 0

    def write(self, head: RecordHead, block: bytes) -> tuple[int, int]:
        """Write a record; return its offset and length. Raises OSError.

        A record that could not be written completely is removed.
        """
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC)
            self._file = self._new_file(now)
            self._append(self._file, self._warcinfo_head(now), self._warcinfo())
        return self._append(self._file, head, block)

    def _append(self, file: FileIO, head: RecordHead, block: bytes) -> tuple[int, int]:
        record = BytesIO()
        WarcWriter(record, self._compression).write_record(head, block)
        start, data = file.tell(), record.getbuffer()
        try:
            written = 0
            while written < len(data):
                written += file.write(data[written:]) or 0
        except OSError:
            with suppress(OSError):
                file.seek(start)
                file.truncate()
            raise
        return start, len(data)

    def end_exchange(self) -> None:
        """Finish the current file if it has reached its size; an exchange is never split. Raises OSError."""
        if self._file is not None and self._file.tell() >= self._max_bytes:
            self.close()

    def close(self) -> None:
        """Finish the current file. Raises OSError."""
        if self._file is not None:
            file, self._file = self._file, None
            with file:
                os.fsync(file.fileno())
            (self._folder / f"{self.current}{_UNFINISHED}").rename(self._folder / self.current)
            self.finished += 1

    def _new_file(self, now: datetime) -> FileIO:
        """Return the next file of the series, with a number that no other crawl of the same second has used."""
        while True:
            self.current = f"{self._name}-{now:%Y%m%d%H%M%S}-{self._serial:05d}{SUFFIXES[self._compression]}"
            self._serial += 1
            if (self._folder / self.current).exists():
                continue
            with suppress(FileExistsError):
                return (self._folder / f"{self.current}{_UNFINISHED}").open("xb", buffering=0)

    def _warcinfo_head(self, now: datetime) -> RecordHead:
        return RecordHead(
            "warcinfo", "", now, "application/warc-fields", uuid4().urn, {"WARC-Filename": self.current}
        )

    def _warcinfo(self) -> bytes:
        fields = {**self._information, "format": "WARC File Format 1.1", "conformsTo": _STANDARD}
        return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items()).encode()
