from __future__ import annotations

import random
from pathlib import Path

import pytest

from newsspider.archives.lookup import index as index_module
from newsspider.archives.lookup.cdxj import Capture, line_of
from newsspider.archives.lookup.index import CaptureIndex, index_in_memory, opened_index, write_index

FILES = {"a.warc": (10, 20)}


def capture(key: str, second: int = 0) -> Capture:
    return Capture(key, f"202405060708{second:02d}", "http://x.org/", "text/html", 200, "-", "a.warc", second)


def made(kind: str, path: Path, captures: list[Capture]) -> CaptureIndex:
    lines = [line_of(one) for one in captures]
    if kind == "memory":
        return index_in_memory(lines, FILES)
    write_index(path, lines, FILES)
    found = opened_index(path)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["memory", "file"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 100, 1001])
def test_every_key_is_found_and_no_other(tmp_path: Path, kind: str, count: int) -> None:
    keys = [f"org,x)/{number}" for number in range(0, 2 * count, 2)]
    shuffled = random.Random(1).sample(keys, len(keys))
    index = made(kind, tmp_path / "i", [capture(key, second) for key in shuffled for second in (1, 2)])
    assert index.files == FILES
    for key in keys:
        assert [(one.key, one.offset) for one in index.under(key)] == [(key, 1), (key, 2)]
    for missing in ("", "a", "org,x)/1", "org,x)/0 ", "zzz", "org,x)/00"):
        assert index.under(missing) == []
    assert len(list(index.lines())) == 2 * count


def test_more_lines_than_are_held_are_sorted_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_LINES_IN_MEMORY", 7)
    captures = [capture(f"k{number % 50:02d}", number % 3) for number in range(200)]
    index = made("file", tmp_path / "i", captures)
    lines = list(index.lines())
    assert lines == sorted({line_of(one) for one in captures})
    assert [path.name for path in tmp_path.iterdir()] == ["i"]


def test_a_file_that_is_not_ours_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "i"
    assert opened_index(path) is None
    for content in (b"", b"\n", line_of(capture("a")), b"!newsspider {}\n"):
        path.write_bytes(content)
        assert opened_index(path) is None


def test_lines_that_are_cut_or_none_are_passed_over() -> None:
    whole = CaptureIndex(b"!newsspider\na 20240506070809 {\n" + line_of(capture("a"))[:-9] + b"\n")
    assert whole.under("a") == []
    assert CaptureIndex(b"!newsspider\n" + line_of(capture("a"))[:-1]).under("a") == [capture("a")]
