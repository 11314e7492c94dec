"""The result file of a benchmark that is run in parts: what is measured on one day stands side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def kept(results: Mapping[str, Any], paragraphs: Mapping[str, Any], folder: Path = RESULTS) -> Path:
    """Write today's results to a file, beside those of other forms and tools of the day; return its path."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    folder.mkdir(exist_ok=True)
    path = folder / f"quality-{day}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"date": day}
    for name, own in (("results", results), ("paragraphs", paragraphs)):
        found[name] = {**found.get(name, {}), **own}
    path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return path
