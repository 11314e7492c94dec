"""A month's list of archives in S3, over connections that are cut at random: `python -m benchmarks.remote`.

Archives of pages (20 kB of each of which does not compress, so that ranges are cut too) lie in a real S3 server on
loopback, listed as Common Crawl lists a month of CC-NEWS. A proxy before it cuts every connection after a random
number of bytes. Two workers replay the list into a folder; its feeds must be those of the same files on disk.
Needs the extra `s3-server`: moto is the server.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import logging
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter

ARCHIVES, PAGES = 36, 20
WORKERS = 2
_NOISE_BYTES = 20_000
_CUT_BYTES = 400_000  # a connection brings 200 kB on average, less than the first range of a file
_PIECE_BYTES = 16_384
_MONTH = "crawl-data/CC-NEWS/2024/05"
_SEED = 14
RESULTS = Path(__file__).parent / "results"


def page(number: int) -> bytes:
    """Return a page that is an article, with a comment that does not compress."""
    chosen = random.Random(number)
    words = [
        "harbour",
        "ferry",
        "council",
        "winter",
        "bridge",
        "market",
        "school",
        "letter",
        "garden",
        "engine",
        "island",
        "museum",
    ]
    text = "".join(
        f"<p>The {chosen.choice(words)} near the {chosen.choice(words)} opened on day {number + n}, and the people"
        f" of the {chosen.choice(words)} came to see the {chosen.choice(words)} in the morning rain.</p>"
        for n in range(8)
    )
    noise = base64.b64encode(chosen.randbytes(_NOISE_BYTES * 3 // 4)).decode()
    title = f"The {chosen.choice(words)} opens again {number}"
    head = f"<title>{title}</title><meta property='article:published_time' content='2024-05-06T07:08:09Z'>"
    return (
        f"<!DOCTYPE html><html lang=en><head>{head}</head><!-- {noise} --><article><h1>{title}</h1>{text}".encode()
    )


def write_month(root: Path, archives: int) -> None:
    """Write the archives of a month and their list."""
    folder = root / _MONTH
    folder.mkdir(parents=True)
    names = [f"{_MONTH}/CC-NEWS-202405{number:02d}.warc.gz" for number in range(archives)]
    for number, name in enumerate(names):
        with (root / name).open("wb") as file, WarcWriter(file, "gzip") as writer:
            for one in range(number * PAGES, (number + 1) * PAGES):
                url = f"https://news.example/{one}"
                response = HtmlResponse(url, body=page(one), headers={"Content-Type": "text/html"})
                writer.write(response, datetime(2024, 5, 6, tzinfo=UTC))
    (folder / "warc.paths.gz").write_bytes(gzip.compress("\n".join(names).encode()))


class CuttingProxy:
    """Passes connections on to a port, and cuts each after a random number of the server's bytes."""

    def __init__(self, port: int, seed: int) -> None:
        self._target, self._random, self._lock = port, random.Random(seed), Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = self.cut = 0
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with self._lock:
                    self.connections += 1
                    limit = self._random.randrange(_CUT_BYTES)
                server = socket.create_connection(("127.0.0.1", self._target))
                Thread(target=self._pass, args=(client, server, sys.maxsize), daemon=True).start()
                Thread(target=self._pass, args=(server, client, limit), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, limit: int) -> None:
        with suppress(OSError):
            while limit > 0 and (piece := source.recv(min(_PIECE_BYTES, limit))):
                target.sendall(piece)
                limit -= len(piece)
        with self._lock:
            self.cut += limit == 0
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def s3_server(root: Path | None = None) -> Iterator[int]:
    """Serve the bucket `news`, with the month below `root` if one is given; yield the port."""
    import s3fs  # noqa: PLC0415  # of an extra
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it logs every request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    system = s3fs.S3FileSystem(**s3_options(port))
    system.mkdir("news")
    if root is not None:
        system.put(str(root / "crawl-data"), "news/crawl-data", recursive=True)
    try:
        yield port
    finally:
        server.stop()


def s3_options(port: int) -> Mapping[str, str]:
    """Return how the server is reached, as options of s3fs."""
    return {"endpoint_url": f"http://127.0.0.1:{port}", "key": "key", "secret": "secret"}


def s3_settings(port: int) -> Sequence[str]:
    """Return how the server is reached, as options of `scrapy replay`."""
    keys = ("AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", f"AWS_ENDPOINT_URL=http://127.0.0.1:{port}")
    return [part for key in keys for part in ("-s", key)]


def replay(folder: Path, source: str, out: str, port: int | None = None) -> float:
    """Replay a list into a folder; return the seconds that it took."""
    settings = s3_settings(port) if port else ()
    command = [sys.executable, "-m", "scrapy", "replay", source, "--out", out, "--workers", str(WORKERS)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    start = time.monotonic()
    subprocess.run([*command, "--quiet", *settings], cwd=folder, env=environment, check=True, timeout=900)
    return time.monotonic() - start


def feeds_in(out: Path) -> Mapping[str, bytes]:
    """Return the feeds of an output folder by name."""
    return {path.name: path.read_bytes() for path in out.glob("*.jsonl")}


def measure(archives: int) -> Mapping[str, Any]:
    """Return whether the feeds are equal, how often connections were cut, and the seconds of both replays."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        write_month(root, archives)
        local_s = replay(root, f"{_MONTH}/warc.paths.gz", "local")
        with s3_server(root) as port:
            proxy = CuttingProxy(port, _SEED)
            remote_s = replay(root, f"s3://news/{_MONTH}/warc.paths.gz", "remote", proxy.port)
            proxy.close()
        local, remote = feeds_in(root / "local"), feeds_in(root / "remote")
        size_bytes = sum(path.stat().st_size for path in (root / _MONTH).glob("*.warc.gz"))
        return {
            "archives": archives,
            "megabytes": round(size_bytes / 1e6, 1),
            "workers": WORKERS,
            "articles": sum(feed.count(b"\n") for feed in local.values()),
            "feeds equal to local files'": sum(remote.get(name) == feed for name, feed in local.items()),
            "feeds that differ or are missing": sum(remote.get(name) != feed for name, feed in local.items()),
            "connections": proxy.connections,
            "connections cut": proxy.cut,
            "seconds, local files": round(local_s, 1),
            "seconds, S3 over cut connections": round(remote_s, 1),
        }


def main() -> None:
    """Measure, print, and with --save keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--archives", type=int, default=ARCHIVES)
    parser.add_argument("--save", action="store_true", help="keep the result in benchmarks/results")
    options = parser.parse_args()
    written = json.dumps(measure(options.archives), indent=2)
    print(written)
    if options.save:
        (RESULTS / f"remote-{datetime.now(UTC):%Y-%m-%d}.json").write_text(f"{written}\n")


if __name__ == "__main__":
    main()
