from __future__ import annotations

import json
from pathlib import Path

from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath
from newsspider.spiders.read_once import ReadOnce


def test_what_was_read_as_a_source_or_below_one(tmp_path: Path) -> None:
    row = json.dumps({"path": "a.warc", "code": "damaged", "reason": "cut"})
    for name in (
        "dumps/2024/a.warc",
        "dumps/.hidden/b.warc",
        "dumps/_run/c.jsonl",
        "dumps/rejects.jsonl",
        "d.warc",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(row if name.endswith("rejects.jsonl") else "x")
    once = ReadOnce()
    assert not once.has(tmp_path / "d.warc")
    once.add(tmp_path / "d.warc")
    once.add(tmp_path / "dumps")
    assert once.has(tmp_path / "dumps" / ".." / "d.warc")
    assert once.has(tmp_path / "dumps" / "2024")
    assert once.has(tmp_path / "dumps" / "2024" / "a.warc")
    for name in ("dumps/.hidden/b.warc", "dumps/_run/c.jsonl", "dumps/rejects.jsonl"):
        assert not once.has(tmp_path / name)  # of a folder these are not read, or in another way


def test_what_is_elsewhere_is_not_looked_at() -> None:
    once = ReadOnce()
    for location in (RemotePath("s3://bucket/a.warc"), PipePath("-")):
        once.add(location)
        assert not once.has(location)
