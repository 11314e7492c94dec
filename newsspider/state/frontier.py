"""Which page a crawl requests next, and what is written to its state when a page is done."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace

from newsspider.discovery.links import site_of
from newsspider.discovery.recent_keys import RecentKeys
from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.clock import elapsed_s
from newsspider.state.crawl_sites import CrawlSites
from newsspider.state.found_pages import FoundPages, Guesses, Patterns
from newsspider.state.host_queue import HostTimes
from newsspider.state.host_queues import HOST_FAILING, SITE_LIMIT, HostQueues
from newsspider.state.hosts import host_of
from newsspider.state.limits import TOO_OLD, DeadDoors, Limits
from newsspider.state.revisits import NO_DOOR, next_visit
from newsspider.state.store import CrawlStore
from newsspider.state.types import (
    OLDER,
    ArticleVersion,
    Changes,
    Revisit,
    Run,
    Status,
    Task,
    Visit,
    page_key,
)

_STARVING_S = 0.2  # a commit takes some milliseconds: five of them a second are few enough
_ALIASES = 100_000  # more than pages are in memory that could be one of them
# Reasons to leave out a page that say nothing of it.
_LEFT_TO_THE_NEXT_RUN = frozenset({SITE_LIMIT, HOST_FAILING})


class Frontier:
    """The pages of one run: those to request, in memory as far as they come next, and what is not yet written.

    `skipped` is called with the address of each page that is left out, the reason and the site. `outputs` gives
    the length in bytes of each file that the run writes to, `new_memory` what duplicates of the articles since the
    last commit are found by, `figures` what was counted in the run since then, in parts as JSON. They are asked
    right before each commit. `failed` is called with the error of a commit before that is raised.
    """

    guesses: Guesses | None = None

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
        self.figures: Callable[[], Mapping[str, str]] = dict
        self.failed: Callable[[Exception], None] = lambda _: None
        self.pages = 0  # that count for the limit
        self.handed_out = 0  # all pages
        self.is_broken = False  # the state could not be written
        self.sites = CrawlSites(store, run, patterns, limits)
        self.leases = self.sites.leases
        self._queues = HostQueues(store, self.leases, limits.requests_per_host, self)
        self._found = FoundPages(store, patterns, self._queues, skipped, run)
        # Pages that are done under another address. Those that are written the store gives no more.
        self._aliases = RecentKeys(_ALIASES)
        self._stirred: set[str] = set()  # sites with something new in this run
        self._doors = DeadDoors()
        self._changes = Changes()
        self.written = run.outputs  # the outputs, as far as the last commit has them
        self._committed = self._answered_at = time.monotonic()

    # What was found

    def start(self, urls: Iterable[tuple[str, Kind]]) -> None:
        """Queue the start pages, and whatever the state says is to be requested again.

        One whose kind is that of an article is requested alone, unless it is known to be one: its links are not
        followed.
        """
        self._stay_on(self.run.sites)
        self.sites.begin([self._found.task(Found(url=url, kind=kind)) for url, kind in urls], self.limits.sites)
        self.look()

    def add_sites(self, sites: Set[str]) -> None:
        """Stay on further sites too: those that start URLs redirect to."""
        self._stay_on(sites)
        self.sites.add(sites)
        self.look()

    def _stay_on(self, sites: Set[str]) -> None:
        if not sites <= self.limits.sites:
            self.limits = replace(self.limits, sites=self.limits.sites | sites)

    def add(self, found: Iterable[Found], parent: Task | None = None) -> list[str]:
        """Queue what was found on the page of `parent`; return the addresses that were not known."""
        new = self._found.add(found, parent, self.limits, self._changes)
        self.sites.add_listed(new)
        return [task.url for task in new]

    def leave_out_assets(self, urls: Iterable[str], parent: Task) -> None:
        """Tell of links on the page of `parent` that lead to no pages, by their addresses."""
        self._found.leave_out_assets(urls, parent, self.limits)

    # What comes next

    def look(self) -> None:
        """Take sites that have something to request, as many as come to this process of the crawl."""
        taken, hosts = self.sites.take()
        self._stay_on(frozenset(taken))
        self._queues.load(hosts, taken)
        if (excess := self.leases.excess()) > 0:
            self._queues.leave(excess)

    def next(self) -> Task | None:
        """Return the next page to request; None if no host is ready, or the limit on pages is reached.

        There is none either once the state could not be written: its sites may be another process's by now.
        """
        if self.is_broken or self.is_at_limit():
            return None
        if self.leases.is_doubtful:
            self.commit()
        if self.leases.is_time_to_look:
            self.look()
        task = self._queues.next()
        if task is not None:
            self.handed_out += 1
            self._count(task, 1)
        return task

    def take_back(self, task: Task) -> None:
        """Let a page that was handed out not count for limits, as it was not requested."""
        self._count(task, -1)

    def _count(self, task: Task, pages: int) -> None:
        """Count a page for the limits, unless it is a list that was read before.

        Else a run with a small limit would only ever read the same lists.
        """
        if task.outcome is not Outcome.LISTING:
            self.pages += pages
            self.leases.pages[task.site] = self.leases.pages.get(task.site, 0) + pages

    def release(self, task: Task) -> None:
        """Note that the request for a page has left the network, so that its host can be asked again."""
        self._queues.release(task)

    def take_up(self, task: Task) -> None:
        """Note that a page that was released, and is not done, is requested again now."""
        self._queues.take_up(task)

    def place_at(self, host: str) -> float:
        """Return when a host and its site have place for one more page; infinity if others must be done first."""
        return self._queues.place_at(host)

    def is_active(self, task: Task) -> bool:
        """Return whether the request for a page was neither released nor is done."""
        return self._queues.is_active(task)

    def refusal(self, task: Task) -> str | None:
        """Return why a page is not worth a request, or None."""
        limit = self.limits.max_pages_of(task.site)
        if limit and self.leases.pages.get(task.site, 0) >= limit:
            return SITE_LIMIT
        if task.revisit is Revisit.NEVER and self._doors.is_dead(task.site, task.door):
            return "dead-links"
        if self._too_old_date(task) is not None:
            return TOO_OLD
        if self.guesses is not None and not self.guesses.is_worth_asking(task):
            return NO_DOOR
        if task.revisit is not Revisit.NEVER or task.announcement is not None or task.outcome is not None:
            return None
        return self.patterns.refusal(Found(url=task.url, kind=task.kind, door=task.door))

    def _too_old_date(self, task: Task) -> str | None:
        """Return when a page was published, if that was announced after its address was found, and is too old."""
        return self.limits.too_old_date(task.announcement, task.site) if task.revisit is Revisit.NEVER else None

    def announcement_of(self, task: Task) -> Announcement | None:
        """Return what is said of a page, with what was found while its request was under way."""
        return self._found.said_of_open.get(task.key, task.announcement)

    def leave_out(self, task: Task, reason: str) -> None:
        """Note a page that is not requested, and why."""
        if reason == NO_DOOR:  # nobody has named it
            self.visited(Visit(task=task, outcome=Outcome.FAILED, reason=NO_DOOR))
            self.add(self.guesses.next_guess(task) if self.guesses is not None else ())
            return
        if reason in _LEFT_TO_THE_NEXT_RUN:
            self._found.tell(task.url, task.key, reason, task.site)
        elif reason == TOO_OLD:
            self._found.tell(task.url, task.key, reason, task.site)
            self._changes.skipped[task.key] = f"{OLDER}{self._too_old_date(task)}"
        else:
            self._skipped(task.url, reason, task.site)
            self._changes.skipped[task.key] = reason

    def is_done(self, task: Task) -> bool:
        """Return whether a page is done under another address."""
        return task.key in self._aliases

    def is_asked_for(self, task: Task) -> bool:
        """Return whether a page belongs to a site of this run, or was asked for by itself."""
        return self.sites.is_asked_for(task)

    def is_read_again(self, task: Task, *, failed: bool = False) -> bool:
        """Return whether this run has read a page before, in a crawl that keeps going; with `failed`, in vain."""
        was_read = task.fetched is not None and task.fetched >= self.run.crawl_started
        return was_read and (task.outcome is Outcome.FAILED) == failed

    def follows_links(self, task: Task) -> bool:
        """Return whether a page leads to others, and is not one that was asked for alone."""
        return self.sites.follows_links(task)

    @property
    def hosts(self) -> HostTimes | None:
        """What is known of how long hosts are to be waited for."""
        return self._queues.times

    @hosts.setter
    def hosts(self, times: HostTimes) -> None:
        self._queues.times = self.leases.paces = times

    def open_tasks(self) -> list[Task]:
        """Return the pages that were handed out and are not done."""
        return self._queues.open_tasks()

    def is_at_limit(self) -> bool:
        """Return whether the run has requested all the pages that it may."""
        return 0 < self.limits.max_pages <= self.pages

    def seconds_to_next(self) -> float | None:
        """Return the seconds until a host is ready, or others may have left some; None if none waits."""
        if self.is_at_limit():
            return None
        seconds = self._queues.seconds_to_next()
        if not (self.leases.elsewhere or self.limits.keeps_going):
            return seconds
        look_s = self.leases.seconds_to_look()
        return look_s if seconds is None else min(seconds, look_s)

    def give_up_late_hosts(self, others: Mapping[str, float]) -> list[str]:
        """Leave hosts that fail to the next run where nothing else is left to do; return those given up now.

        `others` are hosts that requests from elsewhere wait for, with when they are ready. As long as one host is
        well, all are waited for; then each for its `patience_s`, from the last answer of any page.
        """
        hosts = self.hosts
        waiting = {**({} if self.is_at_limit() else self._queues.waiting()), **others}
        if hosts is None or self.limits.keeps_going or any(math.isinf(hosts.patience_s(name)) for name in waiting):
            return []
        late = [name for name, at in waiting.items() if at > self._answered_at + hosts.patience_s(name)]
        for name in late:
            hosts.give_up(name)
        if any(at and hosts.is_given_up(name) for name, at in waiting.items()):  # by now or before
            self._queues.look_again()
        return late

    def active(self, longer_than_s: float = 0.0) -> int:
        """Return the number of pages that have been under way for so long."""
        return self._queues.active(longer_than_s)

    def is_empty(self) -> bool:
        """Return whether nothing is left to request and nothing under way."""
        if self._queues.has_open:
            return False
        self.commit_if_starved()
        if self.is_at_limit():
            return True
        if not self._queues.has_waiting and self.leases.is_time_to_look:
            self.look()
        return not (self._queues.has_waiting or self.leases.elsewhere)

    # What became of it

    def visited(self, visit: Visit, article: ArticleVersion | None = None) -> None:
        """Note what became of a page, and the version of its article that was exported."""
        task = visit.task
        if visit.status is not Status.FAILED or visit.http_status is not None:
            self._answered_at = time.monotonic()
        self._queues.done(task)
        self._found.said_of_open.pop(task.key, None)
        following = next_visit(visit, self.limits, self.store.clock.now())
        self._changes.visits[task.key] = (visit, following)
        if following.due is None:
            self.sites.is_done(task)
        for url in visit.aliases:
            self._add_alias(task, url, visit.outcome)
        if article is not None:
            self._changes.articles.setdefault(article.id, []).append(article)
        if task.outcome is None or visit.new_urls:  # a list that has nothing new today is none that never has
            self.patterns.learn(task.url, visit.outcome, visit.new_urls)
        if visit.new_urls and task.outcome is not None and task.revisit is Revisit.ALWAYS:
            self._ask_sections(task.site)
        self._doors.note(task.site, task.door, visit.http_status)

    def _ask_sections(self, site: str) -> None:
        """Ask for all sections of a site that has something new, once in a run."""
        if site not in self._stirred:
            self._stirred.add(site)
            self.store.queue.requeue_sections(site, self.run)
            self._queues.load(self.store.queue.hosts([site]))

    def has_visited(self, url: str, but: Task) -> bool:
        """Return whether an address is that of another page than `but`, and was visited or is under way."""
        key = page_key(url)
        if key == but.key:
            return False
        if self._queues.is_open(key) or key in self._changes.visits or key in self._aliases:
            return True
        known = self.store.pages.known([key]).get(key)
        return known is not None and known.status is Status.DONE

    def _add_alias(self, task: Task, url: str, outcome: Outcome) -> None:
        key = page_key(url)
        if key != task.key and not self._queues.is_open(key):
            self._changes.new.pop(key, None)
            site, host = site_of(url) or task.site, host_of(url) or task.host
            alias = replace(task, key=key, url=url, site=site, host=host, announcement=None)
            self._changes.aliases[key] = (replace(alias, revisit=Revisit.NEVER), outcome)
            self._aliases.add(key)
            self._found.remember(key)

    def article(self, identifier: str, key: int | None = None) -> ArticleVersion | None:
        """Return the latest version of an article that went into a feed, in this run or before.

        With `key` it is one that came from this very page: other pages can claim to be the same article.
        """
        own = [version for version in self._changes.articles.get(identifier, ()) if key in (None, version.key)]
        return own[-1] if own else self.store.pages.article(identifier, key)

    @property
    def pending(self) -> int:
        """The number of pages that are done and not yet written."""
        return len(self._changes.visits)

    @property
    def has_changes(self) -> bool:
        """Whether anything is not yet written."""
        return bool(self._changes) or self._queues.has_quiet

    def commit_if_starved(self) -> None:
        """Write what was found, and give sites back, where no host has anything else to be requested."""
        awaits_commit = self._queues.awaits_commit or self._queues.has_quiet
        is_starved = not self._queues.has_waiting and awaits_commit
        if is_starved and (time.monotonic() - self._committed > _STARVING_S or not self._queues.active()):
            self.commit()

    def commit(self, *, is_last: bool = False) -> None:
        """Write everything that is done, with the length of the outputs that belong to it.

        After an error nothing is written any more: what outputs hold of it by then, the next run cuts off.
        """
        if self.is_broken:
            return
        self.is_broken = True
        try:
            self._commit(is_last=is_last)
        except Exception as error:
            self.failed(error)
            raise
        self.is_broken = False

    def _commit(self, *, is_last: bool) -> None:
        changes, self._changes = self._changes, Changes()
        changes.duplicates, changes.learned = self.new_memory(), self.patterns.learned(is_last=is_last)
        changes.figures = {**self.figures(), **self._found.left_out.take_changed()}
        given_back = list(self.leases) if is_last else self._queues.exhausted()
        stirred = {task.site for tasks in (changes.new, changes.changed) for task in tasks.values()}
        changes.leases = self.leases.changes(given_back, stirred)
        self._committed, began_s = time.monotonic(), elapsed_s()
        outputs = self.outputs()
        self.store.commit(self.run, changes, outputs, self.limits.sites)
        self.written = outputs
        self.leases.written(changes.leases, began_s)
        self._queues.committed()
        self._queues.drop(given_back)
