from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.archives.requested import Requested
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions
from newsspider.errors import SourceError
from newsspider.items import Reject
from newsspider.replaying.reading import chunk_steps, content_digest
from newsspider.replaying.source_files import SourceFile, faults_of, read_sources
from tests.replaying.made import chunk_of, planned


def files_of(out: Path, *sources: Path) -> list[list[SourceFile]]:
    found = read_sources(Requested([str(source) for source in sources]), out, ReadOptions())
    return [list(files) for _, files in found if not isinstance(files, SourceError)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / "dumps" / name).mkdir(parents=True)
        (tmp_path / "dumps" / name / "page.html").write_text(f"<p>{name}")
    return tmp_path / "dumps"


@pytest.fixture
def without_b(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of which one subfolder may not be listed."""
    scandir = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return folder


def test_a_folder_that_cannot_be_listed_is_one_reject_among_the_pages_beside_it(without_b: Path) -> None:
    (archive,) = planned([str(without_b)], without_b.parent / "out").archives
    outcomes: list[Outcome] = [step.outcome for step in chunk_steps(chunk_of(archive), ReadOptions(), 0)]
    assert [type(one) for one in outcomes] == [ArchivedPage, Reject, ArchivedPage]
    reject = outcomes[1]
    assert isinstance(reject, Reject)
    assert (reject.path, reject.reason) == ("b", "this folder cannot be listed: Permission denied")
    assert content_digest(archive).startswith("sha256:")


def test_a_source_that_cannot_be_listed_is_a_fault(without_b: Path) -> None:
    found = read_sources(Requested([str(without_b / "b"), str(without_b / "a")]), without_b / "out", ReadOptions())
    assert [str(fault) for fault in faults_of(found)] == [f"{without_b / 'b'}: Permission denied"]
    assert len(found) == 2


def test_what_may_be_read_at_last_has_another_state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = folder.parent / "out"
    readable = planned([str(folder)], out).archives[0]
    monkeypatch.setattr(os, "access", lambda path, _: "b" not in Path(path).parts)
    assert planned([str(folder)], out).archives[0].state != readable.state


def test_what_cannot_be_looked_at_is_a_file_among_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = Path.stat

    def refusing(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent.name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refusing)
    (files,) = files_of(folder.parent / "out", folder)
    assert [file.location.relative_to(folder) for file in files if isinstance(file.location, Path)] == [
        Path(name, "page.html") for name in ("a", "b", "c")
    ]
