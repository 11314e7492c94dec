"""What a run leaves of a list of rejects that it tries again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from newsspider.archives.recognition import list_files
from newsspider.feeds.rejects_by_feed import RejectList
from newsspider.items import Reject
from newsspider.pipelines.retried_list import RetriedList, is_foreign


def listed(path: Path, *rows: dict[str, object]) -> list[int]:
    """Write a list; return where its rows begin. The last one does not end with a line break."""
    lines = [json.dumps(row) for row in rows]
    path.write_text("\n".join(lines))
    return [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]


def left(path: Path) -> list[object]:
    return [json.loads(line)["path"] for line in path.read_text().splitlines()]


def test_rows_that_were_not_read_stay_before_the_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    first, _, third = listed(path, {"path": "a"}, {"path": "b"}, {"path": "c"})
    retried = RetriedList(path)
    retried.rejects.write(b'{"path": "d"}\n')
    assert left(path) == ["a", "b", "c"]
    assert retried.replace({first, third}) == 1
    assert left(path) == ["b", "d"]
    assert [one.name for one in tmp_path.iterdir()] == ["rejects.jsonl"]


def test_a_list_of_which_all_is_read_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    assert RetriedList(path).replace(set(listed(path, {"path": "a"}))) == 0
    assert not path.exists()


def test_a_run_that_has_read_nothing_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    listed(path, {"path": "a"})
    before = path.stat()
    assert RetriedList(path).replace(()) == 0
    assert path.stat().st_ino == before.st_ino


def test_what_a_kill_has_left_beside_the_list_is_no_page_and_goes(tmp_path: Path) -> None:
    path, beside = tmp_path / "rejects.jsonl", tmp_path / ".rejects.jsonl.part"
    starts = listed(path, {"path": "a"}, {"path": "b"})
    beside.write_text('{"path": "c"}\n')
    assert list(list_files(tmp_path)) == [path]
    assert RetriedList(path).replace({starts[0]}) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["rejects.jsonl"]


def test_rows_that_were_read_go_also_where_another_run_has_replaced_the_list(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    rows: list[dict[str, object]] = [{"path": name, "feed": "other"} for name in ("a", "b", "a", "c")]
    starts = listed(path, {"path": "own", "feed": "own"}, *rows)
    retried = RetriedList(path)
    retried.rejects.write(b'{"path": "d"}\n')
    RejectList(path, "own").replace()
    third = RejectList(path, "third")
    third.write(b'{"path": "e"}\n')
    third.close()
    assert retried.replace({starts[0], starts[1], starts[4]}) == 3
    assert left(path) == ["b", "a", "e", "d"]


def test_a_list_that_is_left_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    listed(path, {"path": "a"})
    retried = RetriedList(path)
    retried.rejects.write(b'{"path": "d"}\n')
    retried.leave()
    assert left(path) == ["a"]


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        ({"path": "a.jsonl", "offset": 7}, True),
        ({"path": "a.jsonl", "offset": 8}, False),
        ({"path": "a.jsonl"}, True),
        ({"path": "."}, True),
        ({"path": "https://a.example/dumps"}, True),
        ({"path": "https://a.example/dump"}, False),
        ({"path": "a"}, False),
    ],
)
def test_rows_of_articles_that_a_filter_drops_stay(tmp_path: Path, row: dict[str, object], stays: bool) -> None:
    path = tmp_path / "rejects.jsonl"
    starts = listed(path, row, {"path": "z"})
    retried = RetriedList(path)
    retried.keep(Reject(path="a.jsonl", offset=7, code="", reason=""))
    retried.keep(Reject(path="https://a.example/dumps/a.warc", offset=7, code="", reason=""))
    assert retried.replace(set(starts)) == stays


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, False),
        (b"", False),
        (b"\n", False),
        (b'{"path": "a", "code": "em', False),
        (b'{"path": "a", "code": "empty", "reason": "no text"}\n{"cut', False),
        (b'{"url": "https://news.example/", "headline": "Storm"}\n', True),
        (b"[1, 2]\n", True),
        (b"people whom we did not take\n", True),
        (b"\n\npeople whom we did not take\n", True),
        (b'{"name": "Ann"}', True),
        (b'{"path": "a", "code": "empty", "reason": "no text"}', False),
        (b"[" * 100_000 + b"\n", True),
        (b"\xff\x00", True),
    ],
)
def test_what_is_no_list_of_rejects_is_not_ours(tmp_path: Path, content: bytes | None, expected: bool) -> None:
    path = tmp_path / "rejects.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert is_foreign(path) is expected


def test_devices_and_pipes_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_foreign(tmp_path / "pipe")
    assert not is_foreign(Path(os.devnull))
