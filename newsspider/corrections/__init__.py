"""What a file of corrections says of a site's pages, put before the rules."""

from __future__ import annotations

from newsspider.corrections.read import read_corrections
from newsspider.corrections.types import Correction, Corrections
from newsspider.corrections.use import unused_lines

__all__ = ["Correction", "Corrections", "read_corrections", "unused_lines"]
