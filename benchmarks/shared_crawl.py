"""What it costs to share a crawl: `python -m benchmarks.shared_crawl [MEASURE ...]`.

A PostgreSQL of its own that syncs to disk, and local hosts on 127.0.0.0/8.

- operations: pages a second that two processes hand out and finish on 200 sites, without a network; and
  the CPU of a page, here and in the server, with its rows
- leases: the time and CPU of a lease that is taken, renewed and given back
- processes: `scrapy news` on 200 hosts, four processes against one: pages a second of CPU with the server
- delays: requests to one host closer than its delay, as the hosts saw them
- kills: what is lost or doubled, and which hosts are asked too soon, where processes are killed

`--size` scales the numbers of sites and hosts; each measure is given up after `--timeout` seconds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.state.frontier import Frontier
from newsspider.state.limits import Limits
from newsspider.state.store import CrawlStore
from newsspider.state.types import ArticleVersion, Task, Visit
from tests.crawls.crawling import feed_of, start_cold
from tests.crawls.hosts import PlainSite
from tests.crawls.postgresql import PostgresqlServer, postgresql_server
from tests.crawls.servers import Server, serving
from tests.state.crawls import Likely

RESULTS = Path(__file__).parent / "results"
Figures = dict[str, float]
_COMMIT_AT = 500
_WAIT_S = 0.01


def server_cpu_s(server: PostgresqlServer) -> Callable[[], float]:
    """Return a function that gives the CPU that a server has taken since now, with processes that have ended."""

    def spent() -> float:
        stat = Path(f"/proc/{server.process_id}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        children = Path(f"/proc/{server.process_id}/task/{server.process_id}/children").read_text("ascii").split()
        ticks = sum(map(int, stat[11:15]))
        for child in children:
            path = Path(f"/proc/{child}/stat")
            ticks += (
                sum(map(int, path.read_text("ascii", "replace").rpartition(")")[2].split()[11:13]))
                if path.exists()
                else 0
            )
        return ticks / os.sysconf("SC_CLK_TCK")

    before = spent()
    return lambda: spent() - before


def _visited(frontier: Frontier, task: Task, pages: int) -> None:
    if not task.url.endswith("/"):
        version = ArticleVersion(id=task.url, key=task.key, text_digest="a" * 32, digest="b" * 40)
        frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE, digest="c" * 40, article_id=task.url), version)
        return
    found = (Found(url=f"{task.url}2026/{number}-storm-over-the-coast") for number in range(pages))
    new = tuple(frontier.add(found, task))
    frontier.visited(Visit(task=task, outcome=Outcome.LISTING, new_urls=new))


def _frontier(url: str, sites: Sequence[str]) -> Frontier:
    store = CrawlStore.open(url)
    frontier = Frontier(
        store, store.runs.begin("benchmark"), Limits(sites=frozenset(sites)), Likely(), lambda *_: None
    )
    frontier.start([(f"http://{site}/", Kind.PAGE) for site in sites])
    return frontier


def _work(url: str, sites: Sequence[str], pages: int, results: Any) -> None:
    began_at_s = time.monotonic()  # of the machine: the same clock for all processes
    frontier = _frontier(url, sites)
    began_s, done = time.process_time(), 0
    while not frontier.is_empty():
        task = frontier.next()
        if task is None:
            time.sleep(_WAIT_S)
            continue
        _visited(frontier, task, pages)
        done += 1
        if frontier.pending >= _COMMIT_AT:
            frontier.commit()
    frontier.commit(is_last=True)
    results.put((done, time.process_time() - began_s, began_at_s, time.monotonic()))
    frontier.store.runs.finish(frontier.run)
    frontier.store.close()


def operations(size: float = 1.0, pages: int = 150) -> Figures:
    """Return how many pages a second two processes hand out and finish."""
    names = [f"site{number}.example" for number in range(max(2, round(200 * size)))]
    context = multiprocessing.get_context("spawn")
    with postgresql_server(syncs=True) as server:
        url, results = server.new_database(), context.Queue()
        CrawlStore.open(url).close()
        workers = [context.Process(target=_work, args=(url, names, pages, results)) for _ in range(2)]
        spent = server_cpu_s(server)
        try:
            for worker in workers:
                worker.start()
            ended = [results.get() for _ in workers]
            server_s = spent()
        finally:
            for worker in workers:
                worker.kill()
    counts = [(done, cpu_s) for done, cpu_s, _, _ in ended]
    took_s = max(end_s for *_, end_s in ended) - min(began_s for *_, began_s, _ in ended)
    done, here_s = sum(count for count, _ in counts), sum(cpu for _, cpu in counts)
    return {
        "operations a second": done / took_s,
        "operations a second of two cores' CPU": 2 * done / (here_s + server_s),
        "ms of CPU an operation, here": here_s / done * 1000,
        "ms of CPU an operation, server": server_s / done * 1000,
    }


def leases(size: float = 1.0) -> Figures:
    """Return what a lease costs."""
    sites = max(20, round(2_000 * size))
    names = [f"site{number}.example" for number in range(sites)]
    with postgresql_server(syncs=True) as server:
        spent, began_s, began_cpu_s = server_cpu_s(server), time.perf_counter(), time.process_time()
        frontier = _frontier(server.new_database(), names)
        while len(frontier.leases) < sites:
            frontier.look()
        took = time.perf_counter() - began_s, time.process_time() - began_cpu_s, spent()
        began_s = time.perf_counter()
        with frontier.store.engine.begin() as connection:
            now = frontier.store.clock.now()
            frontier.store.leases.is_renewed(connection, frontier.run, sites, now)
        renewed_s = time.perf_counter() - began_s
        began_s = time.perf_counter()
        frontier.commit(is_last=True)
        back_s = time.perf_counter() - began_s
        frontier.store.close()
    return {
        "ms a site, joined and taken": took[0] / sites * 1000,
        "ms of CPU a site, joined and taken, here": took[1] / sites * 1000,
        "ms of CPU a site, joined and taken, server": took[2] / sites * 1000,
        "ms a lease that is renewed": renewed_s / sites * 1000,
        "ms a lease that is given back": back_s / sites * 1000,
    }


def _hosts(count: int, articles: int) -> dict[str, PlainSite]:
    return {
        f"127.0.{100 + number // 200}.{1 + number % 200}": PlainSite(articles, number) for number in range(count)
    }


@contextmanager
def _ended(processes: Mapping[Path, subprocess.Popen[bytes]]) -> Iterator[None]:
    """Kill processes that still run after the block."""
    try:
        yield
    finally:
        for process in processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()


def _crawl(
    folder: Path, url: str, server: Server, hosts: Sequence[str], options: Sequence[str]
) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder.parent / "sites.txt"
    listed.write_text("".join(f"{server.url(name)}\n" for name in hosts))
    quiet = ("--quiet", "-s", "LOG_LEVEL=WARNING", "-s", "NEWSSPIDER_REPORT_PATH=")
    state = ("--state", url) if url else ()
    return start_cold(folder, [], ["--urls-file", str(listed), *state, *quiet, *options])


def processes(size: float = 1.0, articles: int = 40) -> Figures:
    """Return how four processes do against one, by the CPU that they take together with the server.

    A crawl of some minutes: each start of a process takes 3 s of CPU, which are its own and not those of sharing.
    Four processes that share nothing, with a quarter of the hosts each, tell what is the machine's: on cores that
    are all busy a page takes longer.
    """
    names = list(_hosts(max(4, round(200 * size)), articles))
    figures = _crawled("one", [names], articles, is_shared=True)
    figures |= _crawled("four", [names] * 4, articles, is_shared=True)
    figures |= _crawled("four apart", [names[part::4] for part in range(4)], articles, is_shared=False)
    one, four, apart = (figures[f"{name}: pages a second of CPU"] for name in ("one", "four", "four apart"))
    return {**figures, "four against one, a core": four / one, "four against four apart, a core": four / apart}


def _crawled(name: str, parts: Sequence[Sequence[str]], articles: int, *, is_shared: bool) -> Figures:
    """Return what processes do that crawl these hosts, with one state together or each with its own."""
    sites = _hosts(len({host for part in parts for host in part}), articles)
    with (
        serving(sites) as server,
        postgresql_server(syncs=True) as database,
        tempfile.TemporaryDirectory() as folder,
    ):
        spent, url = server_cpu_s(database), database.new_database()
        running = {
            place: _crawl(place, url if is_shared else "", server, part, ("-s", "DOWNLOAD_DELAY=0"))
            for number, part in enumerate(parts)
            for place in [Path(folder) / f"{number}" / "out"]
        }
        cpu_s = 0.0
        with _ended(running):
            for process in running.values():
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                cpu_s += usage.ru_utime + usage.ru_stime
        found = Counter(row["url"] for place in running for row in feed_of(place))
        return {
            f"{name}: articles": len(found),
            f"{name}: doubled": sum(found.values()) - len(found),
            f"{name}: pages a second of CPU": len(found) / (cpu_s + spent()),
        }


def delays(size: float = 1.0) -> Figures:
    """Return how often a host was asked too soon by four processes: each of 200 hosts every 1.5 s, 100 times."""
    return _killed(_hosts(max(4, round(200 * size)), 99), delay_s=1.5, kills=0)


def kills(size: float = 1.0) -> Figures:
    """Return what was lost or doubled, and how often a host was asked too soon, by 20 kills of processes."""
    return _killed(_hosts(max(4, round(60 * size)), 60), delay_s=1.0, kills=20)


def _killed(sites: Mapping[str, PlainSite], *, delay_s: float, kills: int, seed: int = 1) -> Figures:
    chance = random.Random(seed)
    options = ("-s", f"DOWNLOAD_DELAY={delay_s}", "-s", "NEWSSPIDER_LEASE_S=12")
    with (
        serving(sites) as server,
        postgresql_server(syncs=True) as database,
        tempfile.TemporaryDirectory() as name,
    ):
        url, folders, killed = database.new_database(), [Path(name) / str(number) for number in range(4)], 0
        running = {folder: _crawl(folder, url, server, list(sites), options) for folder in folders}
        with _ended(running):
            while any(process.poll() is None for process in running.values()):
                time.sleep(1.0 + 4 * chance.random() if killed < kills else 0.2)
                folder = chance.choice(folders)
                if killed < kills and running[folder].poll() is None:
                    running[folder].kill()
                    running[folder].wait()
                    killed += 1
                    running[folder] = _crawl(folder, url, server, list(sites), options)
        found = Counter(row["url"] for folder in folders for row in feed_of(folder))
        expected = {server.url(name, path) for name, site in sites.items() for path in site.paths()}
        intervals = [gap for host in sites for gap in server.log.intervals_s(host)]
    return {
        "kills": killed,
        "requests": len(intervals) + len(sites),
        "closer than the delay": sum(gap < delay_s * 0.98 for gap in intervals),
        "lost": len(expected - found.keys()),
        "doubled": sum(found.values()) - len(found),
    }


MEASURES: Mapping[str, Callable[[float], Figures]] = {
    "operations": operations,
    "leases": leases,
    "processes": processes,
    "delays": delays,
    "kills": kills,
}


class _TooLongError(Exception):
    """A measure takes longer than it may."""


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Break off what the block does, with the processes that it has started, after so many seconds."""

    def give_up(*_: object) -> None:
        raise _TooLongError(f"it took more than {seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> None:
    """Measure, print, and keep the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", help=f"{', '.join(MEASURES)} (default: all)")
    parser.add_argument("--size", type=float, default=1.0, help="of the numbers of sites (default: 1.0)")
    parser.add_argument("--timeout", type=int, default=600, help="seconds for a measure (default: 600)")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}/")
    args = parser.parse_args()
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    path = RESULTS / f"shared_crawl-{day}.json"
    kept: dict[str, Any] = (
        json.loads(path.read_text("utf-8")) if path.exists() else {"date": day, "cores": os.cpu_count()}
    )
    for name in args.measures or MEASURES:
        load = os.getloadavg()[0]
        began_s = time.perf_counter()
        with _at_most(args.timeout):
            figures = {key: round(value, 4) for key, value in MEASURES[name](args.size).items()}
        took_s = round(time.perf_counter() - began_s, 1)
        kept[name] = {"load at the start": round(load, 1), "size": args.size, "took, s": took_s, **figures}
        print(json.dumps({name: kept[name]}, indent=1), flush=True)
        if args.save:
            path.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
