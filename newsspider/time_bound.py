"""A bound on the processor time that one page takes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from newsspider.errors import PageError

# Where the exception was lost, in a destructor or a callback of C code, it is raised again after so long.
_AGAIN_S = 1.0


class _TimeIsUp(BaseException):
    """Passes what catches Exception on its way out of a page's rules."""


class _Alarm:
    """Raises in whatever Python runs when the time is up, as long as it is set."""

    is_set = True

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        if self.is_set:
            raise _TimeIsUp


@contextmanager
def at_most(cpu_s: float | None) -> Iterator[None]:
    """Raise PageError ("too-slow") in the block once the process has spent `cpu_s` seconds of its own time in it.

    None and 0 are no bound. It is raised between two steps of Python: a call into C code that is under way ends
    first. There is no bound outside the main thread, where the system has no such timer (Windows), or where
    another part of the program uses it (ITIMER_VIRTUAL). A block inside another one has the outer one's bound.

    >>> with at_most(5):
    ...     print("soon done")
    soon done
    """
    if not cpu_s or not _is_free():
        yield
        return
    alarm = _Alarm()
    earlier = signal.signal(signal.SIGVTALRM, alarm)
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s, _AGAIN_S)
            yield
        finally:
            alarm.is_set = False
    except _TimeIsUp:
        raise PageError("too-slow", f"reading the page took longer than {cpu_s:g} s of processor time") from None
    finally:
        alarm.is_set = False  # should the time be up in the line above
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier if earlier is not None else signal.SIG_DFL)


def _is_free() -> bool:
    """Return whether the timer can be used here, and nobody else uses it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return signal.getitimer(signal.ITIMER_VIRTUAL)[0] <= 0
