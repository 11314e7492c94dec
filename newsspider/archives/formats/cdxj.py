"""Indexes of web archives (CDXJ, CDX), which hold no pages themselves."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.archives.files import DumpFile
from newsspider.archives.lookup.cdxj import is_cdxj
from newsspider.archives.types import Evidence, Format, Outcome, ReadOptions, Skipped


def read_index(_: DumpFile, __: ReadOptions) -> Iterator[Outcome]:
    """Skip the file: indexes hold no pages."""
    yield Skipped("index")


FORMAT = Format(name="cdxj", evidence=Evidence.SYNTAX, matches=lambda dump: is_cdxj(dump.head), read=read_index)
