"""ARC, the Internet Archive's form of web archives before WARC: records whose headers are one line each.

Versions 1 and 2: https://archive.org/web/researcher/ArcFileFormat.php. Headers are given the names of WARC.
"""

from __future__ import annotations

import re
from operator import methodcaller

from fastwarc.warc import HeaderMap

from newsspider.archives.warc.forms import RecordForm, RecordHeader

_MAX_URL_BYTES = 8 << 10
# URL, IP address, date; then Content-type and length, in version 2 with five more between them. URLs may contain
# spaces, and a Content-type may have parameters or be missing, so the rest is read from its end.
_LINE = re.compile(
    rb"([A-Za-z][A-Za-z0-9+.-]{1,20}:[^\r\n]{1,%d}?) (?:[0-9A-Fa-f.:]{1,45}|-|unknown) (\d{8,18})"
    rb" ([^\r\n]{1,4096})\r?\n" % _MAX_URL_BYTES
)
_LONGEST_LINE_BYTES = _MAX_URL_BYTES + (5 << 10)
_LENGTH = re.compile(rb"\d{1,18}")
_STATUS = re.compile(rb"\d{3}")
_FIELDS_OF_VERSION_2 = 6  # behind the Content-type: result code, checksum, location, offset, filename, length
_BLANK_LINES = re.compile(rb"[\r\n]{0,64}")
# The schemes of what crawlers fetched and noted.
_SCHEMES = (
    b"filedesc:", b"http:", b"https:", b"ftp:", b"dns:", b"whois:", b"gopher:", b"news:", b"nntp:", b"metadata:",
    b"warcinfo:",
)  # fmt: skip
_BEGIN = re.compile(b"|".join(_SCHEMES), re.I)
_LATER_BEGIN = re.compile(rb"\n(?=%s)" % b"|".join(_SCHEMES), re.I)
_HTTP = re.compile(rb"https?:", re.I)
_DATE_DIGITS = 14


def is_arc(head: bytes) -> bool:
    """Return whether a file begins like an ARC, or has a record's header in a line of its own.

    >>> is_arc(b"filedesc://a.arc 0.0.0.0 20040925000741 text/plain 77\\n1 0 InternetArchive\\n")
    True
    >>> is_arc(b"http://example.org/ is an address.\\n")
    False
    """
    start = head.lstrip(b"\r\n")
    if parsed_line(start) is not None:
        return True
    found = None if start.startswith(b"<") else _find(start, False)
    # Behind a damaged header: no page, and no text about ARC.
    return found is not None and start[start.find(b"\n", found) :].startswith((b"\nHTTP/", b"\r\nHTTP/"))


def begins_record(content: bytes) -> bool:
    """Return whether an ARC record begins like this; the first bytes are enough, but a whole line says more.

    At the end of a file that is cut there may be a few letters only.

    >>> begins_record(b"http://exam"), begins_record(b"http://example.org/ is an address.\\n")
    (True, False)
    """
    if b"\n" in content:
        return parsed_line(content) is not None
    return bool(content) and bool(_BEGIN.match(content) or any(map(methodcaller("startswith", content), _SCHEMES)))


def parsed_line(head: bytes) -> RecordHeader | None:
    """Return the header in the line with which `head` begins; None if it is none, or is not whole.

    >>> header = parsed_line(b"http://a.example/x y 192.0.2.1 20040925001013 text/html 149\\n")
    >>> header.fields.get_bytes(b"WARC-Target-URI"), header.content_length
    (b'http://a.example/x%20y', 149)
    """
    blank = _BLANK_LINES.match(head)
    found = _LINE.match(head, blank.end() if blank else 0)
    if found is None:
        return None
    url, date, rest = found.groups()
    *declared, length = rest.strip().split(b" ")
    if not _LENGTH.fullmatch(length):
        return None
    if len(declared) >= _FIELDS_OF_VERSION_2 and _STATUS.fullmatch(declared[1 - _FIELDS_OF_VERSION_2]):
        declared = declared[: 1 - _FIELDS_OF_VERSION_2]
    fields = HeaderMap()
    fields.append_bytes(b"WARC-Type", _type_of(url))
    fields.append_bytes(b"WARC-Target-URI", url.strip().replace(b" ", b"%20"))
    fields.append_bytes(b"WARC-Date", date[:_DATE_DIGITS].ljust(_DATE_DIGITS, b"0"))
    # Not application/http: whether there are HTTP headers is seen in the block, and old crawlers left them out.
    if kind := b" ".join(declared).strip():
        fields.append_bytes(b"Content-Type", kind)
    return RecordHeader(fields, int(length), found.end())


def _type_of(url: bytes) -> bytes:
    if url[:9].lower() == b"filedesc:":
        return b"warcinfo"
    return b"response" if _HTTP.match(url) else b"resource"


def _find(content: bytes, at_line_start: bool) -> int | None:  # a form's `find`
    if at_line_start and _BEGIN.match(content) and parsed_line(content) is not None:
        return 0
    for found in _LATER_BEGIN.finditer(content):
        if parsed_line(content[found.end() : found.end() + _LONGEST_LINE_BYTES]) is not None:
            return found.end()
    return None


ARC = RecordForm(
    begins=begins_record,
    header=parsed_line,
    header_end=re.compile(rb"[^\r\n]\r?\n"),
    longest_end_bytes=3,
    find=_find,
    longest_start_bytes=_LONGEST_LINE_BYTES,
    fastwarc_reads=False,
)
