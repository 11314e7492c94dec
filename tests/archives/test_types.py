from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from newsspider.archives.types import ArchivedPage, Skipped
from newsspider.http import TextDumpResponse
from newsspider.items import Source


def test_values_are_frozen() -> None:
    one = ArchivedPage(TextDumpResponse("", body=b"Text"), Source(kind="text"))
    assert one.captured is None
    with pytest.raises(FrozenInstanceError):
        one.captured = None  # type: ignore[misc]  # what must not work
    assert Skipped("status") == Skipped("status")
