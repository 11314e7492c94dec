"""What pytest collects only where its extra is installed."""

from __future__ import annotations

from importlib.util import find_spec

_OF_EXTRAS = {"newsspider/monitors.py": "spidermon", "newsspider/poet": "scrapy_poet"}

collect_ignore = [path for path, module in _OF_EXTRAS.items() if find_spec(module) is None]
