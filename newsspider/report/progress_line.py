"""One line at the bottom of a terminal that is drawn again and again, on terminals of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from logging import Filter, LogRecord, StreamHandler, getLogger
from threading import RLock
from typing import Any, TextIO

from newsspider.display.terminal import width_of

_BAR_CHARS = 24
_ROWS = 2  # of a terminal that tqdm uses: the line, and one that stays free


class ProgressLine:
    """Draws a line of several parts on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: Any = None  # of tqdm's, which is untyped

    def show(self, parts: Sequence[str], last: str = "", share: float | None = None) -> None:
        """Draw the parts, as many as there is room for, and `last`, which gives way after all others.

        A `share` of 0.0-1.0 that is done gets a bar, where there is room left.
        """
        # The last column stays free: some terminals begin a new line when it is filled.
        width = width_of(self._stream) - 1
        text = fitted(parts, width, last)
        if self._bar is None:
            # With sizes of its own: tqdm draws nothing on a terminal that does not know how large it is.
            self._bar = _bar_class()(
                total=1.0, file=self._stream, bar_format="{desc}", leave=False, ncols=width, nrows=_ROWS
            )
        self._bar.ncols = width
        has_bar = share is not None and len(text) + _BAR_CHARS + 2 <= width
        self._bar.bar_format = f"{{desc}}  {{bar:{_BAR_CHARS}}}" if has_bar else "{desc}"
        self._bar.n = min(max(share or 0.0, 0.0), 1.0)
        self._bar.set_description_str(text)

    def clear(self) -> None:
        """Erase the line, so that other output can take its place."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    @contextmanager
    def cleared_for_logs(self) -> Iterator[None]:
        """Erase the line before each record that the root logger writes, while the block runs."""
        handlers = [handler for handler in getLogger().handlers if isinstance(handler, StreamHandler)]
        clearing = _Clearing(self)
        for handler in handlers:
            handler.addFilter(clearing)
        try:
            yield
        finally:
            for handler in handlers:
                handler.removeFilter(clearing)
            self.clear()


class _Clearing(Filter):
    def __init__(self, line: ProgressLine) -> None:
        super().__init__()
        self._line = line

    def filter(self, record: LogRecord) -> bool:  # noqa: ARG002  (logging's own)
        self._line.clear()
        return True


def fitted(parts: Sequence[str], width: int, last: str = "") -> str:
    """Return as many of the parts, from the first, as fit before `last`, which is cut after all of them.

    >>> fitted(["3 of 12 archives", "25%", "612 articles"], 36, "3:00 left")
    '3 of 12 archives, 25%, 3:00 left'
    >>> fitted(["3 of 12 archives", "25%"], 12, "3:00 left"), fitted(["3 of 12 archives"], 12)
    ('3:00 left', '3 of 12 arch')
    """
    end = [last] if last else []
    for number in range(len(parts), -1, -1):
        text = ", ".join([*parts[:number], *end])
        if text and len(text) <= width:
            return text
    return (last or ", ".join(parts[:1]))[: max(width, 0)]


@cache
def _bar_class() -> Any:
    from tqdm import tqdm  # noqa: PLC0415  (only runs on a terminal need it)

    # No thread that looks whether bars are drawn: a process with threads cannot be forked into workers.
    bar_class: Any = type("Bar", (tqdm,), {"monitor_interval": 0})
    bar_class.set_lock(RLock())  # tqdm's own is a lock between processes, of which only one draws
    return bar_class
