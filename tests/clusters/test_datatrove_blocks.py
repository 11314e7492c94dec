from __future__ import annotations

import json
import os
import pickle
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove", reason="the extra `datatrove`")

from datatrove.data import Document
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.logging import logger

from newsspider import Article, extract_html
from newsspider.archives import ArchivedPage, list_files, open_source
from newsspider.clusters.archive_articles import ArchiveArticles
from newsspider.clusters.datatrove_blocks import ArticleExtractor, ArticleReader, feed_line
from newsspider.errors import RemoteError, SettingError
from tests.clusters.archives import write_kinds
from tests.crawls.replays import page, write_warc


@pytest.fixture
def logged() -> Iterator[list[str]]:
    lines: list[str] = []
    handler = logger.add(lambda message: lines.append(str(message)), level="WARNING", format="{message}")
    yield lines
    logger.remove(handler)


def counts(block: Any) -> Mapping[str, float]:
    return {name: stat.total for name, stat in block.stats.stats.items()}


def lines_of(documents: list[Document]) -> list[dict[str, Any]]:
    return [feed_line(None, document) for document in documents]


def test_documents_hold_all_of_the_articles(tmp_path: Path) -> None:
    folder = write_kinds(tmp_path / "archives")
    reading = ArchiveArticles()
    found = [one for file in list_files(folder) for one in reading.of_file(file, folder)]
    expected = {one.id: one.to_dict() for one in found if isinstance(one, Article)}
    reader = ArticleReader(str(folder))
    documents = [document for rank in range(3) for document in reader.run(rank=rank, world_size=3)]
    assert {document.id: line for document, line in zip(documents, lines_of(documents), strict=True)} == expected
    assert all(document.text == expected[document.id]["articleBody"] for document in documents)
    assert json.loads(json.dumps(lines_of(documents))) == lines_of(documents)


def test_what_is_lost_is_counted_named_and_listed(tmp_path: Path, logged: list[str]) -> None:
    folder = write_kinds(tmp_path / "archives")
    excluded = JsonlWriter(str(tmp_path / "excluded"), compression=None)
    reader = ArticleReader(str(folder), exclusion_writer=excluded, rejects=str(tmp_path / "rejects"))
    documents = list(reader.run())
    found = counts(reader)
    rows = [json.loads(line) for line in (tmp_path / "rejects" / "00000.jsonl").read_text().splitlines()]
    left_out = [json.loads(line) for line in (tmp_path / "excluded" / "00000.jsonl").read_text().splitlines()]
    assert found["pages"] == len(documents) + len(rows) + len(left_out)
    assert found["rejected"] == len(rows) == len(logged)
    assert found["rejected_damaged"] == 1
    assert found["dropped_not-article"] == len(left_out)
    assert all(row["path"] in line for row, line in zip(rows, logged, strict=True))
    assert {row["metadata"]["filter_reason"] for row in left_out} == {"not-article"}


def test_rejects_can_be_read_again(tmp_path: Path) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(3))
    settings = {"NEWSSPIDER_MAX_PAGE_BYTES": 500}
    reader = ArticleReader(str(tmp_path / "archives"), settings=settings, rejects=str(tmp_path / "rejects"))
    assert list(reader.run()) == []
    again = list(open_source(tmp_path / "rejects" / "00000.jsonl"))
    assert [one.response.url for one in again if isinstance(one, ArchivedPage)] == [
        f"https://example.org/{number}" for number in range(3)
    ]


def test_articles_without_text_are_counted(tmp_path: Path) -> None:
    line = {
        "url": "https://n.example/a",
        "id": "https://n.example/a",
        "headline": "A film",
        "metadata": {"extractor": "newsspider 1"},
    }
    (tmp_path / "feed.jsonl").write_text(json.dumps(line) + "\n")
    reader = ArticleReader(str(tmp_path))
    assert list(reader.run()) == []
    assert counts(reader)["dropped_no-text"] == 1


def test_shards_limits_and_lists_are_those_of_datatrove(tmp_path: Path) -> None:
    for number in range(4):
        write_warc(tmp_path / "archives" / f"{number}.warc.gz", range(10 * number, 10 * number + 4))
    (tmp_path / "some.paths").write_text("3.warc.gz\n0.warc.gz\n")
    folder = str(tmp_path / "archives")
    first = [document.id for document in ArticleReader(folder).run(rank=1, world_size=4)]
    assert first == [f"https://example.org/{number}" for number in range(10, 14)]
    some = list(ArticleReader(folder, str(tmp_path / "some.paths"), limit=3, skip=2).run())
    assert [document.id.rpartition("/")[2] for document in some] == ["32", "33", "0"]
    patterned = ArticleReader(
        folder, glob_pattern="[01]*.gz", default_metadata={"part": "first"}, add_file_path=True
    )
    documents = list(patterned.run())
    assert len(documents) == 8
    assert documents[0].metadata["file_path"] == f"{folder}/0.warc.gz"
    assert {document.metadata["part"] for document in documents} == {"first"}


def test_a_folder_without_archives_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="No files found"):
        list(ArticleReader(str(tmp_path / "nowhere")).run())


def test_a_server_that_fails_ends_the_task() -> None:
    pytest.importorskip("aiohttp", reason="the extra `remote`")
    import fsspec

    system = fsspec.filesystem("memory")
    system.pipe("/archives/a.warc.gz", b"")
    reader = ArticleReader(("memory://archives", system), settings={"NEWSSPIDER_REMOTE_RETRIES": 0})
    system.rm("/archives/a.warc.gz")
    with pytest.raises(RemoteError):
        list(reader.read_file("a.warc.gz"))


def test_a_folder_elsewhere_is_read_through_its_file_system(tmp_path: Path) -> None:
    import fsspec

    write_warc(tmp_path / "a.warc.gz", range(4))
    fsspec.filesystem("memory").pipe("/elsewhere/2024/a.warc.gz", (tmp_path / "a.warc.gz").read_bytes())
    (document, *_) = ArticleReader("memory://elsewhere").run()
    assert document.metadata["metadata"]["source"]["path"] == "2024/a.warc.gz"
    assert document.id == "https://example.org/0"


def test_settings_are_checked_before_a_task_starts_and_secrets_are_not_written_down(tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        ArticleReader(str(tmp_path), settings={"NEWSSPIDER_LANGUAGE": ["en"]})
    with pytest.raises(SettingError):
        ArticleExtractor(settings={"NEWSSPIDER_LANGUAGE": ["en"]})
    secret = {"NEWSSPIDER_STORAGE_OPTIONS": {"s3": {"secret": "hush"}}, "NEWSSPIDER_MIN_WORDS": 50}
    shown = str(ArticleReader(str(tmp_path), settings=secret).settings)
    assert "50" in shown
    assert "hush" not in shown


def html_documents(*pages: tuple[str, dict[str, Any]]) -> list[Document]:
    return [Document(text=text, id=f"<record:{n}>", metadata=more) for n, (text, more) in enumerate(pages)]


def test_html_becomes_an_article(tmp_path: Path) -> None:
    more = {"url": "https://n.example/3", "date": "2024-05-07T00:00:00Z", "file_path": "a.warc.gz"}
    rejects = str(tmp_path / "rejects")
    extractor = ArticleExtractor(rejects=rejects)
    pages = html_documents((page(3).decode(), more), (page(9).decode(), {}), ("", {"url": "https://n.example/4"}))
    (document,) = extractor.run(pages)
    article = extract_html(page(3), "https://n.example/3")
    assert (document.id, document.text) == ("<record:0>", article.articleBody)
    assert document.metadata["headline"] == article.headline
    assert document.metadata["file_path"] == "a.warc.gz"
    assert document.metadata["metadata"]["dateDownloaded"] == "2024-05-07T00:00:00Z"
    found = counts(extractor)
    assert (found["total"], found["forwarded"], found["dropped_not-article"], found["rejected"]) == (3, 1, 1, 1)
    (row,) = map(json.loads, (tmp_path / "rejects" / "00000.jsonl").read_text().splitlines())
    assert (row["url"], row["recordId"]) == ("https://n.example/4", "<record:2>")


def test_extract_gives_the_text() -> None:
    extractor = ArticleExtractor()
    assert extractor.extract(page(3).decode()) == extract_html(page(3)).articleBody
    assert extractor.extract("") == ""


def test_a_page_that_kills_or_holds_its_process_is_a_reject(
    monkeypatch: pytest.MonkeyPatch, logged: list[str]
) -> None:
    read = ArchiveArticles.of_html

    def hostile(self: ArchiveArticles, html: str, *known: Any) -> Any:
        if "killer" in html:
            os._exit(9)
        if "sleeper" in html:
            time.sleep(60)
        return read(self, html, *known)

    monkeypatch.setattr(ArchiveArticles, "of_html", hostile)
    extractor = ArticleExtractor(timeout=5)
    pages = html_documents(("killer", {}), (page(3).decode(), {}), ("sleeper", {}), (page(4).decode(), {}))
    assert [document.id for document in extractor.run(pages)] == ["<record:1>", "<record:3>"]
    found = counts(extractor)
    assert (found["rejected_broken_process"], found["rejected_timeout"]) == (1, 1)
    assert sum("died" in line or "longer than" in line for line in logged) == 2


def test_blocks_can_be_sent_to_other_processes(tmp_path: Path) -> None:
    for block in (ArticleReader(str(tmp_path), settings={"NEWSSPIDER_MIN_WORDS": 9}), ArticleExtractor()):
        assert pickle.loads(pickle.dumps(block)).settings.given == block.settings.given
