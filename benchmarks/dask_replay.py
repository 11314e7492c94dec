"""What a replay costs on a Dask cluster, and what kills cost it: `python -m benchmarks.dask_replay --save`.

A scheduler and two workers of one thread each run on 127.0.0.1, as processes of their own.

- efficiency: replays on them and with `--workers 2` take turns over a smaller and a larger archive; what a run of
  the larger takes beyond one of the smaller is the work without the start. share_of_clock is the time that two
  local workers take against that of the cluster, share_of_cpu the same for the processor time of all processes,
  which what else the machine does changes less; dask_local_* are those of `--dask local --workers 2`. start_s is
  what a run's start and end take beyond those of local workers.
- kills: workers (the machine with all its processes, the Dask worker alone, the crawl process alone) and the
  scheduler are killed at random moments of one job; where the run gives up, the same line is run again. It must
  end with the feeds, rejects and counts of a run that nothing happened to.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil

from benchmarks.corpus import DEFAULT_CORPUS, read_cases
from benchmarks.kills import lines_of
from benchmarks.replay import run_of
from benchmarks.speed import write_warc
from tests.clusters.dask_processes import DaskProcesses, dask_processes, kill
from tests.crawls.replays import feeds, start_replay, tallies, write_archives

RESULTS = Path(__file__).parent / "results"
SMALLER, LARGER = 200, 2_000  # pages
_PAUSE_S = 0.2  # of each page of the job that is killed
_PAGES_PER_KILL = 30  # more than two workers read between two kills
_BETWEEN_KILLS_S = (1.0, 6.0)
_CLUSTER_S = 120.0
_WHOLE_S = 1200.0
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took; `cpu_s` of all processes together, those of the cluster too."""

    cpu_s: float
    clock_s: float

    def __sub__(self, other: Taken) -> Taken:
        """Return what this run took beyond another."""
        return Taken(self.cpu_s - other.cpu_s, self.clock_s - other.clock_s)


def taken_by(warc: Path, *options: str, cluster: DaskProcesses | None = None) -> Taken:
    """Return what a replay into a folder of its own took."""
    processes = (
        [psutil.Process(one.pid) for one in (cluster.scheduler, *cluster.workers) if one] if cluster else []
    )
    before = _cpu_of(processes)
    with tempfile.TemporaryDirectory(dir=warc.parent) as out:
        run = run_of(str(warc), "--out", out, *options)
    return Taken(run.cpu_s + _cpu_of(processes) - before, run.clock_s)


def _cpu_of(processes: Sequence[psutil.Process]) -> float:
    """Return the processor time of processes and all that they have started, seconds."""
    alive = [one for process in processes for one in (process, *process.children(recursive=True))]
    return sum(sum(one.cpu_times()[:4]) for one in alive)  # user, system, and those of children that have ended


def efficiency(folder: Path, corpus: Path, rounds: int) -> dict[str, Any]:
    """Return what a page costs on a cluster against what it costs with two workers, medians over the rounds."""
    pages = [(case.url, case.html()) for case in islice(read_cases(corpus), SMALLER)]
    small, large = folder / "small.warc.gz", folder / "large.warc.gz"
    write_warc(small, pages)
    write_warc(large, list(islice(cycle(pages), LARGER)))
    found: list[Figures] = []
    with dask_processes(folder / "dask") as cluster:
        for number in range(rounds):
            found.append(_round(small, large, cluster))
            print(f"round {number + 1}", {name: round(value, 3) for name, value in found[-1].items()}, flush=True)
    medians = {name: round(statistics.median(one[name] for one in found), 3) for name in found[0]}
    return {"pages": LARGER - SMALLER, "rounds": rounds, "load": os.getloadavg()[0], **medians}


def _round(small: Path, large: Path, cluster: DaskProcesses) -> Figures:
    on_cluster = [taken_by(warc, "--dask", cluster.address, cluster=cluster) for warc in (small, large)]
    here = [taken_by(warc, "--workers", "2") for warc in (small, large)]
    in_one = [taken_by(warc, "--dask", "local", "--workers", "2") for warc in (small, large)]
    there_more, here_more, in_one_more = (runs[1] - runs[0] for runs in (on_cluster, here, in_one))
    count = LARGER - SMALLER
    return {
        "dask_pages_per_s": count / there_more.clock_s,
        "local_pages_per_s": count / here_more.clock_s,
        "share_of_clock": here_more.clock_s / there_more.clock_s,
        "dask_cpu_ms_a_page": 1000 * there_more.cpu_s / count,
        "local_cpu_ms_a_page": 1000 * here_more.cpu_s / count,
        "share_of_cpu": here_more.cpu_s / there_more.cpu_s,
        "dask_local_pages_per_s": count / in_one_more.clock_s,
        "dask_local_share_of_clock": here_more.clock_s / in_one_more.clock_s,
        "start_s": on_cluster[0].clock_s - here[0].clock_s,
        "start_cpu_s": on_cluster[0].cpu_s - here[0].cpu_s,
    }


def kills(folder: Path, workers: int, schedulers: int) -> dict[str, Any]:
    """Return what became of a job of which workers and the scheduler were killed so many times."""
    began_s = time.perf_counter()
    write_archives(folder / "archives", _PAGES_PER_KILL * (workers + schedulers))
    whole = start_replay(folder, "--workers", "2", out="whole")
    whole.communicate(timeout=_WHOLE_S)
    with dask_processes(folder / "dask", PAUSE_S=str(_PAUSE_S)) as cluster:
        done, runs = _killed_again_and_again(folder, cluster, workers, schedulers)
    wanted, got = lines_of(folder / "whole"), lines_of(folder / "out")
    return {
        "kills": done,
        "runs": runs,
        "exit_code_of_the_whole": whole.returncode,
        "articles": sum(row["articles"] for row in tallies(folder / "whole")),
        "rejected": sum(sum(row["rejected"].values()) for row in tallies(folder / "whole")),
        "lines_lost": (wanted - got).total(),
        "lines_doubled": (got - wanted).total(),
        "equal": feeds(folder / "out") == feeds(folder / "whole"),
        "manifests_equal": tallies(folder / "out") == tallies(folder / "whole"),
        "clock_s": round(time.perf_counter() - began_s),
    }


def _killed_again_and_again(
    folder: Path, cluster: DaskProcesses, workers: int, schedulers: int
) -> tuple[Mapping[str, int], list[int]]:
    """Return what was killed how often, and with which exit codes the runs ended; the last one was left alone."""
    chance = random.Random(workers)
    due = list(_WAYS) * (workers // len(_WAYS) + 1)
    due = [*due[:workers], *["scheduler"] * schedulers]
    chance.shuffle(due)
    done: dict[str, int] = {}
    codes: list[int] = []
    process = start_replay(folder, "--dask", cluster.address, "-s", f"NEWSSPIDER_DASK_WAIT_S={_CLUSTER_S:.0f}")
    for what in due:
        time.sleep(chance.uniform(*_BETWEEN_KILLS_S))
        cluster.replace_dead()
        if process.poll() is not None:
            raise SystemExit(f"ended before all kills: {process.communicate()[1]}")
        if what == "scheduler":
            assert cluster.scheduler is not None
            kill(cluster.scheduler)
        else:
            _WAYS[what](cluster, chance)
        done[what] = done.get(what, 0) + 1
        print(f"killed: {what}", flush=True)
    while True:
        while process.poll() is None:
            cluster.replace_dead()
            time.sleep(0.5)
        _, told = process.communicate()
        print(told, file=sys.stderr)
        codes.append(process.returncode)
        if process.returncode == 0 or len(codes) > schedulers + 1:
            return done, codes
        process = start_replay(folder, "--dask", cluster.address)


def _kill_machine(cluster: DaskProcesses, chance: random.Random) -> None:
    kill(chance.choice(cluster.workers))


def _kill_worker(cluster: DaskProcesses, chance: random.Random) -> None:
    chance.choice(cluster.workers).kill()


def _kill_crawl(cluster: DaskProcesses, chance: random.Random) -> None:
    crawls = [child.pid for worker in cluster.workers for child in psutil.Process(worker.pid).children()]
    if crawls:
        os.kill(chance.choice(crawls), signal.SIGKILL)
    else:  # none has started yet
        _kill_worker(cluster, chance)


_WAYS: Mapping[str, Callable[[DaskProcesses, random.Random], None]] = {
    "machine": _kill_machine,
    "worker": _kill_worker,
    "crawl process": _kill_crawl,
}


def main() -> None:
    """Measure, print, and keep the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20, help="of workers")
    parser.add_argument("--scheduler-kills", type=int, default=3)
    parser.add_argument("--only", choices=("efficiency", "kills"))
    parser.add_argument("--save", action="store_true", help="keep the figures in results/dask-replay-DATE.json")
    args = parser.parse_args()
    rows: dict[str, Any] = {}
    measures: Mapping[str, Callable[[Path], dict[str, Any]]] = {
        "efficiency": lambda folder: efficiency(folder, args.corpus, args.rounds),
        "kills": lambda folder: kills(folder, args.kills, args.scheduler_kills),
    }
    for name, measure in measures.items():
        if args.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                rows[name] = measure(Path(folder))
            print(name, json.dumps(rows[name]), flush=True)
    if args.save:
        now = datetime.now(UTC)
        path = RESULTS / f"dask-replay-{now:%Y-%m-%d}.json"
        earlier = json.loads(path.read_bytes()) if path.exists() else {}  # of the same day
        result = {
            "date": now.isoformat(timespec="minutes"),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "versions": {name: metadata.version(name) for name in ("newsspider", "scrapy", "distributed")},
        }
        path.write_text(json.dumps({**earlier, **result, **rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
