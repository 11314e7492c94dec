"""Archives: files of any kind as the responses that a live crawl would have had."""

from newsspider.archives.filters import PageFilter
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.open import list_files, open_source
from newsspider.archives.types import ArchivedPage
from newsspider.archives.write import WarcWriter

__all__ = ["ArchivedPage", "JsonFields", "PageFilter", "WarcWriter", "list_files", "open_source"]
