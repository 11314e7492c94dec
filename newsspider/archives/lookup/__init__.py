"""Looking up a URL in WARC and WACZ files, through an index.

`surt` makes the keys of URLs and `cdxj` the lines of an index; `captures` lists the captures in a WARC, and
`index` searches a sorted index. `indexing` finds or makes the index of an archive, `foreign_index` reads those of
other tools. `stored` reads the record of a capture; `capture_archive` chooses the best of all captures of a URL.
"""

from newsspider.archives.lookup.capture_archive import CaptureArchive, LookupRequest, LookupResult
from newsspider.archives.lookup.stored import LookupFailedError

__all__ = ["CaptureArchive", "LookupFailedError", "LookupRequest", "LookupResult"]
