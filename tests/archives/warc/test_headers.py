from __future__ import annotations

from pathlib import Path

import pytest
from fastwarc.warc import HeaderMap

from newsspider.archives.warc.headers import url_in
from tests.archives.builders import read_all, record


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2009-03-65T08:43:19-0800", "2009-03-06T08:43:19-08:00"),  # ClueWeb09
        ("2024-05-06t07:08:09z", "2024-05-06T07:08:09+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("20240506070809", "2024-05-06T07:08:09+00:00"),
        ("2024-05-06 07:08:09", "2024-05-06T07:08:09+00:00"),
        ("2024-05", "2024-05-01T00:00:00+00:00"),
        ("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09+00:00"),
        ("2009-01-65T08:43:19-0800", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_an_odd_date(tmp_path: Path, written: str, expected: str | None) -> None:
    (tmp_path / "a").write_bytes(record(0).replace(b"2024-05-06T07:08:09Z", written.encode()))
    (found,) = read_all(tmp_path / "a")[0]
    assert (found.captured.isoformat() if found.captured else None) == expected


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (b"https://example.org/caf\xe9?q=\xfc", "https://example.org/caf%E9?q=%FC"),
        ("<https://example.org/кафе>".encode(), "https://example.org/кафе"),
        (b"", ""),
    ],
)
def test_addresses_keep_the_bytes_that_were_asked_for(written: bytes, url: str) -> None:
    headers = HeaderMap()
    headers.append_bytes(b"WARC-Target-URI", written)
    assert url_in(headers) == url
