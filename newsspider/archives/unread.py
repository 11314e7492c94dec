"""Files that are known for what they are, and not read: they are named, and become no garbage pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsspider.archives.compression import CODECS, MissingCodecError
from newsspider.archives.files import DumpFile
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.sniff import is_text
from newsspider.content_types import other_kind

_UNPACK = "unpack it first"
_TO_JSON = "convert it to JSON lines or Parquet first"
_TO_HTML = "convert its pages to HTML first"


@dataclass(frozen=True, slots=True)
class _Unread:
    """A kind of file: what it begins with, what it is called, and what to do with it."""

    begin: re.Pattern[bytes]
    name: str
    advice: str = ""


def _begins(begin: bytes, name: str, advice: str = "") -> _Unread:
    return _Unread(re.compile(begin, re.DOTALL), name, advice)


# The front matter that our Markdown feeds begin with: values in JSON, in one order, first and last always there.
_VALUE = r"[\"\[{][^\n]{0,4096}[\"\]}]\n"
_MATTER = (
    "date", "updated", "authors", "publisher", "language", "tags", "description", "image", "url", "canonicalUrl"
)  # fmt: skip
_OWN_MATTER = f"---\ntitle: {_VALUE}{''.join(f'(?:{key}: {_VALUE})?' for key in _MATTER)}id: {_VALUE}---\n"
_OWN = "replay what it was made from, as JSON lines or Parquet"
_XML = rb"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?"
_ZIP = rb"PK\x03\x04.{26}"  # and the name of its first member
_BINARY = rb"(?=.{0,60}[\x00-\x08])"  # where letters alone could begin a text
# What could hold pages: packed files and tables, books, mail, dumps of databases.
_KINDS = (
    _begins(rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    _begins(rb"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    _begins(rb"MSCF\x00{4}", "a cabinet archive", _UNPACK),
    _begins(rb"LZIP[\x00\x01]", "compressed with lzip", _UNPACK),
    _begins(rb"\x1f[\x9d\xa0]", "compressed with compress", _UNPACK),
    _begins(rb"\x5d\x00\x00.\x00(?:\xff{8}|.{4}\x00{4})", "compressed with LZMA alone", _UNPACK),
    _begins(rb"!<arch>\n", "an ar archive", _UNPACK),
    _begins(rb"07070[12][0-9A-Fa-f]{60}|070707[0-7]{60}", "a cpio archive", _UNPACK),
    _begins(rb"xar!\x00", "a xar archive", _UNPACK),
    _begins(rb"ITSF\x03", "compiled HTML help (CHM)", _UNPACK),
    _begins(rb"ZIM\x04", "a ZIM archive", "extract its pages with zimdump first"),
    _begins(_ZIP + rb"mimetypeapplication/epub", "an e-book (EPUB)", _TO_HTML),
    _begins(_ZIP + rb"(?:\[Content_Types\]|_rels/|mimetypeapplication/vnd)", "an Office document", _TO_HTML),
    _begins(rb".{60}BOOKMOBI", "an e-book (MOBI)", _TO_HTML),
    _begins(rb"\xff\xfe[\[{]\x00|\xfe\xff\x00[\[{]", "JSON in UTF-16", "convert it to UTF-8 first"),
    _begins(rb"Obj\x01", "an Avro file", _TO_JSON),
    _begins(rb"ORC" + _BINARY, "an ORC file", _TO_JSON),
    _begins(rb"(?:ARROW1|FEA1)" + _BINARY, "an Arrow file", _TO_JSON),
    _begins(rb"\x89HDF\r\n", "an HDF5 file", _TO_JSON),
    _begins(rb"SEQ[\x00-\x06].{0,2}org\.apache\.", "a Hadoop sequence file", _TO_JSON),
    _begins(rb"SQLite format 3\x00", "an SQLite database", _TO_JSON),
    _begins(rb"bplist0\d|" + _XML + rb"(?:<!DOCTYPE plist|<plist)", "a property list"),
    _begins(rb"\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4", "a packet capture", "convert it to WARC first"),
    _begins(rb"\n\r\r\n.{4}[\x1a\x4d][\x2b\x3c]{2}[\x4d\x1a]", "a packet capture", "convert it to WARC first"),
    _begins(rb"From \S{1,320} {1,9}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} ", "a mailbox (mbox)"),
    _begins(rb"BEGIN:V(?:CALENDAR|CARD)\r?\n", "a calendar or address book"),
    _begins(rb"-- (?:MySQL|MariaDB|phpMyAdmin)[^\n]{0,200}(?i:dump)", "a dump of a database", _TO_JSON),
    _begins(rb"--\r?\n-- PostgreSQL database", "a dump of a database", _TO_JSON),
    _begins(_XML + rb"<mediawiki[\s>]", "a dump of a wiki", "extract its pages first"),
    _begins(_OWN_MATTER.encode(), "a feed of articles as Markdown", _OWN),
    _begins(_XML + rb"<(?:nitf|newsItem|newsMessage|NewsML)[\s>]", "NITF or NewsML", _TO_HTML),
)
_NAME = r"\"?[\w .-]{0,64}\"?"
_COLUMNS = re.compile(rf"\ufeff?{_NAME}([,;\t|])(?:{_NAME}\1){{0,200}}{_NAME}\r?\n")
_PAGE_COLUMNS = frozenset({*JsonFields().html, *JsonFields().text, "title", "headline"})
_URL_COLUMNS = frozenset(JsonFields().url)
_TABLE = _begins(b"", "a table (CSV)", _TO_JSON)
_OWN_TABLE = _begins(b"", "a feed of articles as CSV", _OWN)
_BLANK = b"\xef\xbb\xbf \t\r\n"
_VAGUE = frozenset({"binary data", "JSON"})


def unread_reason(dump: DumpFile) -> str | None:
    """Return why a file of no format that is read, or of any text, is not read; None if it is not known."""
    head = dump.head
    found = next((kind for kind in _KINDS if kind.begin.match(head)), None)
    if found is None and (columns := _columns(head)):
        found = _OWN_TABLE if any(name.startswith("metadata.") for name in columns) else _TABLE
    if found is not None:
        return f"{found.name}, which is not read" + (f": {found.advice}" if found.advice else "")
    # Text may begin with the letters of a signature, and have a stray control byte.
    may_be_other = head.lstrip(_BLANK).startswith(b"<") or not is_text(head)
    kind = other_kind(head) if may_be_other else None
    return f"{kind}, which is not read" if kind and kind not in _VAGUE else None


def missing_codec(dump: DumpFile) -> str | None:
    """Return what is to be installed to decompress a file, None if nothing is."""
    if not dump.compression or dump.head:
        return None
    try:
        CODECS[dump.compression].decompressor(None)
    except MissingCodecError as error:
        return f"{dump.compression}: {error}"
    return None


def _columns(head: bytes) -> frozenset[str]:
    r"""Return the names of columns with which a text begins, if there are those of a page and its URL among them.

    >>> sorted(_columns(b"id,url,title,text\n1,https://")), _columns(b"Storm, url, wind\n")
    (['id', 'text', 'title', 'url'], frozenset())
    """
    line = head[: head.find(b"\n") + 1].decode("utf-8", "replace")
    found = _COLUMNS.fullmatch(line)
    if found is None:
        return frozenset()
    names = frozenset(name.strip(' "\ufeff\r\n') for name in line.split(found[1]))
    is_of_pages = not names.isdisjoint(_PAGE_COLUMNS) and not names.isdisjoint(_URL_COLUMNS)
    return names if is_of_pages else frozenset()
