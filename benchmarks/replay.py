"""Speed and memory of `scrapy replay --out`: `python -m benchmarks.replay`.

The corpus is written into a WARC, and into one that has each page ten times; what a run of the larger takes
beyond one of the smaller is the work without the start-up. Rows are shares and ratios of runs that took turns.

- startup_cpu_s: a whole replay of one page into a folder, all its processes; startup_one_feed_cpu_s: with -O
- replay_cpu_to_extract: CPU of a replay's page, one worker, against `extract_html` alone on the same pages;
  replay_share is the inverse
- two_workers_to_one: the clock of one worker against that of two, whole runs over an archive of 2,000 pages: means
  something on two idle cores only; two_workers_cpu_share is the CPU of one against that of both together: 1 where
  nothing is lost by sharing the work
- memory: peak of a worker, both archives
- skip_*_share: records/s while a filter drops every one, against FastWARC's own reading: of our reading, in turns
  with it, and of a whole replay, which also takes the archive's digest
- times_*: pages/s against trafilatura's and news-please's ways through a WARC of a sample of the pages, where
  `--peer-python` has them

Processor time is counted wherever only one process works, so that what else the machine does is not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from itertools import cycle, islice
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from benchmarks.corpus import DEFAULT_CORPUS, read_cases
from benchmarks.speed import RESULTS, Pages, cpu_seconds, ours, write_warc
from benchmarks.warc_peers import PEERS
from newsspider.archives import PageFilter
from newsspider.archives.reader import file_steps
from newsspider.archives.types import ReadOptions

TIMES = 10
SHARED = 2000  # pages of the archive that two workers share
SAMPLE = 30
MANY = 10_000
_NOBODY = ("-a", "domains=nowhere.invalid")


@dataclass(frozen=True, slots=True)
class Run:
    """What one replay took; `cpu_s` of all its processes together."""

    cpu_s: float
    clock_s: float
    peak_mb: float

    def __sub__(self, other: Run) -> Run:
        """Return what this run took beyond another."""
        return Run(self.cpu_s - other.cpu_s, self.clock_s - other.clock_s, self.peak_mb - other.peak_mb)


@dataclass(frozen=True, slots=True)
class Archives:
    """The two WARCs and what they were made of."""

    pages: Pages
    small: Path
    large: Path
    single: Path  # a page
    shared: Path  # 2,000 pages
    sample: Path  # every so many of the pages, for what is slow
    many: Path  # the smaller so often that skipping its records takes seconds

    @property
    def count(self) -> int:
        """How many pages the larger has beyond the smaller."""
        return len(self.pages) * (TIMES - 1)

    @property
    def many_count(self) -> int:
        """How many records the archive for skipping has."""
        return len(self.pages) * max(TIMES, -(-MANY // len(self.pages)))

    @property
    def sample_count(self) -> int:
        """How many pages the sample has."""
        return len(sample_of(self.pages))


def sample_of(pages: Pages) -> Pages:
    """Return every so many of the pages."""
    return pages[:: max(1, len(pages) // SAMPLE)]


def write_archives(pages: Pages, folder: Path) -> Archives:
    """Write the WARCs into `folder`."""
    names = ("small", "large", "single", "shared", "sample", "many")
    archives = Archives(pages, *(folder / f"{name}.warc.gz" for name in names))
    write_warc(archives.small, pages)
    write_warc(archives.single, pages[:1])
    write_warc(archives.shared, list(islice(cycle(pages), SHARED)))
    write_warc(archives.large, pages, times=TIMES)
    write_warc(archives.sample, sample_of(pages))
    content = archives.small.read_bytes()
    with archives.many.open("wb") as file:
        for _ in range(archives.many_count // len(pages)):
            file.write(content)
    return archives


def replay(warc: Path, *options: str, workers: int = 1) -> Run:
    """Return what a replay into a folder of its own took."""
    with tempfile.TemporaryDirectory(dir=warc.parent) as out:
        return run_of(str(warc), "--out", out, "--workers", str(workers), *options)


def run_of(*arguments: str) -> Run:
    """Return what `scrapy replay` with these arguments took."""
    began_s = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "scrapy", "replay", *arguments, "--quiet"]) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"a replay failed with exit code {process.returncode}: {arguments}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - began_s, usage.ru_maxrss / 1024)


def beyond(archives: Archives, *options: str, workers: int = 1) -> tuple[Run, Run, Run]:
    """Return a run of the small archive, one of the large, and what that took beyond."""
    small, large = (replay(warc, *options, workers=workers) for warc in (archives.small, archives.large))
    return small, large, large - small


def fastwarc_records(warc: Path, start: int, stop: int) -> Iterator[object]:
    """Yield what FastWARC reads of its own, HTTP headers parsed, as by default."""
    with warc.open("rb") as file:
        file.seek(start)
        for record in ArchiveIterator(file):
            if record.stream_pos >= stop:
                return
            yield record


def cpu_of(records: Iterator[object]) -> float:
    """Return the processor time of going through records."""
    start = time.process_time()
    for _ in records:
        pass
    return time.process_time() - start


Figures = dict[str, float]


def measure(archives: Archives, rounds: int, python: str, *, quick: bool = False) -> Figures:
    """Return every figure, medians over the rounds; `quick` leaves out skipping and the peers of `python`."""
    ours(archives.pages)  # what is loaded once, when a page first asks for it, is not a page's cost
    found: list[Figures] = []
    for _ in range(rounds):
        figures = {**speed_and_memory(archives), **startup(archives), **sharing(archives)}
        if not quick:
            figures |= skipping(archives) | beside_peers(archives, figures["replay_pages_per_s"], python)
        found.append(figures)
    return {name: statistics.median(figures[name] for figures in found) for name in found[0]}


def speed_and_memory(archives: Archives) -> Figures:
    """Return what a page costs, alone and in a replay by one worker, and what a worker holds."""
    extract_s = cpu_seconds(ours, archives.pages) / len(archives.pages)
    small, large, one = beyond(archives)
    extract_s = (extract_s + cpu_seconds(ours, archives.pages) / len(archives.pages)) / 2  # before and after
    replay_s = one.cpu_s / archives.count
    return {
        "extract_html_pages_per_s": 1 / extract_s,
        "replay_pages_per_s": 1 / replay_s,
        "replay_share": extract_s / replay_s,
        "replay_cpu_to_extract": replay_s / extract_s,
        "memory_small_mb": small.peak_mb,
        "memory_large_mb": large.peak_mb,
        "memory_growth_share": large.peak_mb / small.peak_mb - 1,
    }


def startup(archives: Archives) -> Figures:
    """Return the CPU of whole replays of one page, into a folder and into one feed."""
    with tempfile.TemporaryDirectory(dir=archives.single.parent) as folder:
        one_feed = run_of(str(archives.single), "-O", str(Path(folder) / "feed.jsonl"))
    return {"startup_cpu_s": replay(archives.single).cpu_s, "startup_one_feed_cpu_s": one_feed.cpu_s}


def sharing(archives: Archives) -> Figures:
    """Return how much faster two workers are than one, whole runs with their start and their end."""
    load = os.getloadavg()[0]
    one, two = (replay(archives.shared, workers=workers) for workers in (1, 2))
    return {
        "load_before_two_workers": load,
        "two_workers_to_one": one.clock_s / two.clock_s,
        "two_workers_cpu_share": one.cpu_s / two.cpu_s,
    }


def skipping(archives: Archives) -> Figures:
    """Return how fast records pass of which none is wanted, and how fast FastWARC alone reads them."""
    whole = replay(archives.many, *_NOBODY) - replay(archives.small, *_NOBODY)
    options = ReadOptions(sys.maxsize, wanted=PageFilter(domains=frozenset({"nowhere.invalid"})))
    alone_s = reading_s = 0.0
    size_bytes = archives.small.stat().st_size
    for start in range(0, archives.many.stat().st_size, size_bytes):
        stop = start + size_bytes
        alone_s += cpu_of(fastwarc_records(archives.many, start, stop))
        reading_s += cpu_of(file_steps(archives.many, "many", options, start, stop))
    whole_count = archives.many_count - len(archives.pages)
    return {
        "fastwarc_records_per_s": archives.many_count / alone_s,
        "skip_reading_records_per_s": archives.many_count / reading_s,
        "skip_reading_share": alone_s / reading_s,
        "skip_replay_records_per_s": whole_count / whole.cpu_s,
        "skip_replay_share": (whole_count / whole.cpu_s) / (archives.many_count / alone_s),
    }


def beside_peers(archives: Archives, pages_per_s: float, python: str) -> Figures:
    """Return how fast others go through the sample, and how many times as fast a replay is."""
    figures: Figures = {}
    for name in PEERS:
        if seconds := peer_seconds(name, archives.sample, python):
            figures[f"{name}_pages_per_s"] = archives.sample_count / seconds
            figures[f"times_{name}"] = pages_per_s / figures[f"{name}_pages_per_s"]
    return figures


def peer_seconds(name: str, warc: Path, python: str) -> float | None:
    """Return the processor time of another's way through the WARC; None where `python` does not have it."""
    command = [python, str(Path(__file__).with_name("warc_peers.py")), name, str(warc)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name} does not run: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return float(done.stdout.split()[-1])


def keep(rows: Figures, count: int, rounds: int) -> Path:
    """Return the path of the file of results that holds the figures, with what they were measured on."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    header = {
        "date": day,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "versions": {name: metadata.version(name) for name in ("newsspider", "scrapy", "fastwarc", "lxml")},
        "pages": count,
        "times": TIMES,
        "rounds": rounds,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"replay-{day}.json"
    path.write_text(json.dumps({**header, "figures": rows}, indent=1) + "\n", "utf-8")
    return path


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--pages", type=int, help="pages to run on, spread over the corpus (default: all)")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peer-python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--quick", action="store_true", help="measure neither skipping nor peers")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}/")
    args = parser.parse_args()
    cases = list(read_cases(args.corpus))
    wanted = args.pages or len(cases)
    pages = [(case.url, case.html()) for case in cases[:: max(1, len(cases) // wanted)][:wanted]]
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(write_archives(pages, Path(folder)), args.rounds, args.peer_python, quick=args.quick)
    print(f"{len(pages)} pages, {sum(len(html) for _, html in pages) / len(pages) / 1000:.0f} kB each on average")
    for name, value in rows.items():
        print(f"{name:<32}{value:>10.2f}")
    if args.save:
        print(f"kept in {keep(rows, len(pages), args.rounds)}")


if __name__ == "__main__":
    main()
