"""Which of the two is used: the compiled part or the Python reference."""

from __future__ import annotations

import hashlib
import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from lxml import etree

SWITCH = "NEWSSPIDER_PURE"


class State(NamedTuple):
    """What is used, and why it is not the compiled part."""

    name: str  # "compiled", or why not: "off", "missing", "stale", "foreign"
    reason: str = ""  # one sentence; "" where it is compiled

    @property
    def is_sound(self) -> bool:
        """Whether it is as it was meant: the compiled part, or Python because somebody asked for it."""
        return self.name in {"compiled", "off"}

    def __str__(self) -> str:
        return "compiled code" if self.name == "compiled" else f"Python: {self.reason}"


def load(folder: Path = Path(__file__).parent) -> tuple[ModuleType, State]:
    """Return the module of functions that is used, and the state that says why."""
    if os.environ.get(SWITCH, "0") not in {"", "0"}:
        return _reference(), State("off", f"{SWITCH} is set")
    try:
        compiled = import_module("newsspider._native.compiled")
    except ModuleNotFoundError:
        return _reference(), State("missing", "the compiled part was not built, for want of a compiler")
    except (ImportError, ValueError, AttributeError) as error:  # "_Element size changed" and the like
        return _reference(), State("foreign", f"the compiled part does not load: {' '.join(str(error).split())}")
    state = state_of(compiled.SOURCES, compiled.LXML, folder)
    return compiled if state.name == "compiled" else _reference(), state


def _reference() -> ModuleType:
    return import_module("newsspider._native.reference")


def state_of(sources: str, lxml_version: str, folder: Path) -> State:
    """Return the state of a compiled part; `sources` are "name digest" a line, as setup.py wrote them into it."""
    for line in sources.splitlines():
        name, _, digest = line.partition(" ")
        path = folder / name
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest()[: len(digest)] != digest:
            return State("stale", f"the compiled part is older than {name}; python setup.py build_ext --inplace")
    own, found = lxml_version.split(".", maxsplit=1)[0], str(etree.LXML_VERSION[0])
    if own != found:
        return State("foreign", f"the compiled part was built for lxml {own}, lxml {found} is installed")
    return State("compiled")
