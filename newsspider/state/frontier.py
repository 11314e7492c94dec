"""Which page a crawl requests next, and what is written to its state when a page is done."""

from __future__ import annotations

import heapq
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from newsspider.discovery.links import site_of
from newsspider.discovery.types import Door, Found, Kind, Outcome, Place
from newsspider.processors.dates import timestamp_of
from newsspider.state.store import CrawlStore
from newsspider.state.types import (
    ArticleVersion,
    Changes,
    KnownPage,
    NextVisit,
    Revisit,
    Run,
    Status,
    Task,
    Visit,
    page_key,
)

_TASKS_OF_A_HOST = 50  # in memory; the rest waits in the store
_KNOWN_KEYS = 200_000  # in memory, some 20 MB: links that stand on every page are not asked for in the store
_CLEARLY_BETTER = 10
# A door whose pages are all gone, as of a sitemap that nobody keeps, is left after so many in a row.
_DEAD_STATUSES, _MAX_DEAD = frozenset({404, 410}), 50
NO_DOOR = "no-door"  # the reason of a visit to where a feed or a sitemap might have been
_STARVING_S = 0.2  # a commit takes some milliseconds: five of them a second are few enough
_LOOK_AGAIN_S = 1.0  # for a host that another run asks
# Between two visits of a listing that is not asked for in every run.
_FIRST_INTERVAL_S, _LONGEST_INTERVAL_S = 3_600.0, 604_800.0
# Articles have up to 200: what leads to many of them comes first, other listings after the likely articles.
_PRIORITIES = {Kind.SITEMAP: 300, Kind.FEED: 290, Kind.LISTING: 60}
_START_PRIORITY, _GUESS_PRIORITY = 280, 50
_LISTED_PRIORITY = 400  # of pages that are named one by one, before everything that is queued


class HostTimes(Protocol):
    """What is asked of the record of hosts: see `state.hosts.Hosts`."""

    def is_given_up(self, host: str) -> bool:
        """Return whether a host has failed so often that it is not asked again for a long time."""

    def ready_at(self, host: str) -> float:
        """Return when the next request to a host may start, in seconds of the monotonic clock."""


class Patterns(Protocol):
    """What is asked of the addresses that the crawl has seen: see `discovery.likeness.SitePatterns`."""

    def likeness(self, found: Found) -> float:
        """Return how likely an address leads to an article, 0.0-1.0."""

    def refusal(self, found: Found) -> str | None:
        """Return why an address is not worth a request, or None."""

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] | None = None) -> None:
        """Learn from a page that was fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLimits:
    """What holds for one site in place of a run's limits; None is the run's own."""

    doors: frozenset[Door] | None = None
    max_pages: int | None = None
    sections: tuple[str, ...] = ()  # beginnings of paths; empty: all
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run keeps to; 0 is no limit."""

    sites: frozenset[str]
    of_site: Mapping[str, SiteLimits] = field(default_factory=dict)
    doors: frozenset[Door] = frozenset(Door)
    max_pages: int = 0
    max_pages_per_site: int = 0
    max_depth: int = 0
    requests_per_host: int = 1  # at once
    sections: tuple[str, ...] = ()  # beginnings of paths; empty: all
    since: str | None = None  # ISO 8601: older articles are left out
    keeps_going: bool = False  # listings are requested again when they are due, until the crawl is stopped
    shortest_interval_s: float = 900.0  # between two visits of a listing


@dataclass(slots=True)
class _Host:
    tasks: deque[Task] = field(default_factory=deque)
    active: int = 0
    has_more: bool = True  # in the store
    is_leased: bool = False
    is_waiting: bool = False  # in the heap


_NO_LIMITS = SiteLimits()


class Frontier:
    """The pages of one run: those to request, in memory as far as they come next, and what is not yet written.

    `skipped` is called with the address of each page that is left out, the reason and the site. `outputs` gives
    the length in bytes of each file that the run writes to, `new_memory` what duplicates of the articles since the
    last commit are found by; they are asked right before each commit.
    """

    hosts: HostTimes | None = None

    def __init__(
        self,
        store: CrawlStore,
        run: Run,
        limits: Limits,
        patterns: Patterns,
        skipped: Callable[[str, str, str], None],
    ) -> None:
        self.store, self.run, self.limits, self.patterns, self._skipped = store, run, limits, patterns, skipped
        self.outputs: Callable[[], Mapping[str, int]] = lambda: run.outputs
        self.new_memory: Callable[[], bytes] = bytes
        self.pages = 0
        self.is_broken = False  # the state could not be written
        self.sites_with_articles: set[str] = set()  # of earlier runs, and of others at the same time
        self.start_kinds: tuple[
            tuple[str, Kind], ...
        ] = ()  # sites and kinds of start pages that were fetched before
        # Of a site of which only single pages are asked for, no others are requested.
        self._whole_sites: set[str] = set()
        self._listed: set[int] = set()
        self._site_pages: dict[str, int] = {}
        self._hosts: dict[str, _Host] = {}
        self._waiting: list[tuple[float, str]] = []
        self._active: dict[int, float] = {}  # pages under way in the network, and since when
        self._open: dict[int, Task] = {}  # pages that were handed out and are not done
        self._aliases: set[int] = set()  # pages that are done under another address, as far as this run knows
        self._known: OrderedDict[int, None] = OrderedDict()
        self._left_out: OrderedDict[int, None] = OrderedDict()
        self._stirred: set[str] = set()  # sites with something new in this run
        self._dead: dict[tuple[str, Door], int] = {}  # pages in a row that are not there, by site and door
        self._changes = Changes()
        self._best_new: dict[str, int] = {}  # the highest priority of what is found and not yet written, by host
        self._committed = time.monotonic()

    # What was found

    def start(self, urls: Iterable[tuple[str, Kind]]) -> None:
        """Queue the start pages, and whatever the state says is to be requested again.

        One whose kind is that of an article is requested alone, unless it is known to be one: its links are not
        followed.
        """
        self.limits = replace(self.limits, sites=self.limits.sites | self.run.sites)
        tasks = [self._task(page_key(url), Found(url=url, kind=kind), site_of(url), None) for url, kind in urls]
        listed = {task.key: task for task in tasks if task.kind is Kind.ARTICLE}
        starts = [task for task in tasks if task.kind is not Kind.ARTICLE]
        self._whole_sites = {*(task.site for task in starts), *self.run.sites}
        self._requeue(self._whole_sites)
        known = self.store.known(list(listed))
        self._listed = {key for key in listed if key not in known or known[key].outcome is not Outcome.ARTICLE}
        queued = [replace(task, priority=_START_PRIORITY, revisit=Revisit.ALWAYS) for task in starts]
        queued += [replace(listed[key], priority=_LISTED_PRIORITY) for key in self._listed]
        self.store.add_starts(queued, is_continued=self.run.is_continued)
        kinds = self.store.fetched_kinds([task.key for task in starts])
        self.start_kinds = tuple((task.site, kinds[task.key]) for task in starts if task.key in kinds)
        self._learn(self.limits.sites)
        self.load()

    def add_sites(self, sites: Set[str]) -> None:
        """Stay on further sites too: those that start URLs redirect to."""
        self.limits = replace(self.limits, sites=self.limits.sites | sites)
        self._whole_sites |= sites
        self._requeue(sites)
        self._learn(sites)
        self.load()

    def _requeue(self, sites: Set[str]) -> None:
        if not self.run.is_continued:
            self.store.requeue(sites)

    def _learn(self, sites: Set[str]) -> None:
        """Learn from the pages of earlier runs."""
        for url, outcome in self.store.outcomes(sites):
            self.patterns.learn(url, outcome)
            if outcome is Outcome.ARTICLE:
                self.sites_with_articles.add(site_of(url))

    def add(self, found: Iterable[Found], parent: Task | None = None) -> list[str]:
        """Queue what was found on the page of `parent`; return the addresses that were not known."""
        candidates: dict[int, tuple[Found, str]] = {}
        for item in found:
            site = site_of(item.url)
            reason = self._reason_to_skip(item, site, parent)
            if reason:
                self._leave_out(item, reason, parent.site if parent is not None else site)
            else:
                candidates.setdefault(page_key(item.url), (item, site))
        unsure = [key for key, (item, _) in candidates.items() if key not in self._known or _modified(item)]
        stored = self.store.known([key for key in unsure if key not in self._changes.new])
        new = []
        for key in unsure:
            item, site = candidates[key]
            if (known := stored.get(key)) is not None:
                self._found_again(key, item, known)
            elif key not in self._changes.new and key not in self._open and key not in self._changes.aliases:
                task = self._changes.new[key] = self._task(key, item, site, parent)
                self._note(task)
                new.append(item.url)
                if site not in self._whole_sites:  # what a page of the list is a copy of
                    self._listed.add(key)
            self._remember(key)
        return new

    def _leave_out(self, found: Found, reason: str, site: str) -> None:
        """Tell of an address that is left out, once in a run as far as memory goes."""
        key = page_key(found.url)
        if key not in self._left_out:  # which another door, or a shorter way, may still lead to
            _keep(self._left_out, key)
            self._skipped(found.url, reason, site)

    def _reason_to_skip(self, found: Found, site: str, parent: Task | None) -> str | None:
        limits = self.limits
        if site not in limits.sites:
            return "off-site"
        own = limits.of_site.get(site, _NO_LIMITS)
        if found.door not in (limits.doors if own.doors is None else own.doors):
            return "door"
        if limits.max_depth and _depth(found, parent) > limits.max_depth:
            return "depth"
        is_door = found.kind in (Kind.FEED, Kind.SITEMAP)
        sections = own.sections or limits.sections
        if sections and not is_door and not urlsplit(found.url).path.startswith(sections):
            return "section"
        return "older" if _is_older(found, own.since or limits.since) else None

    def _task(self, key: int, found: Found, site: str, parent: Task | None) -> Task:
        depth = _depth(found, parent)
        priority = _GUESS_PRIORITY if found.is_guess else _PRIORITIES.get(found.kind)
        if priority is None:
            priority = round(100 * self.patterns.likeness(found)) + 100 * (found.kind is Kind.ARTICLE)
        return Task(
            key=key,
            url=found.url,
            site=site,
            host=urlsplit(found.url).hostname or site,
            kind=found.kind,
            door=found.door,
            depth=depth,
            priority=max(0, priority - depth),
            revisit=_revisit(found, depth, parent),
            announcement=found.announcement,
        )

    def _found_again(self, key: int, found: Found, known: KnownPage) -> None:
        modified = _modified(found)
        self._changes.seen.setdefault(key, None)
        if modified is None or known.status is Status.QUEUED or key in self._open:
            return
        new, old = timestamp_of(modified), timestamp_of(known.announced) if known.announced else None
        if new is None or (old is not None and new <= old):
            return
        # Where nothing was announced before, what was fetched since holds the change.
        if old is None and known.fetched is not None and new <= known.fetched:
            self._changes.seen[key] = modified
            return
        task = self._changes.changed[key] = self._task(key, found, site_of(found.url), None)
        self._note(task)

    def _note(self, task: Task) -> None:
        self._best_new[task.host] = max(task.priority, self._best_new.get(task.host, 0))

    def _remember(self, key: int) -> None:
        _keep(self._known, key)

    # What comes next

    def load(self) -> None:
        """Ask the store which hosts have queued pages."""
        for name in self.store.queued(self.limits.sites):
            self._hosts.setdefault(name, _Host()).has_more = True
            self._wait(name)

    def next(self) -> Task | None:
        """Return the next page to request; None if no host is ready, or the limit on pages is reached."""
        if self.is_at_limit():
            return None
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            name = heapq.heappop(self._waiting)[1]
            host = self._hosts[name]
            host.is_waiting = False
            if self.hosts is not None and self.hosts.is_given_up(name):
                self._give_up(host)
            elif (ready := self._ready_at(name)) > now:
                self._wait(name, ready)
            elif (task := self._next_of(name, host)) is not None:
                self._hand_out(name, host, task, now)
                return task
        return None

    def _give_up(self, host: _Host) -> None:
        """Leave the pages of a host that fails to the next run."""
        for task in host.tasks:
            self._skipped(task.url, "host-failing", task.site)
        host.tasks.clear()
        host.has_more = False

    def _hand_out(self, name: str, host: _Host, task: Task, now: float) -> None:
        self._active[task.key] = now
        self._open[task.key] = task
        host.active += 1
        self.pages += 1
        self._site_pages[task.site] = self._site_pages.get(task.site, 0) + 1
        if host.active < self.limits.requests_per_host:
            self._wait(name)

    def _next_of(self, name: str, host: _Host) -> Task | None:
        """Return the next page of a host that is worth a request, read from the store where memory has none."""
        while self._has_tasks(name, host):
            task = host.tasks.popleft()
            if task.key in self._aliases:
                continue
            reason = self._refusal(task)
            if reason is None:
                return task
            self._skipped(task.url, reason, task.site)
            if reason == "site-limit":  # all that is left of it waits for the next run
                host.tasks.clear()
                host.has_more = False
            else:
                self._changes.skipped[task.key] = reason
        return None

    def _has_tasks(self, name: str, host: _Host) -> bool:
        """Return whether a host has pages to request, after those that were found meanwhile had their chance."""
        if host.tasks and self._best_new.get(name, 0) > host.tasks[0].priority + _CLEARLY_BETTER:
            self.commit()
        return bool(host.tasks) or (host.has_more and self._refill(name, host))

    def _refusal(self, task: Task) -> str | None:
        own = self.limits.of_site.get(task.site, _NO_LIMITS).max_pages
        limit = self.limits.max_pages_per_site if own is None else own
        if limit and self._site_pages.get(task.site, 0) >= limit:
            return "site-limit"
        if self._dead.get((task.site, task.door), 0) >= _MAX_DEAD and task.revisit is Revisit.NEVER:
            return "dead-links"
        if task.revisit is not Revisit.NEVER or task.announcement is not None or task.outcome is not None:
            return None
        return self.patterns.refusal(Found(url=task.url, kind=task.kind, door=task.door))

    def _refill(self, name: str, host: _Host) -> bool:
        """Read the next pages of a host from the store; return whether there are any."""
        if not host.is_leased:
            host.is_leased = self.store.lease(name, self.run)
            if not host.is_leased:
                self._wait(name, time.monotonic() + _LOOK_AGAIN_S)
                return False
        if self._changes:
            self.commit()  # so that the store does not give again what is done
        open_pages = sum(task.host == name for task in self._open.values())
        limit = _TASKS_OF_A_HOST + open_pages
        tasks = self.store.take(name, limit, time.time())
        host.tasks.extend(task for task in tasks if task.key not in self._open and self._is_asked_for(task))
        host.has_more = len(tasks) == limit and bool(host.tasks)  # the store would give the same again
        return bool(host.tasks)

    def _is_asked_for(self, task: Task) -> bool:
        return task.site in self._whole_sites or task.key in self._listed

    def follows_links(self, task: Task) -> bool:
        """Return whether a page leads to others, and is not one that was asked for alone."""
        return task.site in self._whole_sites

    def _wait(self, name: str, ready: float | None = None) -> None:
        host = self._hosts[name]
        if not host.is_waiting and (host.tasks or host.has_more) and host.active < self.limits.requests_per_host:
            host.is_waiting = True
            heapq.heappush(self._waiting, (self._ready_at(name) if ready is None else ready, name))

    def _ready_at(self, name: str) -> float:
        return self.hosts.ready_at(name) if self.hosts is not None else 0.0

    def release(self, task: Task) -> None:
        """Note that the request for a page has left the network, so that its host can be asked again."""
        if self._active.pop(task.key, None) is not None:
            self._hosts[task.host].active -= 1
            self._wait(task.host)

    def open_tasks(self) -> list[Task]:
        """Return the pages that were handed out and are not done."""
        return list(self._open.values())

    def is_at_limit(self) -> bool:
        """Return whether the run has requested all the pages that it may."""
        return 0 < self.limits.max_pages <= self.pages

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the next host is ready; None if none waits."""
        if self.is_at_limit() or not self._waiting:
            return None
        return max(0.0, self._waiting[0][0] - time.monotonic())

    def active(self, longer_than_s: float = 0.0) -> int:
        """Return the number of pages that have been under way for so long."""
        if not longer_than_s:
            return len(self._active)
        oldest = time.monotonic() - longer_than_s
        return sum(started < oldest for started in self._active.values())

    def is_empty(self) -> bool:
        """Return whether nothing is left to request and nothing under way."""
        if self._active:
            return False
        self.commit_if_starved()
        return self.is_at_limit() or not self._waiting

    # What became of it

    def visited(self, visit: Visit, article: ArticleVersion | None = None) -> None:
        """Note what became of a page, and the version of its article that was exported."""
        task = visit.task
        self.release(task)
        self._open.pop(task.key, None)
        self._changes.visits[task.key] = (visit, self._next_visit(visit))
        for url in visit.aliases:
            self._add_alias(task, url, visit.outcome)
        if article is not None:
            self._changes.articles[(article.id, article.version)] = article
        self.patterns.learn(task.url, visit.outcome, visit.new_urls)
        if visit.new_urls and task.outcome is not None and task.revisit is Revisit.ALWAYS:
            self._ask_sections(task.site)
        place = (task.site, task.door)
        self._dead[place] = self._dead.get(place, 0) + 1 if visit.http_status in _DEAD_STATUSES else 0

    def _ask_sections(self, site: str) -> None:
        """Ask for all sections of a site that has something new, once in a run."""
        if site not in self._stirred:
            self._stirred.add(site)
            self.store.requeue_sections(site, self.run)
            self.load()

    def has_visited(self, url: str, but: Task) -> bool:
        """Return whether an address is that of another page than `but`, and was visited or is under way."""
        key = page_key(url)
        if key == but.key:
            return False
        if key in self._open or key in self._changes.visits or key in self._aliases:
            return True
        known = self.store.known([key]).get(key)
        return known is not None and known.status is Status.DONE

    def take_back(self, task: Task) -> None:
        """Note that a page that was handed out was not requested, by which it does not count for the limit."""
        self.pages -= 1
        self._site_pages[task.site] -= 1

    def _add_alias(self, task: Task, url: str, outcome: Outcome) -> None:
        key = page_key(url)
        if key != task.key and key not in self._open:
            self._changes.new.pop(key, None)
            alias = replace(task, key=key, url=url, site=site_of(url) or task.site, announcement=None)
            self._changes.aliases[key] = (replace(alias, revisit=Revisit.NEVER), outcome)
            self._aliases.add(key)
            self._remember(key)

    def _next_visit(self, visit: Visit) -> NextVisit:
        """Return when a page is requested again.

        The interval of a listing is halved by a visit that brought something and doubled by one that did not.
        """
        task = visit.task
        if visit.reason == NO_DOOR:  # a site may get a feed or a sitemap that it does not have today
            return NextVisit(revisit=Revisit.ADAPTIVE, interval_s=_LONGEST_INTERVAL_S)
        is_listing = task.kind in (Kind.FEED, Kind.SITEMAP) or visit.outcome is Outcome.LISTING
        if visit.status is Status.FAILED or not (is_listing or task.revisit is not Revisit.NEVER):
            return NextVisit(revisit=task.revisit, interval_s=task.interval_s)
        shortest_s = self.limits.shortest_interval_s
        is_quick = self.limits.keeps_going or task.revisit is Revisit.SECTION
        interval_s = shortest_s if is_quick else _FIRST_INTERVAL_S
        if task.interval_s is not None:
            interval_s = task.interval_s * (0.5 if visit.new_urls else 2.0)
            interval_s = min(max(interval_s, shortest_s), _LONGEST_INTERVAL_S)
        return NextVisit(
            revisit=Revisit.ADAPTIVE if task.revisit is Revisit.NEVER else task.revisit,
            interval_s=interval_s,
            due=time.time() + interval_s if self.limits.keeps_going else None,
        )

    def article(self, identifier: str, key: int | None = None) -> ArticleVersion | None:
        """Return the latest version of an article that went into a feed, in this run or before.

        With `key` it is one that came from this very page: other pages can claim to be the same article.
        """
        own = [
            version
            for (name, _), version in self._changes.articles.items()
            if name == identifier and key in (None, version.key)
        ]
        return max(own, key=lambda version: version.version) if own else self.store.article(identifier, key)

    @property
    def pending(self) -> int:
        """The number of pages that are done and not yet written."""
        return len(self._changes.visits)

    @property
    def has_changes(self) -> bool:
        """Whether anything is not yet written."""
        return bool(self._changes)

    def commit_if_starved(self) -> None:
        """Write what was found, where no host has anything else to be requested."""
        is_starved = not self._waiting and (self._changes.new or self._changes.changed)
        if is_starved and (time.monotonic() - self._committed > _STARVING_S or not self._active):
            self.commit()

    def commit(self) -> None:
        """Write everything that is done, with the length of the outputs that belong to it.

        After an error nothing is written any more: what outputs hold of it by then, the next run cuts off.
        """
        if self.is_broken:
            return
        changes, self._changes = self._changes, Changes()
        changes.duplicates = self.new_memory()
        self._committed = time.monotonic()
        self.is_broken = True
        self.store.commit(self.run, changes, self.outputs(), self.limits.sites)
        self.is_broken = False
        for name, priority in self._best_new.items():
            host = self._hosts.setdefault(name, _Host())
            host.has_more = True
            if host.tasks and priority > host.tasks[-1].priority:
                host.tasks.clear()  # the store gives them again, in order
            self._wait(name)
        self._best_new.clear()


def _keep(keys: OrderedDict[int, None], key: int) -> None:
    """Add a key, and forget the oldest of too many."""
    keys[key] = None
    keys.move_to_end(key)
    if len(keys) > _KNOWN_KEYS:
        keys.popitem(last=False)


def _depth(found: Found, parent: Task | None) -> int:
    if parent is None:
        return 0
    return parent.depth + (found.door is Door.LINKS and not found.is_next)


def _revisit(found: Found, depth: int, parent: Task | None) -> Revisit:
    """Return when a page that is found is requested again, as far as its address and place tell."""
    if found.is_next:
        return Revisit.NEVER
    if found.kind is Kind.SITEMAP and parent is not None and parent.kind is Kind.SITEMAP:
        return Revisit.SECTION  # one of many that an index names
    if found.kind in (Kind.FEED, Kind.SITEMAP):
        return Revisit.ALWAYS
    return Revisit.SECTION if depth <= 1 and _is_section(found) else Revisit.NEVER


def _is_section(found: Found) -> bool:
    """Return whether a link stands in a site's menu and names no page of a list, as in "1 2 3 next"."""
    if found.place is not Place.NAVIGATION or found.kind is Kind.ARTICLE:
        return False
    end = urlsplit(found.url).path.rstrip("/").rpartition("/")[2]
    return not any(char.isdigit() for char in end + found.text)


def _is_older(found: Found, since: str | None) -> bool:
    """Return whether a page is announced as published before a date."""
    if since is None or found.announcement is None or found.announcement.published is None:
        return False
    published, earliest = timestamp_of(found.announcement.published), timestamp_of(since)
    return published is not None and earliest is not None and published < earliest


def _modified(found: Found) -> str | None:
    return found.announcement.modified if found.announcement else None
