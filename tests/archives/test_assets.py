from __future__ import annotations

import doctest
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from newsspider.archives import Skipped, open_source
from newsspider.archives import assets as module
from newsspider.archives.reader import file_steps
from newsspider.archives.types import ReadOptions
from tests.archives.builders import page, read_all, tarred, zipped

SCRIPT = b"var a = 1; // this line has some words in it\n"
TEXT = b"The storm came at night and took the roof of the old harbour office.\n\nNobody was hurt.\n"
FILES = {
    "story.html": page(0),
    "story_files/a.js": SCRIPT,
    "story_files/b.css": b".byline { color: red; and some words }",
    "story_files/c.JPG": b"\xff\xd8\xff\xe0" + b"0 0 0" * 20,
    "story_files/css2": b"@font-face { font-family: words of a style; src: url(a.woff2); }",
    "story_files/photo": b"\xff\xd8\xff\xe0" + bytes(range(256)),
    "story_files/d.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "story_files/frame.html": page(1),
    "story_files/dump": TEXT,
    "a.js": SCRIPT,
    "page.js": page(2),  # a page all the same, whatever wrote it there
    "notes": TEXT,
}
PAGES = ["notes", "page.js", "story.html", "story_files/dump", "story_files/frame.html"]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def as_folder(path: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)


@pytest.mark.parametrize("pack", [None, zipped, tarred])
def test_what_comes_with_saved_pages_is_skipped(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes] | None
) -> None:
    root = tmp_path / "a"
    if pack is None:
        as_folder(root, FILES)
    else:
        root.write_bytes(pack(FILES))
    pages, rejects, skipped = read_all(root)
    assert sorted((one.source.path or "").removeprefix("a/") for one in pages) == PAGES
    assert rejects == []
    assert skipped == ["asset"] * 7


def test_a_dump_that_is_damaged_is_no_asset(tmp_path: Path) -> None:
    as_folder(tmp_path, {"news_files/dump.gz": b"\x1f\x8b\x08broken", "news_files/b": TEXT})
    pages, rejects, skipped = read_all(tmp_path)
    assert (len(pages), [one.path for one in rejects], skipped) == (1, ["news_files/dump.gz"], [])


def test_a_folder_of_nothing_else_has_no_page_and_is_no_fault(tmp_path: Path) -> None:
    as_folder(tmp_path, {"story_files/a.js": SCRIPT})
    assert list(open_source(tmp_path)) == []
    steps = list(file_steps(tmp_path / "story_files" / "a.js", "story_files/a.js", ReadOptions()))
    assert [step.outcome for step in steps] == [Skipped("asset")]


def test_a_file_that_is_asked_for_is_what_its_content_says(tmp_path: Path) -> None:
    (tmp_path / "dump.map").write_bytes(TEXT)
    assert len(list(open_source(tmp_path / "dump.map"))) == 1
