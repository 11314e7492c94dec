from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime

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


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("0001-01-01T00:00:00+14:00", False),
        ("0001-01-01T00:00:00Z", False),
        ("1970-01-01T00:00:00Z", False),
        ("9999-12-31T23:59:59-10:00", False),
        ("1996-11-12T00:00:00Z", True),
    ],
)
def test_a_time_at_which_no_page_was_fetched_is_none(written: str, is_kept: bool) -> None:
    when = datetime.fromisoformat(written)
    one = ArchivedPage(TextDumpResponse("", body=b"Text"), Source(kind="text"), when)
    assert one.captured == (when if is_kept else None)
