"""The payloads of a source's revisits: looked for in the source itself, once there is one."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from newsspider.archives.lookup.answers import CaptureArchive
from newsspider.archives.messages import Message
from newsspider.archives.types import Revisit
from newsspider.errors import SourceError

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Revisits:
    """Finds payloads in the WARC and WACZ files at `root`, which are indexed at the first revisit."""

    root: Path
    _archive: CaptureArchive | None = field(default=None, init=False)

    def __call__(self, revisit: Revisit, max_bytes: int) -> Message | None:
        """Return the revisit's message with its payload, decoded; None where that is not in the source."""
        if self._archive is None:
            try:
                # What is damaged becomes a reject as the files are read.
                self._archive = CaptureArchive.open([self.root], lambda _: None)
            except (OSError, SourceError) as error:
                logger.warning("Revisits cannot be resolved: %s", error)
                self._archive = CaptureArchive([])
        return self._archive.resolved(revisit, max_bytes)
