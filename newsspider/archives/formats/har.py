"""HAR (HTTP Archive, version 1.2): what browsers' developer tools, proxies and test tools save of a session.

http://www.softwareishard.com/blog/har-12-spec/. Each entry is one exchange; entries are read one at a time.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsspider.archives.compression import MemberReader
from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.json_fields import time_of
from newsspider.archives.json_objects import Found, objects_under
from newsspider.archives.messages import (
    CODING_HEADERS,
    Header,
    Message,
    decoded_message,
    may_be_page,
    mime_type,
    page_response,
)
from newsspider.archives.sniff import is_binary
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.content_types import is_html_type
from newsspider.items import Reject, Source

_BEGIN = re.compile(
    rb'(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}"log"\s{0,99}:\s{0,99}\{\s{0,99}'
    rb'"(?:version|creator|browser|pages|entries|comment|_[A-Za-z]{1,40})"'
)
# Escapes make an entry longer than its page; headers, cookies, timings and what was sent come on top.
_ESCAPED_SHARE = 4
_OTHER_FIELDS_BYTES = 1 << 20
# A body that is kept beside the HAR: the SHA-1 of its bytes, and the ending of its type.
_ATTACHED = re.compile(r"[0-9a-f]{40}\.[A-Za-z0-9]{1,10}")


def is_har(head: bytes) -> bool:
    """Return whether a file begins like a HAR.

    >>> is_har(b'{"log": {"version": "1.2", "creator": {}}}'), is_har(b'{"log": "storm"}')
    (True, False)
    """
    return bool(_BEGIN.match(head))


def read_har(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield for each entry its page, a reject, or why it has none."""
    reader = _EntryReader(dump, options)
    at: int | None = None
    fault = "it has no entries"
    try:
        with dump.open() as file:
            max_bytes = options.max_page_bytes * _ESCAPED_SHARE + _OTHER_FIELDS_BYTES
            for found in objects_under(MemberReader(file, 0, dump.compression), "entries", max_bytes):
                at = found.offset
                yield reader.outcome_of(found)
    except (OSError, EOFError) as error:
        at, fault = at or 0, f"{error}; the rest of the file was not read"
    else:
        if at is not None:
            return
    yield Reject(path=dump.name, offset=at or 0, code="damaged", reason=f"HAR: {fault}")


@dataclass(frozen=True, slots=True)
class _EntryReader:
    dump: DumpFile
    options: ReadOptions

    def outcome_of(self, found: Found) -> Outcome:
        """Return the entry's page, or why it has none."""
        if found.value is None:
            code, reason = found.fault or ("damaged", "no entry")
            return self._reject(found, code, reason)
        entry = found.value
        response = _object(entry.get("response"))
        url = _text(_object(entry.get("request")).get("url"))
        try:
            return self._page(found, url, response)
        except TooLargeError:
            reason = f"the page is larger than {self.options.max_page_bytes} bytes"
            return self._reject(found, "too-large", reason, url)
        except CodingError as error:
            return self._reject(found, error.code, str(error), url)
        except binascii.Error as error:
            return self._reject(found, "encoding", f"base64: {error}", url)

    def _page(self, found: Found, url: str, response: Mapping[str, Any]) -> Outcome:
        status = _status(response.get("status"))
        if status not in self.options.statuses:
            return Skipped("status")
        message = _message(status, response)
        if not may_be_page(message):
            return Skipped("content-type")
        if not message.body and (attached := self._attached(response)):
            message = _message(status, _with_body(response, attached))
        if not message.body:
            if not is_html_type(mime_type(message)):
                return Skipped("content")
            return self._reject(found, "no-content", self._why_without(response), url)
        page = page_response(url, decoded_message(message, self.options.max_page_bytes))
        if page is None:
            return Skipped("content")
        source = Source(kind="har", path=self.dump.name, offset=found.offset, digest=digest_of(page.body))
        return ArchivedPage(page, source, time_of((found.value or {}).get("startedDateTime")))

    def _attached(self, response: Mapping[str, Any]) -> bytes | None:
        """Return the content of the file beside the HAR in which Playwright keeps a body; None if there is none.

        Its names are digests: a HAR can name no other file of this computer. Raises TooLargeError.
        """
        name = _file_name(response)
        file = self.dump.path.with_name(name) if self.dump.path and _ATTACHED.fullmatch(name) else None
        try:
            if file is None or file.is_symlink() or not file.is_file():
                return None
            if file.stat().st_size > self.options.max_page_bytes:
                raise TooLargeError
            return file.read_bytes()
        except OSError:
            return None

    def _why_without(self, response: Mapping[str, Any]) -> str:
        name = _file_name(response)
        if not name:
            return "it was saved without the page's content; save it again, with content"
        is_beside = "which is not in the folder of the HAR"
        where = (
            is_beside
            if self.dump.path
            else "which can be read only beside a HAR on disk: unpack or download both first"
        )
        return f"the page's content is in the file {name}, {where}"

    def _reject(self, found: Found, code: str, reason: str, url: str = "") -> Reject:
        return Reject(
            path=self.dump.name, offset=found.offset, url=url or None, code=code, reason=f"HAR: {reason}"
        )


def _message(status: int, response: Mapping[str, Any]) -> Message:
    """Return an entry's response. Raises binascii.Error if its body is not the base64 that it is said to be.

    Browsers save bodies decoded, and texts in UTF-8, beside the headers of what was sent. Some proxies save the
    bytes that were sent, in base64.
    """
    content = _object(response.get("content"))
    headers = _headers(response)
    text = _text(content.get("text"))
    if _text(content.get("encoding")).lower() == "base64":
        body = binascii.a2b_base64(text.encode("ascii", "replace"))
        charset = ""
    else:
        body = text.encode("utf-8", "replace")
        charset = "; charset=utf-8"
    if not is_binary(body):
        headers = [(name, value) for name, value in headers if name.lower() not in CODING_HEADERS]
    message = Message(status, headers, body)
    declared = mime_type(message) or _text(content.get("mimeType"))
    if charset or not message.values(b"content-type"):
        kept = [(name, value) for name, value in headers if name.lower() != b"content-type"]
        headers = [*kept, (b"Content-Type", f"{declared}{charset}".encode())]
    return Message(status, headers, body)


def _file_name(response: Mapping[str, Any]) -> str:
    return _text(_object(response.get("content")).get("_file"))


def _with_body(response: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    content = _object(response.get("content"))
    written = {"text": binascii.b2a_base64(body).decode(), "encoding": "base64"}
    return {**response, "content": {**content, **written}}


def _attachments(names: Collection[str]) -> Collection[str]:
    """Return the files of a folder that are the bodies of a HAR in it."""
    if not any(name.lower().endswith(".har") for name in names):
        return ()
    return [name for name in names if _ATTACHED.fullmatch(name)]


def _headers(response: Mapping[str, Any]) -> list[Header]:
    listed = response.get("headers")
    found = [_object(one) for one in listed] if isinstance(listed, list) else []
    named = [(_text(one.get("name")).strip(), _text(one.get("value")).strip()) for one in found]
    return [
        (name.encode("utf-8", "replace"), " ".join(value.split()).encode("utf-8", "replace"))
        for name, value in named
        if name and not name.startswith(":")  # ":status" and so on, of HTTP/2
    ]


def _status(value: object) -> int:
    """Return a status, which some programs write as a text; 0 for what is none, as of requests that failed."""
    if isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, (int, float)) and 0 < value < 1000 else 0


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


FORMAT = Format(
    name="har",
    evidence=Evidence.HEADER,
    matches=lambda dump: is_har(dump.head),
    read=read_har,
    holds_many=True,
    companions=_attachments,
)
