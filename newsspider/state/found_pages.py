"""What is found on the pages of a crawl: what is left out, what is known, and what is to be requested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, Protocol

from newsspider.discovery.links import site_of
from newsspider.discovery.recent_keys import RecentKeys
from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.processors.dates import timestamp_of
from newsspider.state.host_queues import HostQueues
from newsspider.state.hosts import host_of
from newsspider.state.left_out_keys import LeftOutKeys
from newsspider.state.limits import OFF_SITE, TOO_OLD, Limits
from newsspider.state.revisits import first_revisit
from newsspider.state.store import CrawlStore
from newsspider.state.types import (
    OLDER,
    Changes,
    KnownPage,
    Run,
    Status,
    Task,
    fuller,
    page_key,
    read_announcement,
)

_KNOWN_KEYS = 300_000  # in memory, some 20 MB: links that stand on every page are not asked for in the store
# Articles have up to 200: what leads to many of them comes first, other listings after the likely articles.
_PRIORITIES = {Kind.SITEMAP: 300, Kind.FEED: 290, Kind.LISTING: 60}
_ANNOUNCED = "announced"
ASSET = "asset"  # why an address is left out that leads to no page by its ending
GUESS_PRIORITY = 50  # no other feed or sitemap has so little


class Patterns(Protocol):
    """What is asked of the addresses that the crawl has seen: see `discovery.likeness.SitePatterns`."""

    def likeness(self, found: Found) -> float:
        """Return how likely an address leads to an article, 0.0-1.0."""

    def refusal(self, found: Found) -> str | None:
        """Return why an address is not worth a request, or None."""

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] = ()) -> None:
        """Learn from a page that was fetched, and brought these addresses."""

    def learned(self, *, is_last: bool = False) -> Mapping[str, str]:
        """Return all that is known of each site of which enough was learned since it was returned last."""

    def restore(self, site: str, learned: str, *, in_new_run: bool) -> None:
        """Go on with what an earlier run learned of a site."""

    def recall(self, url: str, outcome: Outcome | None) -> None:
        """Take in an address of an earlier run, and what became of it."""


class Guesses(Protocol):
    """What is asked of feeds and sitemaps that were only guessed: see `spiders.discovering.Discovery`."""

    def is_worth_asking(self, task: Task) -> bool:
        """Return whether a page is worth a request, as far as it was only guessed."""

    def next_guess(self, task: Task) -> list[Found]:
        """Return where a site may have a door of this kind, after one that is none or was not worth a request."""


class _Candidate(NamedTuple):
    """What was found and may be new, with what takes time to tell of its address."""

    found: Found
    key: int
    site: str
    depth: int
    too_old: str | None = None  # when it was published, if that is announced and too old
    is_recent: bool = False  # it is announced, and not as too old


class FoundPages:
    """Tells what is new of what is found. `skipped` is called as by `Frontier`."""

    def __init__(
        self,
        store: CrawlStore,
        patterns: Patterns,
        queues: HostQueues,
        skipped: Callable[[str, str, str], None],
        run: Run,
    ) -> None:
        self._store, self._patterns, self._queues, self._skipped = store, patterns, queues, skipped
        self._known = RecentKeys(_KNOWN_KEYS)
        self._run, self.left_out = run, LeftOutKeys(_KNOWN_KEYS, run.figures)
        # Hashes of addresses that are known, or off-site: the links that stand on every page of a site.
        self._settled = RecentKeys(_KNOWN_KEYS)
        self._sites: frozenset[str] = frozenset()
        self.said_of_open: dict[int, Announcement] = {}  # of pages that are under way, and were not announced so

    def add(self, found: Iterable[Found], parent: Task | None, limits: Limits, changes: Changes) -> list[Task]:
        """Add to `changes` what was found on the page of `parent`; return the pages that were not known."""
        candidates = self._candidates(found, parent, limits)
        unsure = [key for key, each in candidates.items() if key not in self._known or self._says_more(each.found)]
        stored = self._store.pages.known([key for key in unsure if key not in changes.new])
        new = []
        for key in unsure:
            candidate = candidates[key]
            if (known := stored.get(key)) is not None:
                self._found_again(candidate, known, limits, changes)
            elif key in changes.new and not (candidate.is_recent and changes.takes_as_recent(key)):
                self._announced(candidate, changes.new[key].announcement, changes)
            elif candidate.too_old is not None:
                self._add_too_old(candidate, candidate.too_old, parent, changes)
            elif key not in changes.aliases and not self._queues.is_open(key):
                task = changes.new[key] = self._task(candidate, parent)
                self._queues.found(task)
                new.append(task)
            self.remember(key)
            if candidate.found.announcement is not None:
                self._settled.add(_announced_mark(candidate.found))
        return new

    def _candidates(self, found: Iterable[Found], parent: Task | None, limits: Limits) -> dict[int, _Candidate]:
        """Return by their keys what may be new or have changed, and leave out what is not to be requested."""
        if limits.sites != self._sites:
            self._sites = limits.sites
            self._settled.clear()
        candidates: dict[int, _Candidate] = {}
        for item in found:
            mark = hash(item.url)
            if mark in self._settled and not self._says_more(item):
                continue
            site, depth = site_of(item.url), _depth(item, parent)
            reason = limits.refusal(item, site, depth)
            if reason not in (None, TOO_OLD):
                self._leave_out(item, reason, parent)
            else:
                key, too_old = page_key(item.url), limits.too_old_date(item.announcement, site)
                is_recent = too_old is None and limits.announces_recent(item.announcement, site)
                candidate = _Candidate(item, key, site, depth, too_old, is_recent)
                if key not in candidates or _says_better_how_old(candidate, candidates[key]):
                    candidates[key] = candidate
            if reason in (None, OFF_SITE):  # what is left out for another reason may be found another way
                self._settled.add(mark)
        return candidates

    def _add_too_old(self, candidate: _Candidate, published: str, parent: Task | None, changes: Changes) -> None:
        """Leave out a page that is announced as too old, whatever else leads to it; the state knows the date."""
        key = candidate.key
        if key in changes.aliases or self._queues.is_open(key):
            return
        self._leave_out(candidate.found, TOO_OLD, parent)
        changes.new[key], changes.skipped[key] = self._task(candidate, parent), f"{OLDER}{published}"

    def leave_out_assets(self, urls: Iterable[str], parent: Task, limits: Limits) -> None:
        """Tell of links on the page of `parent` that lead to no pages, by their addresses."""
        for url in urls:
            mark = hash((ASSET, url))
            if mark not in self._settled:
                self._settled.add(mark)
                reason = ASSET if site_of(url) in limits.sites else OFF_SITE
                self._leave_out(Found(url=url), reason, parent)

    def remember(self, key: int) -> None:
        """Keep in mind that a page is known."""
        self._known.add(key)

    def _leave_out(self, found: Found, reason: str, parent: Task | None) -> None:
        """Tell of an address that is left out, unless another way led to it; another door may still do."""
        key = page_key(found.url)
        if key not in self._known:
            self.tell(found.url, key, reason, parent.site if parent is not None else site_of(found.url))

    def tell(self, url: str, key: int, reason: str, site: str) -> None:
        """Tell of an address that is left out, once in a run as far as memory goes."""
        if key not in self.left_out:
            self.left_out.add(key)
            self._skipped(url, reason, site)

    def task(self, found: Found) -> Task:
        """Return the page to request for an address that was given, not found."""
        key = page_key(found.url)
        self.remember(key)
        return self._task(_Candidate(found, key, site_of(found.url), 0), None)

    def _task(self, candidate: _Candidate, parent: Task | None) -> Task:
        found, depth = candidate.found, candidate.depth
        priority = GUESS_PRIORITY if found.is_guess else _PRIORITIES.get(found.kind)
        if priority is None:
            priority = round(100 * self._patterns.likeness(found)) + 100 * (found.kind is Kind.ARTICLE)
        return Task(
            key=candidate.key,
            url=found.url,
            site=candidate.site,
            host=host_of(found.url) or candidate.site,
            kind=found.kind,
            door=found.door,
            depth=depth,
            priority=max(0, priority - depth),
            revisit=first_revisit(found, depth, parent),
            announcement=found.announcement,
        )

    def _found_again(self, candidate: _Candidate, known: KnownPage, limits: Limits, changes: Changes) -> None:
        """Queue a known page once more if it is announced as changed, and not as too old."""
        key, modified = candidate.key, _modified(candidate.found)
        changes.seen.setdefault(key, None)
        said = read_announcement(known.announcement)
        if known.status is Status.QUEUED:
            self._announced(candidate, said, changes)
        elif candidate.too_old is not None:
            self._leave_out(candidate.found, TOO_OLD, None)
        was_too_old = limits.too_old_date(said, candidate.site) is not None
        if candidate.too_old is not None or (was_too_old and not candidate.is_recent):
            return
        if was_too_old and known.status is Status.SKIPPED:
            self._changed(candidate, changes)
            return
        if modified is None or known.status is Status.QUEUED or self._queues.is_open(key):
            return
        if self._is_newer(modified, known, key, changes):
            self._changed(candidate, changes)

    def _is_newer(self, modified: str, known: KnownPage, key: int, changes: Changes) -> bool:
        """Return whether a time of change is later than what is known of a page."""
        new, old = timestamp_of(modified), timestamp_of(known.announced) if known.announced else None
        if new is None or (old is not None and new <= old):
            return False
        if old is None and known.fetched is not None:
            is_to_come = new > self._store.clock.now()  # a wrong clock, or a date of publication
            if is_to_come and known.fetched >= self._run.crawl_started:
                return False
            # Where nothing was announced before, what was fetched since holds the change.
            if new <= known.fetched:
                changes.seen[key] = modified
                return False
        return True

    def _changed(self, candidate: _Candidate, changes: Changes) -> None:
        task = changes.changed[candidate.key] = self._task(candidate._replace(depth=0), None)
        self._queues.changed(task)

    def _announced(self, candidate: _Candidate, known: Announcement | None, changes: Changes) -> None:
        """Keep what is said of a page that is queued, where no more was said of it when it was found first."""
        key = candidate.key
        said = fuller(changes.announced.get(key, known), candidate.found.announcement)
        if said is None or key in changes.visits:
            return
        if self._queues.is_open(key):
            self.said_of_open[key] = said
            return
        if key in changes.new:
            changes.new[key] = replace(changes.new[key], announcement=said)
        else:
            changes.announced[key] = said
        self._queues.announced(host_of(candidate.found.url) or candidate.site, key, said)

    def _says_more(self, found: Found) -> bool:
        """Return whether a page that is known may be said to have changed, or more is said of it than before."""
        if found.announcement is None:
            return False
        return _modified(found) is not None or _announced_mark(found) not in self._settled


def _says_better_how_old(candidate: _Candidate, other: _Candidate) -> bool:
    """Return whether of two that name one page the first tells better how old it is: its latest date counts."""
    return (candidate.is_recent, candidate.too_old is not None) > (other.is_recent, other.too_old is not None)


def _announced_mark(found: Found) -> int:
    """Return what is remembered of an address that a kind of source has named: a feed, a sitemap."""
    return hash((_ANNOUNCED, found.url, found.announcement and found.announcement.source))


def _depth(found: Found, parent: Task | None) -> int:
    """Return how far a page is from where the crawl began: links count, and indexes of sitemaps."""
    if parent is None:
        return 0
    is_link = found.door is Door.LINKS and not found.is_next
    return parent.depth + (is_link or found.kind is parent.kind is Kind.SITEMAP)


def _modified(found: Found) -> str | None:
    return found.announcement.modified if found.announcement else None
