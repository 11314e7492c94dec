from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives import Skipped, list_files
from newsspider.clusters.archive_articles import ArchiveArticles, Dropped
from newsspider.errors import MissingPackageError, RemoteError, SettingError
from newsspider.items import Article, Reject, feed_form
from newsspider.pipelines.validate import ValidatePipeline
from tests.clusters.archives import write_kinds
from tests.crawls.replays import page, write_warc
from tests.crawls.scrapy_process import json_lines, run_scrapy


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{}, {"NEWSSPIDER_MIN_PROBABILITY": 0, "NEWSSPIDER_MIN_WORDS": 120}])
def test_it_gives_what_a_replay_writes(tmp_path: Path, settings: dict[str, Any]) -> None:
    folder = write_kinds(tmp_path / "archives")
    chosen = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    done = run_scrapy(tmp_path, "replay", "archives", "-O", "feed.jsonl", *chosen)
    assert done.returncode == 0, done.stderr
    articles = ArchiveArticles(settings)
    found = [one for file in list_files(folder) for one in articles.of_file(file, folder)]
    lines = [one.to_dict() for one in found if isinstance(one, Article)]
    assert lines == json_lines(tmp_path / "feed.jsonl")
    rejects = [feed_form(one) for one in found if isinstance(one, Reject)]
    written = json_lines(tmp_path / "rejects.jsonl")
    assert rejects == [{name: value for name, value in row.items() if name != "feed"} for row in written]
    assert {reject["code"] for reject in rejects} >= {"damaged", "unreadable"}


def test_what_is_not_wanted_says_why(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(8, 11))
    settings = {"NEWSSPIDER_REPLAY_URL_PATTERN": "/(9|10)$", "NEWSSPIDER_LANGUAGES": ["de"]}
    found = list(ArchiveArticles(settings).of_file(tmp_path / "a.warc.gz"))
    reasons = [one.reason for one in found if isinstance(one, (Dropped, Skipped))]
    assert reasons == ["url-pattern", "not-article", "language"]
    assert len(found) == len(reasons)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"NEWSSPIDER_MIN_WORD": 5}, "did you mean NEWSSPIDER_MIN_WORDS?"),
        ({"NEWSSPIDER_STATE": "x"}, "NEWSSPIDER_STATE: has no effect"),
        ({"LOG_LEVEL": "INFO"}, "LOG_LEVEL: has no effect"),
        ({"NEWSSPIDER_LANGUAGES": ["1"]}, "not a language"),
        ({"NEWSSPIDER_REPLAY_SINCE": "soon"}, "NEWSSPIDER_REPLAY_SINCE"),
    ],
)
def test_wrong_settings_are_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingError, match=message.replace("?", r"\?")):
        ArchiveArticles(settings)


def test_a_file_that_is_no_archive_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(80))
    (reject,) = ArchiveArticles().of_file(tmp_path / "clip", tmp_path)
    assert isinstance(reject, Reject)
    assert (reject.path, reject.code, reject.source) == ("clip", "unreadable", str(tmp_path))


def test_a_server_that_is_not_there_is_no_fault_of_a_file() -> None:
    pytest.importorskip("aiohttp", reason="the extra `remote`")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/a.warc.gz"
        with pytest.raises(RemoteError):
            list(ArchiveArticles({"NEWSSPIDER_REMOTE_RETRIES": 0}).of_file(url))


def test_a_missing_package_is_no_fault_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra `parquet`")
    import pyarrow.parquet

    pyarrow.parquet.write_table(arrow.table({"html": [page(3).decode()]}), tmp_path / "a.parquet")
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match="pip install"):
        list(ArchiveArticles().of_file(tmp_path / "a.parquet"))


def test_pages_become_articles() -> None:
    captured = datetime(2024, 5, 7, tzinfo=UTC)
    article = ArchiveArticles().of_html(page(3), "https://n.example/3", captured)
    assert isinstance(article, Article)
    assert article.metadata is not None
    assert (article.url, article.metadata.dateDownloaded) == ("https://n.example/3", "2024-05-07T00:00:00Z")
    assert article == ArchiveArticles().of_html(page(3).decode(), "https://n.example/3", captured)


def test_what_a_pipeline_raises_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise KeyError("region")

    monkeypatch.setattr(ValidatePipeline, "process_item", fails)
    reject = ArchiveArticles().of_html(page(3), "https://n.example/3")
    assert isinstance(reject, Reject)
    assert (reject.url, reject.code, reject.reason) == (
        "https://n.example/3",
        "error",
        "in a pipeline: KeyError: 'region'",
    )


@pytest.mark.parametrize(
    ("html", "url"), [("", None), (b"\x89PNG\r\n\x1a\n", None), ("<p>x", "http://[::1"), ("<div>" * 100_000, None), ("\ud800", "x")]
)  # fmt: skip
def test_no_page_makes_it_raise(html: str | bytes, url: str | None) -> None:
    found = ArchiveArticles().of_html(html, url)
    assert isinstance(found, (Reject, Dropped))
    assert not (isinstance(found, Reject) and found.code == "error")
