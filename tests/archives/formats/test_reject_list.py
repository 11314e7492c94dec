from __future__ import annotations

import gzip
import json
import os
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives import open_source
from newsspider.archives.filters import PageFilter
from newsspider.archives.formats.reject_list import is_reject_list, state_of_listed
from newsspider.archives.reader import file_steps, options_within
from newsspider.archives.remote_errors import Retries
from newsspider.archives.remote_path import StorageOptions
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions
from newsspider.errors import SourceError
from newsspider.items import Reject, feed_form
from tests.archives.builders import LIMIT_BYTES, pack, page, record, zipped, zstd
from tests.archives.web_server import serving

OPTIONS = ReadOptions(LIMIT_BYTES)


def outcomes_of(path: Path) -> list[Outcome]:
    return [step.outcome for step in file_steps(path, path.name, options_within(path, OPTIONS))]


def found(folder: Path, *rows: dict[str, Any]) -> list[str]:
    """Return what is found for rows: the pages' URLs, the rejects' codes."""
    path = folder / "rejects.jsonl"
    path.write_text(
        "".join(json.dumps({"code": "x", "reason": "y", "source": str(folder), **row}) + "\n" for row in rows)
    )
    assert is_reject_list(path)
    outcomes = outcomes_of(path)
    return [
        one.response.url or str(one.source.path)
        if isinstance(one, ArchivedPage)
        else getattr(one, "code", "skipped")
        for one in outcomes
    ]


@pytest.mark.parametrize("how", ["", "gzip", "zstd"])
def test_of_a_warc_the_record_at_the_offset_alone(tmp_path: Path, how: str) -> None:
    members = pack([record(n) for n in range(4)], how)  # type: ignore[arg-type]  # one of three
    (tmp_path / "a.warc").write_bytes(b"".join(members))
    second = {"path": "a.warc", "offset": len(members[0]), "recordId": f"urn:uuid:{1:032d}"}
    assert found(tmp_path, second, second | {"source": str(tmp_path / "a.warc")}) == ["https://example.org/1"] * 2
    assert len(found(tmp_path, {"path": "a.warc"})) == 4


def test_of_other_files_by_path_offset_and_record(tmp_path: Path) -> None:
    (tmp_path / "one.warc.zst").write_bytes(zstd.compress(b"".join(record(n) for n in range(3))))
    (tmp_path / "b.zip").write_bytes(zipped({"x/a.html": page(0), "x/b.html": page(1)}))
    lines = [json.dumps({"url": f"https://example.org/{n}", "html": page(n).decode()}) for n in range(3)]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    rows: list[dict[str, Any]] = [
        {"path": "one.warc.zst", "offset": 0, "recordId": f"urn:uuid:{2:032d}"},
        {"path": "b.zip/x/b.html"},
        {"path": "c.jsonl", "offset": len(lines[0]) + 1},
    ]
    assert found(tmp_path, *rows) == ["https://example.org/2", "b.zip/x/b.html", "https://example.org/1"]


def test_rows_that_lead_nowhere_are_rejects_again(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(0))
    rows: list[dict[str, Any]] = [
        {"path": "none.html"},
        {"path": "../a.html"},
        {"path": "/etc/passwd"},
        {"path": None},
        {"path": "a.html", "source": 7},
        {"path": "a.html", "offset": 99},
        {"path": "a.html", "source": str(tmp_path / "rejects.jsonl")},
    ]
    assert found(tmp_path, *rows) == ["gone"] * 7
    (tmp_path / "rejects.jsonl").write_text('{"code": 1, "reason": 2}\nno JSON\n[]\n')
    assert [one.code for one in outcomes_of(tmp_path / "rejects.jsonl") if isinstance(one, Reject)] == ["gone"] * 3


def test_lists_of_what_was_on_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(0))
    first = tmp_path / "first.jsonl"
    first.write_text(json.dumps({"path": "a.html", "code": "x", "reason": "y", "source": str(tmp_path)}) + "\n")
    assert found(tmp_path, {"path": "a.html", "source": str(first)}) == ["a.html"]


def test_what_is_no_list(tmp_path: Path) -> None:
    for content in (
        "",
        "<p>A",
        '{"url": "x", "text": "y"}',
        '{"code": 1, "reason": "r", "text": "a page about codes"}',
        "[]",
    ):
        (tmp_path / "a").write_text(content)
        assert not is_reject_list(tmp_path / "a")
    assert not is_reject_list(tmp_path / "none")


def test_places_on_other_hosts_are_reached_with_the_given_options(tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    pytest.importorskip("fsspec")
    storage = StorageOptions({"http": {"headers": {"X-Key": "mine"}}}, Retries(count=0))
    (tmp_path / "b.html").write_bytes(page(0))
    with serving({"/a.warc": record(0)}, wanted_header=("X-Key", "mine")) as server, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        down = f"http://127.0.0.1:{taken.getsockname()[1]}/c.warc"
        rows = [{"path": "a.warc", "source": f"{server.url}/a.warc"}, {"path": "c.warc", "source": down}]
        rows.append({"path": "b.html", "source": str(tmp_path)})
        listed = tmp_path / "rejects.jsonl"
        listed.write_text("".join(json.dumps({"code": "x", "reason": "y", **row}) + "\n" for row in rows))
        options = replace(options_within(listed, OPTIONS), storage=storage)
        first, second, third = (step.outcome for step in file_steps(listed, listed.name, options))
    assert isinstance(first, ArchivedPage)
    assert isinstance(second, Reject)
    assert (second.code, second.path) == ("unreadable", "c.warc")
    assert isinstance(third, ArchivedPage)


def test_all_that_is_found_names_the_source_of_its_row(tmp_path: Path) -> None:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    (dumps / "a.html").write_bytes(page(0))
    (dumps / "b.html").write_bytes(b"")
    listed = tmp_path / "rejects.jsonl"
    rows: list[dict[str, Any]] = [
        {"path": "a.html", "source": str(dumps)},
        {"path": "b.html", "source": str(dumps)},
        {"path": "c.html", "source": str(dumps), "offset": 7, "recordId": "c", "url": "https://example.org/c"},
        {"path": "d.html", "source": str(tmp_path / "gone.warc")},
        {"path": "e.html"},
        {"url": "https://example.org/live"},
    ]
    listed.write_text("".join(json.dumps({"code": "x", "reason": "y", **row}) + "\n" for row in rows))
    first, *others = outcomes_of(listed)
    assert isinstance(first, ArchivedPage)
    assert (first.root, first.source.path) == (str(dumps), "a.html")
    rejects = [one for one in others if isinstance(one, Reject)]
    places = [feed_form(replace(one, code="x", reason="y")) for one in rejects]
    assert places == [{"code": "x", "reason": "y", **row} for row in rows[1:]]
    assert [one.reason for one in rejects] == [
        "the file is empty",
        f"the folder {dumps} has no such file; at first: x: y",
        f"its source no longer exists: {tmp_path / 'gone.warc'}; at first: x: y",
        "the row does not say in which source its path is; at first: x: y",
        "a page of a live crawl, not of a file: `newsspider crawl --urls-file` asks for it again; at first: x: y",
    ]


def test_what_is_gone_says_why_it_was_rejected_at_first_however_often_it_is_tried(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(0))
    listed = tmp_path / "rejects.jsonl"
    place = {"path": "a.html", "offset": 99, "source": str(tmp_path)}
    line = json.dumps({"code": "damaged", "reason": "the record is cut", **place})
    for _ in range(3):
        listed.write_text(f"{line}\n")
        (again,) = outcomes_of(listed)
        assert isinstance(again, Reject)
        expected = "there is no page or reject at that position any more; at first: damaged: the record is cut"
        assert (again.code, again.reason) == ("gone", expected)
        line = json.dumps(feed_form(again))


def test_a_line_that_is_no_row_and_a_packed_list_are_told(tmp_path: Path) -> None:
    row = json.dumps({"code": "x", "reason": "y", "path": "a.html", "source": str(tmp_path)})
    listed = tmp_path / "rejects.jsonl"
    listed.write_text(f"{row}\nno JSON\n[]\n")
    reasons = [one.reason for one in outcomes_of(listed) if isinstance(one, Reject)]
    assert reasons[1:] == ["the line is not a JSON object"] * 2
    packed = tmp_path / "rejects.jsonl.gz"
    packed.write_bytes(gzip.compress(listed.read_bytes()))
    with pytest.raises(SourceError, match=r"a packed list of rejects \(gzip\): unpack it first"):
        outcomes_of(packed)


def test_the_state_of_what_is_listed_changes_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(0))
    listed = tmp_path / "rejects.jsonl"
    row = {"code": "x", "reason": "y", "path": "a.warc", "source": str(tmp_path)}
    listed.write_text(f"{json.dumps(row)}\n" * 2 + json.dumps({**row, "path": "b.warc"}) + "\n")
    seen = [state_of_listed(listed, StorageOptions())]
    for name in ("a.warc", "b.warc"):
        (tmp_path / name).write_bytes(record(0) + record(1))
        seen.append(state_of_listed(listed, StorageOptions()))
    assert len(set(seen)) == 3
    assert state_of_listed(listed, StorageOptions()) == seen[-1]


def test_the_state_of_what_is_listed_changes_with_the_permission_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.warc").write_bytes(record(0))
    row = {"code": "unreadable", "reason": "Permission denied", "source": str(tmp_path)}
    for path in ("a.warc", "closed"):
        listed = tmp_path / "rejects.jsonl"
        listed.write_text(json.dumps({**row, "path": path}) + "\n")
        mended = state_of_listed(listed, StorageOptions())
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda file, _, refused=path: Path(file).name != refused)
            assert state_of_listed(listed, StorageOptions()) != mended


def test_a_folder_that_could_not_be_listed_is_read_when_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "dumps" / "closed" / "b").mkdir(parents=True)
    (tmp_path / "dumps" / "closed" / "a.warc").write_bytes(record(0))
    (tmp_path / "dumps" / "closed" / "b" / "empty.html").touch()
    listed = tmp_path / "rejects.jsonl"
    row = {"code": "unreadable", "reason": "y", "path": "closed", "source": str(tmp_path / "dumps")}
    listed.write_text(json.dumps(row) + "\n")
    page_found, reject = outcomes_of(listed)
    assert isinstance(page_found, ArchivedPage)
    assert (page_found.source.path, page_found.root) == ("closed/a.warc", row["source"])
    assert isinstance(reject, Reject)
    assert (reject.path, reject.reason) == ("closed/b/empty.html", "the file is empty")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.zst", "c.jsonl"])
def test_rows_count_as_read_when_they_are_and_unless_a_filter_leaves_them_out(tmp_path: Path, name: str) -> None:
    lines = [json.dumps({"url": f"https://example.org/{n}", "html": page(n).decode()}) for n in range(3)]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    (tmp_path / "a.warc").write_bytes(b"".join(record(n) for n in range(3)))
    (tmp_path / "a.warc.zst").write_bytes(zstd.compress((tmp_path / "a.warc").read_bytes()))
    found = list(open_source(tmp_path / name, OPTIONS))
    assert all(isinstance(one, ArchivedPage) for one in found)
    places = [one.source for one in found if isinstance(one, ArchivedPage)]
    rows = [{"path": name, "offset": one.offset, "recordId": one.recordId} for one in places]
    written = [json.dumps({"code": "x", "reason": "y", "source": str(tmp_path), **row}) + "\n" for row in rows]
    (tmp_path / "rejects.jsonl").write_text("".join(written))
    starts = [0, len(written[0]), len(written[0]) + len(written[1])]
    for wanted, expected in (
        (PageFilter(), starts),
        (PageFilter(url_pattern=re.compile("org/1$")), starts[1:2]),
    ):
        read: list[tuple[Path, int]] = []
        options = replace(OPTIONS, wanted=wanted, on_row_read=lambda *row, read=read: read.append(row))
        listed = tmp_path / "rejects.jsonl"
        steps = file_steps(listed, listed.name, options_within(listed, options))
        next(steps)
        assert len(read) <= 1
        list(steps)
        assert sorted(read) == [(listed, at) for at in expected]
