"""Looking up: WARC and WACZ files asked for one URL at a time, through an index.

`surt` and `cdxj` are the index's language, `captures` what a WARC says of itself in it, `index` a sorted file or
list of that; `indexing` finds or makes an archive's index, `foreign_index` takes those of other tools; `stored`
reads what an index points at, `answers` chooses among all captures of a URL, `revisits` asks for others' payloads.
"""

from newsspider.archives.lookup.capture_archive import CaptureArchive, LookupRequest, LookupResult
from newsspider.archives.lookup.stored import LookupFailedError

__all__ = ["CaptureArchive", "LookupFailedError", "LookupRequest", "LookupResult"]
