"""Milliseconds of one offline look-up, in a small and in a large archive: `python -m benchmarks.lookup`.

A look-up is what an offline crawl pays for a response: the capture found in the index, its record read where it
lies, and decoded. Both archives hold records of the same sizes, in one file, in gzip members, with the index in a
file; they are asked in turns, for as many URLs drawn at random, so that a noisy machine slows both alike.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter
from newsspider.archives.lookup.capture_archive import CaptureArchive, LookupRequest
from newsspider.archives.lookup.index import write_index
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.archives.lookup.stored import OpenedArchive

COUNTS = (100, 100_000)
TURNS = 40
ASKED_A_TURN = 100
RESULTS = Path(__file__).parent / "results"
# Of a page's size where it counts: 20 kB, of which gzip makes a fifth, as of the news pages of the corpora.
_WORDS = 3200


def url_of(number: int) -> str:
    """Return the URL of an archive's page."""
    return f"https://www.example.org/2024/{number % 97}/story-{number}?page=1"


def write_archive(path: Path, count: int) -> None:
    """Write a WARC of `count` pages."""
    words = [f"{word:x}" for word in random.Random(1).choices(range(1 << 22), k=4096)]
    with path.open("wb") as file, WarcWriter(file, "gzip") as writer:
        for number in range(count):
            text = " ".join(words[number % 800 : number % 800 + _WORDS])
            page = HtmlResponse(url_of(number), body=f"<!DOCTYPE html><p>{number} {text}".encode())
            writer.write(page, datetime(2024, 5, 6, tzinfo=UTC))


def opened(path: Path) -> tuple[CaptureArchive, float]:
    """Return an archive with its index in a file, and the seconds that indexing took."""
    archive = web_archive(path)
    start = time.perf_counter()
    index = index_of(archive, print)
    # A small archive's index is kept in memory; both are measured in the same form.
    assert isinstance(archive.index_path, Path)
    write_index(archive.index_path, index.lines(), index.files)
    seconds = time.perf_counter() - start
    return CaptureArchive([OpenedArchive(archive, index_of(archive, print))]), seconds


def ask(archive: CaptureArchive, numbers: Sequence[int]) -> float:
    """Return the processor time in milliseconds that one look-up takes."""
    start = time.process_time()
    for number in numbers:
        answer = archive.look_up(LookupRequest(url_of(number)))
        assert f">{number} ".encode() in answer.message.body[:40]
    return (time.process_time() - start) / len(numbers) * 1000


def measured(counts: Sequence[int] = COUNTS) -> dict[str, object]:
    """Return milliseconds a look-up by the number of records, and what the largest costs beside the smallest."""
    draw = random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        archives = {}
        seconds = {}
        for count in counts:
            path = Path(folder, f"{count}.warc.gz")
            write_archive(path, count)
            archives[count], seconds[count] = opened(path)
        times: dict[int, list[float]] = {count: [] for count in counts}
        for turn in range(TURNS + 1):
            for count in counts if turn % 2 else counts[::-1]:
                took = ask(archives[count], draw.choices(range(count), k=ASKED_A_TURN))
                times[count] += [took] if turn else []  # the first warms up
    medians = {count: statistics.median(times[count]) for count in counts}
    return {
        "milliseconds": {str(count): round(median, 4) for count, median in medians.items()},
        "ratio": round(medians[counts[-1]] / medians[counts[0]], 3),
        "indexing_seconds": {str(count): round(seconds[count], 2) for count in counts},
        "looked_up": TURNS * ASKED_A_TURN,
    }


def main() -> None:
    """Measure, print, and write the result where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/lookup-DATE.json")
    args = parser.parse_args()
    result = measured()
    print(json.dumps(result, indent=1))
    if args.save:
        today = datetime.now(UTC).date().isoformat()
        (RESULTS / f"lookup-{today}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
