from __future__ import annotations

import gzip
import json
import stat
import zipfile
from pathlib import Path

import pytest

from newsspider.archives import open_source
from newsspider.archives.formats.zip import is_zip
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from tests.archives.builders import LIMIT_BYTES, numbers, pack, page, read_all, record, zipped

METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
WARC = pack([record(n) for n in range(4)], "gzip")
WACZ = {
    "datapackage.json": b'{"profile": "data-package", "resources": []}',
    "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "https://example.org/0", "text": "Text"}\n',
    "indexes/index.cdx.gz": gzip.compress(b"org,example)/0 20240506070809 {}"),
    "archive/a.warc.gz": b"".join(WARC[:2]),
    "archive/b.warc.gz": b"".join(WARC[2:]),
}


@pytest.mark.parametrize("method", METHODS)
def test_pages_of_every_format(tmp_path: Path, method: int) -> None:
    files = {
        "b/page.html": page(0),
        "a.txt": b"The ferry sails again.",
        "rows.jsonl": json.dumps({"url": "https://example.org/5", "text": "Text"}).encode(),
        "x.html.gz": gzip.compress(page(1)),
        "w.warc": record(2) + record(3),
    }
    (tmp_path / "dump").write_bytes(zipped(files, method))
    pages, rejects, _ = read_all(tmp_path / "dump")
    assert rejects == []
    assert [(one.source.path, one.source.kind) for one in pages] == [
        ("dump/b/page.html", "html"), ("dump/a.txt", "text"), ("dump/rows.jsonl", "json"), ("dump/x.html.gz", "html"),
        ("dump/w.warc", "warc"), ("dump/w.warc", "warc"),
    ]  # fmt: skip
    assert [one.response.body for one in pages[:4:3]] == [page(0), page(1)]
    assert pages[5].source.offset == len(record(2))


@pytest.mark.parametrize("method", METHODS)
def test_a_wacz_is_its_warcs(tmp_path: Path, method: int) -> None:
    (tmp_path / "file.wacz").write_bytes(zipped(WACZ, method))
    pages, rejects, _ = read_all(tmp_path)
    assert rejects == []
    assert numbers(pages) == [0, 1, 2, 3]
    assert [(one.source.path, one.source.offset) for one in pages] == [
        ("file.wacz/archive/a.warc.gz", 0),
        ("file.wacz/archive/a.warc.gz", len(WARC[0])),
        ("file.wacz/archive/b.warc.gz", 0),
        ("file.wacz/archive/b.warc.gz", len(WARC[2])),
    ]


def test_it_is_closed_when_reading_stops_early(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(zipped(WACZ))
    opened = Path("/proc/self/fd")
    before = len(list(opened.iterdir())) if opened.exists() else 0
    pages = open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES))
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # it is a generator
    assert (len(list(opened.iterdir())) if opened.exists() else 0) == before


@pytest.mark.parametrize("name", ["mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"])
def test_office_documents_and_books_are_no_dumps(tmp_path: Path, name: str) -> None:
    content = zipped({name: b"application/epub+zip", "page.xhtml": page(0)})
    assert not is_zip(content)
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(SourceError, match="not read"):
        read_all(tmp_path / "a")


def test_names_lead_nowhere_and_links_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    (tmp_path / "secret.html").write_bytes(page(9))
    names = ["../../secret.html", "/etc/page.html", "C:\\page.html", "a/../../../b.html"]
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, page(number))
        for name, kind in (("link.html", stat.S_IFLNK), ("pipe.html", stat.S_IFIFO)):
            link = zipfile.ZipInfo(name)
            link.external_attr = (kind | 0o777) << 16
            archive.writestr(link, "../../secret.html")
    before = sorted(tmp_path.rglob("*"))
    pages, rejects, _ = read_all(folder)
    assert [one.response.body for one in pages] == [page(number) for number in range(len(names))]
    assert all((one.source.path or "").startswith("a.zip/") for one in pages)
    assert rejects == []
    assert sorted(tmp_path.rglob("*")) == before


def test_the_pages_of_a_maff(tmp_path: Path) -> None:
    saved = {
        "1212334_12/index.rdf": b"<RDF:RDF/>",
        "1212334_12/index.html": page(0),
        "1212334_12/index_files/frame.html": page(8),
        "1212334_13/index.xhtml": page(1),
        "1212334_13/index.rdf": b"<RDF:RDF/>",
    }
    (tmp_path / "a.maff").write_bytes(zipped(saved))
    pages, rejects, _ = read_all(tmp_path / "a.maff")
    assert [one.source.path for one in pages] == ["a.maff/1212334_12/index.html", "a.maff/1212334_13/index.xhtml"]
    assert rejects == []
