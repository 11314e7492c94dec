"""What many machines need, on paper: `python -m benchmarks.scale`.

Measured costs are read from the latest files in benchmarks/results/; what is not measured is an argument, and
`--help` shows its default. From them come the cores, memory, database writes and dollars of three tasks, and a
simulation (discrete events, seeded) of 10 to 1,000 workers, which shows where adding workers stops paying off:

- replay: workers ask one scheduler for chunks of archives. What is lost: the scheduler's time for each task, the
  start of the workers, workers that are slow, and waiting for the last chunk
- crawl: workers take requests from one database in batches, and finish them there. What is lost: waiting for it

Efficiency is the work of all pages over the time of all workers. `--save` keeps all of it; docs/scale.md shows it.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")
WORKERS = (10, 30, 100, 300, 1000)
SEED = 16
_CRAWL_RATE = "speed_40_pages_per_cpu_s"
_SIMULATED_S = 60.0
_WARM_UP_S = 10.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What one of each takes; those with a default are measured, if there is a result of it."""

    replay_page_s: float = 1 / 113.8  # processor seconds of a page of an archive, with reading and writing
    crawl_page_s: float = 1 / 135.5 + 1 / 198.0  # of a live page: extraction, and all of a crawl of small pages
    worker_mb: float = 200.0
    crawler_mb: float = 345.0  # after 100,000 pages
    article_server_s: float = 0.000368  # of the database's processor for an article of 200 words, with its index
    article_bytes: float = 5415.0
    request_s: float = 1 / 2000  # of the frontier's database: a request handed out and finished
    # Not measured here:
    chunk_overhead_s: float = 0.05  # of a worker: opening, reading to the first record, finishing
    scheduler_s: float = 0.001  # for each task: what Dask's documentation says
    page_bytes: float = 25_000.0  # of a page in a packed WARC of CC-NEWS
    chunk_bytes: float = 8 * 1024 * 1024
    start_s: float = 10.0  # from an order to a worker that works
    slow_share: float = 0.02  # of workers that run at half the speed: neighbours, thermal limits, bad disks
    speed_deviation: float = 0.05
    batch: int = 50  # requests that a crawler takes at once
    busy_share: float = 0.8  # of a core that is planned with
    core_hour_dollars: float = 0.04  # of a rented core with 4 GB


@dataclass(frozen=True, slots=True)
class Need:
    """What a task needs."""

    name: str
    pages: float
    pages_per_s: float
    cores: float
    memory_gb: float
    database_writes_per_s: float
    database_cores: float
    database_gb: float
    hours: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a number of workers came to."""

    workers: int
    pages_per_s: float
    efficiency: float
    bottleneck_share: float  # of the time in which the one scheduler, or the one database, was busy
    hours: float


def measured(results: Path = RESULTS) -> Mapping[str, float]:
    """Return the costs that are measured, by the names of `Costs`, from the latest file of each kind."""
    speed, crawl = _latest(results, "speed"), _latest(results, "crawl")
    replay, stores = _latest(results, "replay"), _latest(results, "stores")
    shared = _latest(results, "shared_crawl").get("operations", {})
    found: dict[str, float | None] = {
        "replay_page_s": _inverse(replay.get("replay_pages_per_s")),
        "worker_mb": replay.get("memory_large_mb"),
        "crawler_mb": crawl.get("memory_mb"),
        "request_s": _inverse(shared.get("operations a second")),
    }
    page, request = (_inverse(rate) for rate in (speed.get("newsspider_pages_per_s"), crawl.get(_CRAWL_RATE)))
    if page and request:
        found["crawl_page_s"] = page + request
    if stores:
        new = stores["200 words"]["postgresql"]["new"]
        found["article_server_s"] = new["ms of CPU an article, server"] / 1000
        found["article_bytes"] = stores["200 words"]["sqlite"]["bytes an article"]
    return {name: value for name, value in found.items() if value}


def _latest(results: Path, kind: str) -> Mapping[str, Any]:
    """Return the figures of the latest file of a kind, nothing if there is none."""
    files = sorted(results.glob(f"{kind}-20*.json"))
    if not files:
        return {}
    content: Mapping[str, Any] = json.loads(files[-1].read_text("utf-8"))
    figures: Mapping[str, Any] = content.get("figures", content)
    return figures


def _inverse(rate: float | None) -> float | None:
    return 1 / rate if rate else None


def needs(costs: Costs) -> list[Need]:
    """Return what the three tasks of docs/scale.md need."""
    month = 400e9 / costs.page_bytes
    # A site's feeds and sitemaps are asked four times an hour, and two articles are new.
    sites, asked, new = 20_000, 4, 2
    listing_share = 0.2  # of a page's cost: a list is parsed, and no article made of it
    own_s = costs.crawl_page_s * (new + asked * listing_share) / new
    return [
        _crawl_need("1 M pages an hour", 1e6, 1.1, costs, costs.crawl_page_s),
        _replay_need("a month of CC-NEWS in a day", month, 24, costs),
        _crawl_need("20,000 sites an hour", sites * new, (asked + new) / new, costs, own_s),
    ]


def _crawl_need(name: str, pages: float, requests_a_page: float, costs: Costs, page_s: float) -> Need:
    """Return the need of an hour of a crawl, all articles in PostgreSQL."""
    rate = pages / 3600
    cores = rate * page_s / costs.busy_share
    database = rate * (requests_a_page * costs.request_s + costs.article_server_s) / costs.busy_share
    dollars = (cores + database) * costs.core_hour_dollars
    # A request is written when it is found and when it is finished, an article with its place in the feed.
    writes = rate * (2 * requests_a_page + 1)
    memory = max(1.0, cores) * costs.crawler_mb / 1000
    disk = pages * costs.article_bytes / 1e9
    return Need(name, pages, rate, cores, memory, writes, database, disk, 1, dollars)


def _replay_need(name: str, pages: float, hours: float, costs: Costs) -> Need:
    chunks = pages * costs.page_bytes / costs.chunk_bytes
    work_s = pages * costs.replay_page_s + chunks * costs.chunk_overhead_s
    cores = work_s / (hours * 3600) / costs.busy_share
    dollars = cores * hours * costs.core_hour_dollars
    return Need(name, pages, pages / hours / 3600, cores, cores * costs.worker_mb / 1000, 0, 0, 0, hours, dollars)


def simulated_replay(workers: int, costs: Costs, pages: float) -> Simulated:
    """Return how a replay of so many pages goes: one scheduler gives chunks to workers as they ask."""
    chance = random.Random(SEED)
    in_chunk = costs.chunk_bytes / costs.page_bytes
    tasks = max(1, round(pages / in_chunk))
    chunk_s = in_chunk * costs.replay_page_s + costs.chunk_overhead_s
    speeds = [_speed(chance, costs) for _ in range(workers)]
    asking = [(chance.uniform(0.5, 1.5) * costs.start_s, worker) for worker in range(workers)]
    heapq.heapify(asking)
    free_s = end_s = 0.0
    for _ in range(tasks):
        asked_s, worker = heapq.heappop(asking)
        free_s = max(asked_s, free_s) + costs.scheduler_s
        # The sum over a chunk's pages, of which few take many times the mean.
        done_s = free_s + chunk_s * chance.gauss(1, 3 / in_chunk**0.5) / speeds[worker]
        end_s = max(end_s, done_s)
        heapq.heappush(asking, (max(done_s, free_s), worker))
    work_s = tasks * in_chunk * costs.replay_page_s
    busy = tasks * costs.scheduler_s / end_s
    return Simulated(workers, pages / end_s, work_s / end_s / workers, busy, end_s / 3600)


def _speed(chance: random.Random, costs: Costs) -> float:
    is_slow = chance.random() < costs.slow_share
    return max(0.1, chance.gauss(1, costs.speed_deviation)) * (0.5 if is_slow else 1)


def simulated_crawl(workers: int, costs: Costs) -> Simulated:
    """Return how a minute of a crawl goes: workers share one database, which does one thing at a time.

    Hosts that make workers wait are left out: there are enough of them.
    """
    chance = random.Random(SEED)
    speeds = [_speed(chance, costs) for _ in range(workers)]
    batch_s = costs.batch * costs.crawl_page_s
    turn_s = costs.batch * (costs.request_s + costs.article_server_s)
    asking = [(chance.uniform(0, batch_s), worker) for worker in range(workers)]
    heapq.heapify(asking)
    free_s, done = 0.0, 0
    while asking[0][0] < _SIMULATED_S:
        asked_s, worker = heapq.heappop(asking)
        free_s = max(asked_s, free_s) + turn_s * chance.expovariate(1)
        if _WARM_UP_S < free_s < _SIMULATED_S:
            done += costs.batch
        heapq.heappush(asking, (free_s + batch_s * chance.gauss(1, 0.1) / speeds[worker], worker))
    rate = done / (_SIMULATED_S - _WARM_UP_S)
    busy = min(1.0, rate * turn_s / costs.batch)
    return Simulated(workers, rate, rate * costs.crawl_page_s / workers, busy, 1e6 / rate / 3600)


def needs_table(found: Iterable[Mapping[str, Any]]) -> str:
    """Return the table of docs/scale.md."""
    head = (
        "| task | pages/s | cores | memory | database writes/s | database cores | database, new | dollars |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    rows = []
    for one in found:
        machines = f"{one['pages_per_s']:.0f} | {one['cores']:.1f} | {one['memory_gb']:.1f} GB"
        database = (
            f"{one['database_writes_per_s']:.0f} | {one['database_cores']:.2f} | {one['database_gb']:.1f} GB"
        )
        rows.append(f"| {one['name']} | {machines} | {database} | {one['dollars']:.2f} |\n")
    return head + "".join(rows)


def simulation_table(found: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """Return the table of docs/scale.md: pages/s, efficiency, and how busy the one scheduler or database is."""
    head = "| workers | " + " | ".join(f"{name}: pages/s, efficiency, busy" for name in found) + " |\n"
    line = "| --- |" + " --- |" * len(found) + "\n"
    rows = []
    for same in zip(*found.values(), strict=True):
        cells = (
            f"{one['pages_per_s']:,.0f}, {one['efficiency']:.2f}, {one['bottleneck_share']:.2f}" for one in same
        )
        rows.append(f"| {same[0]['workers']:,} | " + " | ".join(cells) + " |\n")
    return head + line + "".join(rows)


def simulate(costs: Costs) -> dict[str, list[Simulated]]:
    """Return all runs, by what the columns of docs/scale.md are called."""
    month = 400e9 / costs.page_bytes
    spread = replace(costs, request_s=costs.request_s / 8, article_server_s=costs.article_server_s / 8)
    return {
        "replay of a month": [simulated_replay(workers, costs, month) for workers in WORKERS],
        "crawl, one database": [simulated_crawl(workers, costs) for workers in WORKERS],
        "crawl, eight databases": [simulated_crawl(workers, spread) for workers in WORKERS],
    }


def report(costs: Costs, from_files: Iterable[str]) -> dict[str, Any]:
    """Return everything that is kept."""
    runs = {name: [asdict(run) for run in found] for name, found in simulate(costs).items()}
    figures = {"needs": [asdict(need) for need in needs(costs)], "simulated": runs}
    return {"seed": SEED, "costs": asdict(costs), "measured": sorted(from_files), "figures": figures}


def main() -> None:
    """Print the tables, and keep them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = measured()
    for name, value in asdict(Costs(**known)).items():  # type: ignore[arg-type]  # the batch is none of them
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, metavar="N", help=f"({value:g})")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}/")
    args = vars(parser.parse_args())
    is_kept = args.pop("save")
    found = report(Costs(**args), (name for name in known if args[name] == known[name]))
    print(needs_table(found["figures"]["needs"]))
    print(simulation_table(found["figures"]["simulated"]))
    if is_kept:
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        path = RESULTS / f"scale-{day}.json"
        path.write_text(json.dumps({"date": day, **found}, indent=1) + "\n", "utf-8")
        print(f"kept in {path}")


if __name__ == "__main__":
    main()
