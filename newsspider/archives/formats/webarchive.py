"""Safari's web archives: a property list with a page, beside its pictures and styles.

https://developer.apple.com/documentation/webkit/wkwebview: the keys are those of WebKit's WebArchive.
"""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.parsers.expat import ExpatError

from newsspider.archives.files import DumpFile, digest_of, whole_content
from newsspider.archives.messages import Message, page_response
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.items import Reject, Source

# A property list refers to its parts by numbers at its end, so it is read whole: the page with all its pictures.
_WHOLE_SHARE = 8
_BEGIN = re.compile(rb"bplist0\d|(?:\xef\xbb\xbf)?\s{0,99}<\?xml\s[^>]{0,200}>\s{0,99}(?:<!DOCTYPE plist|<plist)")
_MAIN = b"WebMainResource"
# What plistlib raises of damage: offsets and lengths in a binary list may be anything.
_PLIST_ERRORS = (
    plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, RecursionError, TypeError, KeyError,
    IndexError, AttributeError,
)  # fmt: skip


def is_webarchive(head: bytes) -> bool:
    """Return whether a file begins like a property list with a page.

    >>> is_webarchive(plistlib.dumps({"WebMainResource": {}}, fmt=plistlib.FMT_BINARY)), is_webarchive(b"bplist00")
    (True, False)
    """
    return bool(_BEGIN.match(head)) and _MAIN in head


def read_webarchive(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the page of the web archive, or a reject if it cannot be read."""
    limit = options.max_page_bytes
    content = whole_content(dump, limit * _WHOLE_SHARE)
    if content is None:
        yield _reject(dump, "too-large", f"it is larger than {_WHOLE_SHARE} pages of {limit} bytes")
        return
    try:
        main = plistlib.loads(content).get("WebMainResource")
    except _PLIST_ERRORS as error:
        yield _reject(
            dump, "damaged", f"not a property list that can be read: {type(error).__name__}: {error}"[:300]
        )
        return
    body = main.get("WebResourceData") if isinstance(main, Mapping) else None
    if not isinstance(main, Mapping) or not isinstance(body, bytes):
        yield _reject(dump, "damaged", "it has no page")
        return
    if len(body) > limit:
        yield _reject(dump, "too-large", f"the page is larger than {limit} bytes", _text(main, "WebResourceURL"))
        return
    yield _page(dump, main, body)


def _page(dump: DumpFile, main: Mapping[str, Any], body: bytes) -> Outcome:
    kind, charset = _text(main, "WebResourceMIMEType"), _text(main, "WebResourceTextEncodingName")
    content_type = f"{kind}; charset={charset}" if charset else kind
    page = page_response(
        _text(main, "WebResourceURL"), Message(200, [(b"Content-Type", content_type.encode())], body)
    )
    if page is None:
        return Skipped("content")
    source = Source(kind="webarchive", path=dump.name, offset=0, digest=digest_of(body))
    return ArchivedPage(page, source, _fetched(main.get("WebResourceResponse")))


def _fetched(response: object) -> datetime | None:
    """Return the time in the Date header of an NSURLResponse, a list of numbered objects, if it has one."""
    if not isinstance(response, bytes):
        return None
    try:
        objects = plistlib.loads(response)["$objects"]
        for one in objects:
            if isinstance(one, dict) and "NS.keys" in one:
                keys = [objects[key.data] for key in one["NS.keys"]]
                if "Date" in keys:
                    when = parsedate_to_datetime(objects[one["NS.objects"][keys.index("Date")].data])
                    return when if when.tzinfo else None
    except _PLIST_ERRORS:
        pass
    return None


def _text(main: Mapping[str, Any], name: str) -> str:
    value = main.get(name)
    return " ".join(value.split()).encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _reject(dump: DumpFile, code: str, reason: str, url: str = "") -> Reject:
    return Reject(path=dump.name, offset=0, url=url or None, code=code, reason=f"web archive: {reason}")


FORMAT = Format(
    name="webarchive",
    evidence=Evidence.SIGNATURE,
    matches=lambda dump: is_webarchive(dump.head),
    read=read_webarchive,
)
