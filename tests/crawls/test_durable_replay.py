"""`scrapy replay --out`: what it makes, does again, and leaves alone."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.crawls.replays import page, write_warc
from tests.crawls.scrapy_process import json_lines, run_scrapy

TEN = range(10)
KEEP_ALL = ("-s", "NEWSSPIDER_MIN_PROBABILITY=0")


def into(folder: Path, *args: str, code: int = 0, out: str = "out") -> str:
    """Replay into `out`; return what was said."""
    done = run_scrapy(folder, "replay", "--out", out, "--workers", "1", *args)
    assert done.returncode == code, done.stderr
    return done.stderr


def manifest(folder: Path) -> dict[str, Any]:
    return {row["path"]: row for row in json_lines(folder / "out" / "_run" / "manifest.jsonl")}


def test_each_archive_has_its_feed_with_what_one_feed_of_all_would_hold(tmp_path: Path) -> None:
    write_warc(tmp_path / "dumps" / "2023" / "crawl.warc.gz", TEN)
    write_warc(tmp_path / "dumps" / "2024" / "crawl.warc.gz", range(10, 20), "zstd")
    (tmp_path / "dumps" / "a.html").write_bytes(page(30))
    (tmp_path / "dumps" / "b.html").write_bytes(page(39))
    said = into(tmp_path, "dumps", "nonexistent", code=1)
    assert "nonexistent: no such file or folder" in said
    assert "dropped: 3 not-article" in said
    out = tmp_path / "out"
    feeds = ["2023/crawl.warc.gz.jsonl", "2024/crawl.warc.gz.jsonl", "dumps.jsonl"]
    lists = ["_run/manifest.jsonl", "_run/dropped.jsonl"]
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.jsonl")} == {*lists, *feeds}
    dropped = json_lines(out / "_run" / "dropped.jsonl")
    assert [(row["path"], row["reason"]) for row in dropped] == [
        ("2023/crawl.warc.gz", "not-article"),
        ("2024/crawl.warc.gz", "not-article"),
        ("b.html", "not-article"),
    ]
    done = run_scrapy(tmp_path, "replay", "dumps", "-O", "all.jsonl")
    assert done.returncode == 0, done.stderr
    apart = [line for feed in feeds for line in (out / feed).read_bytes().splitlines()]
    assert sorted(apart) == sorted((tmp_path / "all.jsonl").read_bytes().splitlines())
    row = manifest(tmp_path)["2023/crawl.warc.gz"]
    assert (row["records"], row["pages"], row["articles"], row["dropped"]) == (10, 10, 9, {"not-article": 1})
    assert row["digest"].startswith("sha256:")


@pytest.mark.slow
def test_what_has_changed_is_told_and_done_again_only_if_asked(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", TEN)
    write_warc(tmp_path / "b.warc.gz", range(10, 20))
    sources = ("a.warc.gz", "b.warc.gz")
    into(tmp_path, *sources)
    feed = tmp_path / "out" / "a.warc.gz.jsonl"
    os.utime(tmp_path / "a.warc.gz")  # touched, and the same
    assert into(tmp_path, *sources) == "Nothing to do: 2 of 2 archives are done.\n"
    before = {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "out").glob("*.jsonl")
    }
    write_warc(tmp_path / "a.warc.gz", range(5))
    assert "a.warc.gz: the archive has changed since its feed was made: kept; use --redo" in into(
        tmp_path, *sources
    )
    assert "its feed was made with other settings or filters: kept" in into(tmp_path, "b.warc.gz", *KEEP_ALL)
    assert {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "out").glob("*.jsonl")
    } == before
    assert "a.warc.gz: the archive has changed since its feed was made: replaying it again" in into(
        tmp_path, *sources, "--redo"
    )
    assert len(json_lines(feed)) == 5
    assert (tmp_path / "out" / "b.warc.gz.jsonl").stat().st_mtime_ns == before["b.warc.gz.jsonl"][1]
    rows = json_lines(tmp_path / "out" / "_run" / "manifest.jsonl")
    assert [(row["path"], row["articles"]) for row in rows] == [("a.warc.gz", 5), ("b.warc.gz", 9)]
    rows[0]["version"] = "0.0.1"
    (tmp_path / "out" / "_run" / "manifest.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert "a.warc.gz: its feed was made by newsspider 0.0.1: kept" in into(tmp_path, *sources)
    feed.unlink()
    assert "a.warc.gz: the feed is missing: replaying it again" in into(tmp_path, *sources, "--quiet")
    assert len(json_lines(feed)) == 5


@pytest.mark.slow
def test_rejects_are_tried_again_where_they_lay(tmp_path: Path) -> None:
    warc = tmp_path / "dumps" / "a.warc"
    write_warc(warc, TEN, "")
    whole = warc.read_bytes()
    at = whole.index(b"WARC-Target-URI: https://example.org/4")
    warc.write_bytes(whole[:at] + whole[at:].replace(b"Content-Length: ", b"Content-Length: 9", 1))
    (tmp_path / "dumps" / "large.html").write_bytes(page(20) + b" " * 9000)
    limit = ("-s", "NEWSSPIDER_MAX_PAGE_BYTES=8000")
    into(tmp_path, "dumps", *limit)
    rejects = json_lines(tmp_path / "out" / "_run" / "rejects.jsonl")
    assert [(row["path"], row["code"]) for row in rejects] == [("a.warc", "damaged"), ("large.html", "too-large")]
    assert {row["source"] for row in rejects} == {str(tmp_path / "dumps")}
    # As they are, they are rejects again; of the archive's sound records none is read again.
    retry = run_scrapy(tmp_path, "replay", "out/_run/rejects.jsonl", "--out", "again", "--workers", "1", *limit)
    assert retry.returncode == 1, retry.stderr  # nothing could be read
    again = json_lines(tmp_path / "again" / "_run" / "rejects.jsonl")
    assert [(row["path"], row.get("offset")) for row in again] == [
        (row["path"], row.get("offset")) for row in rejects
    ]
    assert {row["source"] for row in again} == {str(tmp_path / "dumps")}
    feed = tmp_path / "again" / "rejects.jsonl.jsonl"
    assert json_lines(feed) == []
    warc.write_bytes(whole)
    for source in ("out/_run/rejects.jsonl", "again/_run/rejects.jsonl"):
        done = run_scrapy(tmp_path, "replay", source, "-O", "found.jsonl", "-s", "NEWSSPIDER_REJECTS_PATH=")
        assert done.returncode == 0, done.stderr
        assert [row["metadata"]["source"]["path"] for row in json_lines(tmp_path / "found.jsonl")] == [
            "a.warc",
            "large.html",
        ]
    # What the list names has changed, though the list has not.
    redone = run_scrapy(tmp_path, "replay", "out/_run/rejects.jsonl", "--out", "again", "--redo", *limit)
    assert [row["metadata"]["source"]["path"] for row in json_lines(feed)] == ["a.warc"], redone.stderr
    assert "is inside the output folder" in into(tmp_path, "out/_run/rejects.jsonl", code=1)


@pytest.mark.slow
def test_rejects_that_are_retried_in_their_own_folder_stay_what_they_were(tmp_path: Path) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.html").write_bytes(page(0))
    (tmp_path / "dumps" / "b.html").write_bytes(b"")
    listed = tmp_path / "rejects.jsonl"
    pipelines = json.dumps({"tests.crawls.test_durable_replay.FaultyPipeline": 500})
    faulty = ("-s", f"ITEM_PIPELINES={pipelines}")
    rows = []
    for source in ("dumps", "rejects.jsonl", "rejects.jsonl"):
        done = run_scrapy(tmp_path, "replay", source, "-O", "again.jsonl", *faulty)
        assert "2 rejected, listed in rejects.jsonl" in done.stderr
        rows.append([{name: row.get(name) for name in ("path", "source", "code")} for row in json_lines(listed)])
    assert [row["code"] for row in rows[0]] == ["error", "unreadable"]
    assert {row["source"] for row in rows[0]} == {str(tmp_path / "dumps")}
    assert rows[1] == rows[2] == rows[0]


@pytest.mark.slow
@pytest.mark.parametrize("where", [("-O", "again.jsonl"), ("--out", "again", "--workers", "1")])
def test_a_line_of_a_feed_that_a_pipeline_fails_on_can_be_retried(tmp_path: Path, where: tuple[str, ...]) -> None:
    write_warc(tmp_path / "a.warc", [0, 1])
    assert run_scrapy(tmp_path, "replay", "a.warc", "-O", "feed.jsonl").returncode == 0
    pipelines = json.dumps({"tests.crawls.test_durable_replay.FaultyPipeline": 500})
    run_scrapy(tmp_path, "replay", "feed.jsonl", *where, "-s", f"ITEM_PIPELINES={pipelines}")
    listed = "rejects.jsonl" if where[0] == "-O" else "again/_run/rejects.jsonl"
    rows = json_lines(tmp_path / listed)
    assert [row["path"] for row in rows] == ["feed.jsonl"] * 2
    done = run_scrapy(tmp_path, "replay", listed, "-O", "found.jsonl", "-s", "NEWSSPIDER_REJECTS_PATH=")
    assert "2 pages, 2 articles" in done.stderr


class FaultyPipeline:
    """Fails on every article."""

    def process_item(self, item: object) -> object:
        """Raise an error."""
        raise ZeroDivisionError(type(item))


def test_duplicates_are_an_archives_own(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", [0, 1, 0, 2, 1])
    write_warc(tmp_path / "b.warc.gz", [0, 3])
    settings = ("-s", "NEWSSPIDER_DROP_DUPLICATES=True", "-s", "NEWSSPIDER_REPLAY_CHUNK_BYTES=1000")
    assert "dropped: 2 duplicate" in into(tmp_path, "a.warc.gz", "b.warc.gz", *settings)
    urls = {
        name: [row["url"] for row in json_lines(tmp_path / "out" / name)]
        for name in ("a.warc.gz.jsonl", "b.warc.gz.jsonl")
    }
    assert [len(found) for found in urls.values()] == [3, 2]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl.gz", "parquet"])
def test_other_formats_hold_the_same(tmp_path: Path, form: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet") if form == "parquet" else None
    write_warc(tmp_path / "a.warc.gz", TEN)
    said = into(tmp_path, "a.warc.gz", "--format", form, "--quiet")
    assert said == ""
    feed = tmp_path / "out" / f"a.warc.gz.{form}"
    into(tmp_path, "a.warc.gz", "--redo", "--quiet")  # of another format: in place of the first
    rows = json_lines(tmp_path / "out" / "a.warc.gz.jsonl")
    assert not feed.exists()
    into(tmp_path, "a.warc.gz", "--redo", "--quiet", "--format", form)
    if parquet is None:
        assert [json.loads(line) for line in gzip.decompress(feed.read_bytes()).splitlines()] == rows
    else:
        assert [present(row) for row in parquet.read_table(feed).to_pylist()] == rows


def present(value: Any) -> Any:
    """Return a value of a column without what is null, and lists of keys and values as mappings."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and value[0].keys() == {"key", "value"}:
        return {pair["key"]: present(pair["value"]) for pair in value}
    if isinstance(value, dict):
        return {key: present(part) for key, part in value.items() if part is not None}
    return [present(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--out", "out", "-O", "feed.jsonl"), "choose one of them"),
        (("--workers", "2"), "need --out"),
        (("--out", "out", "--workers", "0"), "--workers must be 1 or more, not 0"),
        (("--out", "out", "--format", "docx"), "invalid choice"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: tuple[str, ...], complaint: str) -> None:
    done = run_scrapy(tmp_path, "replay", ".", *options)
    assert done.returncode == 2
    assert complaint in done.stderr + done.stdout
    assert not (tmp_path / "out").exists()


def test_a_complaint_of_the_workers_is_told_once(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", TEN)
    said = into(tmp_path, "a.warc.gz", "-a", "since=May", code=1)
    assert said.startswith("ERROR: since: 'May' is not a date: write it as 2013, ")
    assert len(said.splitlines()) == 1


def test_a_source_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    said = into(tmp_path, "nothing-here", code=1)
    assert said == f"ERROR: {tmp_path / 'nothing-here'}: no such file or folder\n"


def test_each_parquet_file_and_each_file_of_dated_texts_has_its_own_feed(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    for name, numbers in (("a.parquet", range(3)), ("b.parquet", range(3, 5))):
        rows = [{"url": f"https://example.org/{n}", "html": page(n).decode()} for n in numbers]
        pq.write_table(pa.Table.from_pylist(rows), dumps / name)
    sentence = "The ferry to the island sails again after the storm, the company said on Monday evening. " * 6
    for name, days in (("c.txt", (6, 7)), ("d.txt", (8, 9))):
        (dumps / name).write_text(
            "".join(f"date 2024-05-0{day} \nThe ferry sails again {day}\n{sentence}\n" for day in days)
        )
    into(tmp_path, "dumps", *KEEP_ALL)
    feeds = {path.name: len(json_lines(path)) for path in (tmp_path / "out").glob("?.*.jsonl")}
    assert feeds == {"a.parquet.jsonl": 3, "b.parquet.jsonl": 2, "c.txt.jsonl": 2, "d.txt.jsonl": 2}
    assert not (tmp_path / "out" / "dumps.jsonl").exists()


def test_spider_middlewares_of_a_project_see_the_articles(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", TEN)
    into(tmp_path, "a.warc.gz")
    plain = json_lines(tmp_path / "out" / "a.warc.gz.jsonl")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n")
    (theirs / "settings.py").write_text("SPIDER_MIDDLEWARES = {'theirs.middlewares.Shout': 10}\n")
    (theirs / "middlewares.py").write_text(
        "class Shout:\n"
        "    async def process_start(self, start):\n"
        "        async for item in start:\n"
        "            item.headline = item.headline.upper()\n"
        "            yield item\n"
    )
    into(tmp_path, "a.warc.gz", "--redo", "--format", "jsonl", "-s", "NEWSSPIDER_MIN_PROBABILITY=0.5001")
    shouted = json_lines(tmp_path / "out" / "a.warc.gz.jsonl")
    assert [row["headline"] for row in shouted] == [row["headline"].upper() for row in plain]


@pytest.mark.slow
def test_duplicates_are_found_across_archives_and_listed(tmp_path: Path) -> None:
    for name, numbers in (("a", range(5)), ("b", range(3, 8)), ("c", range(6, 9))):
        write_warc(tmp_path / "dumps" / f"{name}.warc.gz", numbers)
    across = ("dumps", "-s", "NEWSSPIDER_DROP_DUPLICATES=1", "-s", "NEWSSPIDER_DUPLICATES_ACROSS=1")
    into(tmp_path, *across)
    out = tmp_path / "out"
    apart = {path.name: [row["url"] for row in json_lines(path)] for path in sorted(out.glob("*.jsonl"))}
    assert [len(urls) for urls in apart.values()] == [5, 3, 1]
    rows = json_lines(out / "_run" / "duplicates.jsonl")
    assert [(row["path"][0], row["url"][-1], row["match"]) for row in rows] == [
        ("b", "3", "page"),
        ("b", "4", "page"),
        ("c", "6", "page"),
        ("c", "7", "page"),
    ]
    assert [(row["source"], row["original"]["source"]) for row in rows] == [(str(tmp_path / "dumps"),) * 2] * 4
    assert [row["original"]["path"][0] for row in rows] == ["a", "a", "b", "b"]
    assert {tuple(row["original"]) for row in rows} == {("source", "path", "offset", "recordId")}
    (out / "b.warc.gz.jsonl").unlink()
    assert "so all of them are replayed again" in into(tmp_path, *across, "--quiet")
    again = {path.name: [row["url"] for row in json_lines(path)] for path in sorted(out.glob("*.jsonl"))}
    assert again == apart
    (tmp_path / "dumps" / "c.warc.gz").rename(tmp_path / "c.warc.gz")
    (out / "b.warc.gz.jsonl").unlink()
    told = into(tmp_path, *across, "--quiet", code=1)
    assert (
        f"{tmp_path / 'dumps' / 'c.warc.gz'}: gone, and feeds without duplicates are made again together" in told
    )
    assert f"replay the other sources and {out / 'c.warc.gz.jsonl'} into a new folder" in told
    into(tmp_path, "dumps", str(out / "c.warc.gz.jsonl"), *across[1:], out="new")
    fresh = {
        path.name: [row["url"] for row in json_lines(path)] for path in sorted((tmp_path / "new").glob("*.jsonl"))
    }
    assert list(fresh.values()) == list(apart.values())
    (tmp_path / "c.warc.gz").rename(tmp_path / "dumps" / "c.warc.gz")
    (out / "a.warc.gz.jsonl").unlink()
    told = into(tmp_path, "dumps/a.warc.gz", *across[1:], "--quiet", code=1)
    assert f"name all sources of this folder, also {tmp_path / 'dumps' / 'b.warc.gz'} and 1 other archive" in told
    # Of a feed without them it is the same as of the pages.
    into(tmp_path, "dumps", out="all")
    feeds = ("all", *across[1:])
    into(tmp_path, *feeds, out="unique")
    assert [len(json_lines(path)) for path in sorted((tmp_path / "unique").glob("*.jsonl"))] == [5, 3, 1]
    for row in json_lines(tmp_path / "unique" / "_run" / "duplicates.jsonl"):
        for place in (row, row["original"]):
            feed = Path(place["source"], place["path"]).read_bytes()
            assert json.loads(feed[place["offset"] :].splitlines()[0])["url"] == row["url"]
