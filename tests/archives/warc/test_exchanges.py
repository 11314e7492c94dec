from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from newsspider.archives import CaptureArchive, LookupRequest
from newsspider.archives.files import look_at
from newsspider.archives.lookup.captures import captures_of
from newsspider.archives.messages import Message
from newsspider.archives.warc.exchanges import ExchangeWriter, FetchedAnswer, SentRequest
from newsspider.archives.warc.files import WarcFiles

CAPTURED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def answer(body: bytes, head: bytes = HEAD, truncated: str | None = None) -> FetchedAnswer:
    return FetchedAnswer(head, Message(200, [(b"Content-Type", b"text/html")], body), "127.0.0.1", truncated)


def request(path: str, method: str = "GET", body: bytes = b"") -> SentRequest:
    block = f"{method} {path} HTTP/1.1\r\nHost: x.org\r\nContent-Type: text/plain\r\n\r\n".encode() + body
    return SentRequest(f"http://x.org{path}", block, method, body, "text/plain")


def writer(folder: Path) -> ExchangeWriter:
    return ExchangeWriter(WarcFiles(folder, "news", "gzip", 10**9, {}))


def records(folder: Path) -> list[tuple[str, dict[str, str], bytes]]:
    (path,) = folder.iterdir()
    with path.open("rb") as file:
        return [
            (str(one.record_type), dict(one.headers.items()), one.reader.read())
            for one in ArchiveIterator(file, parse_http=False, verify_digests=False)
        ][1:]


def test_answers_and_requests_are_records_with_true_digests(tmp_path: Path) -> None:
    exchanges = writer(tmp_path)
    exchanges.write(request("/a"), answer(b"story"), CAPTURED)
    exchanges.write_failure(request("/b"), "DownloadTimeoutError: took\r\ntoo long", CAPTURED)
    exchanges.write(request("/c"), answer(b"file", head=b""), CAPTURED)
    exchanges.close()
    found = records(tmp_path)
    assert [kind for kind, _, _ in found] == ["response", "request", "request", "metadata", "resource", "request"]
    assert found[0][2] == HEAD + b"story"
    assert found[0][1]["WARC-IP-Address"] == "127.0.0.1"
    assert found[1][1]["WARC-Concurrent-To"] == found[0][1]["WARC-Record-ID"]
    assert found[3][1]["WARC-Concurrent-To"] == found[2][1]["WARC-Record-ID"]
    assert found[3][2] == b"fetchError: DownloadTimeoutError: took too long\r\n"
    for _, headers, block in found:
        payload = (
            block.partition(b"\r\n\r\n")[2] if headers["Content-Type"].startswith("application/http") else block
        )
        for name, content in (("Block", block), ("Payload", payload)):
            digest = headers.get(f"WARC-{name}-Digest", "" if name == "Block" else None)
            if digest is not None:
                assert digest == "sha1:" + base64.b32encode(hashlib.sha1(content).digest()).decode()


def test_repeated_payloads_are_revisits_that_lead_to_the_first(tmp_path: Path) -> None:
    exchanges = writer(tmp_path)
    exchanges.write(request("/a"), answer(b"story"), CAPTURED)
    other = HEAD.replace(b"200 OK", b"404 Not Found")
    revisit = exchanges.write(request("/b"), answer(b"story", other), CAPTURED)
    assert revisit.is_revisit
    for body, truncated in ((b"", None), (b"", None), (b"story", "length")):
        assert not exchanges.write(request("/c"), answer(body, truncated=truncated), CAPTURED).is_revisit
    exchanges.close()
    kind, headers, block = records(tmp_path)[2]
    first = records(tmp_path)[0][1]
    assert (kind, block) == ("revisit", other)
    assert headers["WARC-Profile"].endswith("/identical-payload-digest")
    assert headers["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert headers["WARC-Refers-To-Target-URI"] == "http://x.org/a"
    assert headers["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert headers["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    archive = CaptureArchive.open([tmp_path], print)
    assert archive.look_up(LookupRequest("http://x.org/b")).message.body == b"story"


def test_the_index_lines_are_those_that_reading_gives(tmp_path: Path) -> None:
    exchanges = writer(tmp_path)
    told = [
        exchanges.write(request("/a"), answer(b"story"), CAPTURED),
        exchanges.write(request("/a", "POST", b"q=1"), answer(b"found"), CAPTURED),
        exchanges.write(request("/a", "HEAD"), answer(b""), CAPTURED),
        exchanges.write(request("/b"), answer(b"story"), CAPTURED),
    ]
    exchanges.close()
    (path,) = tmp_path.iterdir()
    assert list(captures_of(look_at(path, path.name))) == told
    assert len({capture.key for capture in told}) == 4
