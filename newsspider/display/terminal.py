"""What a terminal can show: its width, its colours, messages in one line."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from contextlib import suppress
from enum import Enum
from typing import TextIO

from newsspider.errors import printable

_WIDTH_OF_FILES, _USUAL_WIDTH = 160, 80


class Style(Enum):
    """Colours by ANSI's numbers: ECMA-48, 8.3.117."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"


_LEVELS = {"ERROR": Style.RED, "CRITICAL": Style.RED, "WARNING": Style.YELLOW}


def styled(text: str, style: Style) -> str:
    r"""Return text that a terminal shows in a style.

    >>> styled("gone", Style.RED), styled("here", Style.PLAIN)
    ('\x1b[31mgone\x1b[0m', 'here')
    """
    return f"\x1b[{style.value}m{text}\x1b[0m" if style is not Style.PLAIN else text


def is_live(stream: TextIO) -> bool:
    """Return whether a line on a stream can be drawn again: on a terminal, and below a notebook's cell."""
    return stream.isatty() or type(stream).__module__.startswith("ipykernel.")


def width_of(stream: TextIO) -> int:
    """Return how many columns a stream has; one that is neither a terminal nor a notebook has 160."""
    if not stream.isatty():
        return _USUAL_WIDTH if is_live(stream) else _WIDTH_OF_FILES
    with suppress(OSError, ValueError):
        if not os.environ.get("COLUMNS"):  # `shutil` asks standard output, which may be a file
            return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    return shutil.get_terminal_size().columns


def has_colours(stream: TextIO) -> bool:
    """Return whether colours are wanted: on a terminal, unless NO_COLOR says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR")  # https://no-color.org


def tell(level: str, text: str) -> None:
    """Write a message in one line to standard error: "ERROR: ...", its level in colour where there are any."""
    line = f"{level}: {printable(text)}"
    sys.stderr.write((marked(line, level) if has_colours(sys.stderr) else line) + "\n")
    sys.stderr.flush()


def marked(line: str, level: str) -> str:
    r"""Return a line that begins with its level with that in its colour.

    >>> marked("ERROR: no such file", "ERROR"), marked("INFO: done", "INFO")
    ('\x1b[31mERROR\x1b[0m: no such file', 'INFO: done')
    """
    style = _LEVELS.get(level)
    return styled(level, style) + line[len(level) :] if style and line.startswith(level) else line


class _ColouredLevels(logging.Formatter):
    """Another formatter's lines, with their levels in colour."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return marked(self._inner.format(record), record.levelname)


def colour_log() -> None:
    """Let the log on standard error show its levels in colour, where there are colours."""
    for handler in logging.getLogger().handlers:
        is_shown = isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
        inner = handler.formatter
        if is_shown and inner is not None and not isinstance(inner, _ColouredLevels) and has_colours(sys.stderr):
            handler.setFormatter(_ColouredLevels(inner))
