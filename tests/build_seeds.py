"""Makes the archives among the seeds from tests/seed_pages: `python tests/build_seeds.py`.

The same files on every run: record ids and dates are fixed.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fastwarc.stream_io import GZipStream
from fastwarc.warc import WarcRecord, WarcRecordType

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "seed_pages"


def record(kind: WarcRecordType, number: int, url: str, date: str) -> WarcRecord:
    made = WarcRecord()
    made.init_headers(0, kind, f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>".encode())
    made.headers["WARC-Target-URI"] = url
    made.headers["WARC-Date"] = date
    return made


def http_response(body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def write_warc(path: Path) -> None:
    arabic = (PAGES / "reservoir-ar.html").read_bytes()
    # The German page says UTF-8, in its header and in itself, and is Windows-1252.
    german = (PAGES / "orchard-de.html").read_text("utf-8").encode("cp1252")
    pages = [
        (
            "https://alwadi.example/local/2025/02/reservoir",
            "2025-02-21T04:00:00Z",
            arabic,
            "text/html; charset=utf-8",
        ),
        ("https://talbote.example/orte/apfelbaeume", "2024-11-09T05:30:00Z", german, "text/html; charset=utf-8"),
        ("https://talbote.example/logo.png", "2024-11-09T05:30:01Z", b"\x89PNG\r\n\x1a\n", "image/png"),
    ]
    with path.open("wb") as file, GZipStream(file) as stream:
        for number, (url, date, body, content_type) in enumerate(pages, start=1):
            made = record(WarcRecordType.response, number, url, date)
            made.headers["Content-Type"] = "application/http; msgtype=response"
            made.set_bytes_content(http_response(body, content_type))
            made.write(stream, checksum_data=True)


def write_wet(path: Path) -> None:
    made = record(
        WarcRecordType.conversion, 9, "https://carrowecho.example/science/observatory", "2023-05-19T22:10:00Z"
    )
    made.headers["Content-Type"] = "text/plain"
    made.set_bytes_content((PAGES / "observatory.txt").read_bytes())
    buffer = BytesIO()
    made.write(buffer, checksum_data=True)
    path.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    write_warc(ROOT / "seeds" / "pages.warc.gz")
    write_wet(ROOT / "seeds" / "text.warc.wet")
