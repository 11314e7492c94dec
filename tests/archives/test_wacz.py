from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from newsspider.archives import ArchivedPage, CaptureArchive, LookupRequest, open_source
from newsspider.archives.wacz import write_wacz
from newsspider.errors import SourceError
from tests.crawls.replays import write_warc


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    write_warc(tmp_path / "crawl" / "a.warc.gz", range(5))
    write_warc(tmp_path / "crawl" / "more" / "a.warc.gz", range(5, 8))
    return tmp_path / "crawl"


def pages(source: Path) -> dict[str, bytes]:
    found = open_source(source)
    return {page.response.url: page.response.body for page in found if isinstance(page, ArchivedPage)}


def test_a_wacz_holds_the_pages_of_its_warcs(crawl: Path) -> None:
    path = crawl.with_name("crawl.wacz")
    assert write_wacz(crawl, path, "A crawl") == 8
    assert pages(path) == pages(crawl)
    with zipfile.ZipFile(path) as wacz:
        described = json.loads(wacz.read("datapackage.json"))
        assert (described["wacz_version"], described["title"]) == ("1.1.1", "A crawl")
        assert described["mainPageUrl"] == "https://example.org/0"
        for resource in described["resources"]:
            content = wacz.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)
        header, first, *_ = map(json.loads, wacz.read("pages/pages.jsonl").splitlines())
        assert header["format"] == "json-pages-1.0"
        assert (first["url"], first["title"]) == ("https://example.org/0", "The harbour opens again 0")
        stored = {one.filename for one in wacz.infolist() if one.compress_type == zipfile.ZIP_STORED}
        assert {"archive/a.warc.gz", "archive/more-a.warc.gz", "indexes/index.cdx.gz"} <= stored


def test_files_begin_where_the_contents_of_the_zip_say(crawl: Path) -> None:
    # wabac.js, the reader in replayweb.page, takes the length of a file's own header from there.
    path = crawl.with_name("crawl.wacz")
    write_wacz(crawl, path)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as wacz:
        for one in wacz.infolist():
            assert not one.extra
            header = content[one.header_offset : one.header_offset + 30]
            assert (header[:4], int.from_bytes(header[28:30], "little")) == (b"PK\x03\x04", 0)


def test_its_index_is_used_to_look_up(crawl: Path) -> None:
    write_wacz(crawl, crawl.with_name("crawl.wacz"))
    archive = CaptureArchive.open([crawl.with_name("crawl.wacz")], print)
    found = archive.look_up(LookupRequest("https://example.org/6"))
    assert found.source.path == "crawl.wacz/archive/more-a.warc.gz"


def test_what_readers_of_wacz_do_not_read_is_refused(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.zst", range(2), "zstd")
    with pytest.raises(SourceError, match="readers of WACZ do not read zstd"):
        write_wacz(tmp_path / "a.warc.zst", tmp_path / "a.wacz")
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.zst"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("wacz") is None, reason="the extra `wacz` is not installed")
def test_py_wacz_finds_it_valid(crawl: Path) -> None:
    path = crawl.with_name("crawl.wacz")
    write_wacz(crawl, path)
    tool = shutil.which("wacz", path=str(Path(sys.executable).parent))
    assert tool
    run = subprocess.run([tool, "validate", "-f", str(path)], capture_output=True, text=True, check=False)
    assert "Validation succeeded" in run.stdout, run.stdout + run.stderr
