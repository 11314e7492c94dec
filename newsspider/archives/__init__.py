"""Archives: files of any kind as the responses that a live crawl would have had."""

from newsspider.archives.filters import PageFilter
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.listing import list_files
from newsspider.archives.lookup import CaptureArchive, LookupFailedError, LookupRequest, LookupResult
from newsspider.archives.open import open_source
from newsspider.archives.types import ArchivedPage
from newsspider.archives.warc.write import WarcWriter

__all__ = [
    "ArchivedPage",
    "CaptureArchive",
    "JsonFields",
    "LookupFailedError",
    "LookupRequest",
    "LookupResult",
    "PageFilter",
    "WarcWriter",
    "list_files",
    "open_source",
]
