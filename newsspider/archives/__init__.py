"""Archives: files of any format as the responses that a live crawl would have had."""

from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.filters import PageFilter
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.lookup import CaptureArchive, LookupFailedError, LookupRequest, LookupResult
from newsspider.archives.reader import open_source, source_steps
from newsspider.archives.recognition import list_files
from newsspider.archives.sniff import charset_of
from newsspider.archives.types import (
    ArchivedPage,
    BytePositions,
    DigestPolicy,
    Evidence,
    Format,
    ReadOptions,
    Skipped,
)
from newsspider.archives.warc.write import WarcWriter

__all__ = [
    "ArchivedPage",
    "BytePositions",
    "CaptureArchive",
    "DigestPolicy",
    "DumpFile",
    "Evidence",
    "Format",
    "JsonFields",
    "LookupFailedError",
    "LookupRequest",
    "LookupResult",
    "PageFilter",
    "ReadOptions",
    "Skipped",
    "WarcWriter",
    "charset_of",
    "digest_of",
    "list_files",
    "open_source",
    "source_steps",
]
