"""Others' ways through a WARC: `python benchmarks/warc_peers.py NAME WARC` prints processor seconds.

A script that needs nothing of this package, so that it runs where a peer is installed that wants other versions.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path


def trafilatura(warc: Path) -> None:
    """Read as trafilatura's documentation says: FastWARC, then `bare_extraction`."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415

    with warc.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            bare_extraction(record.reader.read(), url=record.headers.get("WARC-Target-URI"), with_metadata=True)


def news_please(warc: Path) -> None:
    """Read as news-please's Common Crawl extractor does: warcio, then `from_warc`."""
    from newsplease import NewsPlease  # noqa: PLC0415
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    with warc.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                try:
                    NewsPlease.from_warc(record)
                except Exception:  # noqa: BLE001  # its own extractor counts an error and goes on
                    continue


PEERS: dict[str, Callable[[Path], None]] = {"trafilatura": trafilatura, "news_please": news_please}


def main() -> None:
    """Go through the WARC and print what that took."""
    name, warc = sys.argv[1:]
    start = time.process_time()
    PEERS[name](Path(warc))
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
