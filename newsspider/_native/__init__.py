"""What is worth compiling: loops over libxml2's nodes, over bytes and over columns of numbers.

The modules here are the Python reference; `compiled` does the same in one extension. Which of the two is used is
decided here, once: the compiled part where it is sound, the reference where it is not or with NEWSSPIDER_PURE=1.
What comes out is the same, and state() says which it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider._native import reference
from newsspider._native.loading import State, load

if TYPE_CHECKING:
    from newsspider._native.reference import *  # noqa: F403

__all__ = ["State", "state"]
__all__ += reference.__all__

_part, _state = load()
globals().update({name: getattr(_part, name) for name in reference.__all__})


def state() -> State:
    """Return which of the two is used, and why it is not the compiled part."""
    return _state
