"""Drop articles that a run has already output."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.pipelines.fieldnames import field_of

_KEY_BYTES = 16


class DuplicatePipeline:
    """Drop items whose `id` was seen before in this run, if NEWSSPIDER_DROP_DUPLICATES is on.

    It keeps 16 bytes of memory for each article. A replay leaves it off and outputs every capture of a page.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self._seen: set[bytes] = set()
        self._new: bytearray | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured if the setting is off."""
        if not crawler.settings.getbool("NEWSSPIDER_DROP_DUPLICATES"):
            raise NotConfigured
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if its `id` was seen before."""
        identifier = field_of(item, "id")
        if isinstance(identifier, str):
            key = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
            if key in self._seen:
                self.stats.inc_value("newsspider/pipelines/dropped/duplicate")
                raise DropItem(f"duplicate: {identifier}", log_level="DEBUG")
            self._seen.add(key)
            if self._new is not None:
                self._new += key
        return item

    def begin(self, memory: bytes = b"") -> None:
        """Forget everything but the ids in `memory`."""
        self._seen = {memory[start : start + _KEY_BYTES] for start in range(0, len(memory), _KEY_BYTES)}
        self._new = bytearray()

    def new_memory(self) -> bytes:
        """Return the ids seen since the last call, in the form that `begin` takes."""
        new, self._new = self._new or b"", bytearray()
        return bytes(new)
