from __future__ import annotations

import signal
import threading
import time
from contextlib import suppress

import pytest

from newsspider.errors import PageError
from newsspider.time_bound import at_most

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such timer")


def spend(cpu_s: float) -> None:
    end = time.process_time() + cpu_s
    while time.process_time() < end:
        sum(range(1_000))


def test_what_takes_longer_is_too_slow_whatever_it_catches() -> None:
    def catch_all() -> None:
        while True:
            with suppress(Exception):  # as hostile as a rule can be
                spend(1)

    with pytest.raises(PageError) as caught, at_most(0.05):
        catch_all()
    assert caught.value.code == "too-slow"


def test_nothing_is_left_of_the_bound_after_the_block() -> None:
    earlier = signal.getsignal(signal.SIGVTALRM)
    with at_most(0.05):
        pass
    with pytest.raises(KeyError), at_most(0.05):
        raise KeyError
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is earlier
    spend(0.1)


def test_a_block_inside_another_has_the_bound_of_the_outer_one() -> None:
    with at_most(30), at_most(0.01):
        spend(0.1)
    with pytest.raises(PageError, match=r"longer than 0\.05 s"), at_most(0.05), at_most(30):
        spend(5)


def test_a_timer_of_others_is_left_alone() -> None:
    heard: list[int] = []
    earlier = signal.signal(signal.SIGVTALRM, lambda number, _: heard.append(number))
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
    try:
        with at_most(0.01):
            spend(0.3)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)
    assert heard == [signal.SIGVTALRM]


def test_there_is_no_bound_in_other_threads() -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            with at_most(0.01):
                spend(0.1)
        except BaseException as error:  # noqa: BLE001  # what a thread raises is lost
            faults.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert not faults


@pytest.mark.parametrize("bound", [None, 0, 0.0])
def test_no_bound(bound: float | None) -> None:
    with at_most(bound):
        spend(0.02)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
