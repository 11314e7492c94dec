"""What a terminal can show: its width, its colours."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from enum import Enum
from typing import TextIO

_WIDTH_OF_FILES, _USUAL_WIDTH = 160, 80


class Style(Enum):
    """Colours by ANSI's numbers: ECMA-48, 8.3.117."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"


def styled(text: str, style: Style) -> str:
    r"""Return text that a terminal shows in a style.

    >>> styled("gone", Style.RED), styled("here", Style.PLAIN)
    ('\x1b[31mgone\x1b[0m', 'here')
    """
    return f"\x1b[{style.value}m{text}\x1b[0m" if style is not Style.PLAIN else text


def width_of(stream: TextIO) -> int:
    """Return how many columns a stream has; one that is no terminal has 160."""
    if not stream.isatty():
        return _WIDTH_OF_FILES
    with suppress(OSError, ValueError):
        if not os.environ.get("COLUMNS"):  # `shutil` asks standard output, which may be a file
            return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    return shutil.get_terminal_size().columns


def has_colours(stream: TextIO) -> bool:
    """Return whether colours are wanted: on a terminal, unless NO_COLOR says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR")  # https://no-color.org
