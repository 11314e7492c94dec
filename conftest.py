"""What pytest collects only where its extra is installed, and what holds for all tests of properties."""

from __future__ import annotations

from importlib.util import find_spec

_OF_EXTRAS = {
    "newsspider/monitors.py": "spidermon",
    "newsspider/poet": "scrapy_poet",
    "newsspider/clusters/datatrove_blocks.py": "datatrove",
    "newsspider/clusters/datatrove_words.py": "datatrove",
    "newsspider/clusters/spark.py": "pyspark",
}

collect_ignore = [path for path, module in _OF_EXTRAS.items() if find_spec(module) is None]

if find_spec("hypothesis") is not None:
    from hypothesis import settings

    # A busy machine is slow now and then: what has to be fast has a test that compares times.
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")
