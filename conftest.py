"""What pytest collects only where its extra is installed, and what holds for all tests of properties."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Generator
from importlib.util import find_spec

import pytest

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


def pytest_configure() -> None:
    """Take Ctrl-C as in a terminal: a shell that starts tests in the background lets all processes ignore it.

    That is inherited by the processes which tests start and interrupt.
    """
    is_main = threading.current_thread() is threading.main_thread()  # no other may set what a signal does
    if is_main and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Search what the tests are made of for garbage no more: it lives to the end of the session."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Let no garbage collection fall into a test.

    A full one looks at every object of the process: tests have so many that it takes a second, which is no part of
    what is measured.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
