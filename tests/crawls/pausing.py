"""A pipeline as a project may have one: it waits for something, and the process may die of it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any


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
