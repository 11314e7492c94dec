"""Keys that were seen lately: what a crawl needs not ask its store about."""

from __future__ import annotations


class RecentKeys:
    """The latest of many keys: always half of `limit`, never more than `limit`.

    The older half is forgotten as a whole, which takes a third of the memory of a list of keys in the order of
    their use: 60 bytes a key.
    """

    __slots__ = ("_half", "_old", "_young")

    def __init__(self, limit: int) -> None:
        self._half = max(1, limit // 2)
        self._young: set[int] = set()
        self._old: set[int] = set()

    def __contains__(self, key: int) -> bool:
        """Return whether a key was seen lately; a key that is asked for is seen."""
        if key in self._young:
            return True
        if key not in self._old:
            return False
        self.add(key)
        return True

    def __len__(self) -> int:
        """Return how many keys are known."""
        return len(self._young | self._old)

    def add(self, key: int) -> None:
        """Note that a key was seen."""
        self._young.add(key)
        if len(self._young) >= self._half:
            self._old, self._young = self._young, set()

    def clear(self) -> None:
        """Forget all keys."""
        self._young, self._old = set(), set()
