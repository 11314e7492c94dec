from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.duplicates.fingerprints import SIGNATURE_VALUES
from newsspider.duplicates.records import Record, read_records

keys = st.integers(0, 2**64 - 1)
records = st.builds(
    Record,
    cluster=keys,
    original=st.text(max_size=50),
    keys=st.lists(keys, max_size=4).map(tuple),
    headline=keys,
    letters=st.integers(0, 2**32 - 1),
    signature=st.none()
    | st.integers(0, 65535).map(lambda value: np.full(SIGNATURE_VALUES, value, dtype=np.uint16)),
    place=st.text(max_size=50),
)


def plain(record: Record) -> tuple[object, ...]:
    signature = None if record.signature is None else record.signature.tolist()
    return record.cluster, record.original, record.keys, record.headline, record.letters, signature, record.place


@given(st.lists(records, max_size=4), st.integers(1, 28))  # the smallest has 28 bytes
def test_records_come_back_as_they_were_and_a_cut_one_is_left_out(written: list[Record], cut: int) -> None:
    data = b"".join(record.to_bytes() for record in written)
    assert [plain(record) for record in read_records(data)] == [plain(record) for record in written]
    assert [plain(each) for each in read_records(data[:-cut])] == [plain(each) for each in written[:-1]]


def test_records_of_the_version_before_have_no_place() -> None:
    record = Record(1, "https://example.org/a", (1, 2), 3, 4, None)
    written = record.to_bytes()
    before = b"\x01" + written[1:26] + written[28:]
    assert [plain(each) for each in read_records(before + written)] == [plain(record)] * 2


def test_a_place_that_is_longer_than_any_path_is_left_out() -> None:
    record = Record(1, "https://example.org/a", (1, 2), 3, 4, None, "a" * 70_000)
    assert [each.place for each in read_records(record.to_bytes() * 2)] == ["", ""]


def test_records_of_another_version_are_left_out() -> None:
    record = Record(1, "https://example.org/a", (1, 2), 3, 4, None)
    older = b"\x00" + record.to_bytes()[1:]
    assert [each.keys for each in read_records(older + record.to_bytes())] == [(1, 2)]


@pytest.mark.parametrize("data", [b"", b"\x01", bytes(100)])
def test_other_bytes_are_no_records(data: bytes) -> None:
    assert list(read_records(data)) == []
