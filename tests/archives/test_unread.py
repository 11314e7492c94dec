"""Files that are known and not read: one clear line each, and no page."""

from __future__ import annotations

import gzip
import io
import lzma
import plistlib
import sqlite3
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives.reader import holds_many, open_source
from newsspider.archives.types import ReadOptions
from newsspider.archives.unread import unread_reason
from newsspider.errors import SourceError
from newsspider.feeds.markdown import MarkdownExporter
from tests.archives.builders import dump_of, numbers, pack, page, read_all, record, zipped


def own_markdown(item: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    MarkdownExporter(file, encoding="utf-8").export_item(item)
    return file.getvalue()


UNREAD = {
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(256)),
    "a RAR archive": b"Rar!\x1a\x07\x01\x00" + bytes(range(256)),
    "compiled HTML help (CHM)": b"ITSF\x03\x00\x00\x00" + bytes(range(256)),
    "a ZIM archive": b"ZIM\x04\x05\x00" + bytes(range(256)),
    "compressed with LZMA alone": lzma.compress(page(0) * 9, lzma.FORMAT_ALONE),
    "compressed with compress": b"\x1f\x9d\x90" + bytes(range(256)),
    "an ar archive": b"!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n",
    "a cpio archive": b"070701" + b"0" * 104 + b"a.html\0" + page(0),
    "an e-book (EPUB)": zipped({"mimetype": b"application/epub+zip", "a.xhtml": page(0)}, zipfile.ZIP_STORED),
    "an Office document": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "an Avro file": b"Obj\x01\x04\x14avro.codec\x08null" + bytes(range(256)),
    "an ORC file": b"ORC\n\x0b\n\x03\x00\x00" + bytes(range(256)),
    "an Arrow file": b"ARROW1\x00\x00" + bytes(range(256)),
    "a Hadoop sequence file": b"SEQ\x06\x19org.apache.hadoop.io.Text" + bytes(range(256)),
    "a property list": plistlib.dumps({"bookmarks": ["https://example.org/"]}, fmt=plistlib.FMT_BINARY),
    "a packet capture": b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + bytes(16) + page(0),
    "a mailbox (mbox)": b"From ana@example.org Mon May  6 07:08:09 2024\nFrom: Ana\nSubject: Storm\n\nIt hit the coast.\n",
    "a calendar or address book": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "a dump of a database": b"-- MySQL dump 10.13\n--\nINSERT INTO `posts` VALUES (1,'Storm');\n",
    "a dump of a wiki": b'<mediawiki xmlns="x" xml:lang="en">\n<page><title>Storm</title></page>\n',
    "NITF or NewsML": b'<?xml version="1.0"?>\n<nitf><head><title>Storm</title></head></nitf>',
    "a table (CSV)": b"id,url,title,text\n1,https://example.org/,Storm,It hit the coast.\n",
    "a feed of articles as CSV": b"url,headline,articleBody,metadata.extractor\nhttps://example.org/,Storm,It hit.,x\n",
    "a feed of articles as Markdown": own_markdown(
        {"headline": "Storm", "id": "1", "articleBody": "It hit the coast."}
    ),
    "a PDF document": b"%PDF-1.7\n1 0 obj\n",
    "a feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>',
    "a JPEG image": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 9,
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_known_is_named_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(UNREAD[name])
    with pytest.raises(SourceError) as caught:
        list(open_source(path))
    assert caught.value.reason.startswith(f"{name}, which is not read")
    assert "\n" not in str(caught.value)
    assert not holds_many(path, ReadOptions())


def test_beside_pages_and_in_containers_it_is_a_reject(tmp_path: Path) -> None:
    members = {f"{number}": content for number, content in enumerate(UNREAD.values())}
    (tmp_path / "a.zip").write_bytes(zipped({**members, "page.html": page(0)}))
    (tmp_path / "b.html").write_bytes(page(1))
    for name, content in members.items():
        (tmp_path / name).write_bytes(content)
    pages, rejects, skipped = read_all(tmp_path)
    assert [one.source.path for one in pages] == ["a.zip/page.html", "b.html"]
    assert skipped == []
    # What is a zip itself is found to be one in a zip.
    assert {one.code for one in rejects} == {"unreadable"}
    assert len(rejects) == 2 * len(UNREAD)


@pytest.mark.parametrize("beginning", [b"\x1f\x8b\xff", b"\x1f\x9d\x08", b"7z\xbc\xaf\x27\x1c", b"%PDF-"])
def test_damage_that_looks_like_it_loses_no_records(tmp_path: Path, beginning: bytes) -> None:
    content = b"".join(pack([record(n) for n in range(3)], "gzip"))
    (tmp_path / "a").write_bytes(beginning + content[len(beginning) :])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert (numbers(pages), len(rejects)) == ([1, 2], 1)


def test_a_database_and_what_is_compressed_again(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a")
    connection.execute("CREATE TABLE page (url, text)")
    connection.commit()
    connection.close()
    (tmp_path / "b.gz").write_bytes(gzip.compress(UNREAD["a mailbox (mbox)"]))
    for name, kind in (("a", "an SQLite database"), ("b.gz", "a mailbox (mbox)")):
        with pytest.raises(SourceError, match=kind.replace("(", r"\(").replace(")", r"\)")):
            list(open_source(tmp_path / name))


@pytest.mark.parametrize(
    "content",
    [
        b"From Monday on the ferry sails at noon.\n", b"ORC and other dreams: a review of the year.\n",
        b"Storm, rain and wind\nThe ferry stays in port.\n", b"url, text and title: what a table needs to have.\n",
        b"FEA1 is a code.\n", b"SEQ is short for sequence.\n", b"070701 is a date of long ago.\n", b"ZIM is a ZIP.\n",
        b"MZ is a brand\x01 of old.\n" + b"It sells.\n" * 30, b"ID3 tags\x02 are old.\n" + b"They last.\n" * 30,
    ],
)  # fmt: skip
def test_texts_that_begin_alike_are_texts(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    (found,), rejects, _ = read_all(tmp_path / "a")
    assert (found.source.kind, rejects) == ("text", [])


def test_what_is_compressed_with_lz4_names_what_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pytest.importorskip("lz4.frame")
    (tmp_path / "a").write_bytes(frame.compress(page(0)))
    assert len(read_all(tmp_path / "a")[0]) == 1
    monkeypatch.setitem(sys.modules, "lz4.frame", None)
    with pytest.raises(SourceError, match=r"pip install 'newsspider\[lz4\]'"):
        list(open_source(tmp_path / "a"))


@pytest.mark.parametrize(
    "part", [b"a,", b'"a",', b",", b"From ", b"<?xml ", b"a" * 64 + b",", b"PK\x03\x04", b" "]
)
def test_hostile_beginnings_take_no_time(part: bytes) -> None:
    dump = dump_of((part * 4096)[:4096] + b"\n")
    started = time.process_time()
    unread_reason(dump)
    assert time.process_time() - started < 0.1


def test_a_markdown_feed_is_known_by_all_of_its_front_matter() -> None:
    path = "https://example.org/storm"
    item = {
        "headline": 'The "Storm": day 1', "datePublished": "2031-05-04", "dateModified": "2031-05-05", "url": path,
        "authors": [{"name": "Ana Ruiz"}], "publisher": {"name": "Quay Post"}, "inLanguage": "en", "canonicalUrl": path,
        "keywords": ["storm"], "description": "It hit.", "mainImage": {"url": f"{path}.jpg"}, "id": path,
    }  # fmt: skip
    whole = own_markdown(item)
    assert whole.split(b"\n---\n")[0].count(b"\n") == 12  # all keys that there are
    assert (unread_reason(dump_of(whole)) or "").startswith("a feed of articles as Markdown")
    others = [
        whole.replace(b"\nid: ", b"\nslug: "),
        whole.replace(b"---\n", b"---\nlayout: post\n", 1),
        b"---\ntitle: Storm\nid: 7\n---\nIt hit the coast.\n",
    ]
    assert [unread_reason(dump_of(other)) for other in others] == [None] * len(others)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_json_in_utf_16(charset: str) -> None:
    reason = unread_reason(dump_of('\ufeff{"url": "https://example.org/a", "text": "Storm"}'.encode(charset)))
    assert reason == "JSON in UTF-16, which is not read: convert it to UTF-8 first"
