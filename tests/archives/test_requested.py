from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.requested import Requested
from newsspider.errors import SourceError

STORAGE = StorageOptions()


def located(*sources: str, **more: object) -> list[str]:
    return [str(found) for found in Requested(sources, **more).located(STORAGE)]  # type: ignore[arg-type]


def test_paths_urls_and_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    given = [
        "dumps",
        "s3://bucket/a.warc.gz",
        "https://host/a.warc?x=1",
        "file:///dumps",
        "-",
        str(tmp_path / "pipe"),
    ]
    kinds = [type(found) for found in Requested(given).located(STORAGE)]
    assert kinds[1:3] == [RemotePath, RemotePath]
    assert kinds[4:] == [PipePath, PipePath]
    assert issubclass(kinds[0], Path)
    assert located("file:///dumps") == ["/dumps"]


def test_a_list_that_is_not_there_leaves_the_other_sources(tmp_path: Path) -> None:
    first, second = Requested(["a"], [str(tmp_path / "none")]).located(STORAGE)
    assert str(first) == "a"
    assert isinstance(second, SourceError)


def test_what_is_named_twice_is_read_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.warc").touch()
    (tmp_path / "list").write_text("a.warc\ns3://bucket/b.warc\n")
    given = [str(tmp_path / "a.warc"), f"{tmp_path}/./a.warc", f"{tmp_path}/*.warc", "s3://bucket/b.warc", "b\0"]
    assert located(*given, lists=[str(tmp_path / "list")]) == [
        str(tmp_path / "a.warc"),
        "s3://bucket/b.warc",
        "b\0",
    ]
    assert [line.partition(": ")[2] for line in caplog.messages] == ["named more than once; it is read once"]


def test_a_prefix_without_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.warc").touch()
    (found,) = Requested([str(tmp_path / "a.warc")], prefix="https://host/").located(STORAGE)
    assert isinstance(found, SourceError)
    assert "needs a list of sources" in found.reason


def test_a_prefix_beside_a_list_of_no_archives_says_how_it_is_read(tmp_path: Path) -> None:
    listed = tmp_path / "l.paths"
    listed.write_text("pages/a.html\n")
    (found,) = Requested([str(listed)], prefix="https://host/").located(STORAGE)
    assert isinstance(found, SourceError)
    assert found.reason.endswith(f"--from {listed} reads it as one")


@pytest.mark.parametrize(
    ("name", "lines", "advice"),
    [
        ("l.txt", ["dumps", "dumps/a.html"], "looks like a list of sources: --from"),
        ("l.lst", ["# of May", '"dumps/a.html"'], "looks like a list of sources: --from"),
        ("l.paths", ["pages/none.html"], "looks like a list of sources: --from"),
        (
            "l.txt",
            ["https://example.org/a", "https://example.org/b"],
            "looks like a list of URLs: `newsspider crawl",
        ),
        ("l.txt", ["The ferry sails again.", "dumps"], ""),
        ("l.txt", ["x" * 5000, "\0"], ""),
        ("l.txt", [], ""),
        ("l.html", ["dumps"], ""),
    ],
)
def test_a_list_of_no_archives_becomes_no_page(tmp_path: Path, name: str, lines: list[str], advice: str) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.html").touch()
    listed = tmp_path / name
    listed.write_text("\n".join(lines))
    (found,) = Requested([str(listed)]).located(STORAGE)
    reason = found.reason if isinstance(found, SourceError) else ""
    assert reason.startswith(advice)
    assert bool(reason) == bool(advice)
    if "sources" in advice:
        assert located(lists=[str(listed)])
