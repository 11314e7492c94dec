from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from newsspider.archives import CaptureArchive, LookupRequest
from newsspider.archives.lookup.index import opened_index
from newsspider.errors import SettingError
from newsspider.recording.recorder import Recorder, wanted_compression
from tests.pipelines.crawlers import crawler_with

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def recorder(folder: Path, **settings: object) -> Recorder:
    made = crawler_with(NEWSSPIDER_RECORD=str(folder), **settings).get_extension(Recorder)
    assert made is not None
    return made


def exchange(to: Recorder, number: int) -> None:
    url = f"http://x.org/{number}"
    to.answered(Request(url), Response(url, body=b"%d" % number), NOW)


def test_the_index_of_a_folder_grows_with_each_crawl(tmp_path: Path) -> None:
    for number in range(3):
        made = recorder(tmp_path, NEWSSPIDER_RECORD_MAX_BYTES=1)
        exchange(made, number)
        exchange(made, number + 10)
        made.close()
        assert made.crawler.stats.get_value("newsspider/record/files") == 2
    index = opened_index(tmp_path / "index.cdxj")
    assert index is not None
    assert len(index.files) == 6
    for number in (0, 1, 2, 10, 11, 12):
        (capture,) = index.under(f"org,x)/{number}")
        assert (capture.timestamp, capture.status) == ("20240506070809", 200)
        assert capture.length


def test_a_crawl_that_fetches_nothing_leaves_nothing(tmp_path: Path) -> None:
    recorder(tmp_path / "rec").close()
    assert list(tmp_path.iterdir()) == []


def test_settings() -> None:
    with pytest.raises(NotConfigured):
        Recorder.from_crawler(crawler_with())
    names = {"gzip": "gzip", "gz": "gzip", "ZSTD": "zstd", "zst": "zstd", "none": ""}
    for written, meant in names.items():
        settings = crawler_with(NEWSSPIDER_RECORD_COMPRESSION=written).settings
        assert wanted_compression(settings) == meant
    with pytest.raises(SettingError):
        wanted_compression(crawler_with(NEWSSPIDER_RECORD_COMPRESSION="rar").settings)


def test_a_wacz_beside_the_folder_has_all_of_its_files(tmp_path: Path) -> None:
    for number in range(2):
        made = recorder(tmp_path / "crawl", NEWSSPIDER_RECORD_WACZ=True)
        exchange(made, number)
        made.close()
    archive = CaptureArchive.open([tmp_path / "crawl.wacz"], print)
    assert [archive.look_up(LookupRequest(f"http://x.org/{n}")).message.body for n in range(2)] == [b"0", b"1"]


def test_a_recording_that_no_reader_of_wacz_reads_fails_the_crawl(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = recorder(tmp_path / "crawl", NEWSSPIDER_RECORD_WACZ=True, NEWSSPIDER_RECORD_COMPRESSION="zstd")
    exchange(made, 1)
    made.close()
    assert "readers of WACZ do not read zstd" in caplog.text
    assert not (tmp_path / "crawl.wacz").exists()
