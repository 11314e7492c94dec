"""The sites of a crawl as one of its processes sees them: which it has, and what it knows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import replace

from newsspider.discovery.links import site_of
from newsspider.discovery.types import Kind, Outcome
from newsspider.state.found_pages import Patterns
from newsspider.state.limits import Limits
from newsspider.state.site_leases import SiteLeases
from newsspider.state.store import CrawlStore
from newsspider.state.types import Revisit, Run, Task

_RECALLED = 65_536  # pages of earlier runs: as many as `discovery.likeness` keeps
_START_PRIORITY = 280
_LISTED_PRIORITY = 400  # of pages that are named one by one, before everything that is queued


class CrawlSites:
    """The sites of a crawl, and the single pages that it was asked for.

    Of a site of which only single pages are asked for, no others are requested.
    """

    def __init__(self, store: CrawlStore, run: Run, patterns: Patterns, limits: Limits) -> None:
        self._store, self._run, self._patterns, self._limits = store, run, patterns, limits
        self.leases = SiteLeases(store.leases, run, site_of_host, keeps_going=limits.keeps_going)
        self.with_articles: set[str] = set()  # of earlier runs, and of others at the same time
        # Sites and kinds of start pages that were fetched before.
        self.start_kinds: tuple[tuple[str, Kind], ...] = ()
        self._whole: set[str] = set()
        self._known: set[str] = set()
        self._listed: set[int] = set()
        self._learned: set[str] = set()  # sites of which is known what earlier runs learned

    def begin(self, tasks: Collection[Task], sites: Set[str]) -> None:
        """Queue start pages, and whatever the state says is to be requested again of `sites`.

        One whose kind is that of an article is requested alone, unless it is known to be one.
        """
        listed = {task.key: task for task in tasks if task.kind is Kind.ARTICLE}
        starts = [task for task in tasks if task.kind is not Kind.ARTICLE]
        self._whole = {*(task.site for task in starts), *self._run.sites}
        self._requeue(self._whole)
        known = self._store.pages.known(list(listed))
        self._listed = {key for key in listed if key not in known or known[key].outcome is not Outcome.ARTICLE}
        queued = [replace(task, priority=_START_PRIORITY, revisit=Revisit.ALWAYS) for task in starts]
        queued += [replace(listed[key], priority=_LISTED_PRIORITY) for key in self._listed]
        self._store.queue.add_starts(queued, is_continued=not self._run.begins_crawl)
        kinds = self._store.pages.kinds([task.key for task in starts])
        self.start_kinds = tuple((task.site, kinds[task.key]) for task in starts if task.key in kinds)
        self.with_articles |= self._store.pages.sites_with_articles(sites)
        self._known |= sites
        self.leases.add(sites)

    def add(self, sites: Set[str]) -> None:
        """Take note of further sites: those that start URLs redirect to."""
        self._whole |= sites
        self._requeue(sites)
        self.with_articles |= self._store.pages.sites_with_articles(sites)
        self._known |= sites
        self.leases.add(sites)

    def _requeue(self, sites: Set[str]) -> None:
        if not self._run.begins_crawl:
            return
        self._store.queue.requeue(sites)
        self._requeue_older(sites)

    def _requeue_older(self, sites: Set[str]) -> None:
        """Queue the articles that an earlier run has left out as too old, and that this run wants."""
        limits = replace(self._limits, sites=frozenset(sites))
        by_since: defaultdict[str | None, list[str]] = defaultdict(list)
        for site in sites:
            by_since[limits.since_of(site)].append(site)
        for since, alike in by_since.items():
            older = self._store.pages.older_articles(alike, since)
            wanted = [one.key for one in older if limits.refusal(one.found, one.site, one.depth) is None]
            self._store.queue.requeue_pages(wanted)

    def add_listed(self, tasks: Collection[Task]) -> None:
        """Take note of pages that were found on a site of which single pages are asked for, as their originals."""
        self._listed.update(task.key for task in tasks if task.site not in self._whole)

    def take(self) -> tuple[list[str], Mapping[str, str]]:
        """Return sites that this run has from now on, and their hosts with something to request."""
        taken = self.leases.take()
        if not taken:
            return [], {}
        self._whole |= set(taken) - self._known  # to which another process was led
        self._known |= set(taken)
        self._learn({site for site in taken if site not in self._learned})
        hosts = self._store.queue.hosts(taken)
        self.leases.mind(hosts)
        return taken, hosts

    def _learn(self, sites: Set[str]) -> None:
        """Go on with what earlier runs, and other processes, learned of the addresses of `sites`."""
        for site, learned in self._store.pages.learned(sites):
            self._patterns.restore(site, learned, in_new_run=self._run.begins_crawl)
        for url, outcome in self._store.pages.latest(sites, _RECALLED):
            self._patterns.recall(url, outcome)
        self._learned |= sites

    def is_asked_for(self, task: Task) -> bool:
        """Return whether a page belongs to a site of this run, or was asked for by itself."""
        return task.site in self._whole or task.key in self._listed

    def follows_links(self, task: Task) -> bool:
        """Return whether a page leads to others, and is not one that was asked for alone."""
        return task.site in self._whole

    def is_done(self, task: Task) -> None:
        """Note that a page that was asked for by itself is done."""
        self._listed.discard(task.key)


def site_of_host(host: str) -> str:
    """Return the site of a host, whose name may be one for all that is under a domain."""
    return site_of(f"http://{host}/")
