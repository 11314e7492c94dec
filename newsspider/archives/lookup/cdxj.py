"""CDXJ, an index of web captures: sorted lines of a SURT key, a time in 14 digits and a JSON object.

https://specs.webrecorder.net/cdxj/0.1.0/; the fields are those of pywb and cdxj-indexer, with numbers as strings.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from newsspider.archives.lookup.surt import surt_key

REVISIT = "warc/revisit"  # the MIME type that indexes note for a revisit record
_LINE = re.compile(rb"(?!\{)[^ \n]{1,100000} \d{14} \{")
_CLASSIC_CDX = b" CDX "
HEADER = b"!newsspider "
_FORM = "application/x-www-form-urlencoded"
_MAX_QUERY_CHARS = 4096


@dataclass(frozen=True, slots=True)
class Capture:
    """The location of one record in a web archive, and what it contains."""

    key: str
    timestamp: str  # 14 digits, UTC
    url: str
    mime: str  # "-" if it is unknown
    status: int | None
    digest: str  # as in the record, "sha1:..."; "-" if it has none
    filename: str  # relative to the archive
    offset: int
    length: int | None = None  # compressed bytes of the record

    @property
    def is_revisit(self) -> bool:
        """Whether the payload is that of another record."""
        return self.mime == REVISIT


def line_of(capture: Capture) -> bytes:
    """Return a capture's line, with its line break.

    >>> line_of(Capture("org,x)/", "20240506070809", "http://x.org/", "-", 200, "-", "a.warc", 0))[:44]
    b'org,x)/ 20240506070809 {"url": "http://x.org'
    """
    fields = {
        "url": capture.url,
        "mime": capture.mime,
        "status": None if capture.status is None else str(capture.status),
        "digest": None if capture.digest == "-" else capture.digest,
        "length": None if capture.length is None else str(capture.length),
        "filename": capture.filename,
        "offset": str(capture.offset),
    }
    known = json.dumps({name: value for name, value in fields.items() if value is not None})
    return f"{capture.key} {capture.timestamp} {known}\n".encode()


def parsed_line(line: bytes) -> Capture | None:
    """Return the capture that a line of any tool's index describes; None if it describes none.

    >>> parsed_line(b'org,x)/ 20240506070809 {"url": "x.org", "filename": "a.warc", "offset": "1"}').offset
    1
    """
    key, _, rest = line.decode("utf-8", "replace").partition(" ")
    timestamp, _, written = rest.partition(" ")
    try:
        fields = json.loads(written)
        return Capture(
            key=key,
            timestamp=timestamp,
            url=str(fields["url"]),
            mime=str(fields.get("mime") or "-"),
            status=_number(fields.get("status")),
            digest=str(fields.get("digest") or "-"),
            filename=str(fields["filename"]),
            offset=int(fields["offset"]),
            length=_number(fields.get("length")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_cdxj(head: bytes) -> bool:
    """Return whether a file begins like an index: CDXJ, or the older CDX.

    >>> is_cdxj(b'org,x)/ 20240506070809 {"url": "http://x.org/"}'), is_cdxj(b"date 2024-05-06")
    (True, False)
    """
    return head.startswith((HEADER, _CLASSIC_CDX)) or bool(_LINE.match(head))


def lookup_key(url: str, method: str = "GET", body: bytes = b"", content_type: str = "") -> str:
    """Return the key of a request's response; for methods other than GET it includes the data sent.

    For HTML forms it is the key that pywb uses.

    >>> lookup_key("https://x.org/s", "POST", b"q=storm", "application/x-www-form-urlencoded")
    'org,x)/s?__wb_method=post&q=storm'
    """
    if method == "GET":
        return surt_key(url)
    form = content_type.lower().startswith(_FORM)
    data = body.decode("latin-1") if form else f"__wb_post_data={base64.b64encode(body).decode()}"
    if len(data) > _MAX_QUERY_CHARS:
        data = f"__wb_post_data={hashlib.sha256(body).hexdigest()}"
    plain = url.partition("#")[0]
    query = f"__wb_method={method}" + (f"&{data}" if body else "")
    return surt_key(f"{plain}{'&' if '?' in plain else '?'}{query}")


def _number(written: object) -> int | None:
    return int(written) if isinstance(written, (str, int)) and str(written).isdecimal() else None


def header_line(files: Mapping[str, tuple[int, int]]) -> bytes:
    """Return the first line of an index, with the files that it covers, their sizes and times in ns."""
    return HEADER + json.dumps({"version": 1, "files": files}).encode() + b"\n"


def parsed_header(line: bytes) -> dict[str, tuple[int, int]] | None:
    """Return the files that an index covers; None if another tool has written it.

    >>> parsed_header(header_line({"a.warc": (10, 99)}))
    {'a.warc': (10, 99)}
    """
    if not line.startswith(HEADER):
        return None
    try:
        told = json.loads(line[len(HEADER) :])
        if told["version"] != 1:
            return None
        return {str(name): (int(size), int(time)) for name, (size, time) in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
