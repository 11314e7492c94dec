"""Makes the archives among the seeds from tests/seed_pages: `python -m tests.build_seeds`.

The same bytes on every run, which tests/test_seeds.py holds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from scrapy.http import Response

from newsspider.archives import WarcWriter

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "seed_pages"


def warc() -> bytes:
    """Return a WARC of an Arabic page, one whose charset is a lie, and an image."""
    file = BytesIO()
    html = {"Content-Type": "text/html; charset=utf-8"}
    arabic = (PAGES / "reservoir-ar.html").read_bytes()
    # This page says that it is UTF-8, in its header and in itself, and is Windows-1252.
    german = (PAGES / "orchard-de.html").read_text("utf-8").encode("cp1252")
    with WarcWriter(file) as writer:
        url = "https://alwadi.example/local/2025/02/reservoir"
        writer.write(Response(url, headers=html, body=arabic), datetime(2025, 2, 21, 4, tzinfo=UTC))
        url = "https://talbote.example/orte/apfelbaeume"
        writer.write(Response(url, headers=html, body=german), datetime(2024, 11, 9, 5, 30, tzinfo=UTC))
        logo = Response(
            "https://talbote.example/logo.png", headers={"Content-Type": "image/png"}, body=b"\x89PNG\r\n\x1a\n"
        )
        writer.write(logo, datetime(2024, 11, 9, 5, 30, 1, tzinfo=UTC))
    return file.getvalue()


def wet() -> bytes:
    """Return a WET file of one page."""
    file = BytesIO()
    with WarcWriter(file, "") as writer:
        writer.write_block(
            (PAGES / "observatory.txt").read_bytes(),
            url="https://carrowecho.example/science/observatory",
            captured=datetime(2023, 5, 19, 22, 10, tzinfo=UTC),
            kind="conversion",
            content_type="text/plain",
        )
    return file.getvalue()


ARCHIVES = {"pages.warc.gz": warc, "pages.warc.wet": wet}

if __name__ == "__main__":
    for name, build in ARCHIVES.items():
        (ROOT / "seeds" / name).write_bytes(build())
