"""The table of formats. Each module in this folder is one format, which it declares as `FORMAT`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from newsspider.archives.files import DumpFile
from newsspider.archives.types import Evidence, Format

__all__ = ["Evidence", "Format", "format_of", "known_formats"]


@cache
def known_formats(own: tuple[Format, ...] = ()) -> tuple[Format, ...]:
    """Return all formats in the order in which files are compared with them, `own` first where evidence is equal.

    One of `own` with the name of a known format replaces it.
    """
    declared = [import_module(f"{__name__}.{module.name}").FORMAT for module in iter_modules(__path__)]
    by_name: dict[str, Format] = {one.name: one for one in own}
    for one in declared:
        by_name.setdefault(one.name, one)
    return tuple(sorted(by_name.values(), key=lambda one: one.evidence))


def format_of(dump: DumpFile, own: tuple[Format, ...] = ()) -> Format | None:
    """Return the format of a file; None if it matches none."""
    return next((known for known in known_formats(own) if known.matches(dump)), None)
