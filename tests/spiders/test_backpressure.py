"""Items in flight stay few, however slow the pipelines are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsspider.spiders.backpressure import MAX_ITEMS_IN_FLIGHT


@pytest.mark.parametrize("kind", ["async", "deferred"])
def test_items_in_flight_are_bounded_and_all_arrive(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.spiders.slow_pipelines", kind],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    arrived, most_in_flight = map(int, done.stdout.split())
    assert arrived == 400
    # Filled up, which is what makes the bound a bound; one is yielded before the look.
    assert MAX_ITEMS_IN_FLIGHT // 2 <= most_in_flight <= MAX_ITEMS_IN_FLIGHT + 1
