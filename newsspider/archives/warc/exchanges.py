"""Writing the requests and responses of a crawl as WARC 1.1 records, and as the lines of an index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from newsspider.archives.lookup.cdxj import REVISIT, Capture, lookup_key
from newsspider.archives.messages import Message, mime_type
from newsspider.archives.warc.digests import sha1_of
from newsspider.archives.warc.files import WarcFiles
from newsspider.archives.warc.headers import timestamp_of
from newsspider.archives.warc.write import RecordHead, RecordKind, written_date

_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# 400 bytes each; a payload that was last seen longer ago is written again.
_REMEMBERED_PAYLOADS = 50_000


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request; `block` is the content of its record, and its response is looked up by the other fields."""

    url: str
    block: bytes
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class FetchedAnswer:
    """A response; `head` is what its record has before the body, `b""` for protocols other than HTTP."""

    head: bytes
    message: Message  # with the body as in the record
    ip_address: str | None = None
    truncated: str | None = None  # "length", "time", "disconnect" or "unspecified"


@dataclass(frozen=True, slots=True)
class _Original:
    record_id: str
    url: str
    date: str


class ExchangeWriter:
    """Writes exchanges into a series of WARCs: a response and its request, or a request and its error.

    A payload that was written before becomes a revisit of that record.
    """

    def __init__(self, files: WarcFiles) -> None:
        self._files = files
        self._originals: OrderedDict[str, _Original] = OrderedDict()

    def write(self, request: SentRequest, answer: FetchedAnswer, captured: datetime) -> Capture:
        """Write a response and its request; return the index entry of the response. Raises OSError."""
        digest = sha1_of(answer.message.body)
        head, block = self._answer_record(request.url, answer, captured, digest)
        offset, length = self._write(head, block)
        self._write_request(request, captured, head.record_id)
        if head.kind == "response" and answer.message.body:
            self._remember(digest, head)
        capture = Capture(
            key=lookup_key(request.url, request.method, request.body, request.content_type),
            timestamp=timestamp_of(written_date(captured)) or "",
            url=request.url,
            mime=REVISIT if head.kind == "revisit" else mime_type(answer.message) or "-",
            status=answer.message.status,
            digest=digest,
            filename=self._files.current,
            offset=offset,
            length=length,
        )
        self._files.end_exchange()
        return capture

    def write_failure(self, request: SentRequest, error: str, captured: datetime) -> None:
        """Write a request without a response, and a metadata record with the error. Raises OSError."""
        request_id = self._write_request(request, captured, None)
        block = f"fetchError: {' '.join(error.split())}\r\n".encode("utf-8", "replace")
        concurrent = {"WARC-Concurrent-To": f"<{request_id}>"}
        self._write(_head("metadata", request.url, captured, concurrent), block)
        self._files.end_exchange()

    def close(self) -> None:
        """Finish the current file. Raises OSError."""
        self._files.close()

    def _answer_record(
        self, url: str, answer: FetchedAnswer, captured: datetime, digest: str
    ) -> tuple[RecordHead, bytes]:
        told = {"WARC-IP-Address": answer.ip_address, "WARC-Truncated": answer.truncated}
        more = {"WARC-Payload-Digest": digest} | {name: value for name, value in told.items() if value}
        if not answer.head:
            return _head("resource", url, captured, more), answer.message.body
        original = self._originals.get(digest)
        if original is None or not answer.message.body or answer.truncated:
            return _head("response", url, captured, more), answer.head + answer.message.body
        more["WARC-Profile"] = _SAME_PAYLOAD
        more["WARC-Refers-To"] = f"<{original.record_id}>"
        more["WARC-Refers-To-Target-URI"] = original.url
        more["WARC-Refers-To-Date"] = original.date
        return _head("revisit", url, captured, more), answer.head

    def _remember(self, digest: str, head: RecordHead) -> None:
        self._originals[digest] = _Original(head.record_id or "", head.url, written_date(head.captured))
        if len(self._originals) > _REMEMBERED_PAYLOADS:
            self._originals.popitem(last=False)

    def _write_request(self, request: SentRequest, captured: datetime, answer_id: str | None) -> str:
        more = {"WARC-Payload-Digest": sha1_of(request.body)}
        if answer_id:
            more["WARC-Concurrent-To"] = f"<{answer_id}>"
        head = _head("request", request.url, captured, more)
        self._write(head, request.block)
        return head.record_id or ""

    def _write(self, head: RecordHead, block: bytes) -> tuple[int, int]:
        digest = {"WARC-Block-Digest": sha1_of(block)}
        return self._files.write(replace(head, more={**head.more, **digest}), block)


def _head(kind: RecordKind, url: str, captured: datetime, more: Mapping[str, str]) -> RecordHead:
    return RecordHead(kind, url, captured, _CONTENT_TYPES[kind], uuid4().urn, more)


_CONTENT_TYPES: Mapping[str, str] = {
    "response": "application/http; msgtype=response",
    "revisit": "application/http; msgtype=response",
    "request": "application/http; msgtype=request",
    "metadata": "application/warc-fields",
    "resource": "application/octet-stream",
}
