"""Feeds on disk: which can be continued, and what counts as written."""

from __future__ import annotations

from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from newsspider.state.feed_files import FeedFile, can_continue, cut_feeds


def test_feeds_are_cut_to_what_the_state_knows_and_never_made_longer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    long, short = tmp_path / "long.jsonl", tmp_path / "short.jsonl"
    long.write_bytes(b'{"a": 1}\n{"b": ')
    short.write_bytes(b'{"a": 1}\n')
    cut_feeds({str(long): 9, str(short): 100, str(tmp_path / "absent.jsonl"): 5})
    assert long.read_bytes() == b'{"a": 1}\n'
    assert short.read_bytes() == b'{"a": 1}\n'
    assert not (tmp_path / "absent.jsonl").exists()
    assert [record.getMessage().partition(" bytes")[0] for record in caplog.records] == [
        "91 of the 100",
        "5 of the 5",
    ]


@pytest.mark.parametrize(
    ("uri", "form", "can"),
    [
        ("a.jsonl", "jsonlines", True),
        ("a.csv", "csv", True),
        ("a.jsonl.gz", "gz", True),
        ("a.csv.gz", "gz", True),
        ("a.json.gz", "gz", False),
        ("a.json", "json", False),
        ("a.parquet", "parquet", False),
    ],
)
def test_feeds_of_lines_can_be_continued(uri: str, form: str, can: bool) -> None:
    assert can_continue(uri, {"format": form}) is can
    assert not can_continue(
        uri, {"format": form, "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"]}
    )


class FullOnce(FileIO):
    """A file on a disk that is full for one write."""

    is_full = False

    def write(self, data: Any) -> int:
        if self.is_full:
            self.is_full = False
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_nothing_counts_as_written_after_a_write_that_failed(tmp_path: Path) -> None:
    raw = FullOnce(tmp_path / "feed.jsonl", "wb")
    file = FeedFile(raw)
    file.write(b"1\n")
    file.flush()
    raw.is_full = True
    with pytest.raises(OSError, match="No space left"):
        file.write(b"2" * 100_000)
    file.write(b"3\n")
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            file.flush()
    with pytest.raises(OSError, match="No space left"):
        file.close()
    assert file.closed
