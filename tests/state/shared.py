"""Processes that share a crawl, without a network: frontiers on one database of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.state.frontier import Frontier
from newsspider.state.hosts import Hosts
from newsspider.state.limits import Limits
from newsspider.state.processes import this_process
from newsspider.state.store import CrawlStore
from newsspider.state.tables import RUNS, SITES
from newsspider.state.types import ArticleVersion, Task, Terms, Visit
from tests.state.crawls import Likely

PAGES_OF_A_SITE = 8


NO_TERMS = Terms()


def process(url: str, sites: Iterable[str], *, terms: Terms = NO_TERMS, hosts: Hosts | None = None) -> Frontier:
    """Return the frontier of a process that begins a crawl, or joins it."""
    store = CrawlStore.open(url)
    try:
        run = store.runs.begin("crawl", terms=terms)
    except Exception:
        store.close()
        raise
    frontier = Frontier(store, run, Limits(sites=frozenset(sites)), Likely(), lambda *_: None)
    if hosts is not None:
        frontier.hosts = hosts
    frontier.outputs = lambda: {"feed.jsonl": 0}
    frontier.start([(f"http://{site}/", Kind.PAGE) for site in sorted(sites)])
    return frontier


def names(count: int) -> list[str]:
    """Return sites."""
    return [f"site{number}.example" for number in range(count)]


def read(frontier: Frontier, task: Task) -> None:
    """Read a page: the front page leads to articles."""
    if task.url.endswith("/"):
        links = [Found(url=f"{task.url}2026/{number}") for number in range(PAGES_OF_A_SITE)]
        new = tuple(frontier.add(links, task))
        frontier.visited(Visit(task=task, outcome=Outcome.LISTING, new_urls=new))
        return
    version = ArticleVersion(id=task.url, key=task.key, text_digest="t")
    frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE, article_id=task.url), version)


def kill(frontier: Frontier) -> None:
    """Let a process end without a word: the next one that is started on its machine sees that it is gone."""
    with frontier.store.engine.begin() as connection:
        gone = {"process": this_process() + "-gone"}
        connection.execute(update(RUNS).where(RUNS.c.id == frontier.run.id).values(gone))
    frontier.store.close()


def let_pass(frontier: Frontier, seconds: float) -> None:
    """Let the state be as if a process had not written for so many seconds: nobody has to wait for them."""
    run = RUNS.c.id == frontier.run.id
    earlier = {"renewed": RUNS.c.renewed - seconds, "alive_until": RUNS.c.alive_until - seconds}
    with frontier.store.engine.begin() as connection:
        connection.execute(update(RUNS).where(run).values(earlier))
        leases = update(SITES).where(SITES.c.run == frontier.run.id)
        connection.execute(leases.values(leased_until=SITES.c.leased_until - seconds))
