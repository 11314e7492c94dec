from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsspider.archives.remote_path import StorageOptions
from newsspider.archives.requested import Requested
from newsspider.errors import SourceError

STORAGE = StorageOptions()
PATHS = "crawl-data/CC-NEWS/2024/05/a.warc.gz\ncrawl-data/CC-NEWS/2024/05/b.warc.gz\n"


def located(*sources: str, **more: object) -> list[str]:
    return [str(found) for found in Requested(sources, **more).located(STORAGE)]  # type: ignore[arg-type]


def test_a_list_of_common_crawl_is_read_where_its_paths_begin(tmp_path: Path) -> None:
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(PATHS.encode()))
    both = located(str(tmp_path / "warc.paths.gz"), prefix="https://data.commoncrawl.org/")
    assert both == [f"https://data.commoncrawl.org/{line}" for line in PATHS.split()]
    (unknown,) = Requested([str(tmp_path / "warc.paths.gz")]).located(STORAGE)
    assert isinstance(unknown, SourceError)
    assert "use --prefix to say where it is" in unknown.reason


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
    assert "may not name files on this computer" in found.reason


def test_lines_may_be_patterns_quoted_and_below_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "d/a.warc",
        "d/b.warc",
        "d[1]/a.warc",
        "d[1]/b.warc",
        "my dumps/c.warc",
        "home/e.warc",
        '"f.warc"',
        "here/g.warc",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    lines = ["d/*.warc", "'my dumps/c.warc'", '"../my dumps/*.warc"', "~/e.warc", "~/*.warc", '"f.warc"', "g.*"]
    (tmp_path / "list").write_text("\n".join(lines))
    found = [str(Path(one).resolve().relative_to(tmp_path)) for one in located(lists=["../list"])]
    assert found == ["d/a.warc", "d/b.warc", "my dumps/c.warc", "home/e.warc", '"f.warc"', "here/g.warc"]
    (tmp_path / "d[1]" / "list").write_text("*.warc\n")
    both = [str(tmp_path / "d[1]" / name) for name in ("a.warc", "b.warc")]
    assert located(lists=[str(tmp_path / "d[1]" / "list")]) == both
    assert located(lists=[str(tmp_path / "d[1]" / "list")], prefix=str(tmp_path / "d[1]")) == both


def test_a_pattern_in_a_list_at_a_url_finds_what_is_beside_it(remote_list: Callable[[str], str]) -> None:
    fsspec = pytest.importorskip("fsspec")
    listed = remote_list("*.warc\nmemory://news/b/*.warc\n")
    for name in ("/news/lists/a.warc", "/news/b/b.warc"):
        fsspec.filesystem("memory").pipe(name, b"x")
    found = [one.partition("://")[2].lstrip("/") for one in located(lists=[listed])]
    assert found == ["news/lists/a.warc", "news/b/b.warc"]


def test_a_pattern_that_nothing_matches_leaves_the_other_lines(tmp_path: Path) -> None:
    (tmp_path / "a.warc").touch()
    (tmp_path / "list").write_text("none/*.warc\na.warc\n")
    first, second = Requested(lists=[str(tmp_path / "list")]).located(STORAGE)
    assert isinstance(first, SourceError)
    assert str(first) == "none/*.warc: no file matches this pattern"
    assert second == tmp_path / "a.warc"


@pytest.mark.parametrize("text", ["", "\n\n", "# none yet\n"])
def test_an_empty_list_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "list").write_text(text)
    (found,) = Requested(lists=[str(tmp_path / "list")]).located(STORAGE)
    assert str(found) == f"{tmp_path / 'list'}: the list is empty: it names no source"
