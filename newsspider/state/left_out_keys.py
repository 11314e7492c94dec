"""The addresses that a run has told of as left out, so that a run that goes on tells of none twice."""

from __future__ import annotations

import json
from collections.abc import Mapping

from newsspider.discovery.recent_keys import RecentKeys

_PART = "left-out:"  # of the figures that are kept of a run; a number follows
_KEYS_OF_A_PART = 200  # 4 kB, which are written again with each commit until the part is full
_MOST_PARTS = 100  # 20,000 addresses; of more a run that goes on may tell some twice


class LeftOutKeys:
    """The keys of addresses that were left out, in memory as far as `limit` goes.

    The first 20,000 are kept with the run's figures. `kept` are those of a run that goes on.
    """

    def __init__(self, limit: int, kept: Mapping[str, str] = {}) -> None:
        self._known = RecentKeys(limit)
        parts = [json.loads(form) for name, form in kept.items() if name.startswith(_PART)]
        for key in (key for part in parts for key in part):
            self._known.add(key)
        self._part, self._open, self._has_changed = len(parts), list[int](), False

    def __contains__(self, key: int) -> bool:
        """Return whether a key was added lately."""
        return key in self._known

    def add(self, key: int) -> None:
        """Note that an address was left out."""
        self._known.add(key)
        if self._part < _MOST_PARTS:
            self._open.append(key)
            self._has_changed = True

    def take_changed(self) -> dict[str, str]:
        """Return what is to be kept of the keys that were added since this was last called."""
        if not self._has_changed:
            return {}
        changed = {}
        while self._open and self._part < _MOST_PARTS:
            changed[f"{_PART}{self._part}"] = json.dumps(self._open[:_KEYS_OF_A_PART])
            if len(self._open) < _KEYS_OF_A_PART:
                break
            self._part += 1
            del self._open[:_KEYS_OF_A_PART]
        self._has_changed = False
        return changed
