from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.requested import Requested
from newsspider.errors import SourceError

STORAGE = StorageOptions()
PATHS = "crawl-data/CC-NEWS/2024/05/a.warc.gz\ncrawl-data/CC-NEWS/2024/05/b.warc.gz\n"


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


def test_patterns_find_files_by_name_and_their_own_name_wins(tmp_path: Path) -> None:
    for name in ("2024/b.warc", "2024/a.warc", "2023/c.warc", "x[1].warc", "2024/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [Path(one).relative_to(tmp_path).as_posix() for one in located(f"{tmp_path}/**/*.warc")]
    assert found == ["2023/c.warc", "2024/a.warc", "2024/b.warc", "x[1].warc"]
    assert located(f"{tmp_path}/x[1].warc") == [f"{tmp_path}/x[1].warc"]
    (missing,) = Requested([f"{tmp_path}/*.zip"]).located(STORAGE)
    assert isinstance(missing, SourceError)
    assert missing.reason == "no file matches this pattern"


def test_a_list_of_common_crawl_is_read_where_its_paths_begin(tmp_path: Path) -> None:
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(PATHS.encode()))
    both = located(str(tmp_path / "warc.paths.gz"), prefix="https://data.commoncrawl.org/")
    assert both == [f"https://data.commoncrawl.org/{line}" for line in PATHS.split()]
    (unknown,) = Requested([str(tmp_path / "warc.paths.gz")]).located(STORAGE)
    assert isinstance(unknown, SourceError)
    assert "--prefix says where it is" in unknown.reason


def test_a_list_on_disk_names_files_below_its_folder_or_where_its_paths_begin(tmp_path: Path) -> None:
    folder = tmp_path / "crawl-data" / "CC-NEWS" / "2024" / "05"
    folder.mkdir(parents=True)
    for name in ("a.warc.gz", "b.warc.gz"):
        (folder / name).touch()
    (folder / "warc.paths").write_text(PATHS)
    assert located(str(folder / "warc.paths")) == [str(tmp_path / line) for line in PATHS.split()]
    (folder / "mine.txt").write_text("# mine\n\na.warc.gz\ns3://bucket/c.warc.gz\n")
    assert located(str(folder / "mine.txt")) == [str(folder / "a.warc.gz"), "s3://bucket/c.warc.gz"]


@pytest.mark.parametrize("text", ["", "Storm hits coast\n", "a.warc.gz\nThe storm ended.\n"])
def test_what_is_no_list_is_a_source_itself(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert located(str(tmp_path / "a.txt")) == [str(tmp_path / "a.txt")]


def test_a_file_of_sources_is_one_whatever_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "sources").write_text("\ufeffdumps\n  https://host/a.html  \n/x/y\n")
    assert located(lists=[str(tmp_path / "sources")]) == [str(tmp_path / "dumps"), "https://host/a.html", "/x/y"]
    elsewhere = tmp_path / "lists"
    elsewhere.mkdir()
    (elsewhere / "sources").write_text("dumps\n")
    monkeypatch.chdir(tmp_path)
    assert located(lists=["lists/sources"]) == ["dumps"]


@pytest.fixture
def remote_list() -> Iterator[Callable[[str], str]]:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")

    def put(text: str) -> str:
        memory.pipe("/news/lists/all.txt", text.encode())
        return "memory://news/lists/all.txt"

    yield put
    memory.rm("/news", recursive=True)


def test_a_list_at_a_url_names_what_is_there(remote_list: Callable[[str], str]) -> None:
    listed = remote_list("a.warc\n/etc/b.warc\nhttps://host/c.warc\n")
    assert located(lists=[listed]) == [
        "memory://news/lists/a.warc",
        "memory://news/etc/b.warc",
        "https://host/c.warc",
    ]


@pytest.mark.parametrize(
    ("line", "prefix"),
    [("file:///etc/passwd", ""), ("FILE:/etc/passwd", ""), ("file:///a.warc", "/dumps"), ("../a.warc", "/dumps")],
)
def test_a_list_at_a_url_names_no_file_of_this_computer(
    remote_list: Callable[[str], str], line: str, prefix: str
) -> None:
    (found,) = Requested(lists=[remote_list(f"{line}\n")], prefix=prefix).located(STORAGE)
    assert isinstance(found, SourceError)
    assert "may not name files of this computer" in found.reason


def test_a_list_that_is_not_there_leaves_the_other_sources(tmp_path: Path) -> None:
    first, second = Requested(["a"], [str(tmp_path / "none")]).located(STORAGE)
    assert str(first) == "a"
    assert isinstance(second, SourceError)
