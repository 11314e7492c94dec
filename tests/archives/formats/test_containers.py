from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import ArchivedPage, DumpFile, Format, ReadOptions, Skipped, open_source
from newsspider.archives.formats import format_of
from newsspider.archives.reader import file_steps
from newsspider.archives.types import Outcome
from newsspider.errors import SourceError
from newsspider.items import Source
from tests.archives.builders import dump_of, page, read_all, tarred, zipped


@pytest.mark.parametrize(
    ("head", "name"),
    [(zipped({"a": b"a"}), "zip"), (zipped({}), "zip"), (tarred({"a": b"a"}), "tar"), (page(0), None)],
)
def test_the_kind_is_in_the_content(head: bytes, name: str | None) -> None:
    known = format_of(dump_of(head))
    assert (known.name if known and known.is_container else None) == name


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_hidden_files_are_left_out_as_in_folders(
    tmp_path: Path, packed: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    files = {".a": page(0), "__MACOSX/._b.html": page(0), ".git/c.html": page(0), "./d.html": page(1)}
    (tmp_path / "a").write_bytes(packed(files))
    assert [one.response.body for one in read_all(tmp_path / "a")[0]] == [page(1)]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_an_archive_within_an_archive_is_a_reject(
    tmp_path: Path, packed: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    inner = {"a.zip": zipped({"a.html": page(0)}), "b.tar": tarred({"a.html": page(0)}), "c.html": page(1)}
    (tmp_path / "a").write_bytes(packed(inner))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.source.path for one in pages] == ["a/c.html"]
    assert [(one.path, one.code) for one in rejects] == [("a/a.zip", "unreadable"), ("a/b.tar", "unreadable")]
    assert "inside an archive" in rejects[0].reason


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_file_that_is_no_dump_does_not_stop_the_others(
    tmp_path: Path, packed: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    (tmp_path / "a").write_bytes(packed({"a.bin": bytes(range(256)) * 20, "b.html": b"", "c.html": page(0)}))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.source.path for one in pages] == ["a/c.html"]
    assert [one.path for one in rejects] == ["a/a.bin", "a/b.html"]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_an_archive_without_dumps(tmp_path: Path, packed: Callable[[Mapping[str, bytes]], bytes]) -> None:
    (tmp_path / "a").write_bytes(packed({"a.bin": bytes(range(256)) * 20}))
    with pytest.raises(
        SourceError, match=r"no file in this archive can be read: a/a.bin: not in a format that can be read"
    ):
        read_all(tmp_path / "a")


def test_a_container_of_a_project_may_hold_pages_beside_files(tmp_path: Path) -> None:
    def read(dump: DumpFile, _: ReadOptions) -> Iterator[Outcome | DumpFile]:
        yield ArchivedPage(HtmlResponse("https://example.org/0", body=page(0)), Source(kind="box", path=dump.name))
        yield Skipped("label")
        yield replace(dump_of(page(1)), name=f"{dump.name}/b.html")

    box = Format(name="box", matches=lambda dump: dump.head == b"box", read=read, is_container=True)
    (tmp_path / "a").write_bytes(b"box")
    skipped: list[str] = []
    found = list(open_source(tmp_path / "a", ReadOptions(formats=(box,)), skipped.append))
    assert [one.source.path for one in found if isinstance(one, ArchivedPage)] == ["a", "a/b.html"]
    assert skipped == ["label"]
    steps = list(file_steps(tmp_path / "a", "a", ReadOptions(formats=(box,)), 1))
    assert [type(step.outcome) for step in steps] == [Skipped, ArchivedPage]
    with pytest.raises(TypeError, match="is_container"):
        list(open_source(tmp_path / "a", ReadOptions(formats=(replace(box, is_container=False),))))
