from __future__ import annotations

from pathlib import Path

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.report.source_position import SourcePosition


def article(path: str, offset: int | None = None) -> Article:
    return Article(metadata=Metadata(source=Source(kind="warc", path=path, offset=offset)))


def test_the_share_is_that_of_the_bytes_before_an_item(tmp_path: Path) -> None:
    for name, size in (("a.warc", 100), ("b.warc", 300)):
        (tmp_path / name).write_bytes(b"x" * size)
    position = SourcePosition([str(tmp_path)])
    assert position.share == 0.0
    position.passed(article("a.warc", 50))
    assert position.share == 0.125
    position.passed(Reject(code="damaged", reason="cut", path="b.warc", offset=100))
    assert position.share == 0.5
    position.passed(article("a.warc", 0))
    position.passed(article("b.warc", 10**9))
    assert position.share == 1.0


def test_what_is_not_known_changes_nothing(tmp_path: Path) -> None:
    assert SourcePosition([]).share == 0.0
    position = SourcePosition([str(tmp_path / "gone.warc"), "s3://bucket/a.warc"])
    for item in (article("a.warc", 4), {"headline": "x"}, Reject(code="error", reason="x")):
        position.passed(item)
    assert position.share == 0.0


def test_what_is_skipped_counts_too(tmp_path: Path) -> None:
    for name in ("a.warc", "b.warc"):
        (tmp_path / name).write_bytes(b"x" * 100)
    position = SourcePosition([str(tmp_path)])
    position.reach("a.warc", 50)
    assert position.share == 0.25
    position.reach("b.warc", None)
    assert position.share == 0.5
    position.reach(None, None)
    position.reach("in/a.zip/b.warc", 7)
    assert position.share == 0.5
