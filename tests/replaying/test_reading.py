from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.archives.reader import options_within
from newsspider.archives.types import ArchivedPage, ReadOptions
from newsspider.errors import SourceError
from newsspider.items import Reject
from newsspider.replaying.reading import chunk_steps, content_digest, list_of, listed_names
from tests.replaying.made import archive_of, chunk_of, planned

OPTIONS = ReadOptions(1 << 20)


def test_a_list_keeps_any_name(tmp_path: Path) -> None:
    names = ["a.html", "new\nline", 'quo"te', "b\udcff.html"]
    (tmp_path / "list").write_bytes(list_of(names))
    assert list(listed_names(tmp_path / "list")) == names


def test_the_files_of_a_list_are_read_from_any_of_them_on(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / "pages" / str(number)).mkdir(parents=True)
        (tmp_path / "pages" / str(number) / "a.html").write_text(f"<p>Page {number}")
    (tmp_path / "pages" / "2" / "a.html").write_bytes(b"")
    (archive,) = planned([str(tmp_path / "pages")], tmp_path / "out", "jsonl", {}, ReadOptions()).archives
    whole = list(chunk_steps(chunk_of(archive), OPTIONS, 0))
    assert [step.after for step in whole] == [1, 2, 3, 4]
    assert [type(step.outcome) for step in whole] == [ArchivedPage, ArchivedPage, Reject, ArchivedPage]
    assert len(list(chunk_steps(chunk_of(archive, 0, 0, 3), OPTIONS, 1))) == 2
    page = whole[3].outcome
    assert isinstance(page, ArchivedPage)
    assert page.source.path == "3/a.html"


def test_a_digest_is_of_the_bytes_and_not_of_the_clock(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    archive = archive_of(tmp_path / "a.html", tmp_path / "out")
    assert content_digest(archive) == "sha256:951ee2fca37f447b2ea44660af8c9126c455255b29ecc0e6c93d18dc110da4d3"
    (tmp_path / "a.html").unlink()
    with pytest.raises(SourceError):
        content_digest(archive)


def test_a_list_of_rejects_is_read_where_they_lay(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    row = f'{{"path": "a.html", "code": "error", "reason": "x", "source": "{tmp_path}"}}\n'
    (tmp_path / "rejects.jsonl").write_text(row * 2)
    archive = archive_of(tmp_path / "rejects.jsonl", tmp_path / "out")
    chunk, options = replace(chunk_of(archive), positions=None), options_within(archive.source, OPTIONS)
    assert [type(step.outcome) for step in chunk_steps(chunk, options, 0)] == [ArchivedPage]
    assert not list(chunk_steps(chunk, options, 1))


def test_a_list_of_rejects_changes_with_the_archives_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    row = f'{{"path": "a.html", "code": "error", "reason": "x", "source": "{tmp_path}"}}\n'
    (tmp_path / "rejects.jsonl").write_text(row)
    before = archive_of(tmp_path / "rejects.jsonl", tmp_path / "out")
    digest = content_digest(before)
    (tmp_path / "a.html").write_text("<p>A that was mended")
    after = archive_of(tmp_path / "rejects.jsonl", tmp_path / "out")
    assert after.state != before.state
    assert content_digest(after) != digest
    assert content_digest(archive_of(tmp_path / "rejects.jsonl", tmp_path / "out")) == content_digest(after)
