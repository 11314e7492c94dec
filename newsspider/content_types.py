"""What a body is by its first bytes, whatever it is called, and what a Content-Type header calls it."""

from __future__ import annotations

import re

_HEAD_BYTES = 4_096
# First bytes and what begins so, as in the WHATWG's MIME sniffing standard and libmagic.
_SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image, a WAV or an AVI file"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM film"),
    (b"FLV\x01", "a Flash film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MP4 = re.compile(rb"\x00\x00.{2}ftyp", re.DOTALL)
# Of one or more letters only: text may begin so too, and then has no control bytes.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# One byte in twenty: text, in UTF-16 even, is far below it or has every other byte NUL.
_CONTROLS_OF_DATA = 20
_UTF16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:[^\x00]\x00){8}|(?:\x00[^\x00]){8}")

_BLANK = b"\xef\xbb\xbf \t\r\n\x0c"
_JSON = re.compile(rb'\{\s{0,200}(?:"|\}\Z)|\[\s{0,200}(?:[{\["]|\]\Z)')
_XML_PROLOGUE = re.compile(
    rb"\s{0,200}<(?:\?[^>]{0,500}|!--.{0,2000}?--|!DOCTYPE[^>\[]{0,500})>", re.DOTALL | re.IGNORECASE
)
_XML_ROOT = re.compile(rb"\s{0,200}<(?:[a-z0-9_.-]{1,40}:)?([a-z][a-z0-9_.-]{0,60})[\s/>]", re.IGNORECASE)
_MAX_PROLOGUES = 20
# Roots of feeds, sitemaps, drawings and answers of services, which no page of HTML has.
_XML_DOCUMENTS = {
    b"rss": "a feed", b"feed": "a feed", b"rdf": "a feed", b"urlset": "a sitemap", b"sitemapindex": "a sitemap",
    b"opml": "a list of feeds", b"svg": "an SVG image", b"kml": "a map", b"stylesheet": "a stylesheet",
    b"opensearchdescription": "an XML document", b"envelope": "an XML document", b"error": "an XML document",
    b"response": "an XML document", b"listbucketresult": "an XML document", b"plist": "an XML document",
}  # fmt: skip

# `text/html charset=utf-8`, `"text/html"`, `html`.
_MIME_TYPE = re.compile(r"[\s\"']{0,9}([^\s\"';,/]{1,127}(?:/[^\s\"';,]{1,127})?)")
# `html`, `text/x-server-parsed-html`, `application/vnd.wap.xhtml+xml`.
_NAMES_HTML = re.compile(r"(?<![a-z])x?html(?![a-z])")
# Types of bare text, and those that are sent for files of unknown type.
_TEXT_TYPES = frozenset(
    {
        "text/plain",
        "text",
        "plain",
        "",
        "application/octet-stream",
        "unknown/unknown",
        "application/unknown",
        "*/*",
    }
)
# What browsers show, play or run as what it is called.
_OTHER_TYPES = re.compile(
    r"(?:image|audio|video|font|model|message|multipart)/"
    r"|text/(?:css|csv|calendar|(?:x-)?(?:javascript|ecmascript|json))\Z"
    r"|application/(?:(?:x-)?(?:javascript|ecmascript|json|pdf|zip|gzip|font-\w{1,30}|shockwave-flash)|warc)\Z"
    r"|[^/]{1,127}/[^/]{1,127}\+json\Z"
)


def other_kind(body: bytes) -> str | None:
    """Return what a body is where it is neither HTML nor text; None where it is, or may be, one of them.

    >>> other_kind(b"%PDF-1.7 ..."), other_kind(b'{"error": 404}'), other_kind(b"<!doctype html><p>Storm")
    ('a PDF document', 'JSON', None)
    """
    head = body[:_HEAD_BYTES]
    start = head.lstrip(_BLANK)
    if start.startswith(b"<"):
        return _xml_kind(start)
    return _signature(head) or _json_kind(body, start) or ("binary data" if _is_data(head) else None)


def _signature(head: bytes) -> str | None:
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and (not signature.isalnum() or _CONTROLS.search(head)):
            return name
    return "an MP4 film or an AVIF image" if _MP4.match(head) else None


def _json_kind(body: bytes, start: bytes) -> str | None:
    """Return "JSON" where a body begins and ends like it; scripts and pages after it end otherwise."""
    if _JSON.match(start) and body[-200:].rstrip(_BLANK).endswith((b"}", b"]")):
        return "JSON"
    return None


def _xml_kind(start: bytes) -> str | None:
    position = 0
    for _ in range(_MAX_PROLOGUES):
        prologue = _XML_PROLOGUE.match(start, position)
        if prologue is None:
            break
        position = prologue.end()
    root = _XML_ROOT.match(start, position)
    return _XML_DOCUMENTS.get(root[1].lower()) if root is not None else None


def _is_data(head: bytes) -> bool:
    return len(_CONTROLS.findall(head)) * _CONTROLS_OF_DATA > len(head) and not _UTF16.match(head)


def mime_type_in(written: str) -> str:
    """Return the type that a Content-Type header names, without parameters, in lower case; `""` if it names none.

    >>> mime_type_in("text/html charset=utf-8"), mime_type_in('"Text/HTML"'), mime_type_in("; charset=utf-8")
    ('text/html', 'text/html', '')
    """
    found = _MIME_TYPE.match(written)
    return found[1].lower() if found else ""


def may_be_page_type(mime_type: str) -> bool:
    """Return whether a body of this type may be a page by its bytes; `text/asp` and `application/xml` may.

    >>> may_be_page_type("application/x-httpd-php"), may_be_page_type("image/png")
    (True, False)
    """
    return not _OTHER_TYPES.match(mime_type)


def is_html_type(mime_type: str) -> bool:
    """Return whether a type names HTML, in whatever spelling.

    >>> is_html_type("html"), is_html_type("application/vnd.wap.xhtml+xml"), is_html_type("text/asp")
    (True, True, False)
    """
    return bool(_NAMES_HTML.search(mime_type))


def may_be_text_type(mime_type: str) -> bool:
    """Return whether a type is that of plain text, or says nothing.

    >>> may_be_text_type("text/plain"), may_be_text_type(""), may_be_text_type("text/asp")
    (True, True, False)
    """
    return mime_type in _TEXT_TYPES
