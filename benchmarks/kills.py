"""What `kill -9` costs a durable replay: `python -m benchmarks.kills --save`.

Each job is replayed once whole. Then it is started and killed at random moments, half of the times the supervisor
alone, and finished. It must end with the feeds, rejects and manifest of the whole run, byte for byte; articles
that are lost or doubled are counted. One job writes to a real S3 server on loopback (extra `s3-server`), of which
what is there at the end is compared.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.remote import s3_options, s3_server, s3_settings
from tests.crawls.replays import feeds, kill_again_and_again, replay, tallies, write_archives, write_arcs

RESULTS = Path(__file__).parent / "results"
_PAGES_PER_KILL = 8  # more than two workers read in the life of a run


@dataclass(frozen=True, slots=True)
class Job:
    """Archives and how they are replayed; `share` of the kills are for it."""

    write: Callable[[Path, int], Path]
    options: tuple[str, ...]
    share: float = 0.2
    is_remote: bool = False  # whether the output folder is in S3


JOBS: Mapping[str, Job] = {
    "warc": Job(write_archives, ("--format", "jsonl"), share=1.0),
    "warc, jsonl.gz": Job(write_archives, ("--format", "jsonl.gz")),
    "arc": Job(write_arcs, ("--format", "jsonl")),
    "warc, to S3": Job(write_archives, ("--format", "jsonl"), is_remote=True),
}


def measured(job: Job, kills: int, folder: Path) -> dict[str, Any]:
    """Return what became of a job that was killed so many times, in a folder of its own."""
    began_s = time.perf_counter()
    job.write(folder / "archives", _PAGES_PER_KILL * (kills + 2))
    options = ("--workers", "2", *job.options)
    with _in_s3(folder) if job.is_remote else nullcontext(lambda out: ("--out", out)) as into:
        whole = replay(folder, *options, *into("whole"))
        alone = kill_again_and_again(folder, kills, *options, *into("out"))
        last = replay(folder, *options, *into("out"))
    wanted, got = lines_of(folder / "whole"), lines_of(folder / "out")
    return {
        "kills": kills,
        "supervisor_alone": alone,
        "exit_codes": [whole.returncode, last.returncode],
        "articles": sum(row["articles"] for row in tallies(folder / "whole")),
        "rejected": sum(sum(row["rejected"].values()) for row in tallies(folder / "whole")),
        "lines_lost": (wanted - got).total(),
        "lines_doubled": (got - wanted).total(),
        "equal": feeds(folder / "out") == feeds(folder / "whole"),
        "manifests_equal": tallies(folder / "out") == tallies(folder / "whole"),
        "clock_s": round(time.perf_counter() - began_s),
    }


@contextmanager
def _in_s3(folder: Path) -> Iterator[Callable[[str], Sequence[str]]]:
    """Run an S3 server; yield what gives a replay's options for a folder there. In the end both are fetched."""
    import s3fs  # noqa: PLC0415  # of an extra

    with s3_server() as port:
        yield lambda out: ("--out", f"s3://news/{out}", *s3_settings(port))
        system = s3fs.S3FileSystem(**s3_options(port), use_listings_cache=False)
        for out in ("whole", "out"):
            system.get(f"news/{out}/", str(folder / out), recursive=True)


def lines_of(out: Path) -> Counter[tuple[str, bytes]]:
    """Return how often each line stands in each file; of a packed file the whole counts as one."""
    return Counter(
        (name, line)
        for name, content in feeds(out).items()
        for line in ([content] if name.endswith(".gz") else content.splitlines())
    )


def main() -> None:
    """Kill each job, and print and save what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="how often the first job is killed; others a fifth")
    parser.add_argument("--job", choices=JOBS, action="append", help="kill these jobs alone")
    parser.add_argument("--save", action="store_true", help="put it into benchmarks/results/kills-DATE.json")
    args = parser.parse_args()
    rows = {}
    for name, job in JOBS.items():
        if args.job and name not in args.job:
            continue
        with tempfile.TemporaryDirectory() as folder:
            rows[name] = measured(job, max(1, round(args.kills * job.share)), Path(folder))
        print(name, json.dumps(rows[name]), flush=True)
    if args.save:
        now = datetime.now(UTC)
        path = RESULTS / f"kills-{now:%Y-%m-%d}.json"
        earlier = json.loads(path.read_bytes())["jobs"] if path.exists() else {}  # of the same day
        result = {
            "date": now.isoformat(timespec="minutes"),
            "python": platform.python_version(),
            "jobs": {**earlier, **rows},
        }
        path.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
