"""What the add-on's pipelines cost for clean items: `python -m benchmarks.pipelines FEED.jsonl`."""

from __future__ import annotations

import argparse
import copy
import json
import time
from itertools import islice
from pathlib import Path
from typing import Any

from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newsspider.addon import PIPELINES, NewsspiderAddon

_ROUNDS = 5


def main() -> None:
    """Print milliseconds an item for each pipeline, the best of five rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feed", type=Path, help="JSON lines that newsspider has written")
    parser.add_argument("--items", type=int, default=600)
    options = parser.parse_args()
    with options.feed.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in islice(lines, options.items)]
    taken = [(name, ms) for name, ms in costs_ms(items).items()]
    for name, ms in [*taken, ("all", sum(ms for _, ms in taken))]:
        print(f"{name:28} {ms:.3f} ms")


def costs_ms(items: list[dict[str, Any]]) -> dict[str, float]:
    """Return the milliseconds that each pipeline takes for an item."""
    settings = {
        "ADDONS": {NewsspiderAddon: 100},
        "NEWSSPIDER_REJECTS_PATH": "",
        "NEWSSPIDER_MIN_PROBABILITY": 1e-9,  # 0 would switch a pipeline off
        "NEWSSPIDER_VALIDATE_ALL_ITEMS": True,
    }
    crawler = get_crawler(settings_dict=settings)
    best: dict[str, float] = {}
    for _ in range(_ROUNDS):
        current: list[Any] = copy.deepcopy(items)
        for kind, _order in sorted(PIPELINES.items(), key=lambda pair: pair[1]):
            try:
                pipeline = build_from_crawler(kind, crawler)
            except NotConfigured:
                continue
            began_s = time.perf_counter()
            current = [pipeline.process_item(item) for item in current]
            ms = (time.perf_counter() - began_s) / len(items) * 1_000
            best[kind.__name__] = min(ms, best.get(kind.__name__, ms))
    return best


if __name__ == "__main__":
    main()
