from __future__ import annotations

import dbm.dumb
import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.replaying.finish import feed_path
from newsspider.replaying.identity import LIST_NAME
from newsspider.replaying.reading import content_digest, listed_names
from tests.archives.builders import page, record, zipped
from tests.archives.web_server import serving
from tests.replaying.made import planned


def feeds(
    folder: Path, *sources: str, form: str = "jsonl", known: dict[tuple[str, str], str] | None = None
) -> list[str]:
    paths = [str(folder / source) for source in sources]
    plan = planned(paths, folder / "out", form, known or {}, ReadOptions())  # type: ignore[arg-type]
    return [archive.feed for archive in plan.archives]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("one", "two"):
        (tmp_path / place / "2024").mkdir(parents=True)
        (tmp_path / place / "2024" / "a.warc").write_bytes(record(0))
    (tmp_path / "one" / "b.zip").write_bytes(zipped({"a.html": page(0)}))
    (tmp_path / "one" / "c.html").write_bytes(page(1))
    (tmp_path / "one" / "2024" / "d.bin").write_bytes(b"\x00\x01\x02")
    (tmp_path / "one" / "e.json").write_text('{"url": "https://example.org/e", "text": "It rained."}')
    return tmp_path


def test_files_of_many_pages_have_a_feed_each_and_the_others_of_a_folder_one_together(folder: Path) -> None:
    plan = planned([str(folder / "one")], folder / "out", "jsonl", {}, ReadOptions())
    assert [archive.feed for archive in plan.archives] == [
        "b.zip.jsonl",
        "e.json.jsonl",
        "2024/a.warc.jsonl",
        "one.jsonl",
    ]
    single = plan.archives[-1]
    assert (single.name, single.is_list) == (LIST_NAME, True)
    assert list(listed_names(single.file)) == ["c.html", "2024/d.bin"]


def test_a_file_that_is_named_is_an_archive_whatever_it_holds(folder: Path) -> None:
    assert feeds(folder, "one/c.html", form="jsonl.gz") == ["c.html.jsonl.gz"]


def test_equal_names_are_told_apart_whatever_their_order(folder: Path) -> None:
    first, second = feeds(folder, "one/2024/a.warc", "two/2024/a.warc")
    assert first != second
    assert {first[:7], second[:7]} == {"a.warc-"}
    assert feeds(folder, "two/2024/a.warc", "one/2024/a.warc") == [second, first]
    known = {(str(folder / "one/2024/a.warc"), "a.warc"): "a.warc.jsonl"}
    assert feeds(folder, "one/2024/a.warc", known=known) == ["a.warc.jsonl"]
    assert feeds(folder, "two/2024/a.warc", known=known) == [second]
    (folder / "one" / "2024" / "a.warc").rename(folder / "one" / "2024" / "A.warc")
    assert "A.warc.jsonl" not in feeds(
        folder, "one/2024/A.warc", "two/2024/a.warc"
    )  # some systems know no difference


def test_names_that_are_taken_or_too_long(folder: Path) -> None:
    (folder / "manifest").write_bytes(record(0))
    long = folder / ("ü" * 120)
    long.write_bytes(record(0))
    manifest, cut = feeds(folder, "manifest", long.name)
    assert manifest == "manifest.jsonl"  # ours is in _run
    assert len(cut.encode()) < 255


def test_a_folder_without_files_is_a_fault(folder: Path) -> None:
    (folder / "empty" / "out").mkdir(parents=True)
    (folder / "empty" / "out" / "manifest.jsonl").touch()
    sources = [str(folder / "empty"), str(folder / "one" / "2024" / "a.warc")]
    plan = planned(sources, folder / "empty" / "out", "jsonl", {}, ReadOptions())
    assert [str(fault) for fault in plan.faults] == [f"{folder / 'empty'}: no file in this folder can be read"]
    assert [archive.name for archive in plan.archives] == ["a.warc"]


def test_what_is_named_twice_is_read_once_and_the_output_not_at_all(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "a.warc.jsonl").write_text('{"url": "https://example.org/e", "text": "It rained."}')
    assert len(feeds(folder, "one", "one/2024/a.warc", "one")) == 4
    assert not [feed for feed in feeds(folder, "") if "jsonl.jsonl" in feed]
    plan = planned(
        [str(folder / "out" / "a.warc.jsonl"), str(folder / "none")],
        folder / "out",
        "jsonl",
        {},
        ReadOptions(),
    )
    assert [fault.reason for fault in plan.faults] == [
        "is inside the output folder; choose another --out",
        "no such file or folder",
    ]
    assert not plan.archives


def test_every_format_of_many_pages_has_a_feed_for_each_file(tmp_path: Path) -> None:
    pages, day = tmp_path / "pages", "date 2024-05-06 Monday\nThe ferry sails again.\n"
    pages.mkdir()
    for name in ("a.parquet", "b.parquet"):
        (pages / name).write_bytes(b"PAR1\x15\x04")
    (pages / "c.txt").write_text(day + "\n" + day)
    (pages / "d.txt.gz").write_bytes(gzip.compress((day + day).encode()))
    for name in ("one.txt", "two.txt"):  # of one page each
        (pages / name).write_text(day)
    (pages / "three.txt").write_text("The ferry sails again.\n---\nThe ferry sails again.\n")
    with dbm.dumb.open(str(pages / "news.db"), "c") as cache:
        cache[b"a_data"] = b""
    many = ["a.parquet", "b.parquet", "c.txt", "d.txt.gz", "news.db.dat"]
    assert feeds(tmp_path, "pages") == [*(f"{name}.jsonl" for name in many), "pages.jsonl"]
    separator = ReadOptions(text_separator=re.compile("---"))
    plan = planned([str(pages)], tmp_path / "out", "jsonl", {}, separator)
    assert "three.txt" in [archive.name for archive in plan.archives]


def test_remote_names_stay_in_the_output_folder(tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    pytest.importorskip("fsspec")
    listing = b'<a href="../../../evil.warc">x</a><a href="a.warc">a</a>'
    content = {"/..%2F..%2Fevil.warc": record(0), "/": record(1), "/d/": listing, "/d/a.warc": record(2)}
    with serving(content) as server:
        urls = [server.url + path for path in ("/..%2F..%2Fevil.warc", "/?f=b.warc", "/d/")]
        plan = planned(urls, tmp_path / "out", "jsonl", {}, ReadOptions())
        assert [archive.feed for archive in plan.archives] == [
            ".._.._evil.warc.jsonl",
            "pages.jsonl",
            "a.warc.jsonl",
        ]
        in_folder = plan.archives[-1]
        assert content_digest(in_folder) == f"version:{in_folder.state}"  # or no run of it would end


def test_a_feed_outside_the_output_folder_is_refused(folder: Path) -> None:
    plan = planned([str(folder / "one" / "b.zip")], folder / "out", "jsonl", {}, ReadOptions())
    assert feed_path(plan.archives[0]) == folder / "out" / "b.zip.jsonl"
    with pytest.raises(SourceError, match="outside the output folder"):
        feed_path(replace(plan.archives[0], feed="../b.zip.jsonl"))
