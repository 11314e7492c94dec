from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.state.feed_files import cut_feeds


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
