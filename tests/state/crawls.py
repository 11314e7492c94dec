"""Crawls without a network: a frontier on a database of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import update

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.duplicates.records import Record
from newsspider.state.found_pages import Patterns
from newsspider.state.frontier import Frontier
from newsspider.state.limits import Limits
from newsspider.state.store import CrawlStore
from newsspider.state.tables import RUNS
from newsspider.state.types import Task, Visit

SITE = "https://example.org"


def page(path: str, kind: Kind = Kind.PAGE, door: Door = Door.LINKS) -> Found:
    return Found(url=SITE + path, kind=kind, door=door)


# A site by the paths of its pages.
LINKS = {
    "/": [page("/politics"), page("/2026/one"), page("/2026/two")],
    "/politics": [page("/2026/two"), page("/2026/three"), page("/politics?page=2"), page("/trap/1")],
}


class NoPaces:
    """What is kept of hosts for the next process that has them: nothing."""

    def delay_s(self, host: str) -> float:  # noqa: ARG002
        return 0.0

    def wait_s(self, host: str) -> float:  # noqa: ARG002
        return 0.0

    def wait(self, host: str, seconds: float) -> None:
        pass

    def refuses_each(self, host: str) -> bool:  # noqa: ARG002
        return False

    def asked_since(self) -> set[str]:
        return set()


class Likely:
    """Patterns that take every address with a number for an article, and refuse those with `trap` in them."""

    def likeness(self, found: Found) -> float:
        return 0.9 if any(char.isdigit() for char in found.url) else 0.1

    def refusal(self, found: Found) -> str | None:
        return "trap" if "trap" in found.url else None

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] = ()) -> None:
        pass

    def learned(self, *, is_last: bool = False) -> dict[str, str]:  # noqa: ARG002
        return {}

    def restore(self, site: str, learned: str, *, in_new_run: bool) -> None:
        pass

    def recall(self, url: str, outcome: Outcome | None) -> None:
        pass


def frontier_at(
    path: Path,
    *,
    label: str = "crawl",
    limits: Limits | None = None,
    patterns: Patterns | None = None,
    skipped: Callable[[str, str, str], None] = lambda *_: None,
) -> Frontier:
    """Return the frontier of a new run on the state at `path`, or of one that was killed."""
    store = CrawlStore.open(str(path))
    limits = limits or Limits(sites=frozenset({"example.org"}))
    return Frontier(store, store.runs.begin(label), limits, patterns or Likely(), skipped)


def started(path: Path, label: str = "crawl", **limits: object) -> Frontier:
    """Return the frontier of a run that begins or goes on with the front page."""
    frontier = frontier_at(
        path,
        label=label,
        limits=Limits(sites=frozenset({"example.org"}), **limits),  # type: ignore[arg-type]
    )
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    return frontier


def end(frontier: Frontier) -> None:
    """Let a run come to its end."""
    frontier.commit()
    frontier.store.runs.finish(frontier.run)
    frontier.store.close()


def kill(frontier: Frontier) -> None:
    """Let a run die: what it did not commit is lost, and its process is gone."""
    with frontier.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(process=f"{socket.gethostname()}:1:gone"))
    frontier.store.close()


def record(name: str) -> bytes:
    """Return what duplicates of an article are found by."""
    return Record(cluster=1, original=name, keys=(1,), headline=0, letters=9, signature=None).to_bytes()


def taken(frontier: Frontier) -> Task:
    """Return the next page; there has to be one."""
    frontier.commit_if_starved()
    task = frontier.next()
    assert task is not None
    return task


def visit(frontier: Frontier, task: Task, *, new: Iterable[str] = (), outcome: Outcome = Outcome.ARTICLE) -> None:
    frontier.visited(Visit(task=task, outcome=outcome, new_urls=tuple(new)))


def crawl(frontier: Frontier, links: dict[str, list[Found]]) -> list[str]:
    """Visit everything that is left and return the paths in order."""
    paths: list[str] = []
    while True:
        frontier.commit_if_starved()
        task = frontier.next()
        if task is None:
            return paths
        path = task.url.removeprefix(SITE)
        paths.append(path)
        found = links.get(path, [])
        new = frontier.add(found, task)
        visit(frontier, task, new=new, outcome=Outcome.LISTING if found else Outcome.ARTICLE)
