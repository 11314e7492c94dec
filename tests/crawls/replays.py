"""Archives of small articles, and `scrapy replay --out` over them, in processes that are killed."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter
from tests.archives.builders import arc_head, arc_record, http

ROOT = Path(__file__).parents[2]
# In a start's first seconds nothing is done yet, so kills come over all of its life.
LONGEST_LIFE_S = 5.0
WORDS = "harbour ferry council winter bridge market school letter garden engine island winner river museum orchard"


def page(number: int) -> bytes:
    """Return a page that is an article, or for every tenth number none."""
    words = WORDS.split()
    if number % 10 == 9:
        links = "".join(f"<li><a href='/{n}'>{words[n % 15]} news {n}</a></li>" for n in range(40))
        return f"<!DOCTYPE html><title>All news</title><body><h2>Latest</h2><ul>{links}</ul></body>".encode()
    sentences = " ".join(
        f"The {words[(number + n) % 15]} near the {words[(number * 7 + n) % 15]} opened on day {number + n}, "
        f"and the people of the {words[(number * 3 + n) % 15]} came to see it in the morning rain."
        for n in range(6)
    )
    head = f"<title>The {words[number % 15]} opens again {number}</title>"
    meta = "<meta property='og:type' content='article'><meta property='article:published_time' content='2024-05-06T07:08:09Z'>"
    return f"<!DOCTYPE html><html lang=en><head>{head}{meta}</head><body><article><h1>The {words[number % 15]} opens again {number}</h1><p>{sentences}</p><p>{sentences[::-1][:50]}</p></article></body></html>".encode()


def write_warc(path: Path, numbers: Iterable[int], compression: str = "gzip") -> None:
    """Write a WARC of the pages of these numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file, WarcWriter(file, compression) as writer:  # type: ignore[arg-type]  # one of three
        for number in numbers:
            url = f"https://example.org/{number}"
            response = HtmlResponse(url, body=page(number), headers={"Content-Type": "text/html"})
            writer.write(response, datetime(2024, 5, 6, tzinfo=UTC))


def write_archives(folder: Path, count: int) -> Path:
    """Write archives of several kinds into `folder`, of `count` pages in all; return the folder."""
    eighth = max(count // 8, 1)
    write_warc(folder / "large.warc.gz", range(4 * eighth))
    damaged = folder / "2024" / "large.warc.gz"
    write_warc(damaged, range(1000, 1000 + eighth))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\0" * 40
    damaged.write_bytes(content)
    write_warc(folder / "plain.warc", range(2000, 2000 + eighth), "")
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for number in range(3000, 3000 + eighth):
            archive.writestr(f"{number}.html", page(number))
    for number in range(4000, 4000 + eighth):
        (folder / f"{number}.html").write_bytes(page(number))
    return folder


def write_arcs(folder: Path, count: int) -> Path:
    """Write ARCs of both versions, packed and plain, and a damaged one, of `count` pages in all; return the folder."""
    eighth = max(count // 8, 1)
    folder.mkdir(parents=True, exist_ok=True)
    packed = b"".join(gzip.compress(one, mtime=0) for one in _arc(range(5 * eighth)))
    (folder / "large.arc.gz").write_bytes(packed)
    (folder / "plain.arc").write_bytes(b"".join(_arc(range(1000, 1000 + 2 * eighth), version=2)))
    damaged = bytearray(b"".join(_arc(range(2000, 2000 + eighth))))
    damaged[len(damaged) // 2 : len(damaged) // 2 + 400] = b"\n" * 40
    (folder / "damaged.arc").write_bytes(damaged)
    return folder


def _arc(numbers: Iterable[int], version: int = 1) -> Iterator[bytes]:
    yield arc_head(version)
    for number in numbers:
        yield arc_record(number, http(page(number), b"Content-Type: text/html"), version=version)


def start_replay(
    folder: Path, *args: str, out: str | None = "out", max_file_bytes: int | None = None, **environment: str
) -> subprocess.Popen[str]:
    """Return the running process of a replay of `folder`'s "archives", through `PausingPipeline`.

    Without `out` it writes one feed of all, "one.jsonl".
    """
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
    script = Path(__file__).with_name("strict_scrapy.py")
    pipelines = '{"tests.crawls.pausing.PausingPipeline": 300}'
    command = [
        sys.executable,
        str(script),
        "replay",
        "archives",
        *(["--out", out] if out else ["-O", "one.jsonl"]),
        "-s",
        f"ITEM_PIPELINES={pipelines}",
    ]
    sizes = ["-s", "NEWSSPIDER_REPLAY_CHECKPOINT_PAGES=2", "-s", "NEWSSPIDER_REPLAY_CHUNK_BYTES=4000"]
    limits = (max_file_bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]) if max_file_bytes else None
    return subprocess.Popen(
        [*command, *sizes, *args],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, limits) if limits else None,  # noqa: PLW1509
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def replay(folder: Path, *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Return the finished process of a replay."""
    process = start_replay(folder, *args, **options)
    stdout, stderr = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def kill_again_and_again(folder: Path, kills: int, *args: str, pause_s: float = 0.4) -> int:
    """Start a replay and kill it at a random moment, so many times; return how often the supervisor alone.

    Each page takes `pause_s`. Raises AssertionError if one ends before it is killed.
    """
    chance = random.Random(kills)
    alone = 0
    for _ in range(kills):
        process = start_replay(folder, *args, PAUSE_S=str(pause_s))
        time.sleep(chance.uniform(0.0, LONGEST_LIFE_S))
        assert process.poll() is None, f"ended before it was killed: {ends(process.stderr)}"
        if chance.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:  # its workers live on, and must end by themselves
            process.kill()
            alone += 1
        process.communicate()
    return alone


def tallies(out: Path) -> list[dict[str, Any]]:
    """Return what the manifest of an output folder says of each archive, but for times and versions."""
    rows = map(json.loads, (out / "_run" / "manifest.jsonl").read_text().splitlines())
    return [
        {key: row[key] for key in ("feed", "records", "pages", "articles", "rejected", "digest")} for row in rows
    ]


def feeds(out: Path) -> dict[str, bytes]:
    """Return every feed of an output folder by its path, and the rejects: what does not tell times."""
    paths = [path for path in out.rglob("*") if path.is_file() and "_run" not in path.relative_to(out).parts]
    rejects = out / "_run" / "rejects.jsonl"
    listed = [*paths, *([rejects] if rejects.exists() else [])]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in listed}


def ends(stream: IO[str] | None) -> str:
    """Return what is left in a stream."""
    return stream.read() if stream else ""
