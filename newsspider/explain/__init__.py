"""Why an article's values are what they are: every candidate, every block, and what became of each."""

from __future__ import annotations

from newsspider.explain.explanation import explain
from newsspider.explain.types import Explanation

__all__ = ["Explanation", "explain"]
