"""A pipeline and a place for feeds as a project may have them: they wait for something, the process may die of it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from typing import IO, Any

from scrapy.extensions.feedexport import BlockingFeedStorage


class PausingPipeline:
    """Waits at each item for as long as PAUSE_S says; at the URL in DIE_AT it dies, once if DIED names a file."""

    async def process_item(self, item: Any) -> Any:
        """Return the item after a pause."""
        await asyncio.sleep(float(os.environ.get("PAUSE_S", "0")))
        if getattr(item, "url", None) == os.environ.get("DIE_AT", ""):
            died = os.environ.get("DIED")
            if died is None or not Path(died).exists():
                Path(died or os.devnull).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return item


class SlowStorage(BlockingFeedStorage):
    """Stores a feed at `slow:///PATH` once there is a file `PATH.go`, and notes in `PATH.begun` that it is asked to."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.path, self.options = Path(uri.removeprefix("slow://")), feed_options

    def _store_in_thread(self, file: IO[bytes]) -> None:
        self.path.with_suffix(".begun").touch()
        while not self.path.with_suffix(".go").exists():
            time.sleep(0.02)
        file.seek(0)
        self.path.write_bytes(file.read())
        file.close()
