from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.archives import ArchivedPage, Skipped, open_source, source_steps
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from tests.archives.builders import LIMIT_BYTES, page, read_all, record


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/z.html", "a/x", "c.html", "B.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(page(0))
    assert [one.source.path for one in read_all(tmp_path)[0]] == ["B.html", "c.html", "a/x", "b/z.html"]


def test_it_is_lazy(tmp_path: Path) -> None:
    pages = open_source(tmp_path / "none", ReadOptions(LIMIT_BYTES))
    with pytest.raises(SourceError):
        next(pages)
    (tmp_path / "a.html").write_bytes(page(0))
    (tmp_path / "b.html").write_bytes(page(1))
    pages = open_source(tmp_path, ReadOptions(LIMIT_BYTES))
    assert isinstance(next(pages), ArchivedPage)
    (tmp_path / "b.html").write_bytes(page(2))
    second = next(pages)
    assert isinstance(second, ArchivedPage)
    assert second.response.body == page(2)


def test_files_are_closed_when_reading_stops_early(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"".join(record(n) for n in range(5)))
    opened = Path("/proc/self/fd")
    before = len(list(opened.iterdir())) if opened.exists() else 0
    pages = open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES))
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # it is a generator
    assert (len(list(opened.iterdir())) if opened.exists() else 0) == before


def test_skipped_records_need_no_counter(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0, kind="request") + record(1))
    assert len(list(open_source(str(tmp_path / "a"), ReadOptions(LIMIT_BYTES)))) == 1


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.html").write_bytes(page(1))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "own.html").write_bytes(page(2))
    (folder / "linked.html").symlink_to(tmp_path / "outside.html")
    (folder / "beside.html").symlink_to("own.html")
    pages, rejects, _ = read_all(folder)
    assert [one.source.path for one in pages] == ["beside.html", "own.html"]
    assert [(one.path, one.code) for one in rejects] == [("linked.html", "unreadable")]
    assert len(read_all(folder / "linked.html")[0]) == 1


def test_what_is_skipped_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(0, kind="request") + record(1) + record(2, kind="request"))
    steps = list(source_steps(path))
    assert [isinstance(step.outcome, Skipped) for _, step in steps] == [True, False, True]
    assert {name for name, _ in steps} == {"a.warc"}
    assert steps[0][1].after == len(record(0, kind="request"))
