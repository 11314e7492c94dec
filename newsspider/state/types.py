"""What a crawl's state holds: pages to request, and what became of those that were."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from scrapy.http import Request

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.processors.urls import url_key

TASK = "newsspider_task"  # in a request's meta: the page of the state that it asks for


def page_key(url: str) -> int:
    """Return the key of a page in the state: 64 bits, equal for addresses of the same page.

    Of a hundred million addresses two share a key by chance in one state of 3,700 (n² / 2⁶⁵).
    """
    digest = blake2b(url_key(url).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Status(StrEnum):
    """Where a page stands."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class Revisit(StrEnum):
    """When a page is requested again."""

    ALWAYS = "always"  # in each run: start pages, feeds, sitemaps
    SECTION = "section"  # when those have something new, or it is time: sections, sitemaps that others name
    ADAPTIVE = "adaptive"  # other listings: the sooner, the more they bring
    NEVER = "never"  # articles, unless a feed or a sitemap says that they changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A page to request, with what is known of it."""

    key: int
    url: str
    site: str
    host: str
    kind: Kind
    door: Door
    depth: int
    priority: int
    revisit: Revisit = Revisit.NEVER
    interval_s: float | None = None
    announcement: Announcement | None = None
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    outcome: Outcome | None = None  # of the last visit
    fetched: float | None = None  # when that was
    article_id: str | None = None


OLDER = "older: "  # begins the reason of an article that is too old, read or announced so; its date follows


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """What the state knows of a page that was found again."""

    status: Status
    outcome: Outcome | None
    announced: str | None
    fetched: float | None
    announcement: str | None  # as announcement_json() writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderArticle:
    """An article that was too old for an earlier run, as it was found, announced with its own date."""

    key: int
    site: str
    depth: int
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of a page that was requested."""

    task: Task
    outcome: Outcome
    status: Status = Status.DONE
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    is_unchanged: bool = False  # by the server's answer (304) or by its bytes
    new_urls: tuple[str, ...] = ()  # addresses that were not known before
    aliases: tuple[str, ...] = ()  # other addresses that are known to be this page
    article_id: str | None = None
    text_digest: str | None = None  # of the article, before pipelines change it
    reason: str | None = None  # why it was skipped, or failed, or left out after it was read
    kind: Kind | None = None  # what the page is, where that is not what it was taken for


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVisit:
    """When a page is requested again."""

    revisit: Revisit
    interval_s: float | None = None
    due: float | None = None  # in this run; None: in a later one


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """A version of an article that went into a feed; which one it is, the state knows."""

    id: str
    key: int
    text_digest: str
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPace:
    """When a host may be asked again; times by the clock of the state."""

    host: str
    site: str
    delay_s: float  # from an answer to the next request
    ready_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A site that a run has to itself."""

    site: str
    pages: int  # that its crawl has requested of it before
    # An earlier owner that did not give it back may have asked it until then, by the clock of the state.
    asked_until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """A site that a run gives back, to be taken by any process of its crawl."""

    site: str
    pages: int  # that the crawl has requested of it
    is_over: bool  # what is left of it is for another crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseChanges:
    """What is written of a run's leases together with what became of the pages."""

    held: int = 0  # sites that it has, before it gives any back
    given_back: Sequence[GivenBack] = ()
    stirred: Sequence[str] = ()  # sites of others of which pages were found
    paces: Sequence[HostPace] = ()
    recheck_s: float | None = None  # when what is over of a crawl that keeps going is looked at again


@dataclass(slots=True)
class Changes:
    """What is written to the state in one transaction; pages by their keys."""

    new: dict[int, Task] = field(default_factory=dict)
    changed: dict[int, Task] = field(
        default_factory=dict
    )  # known pages that are said to have changed: queued again
    seen: dict[int, str | None] = field(default_factory=dict)  # known pages, with the time of change that is named
    announced: dict[int, Announcement] = field(default_factory=dict)  # of pages that are queued
    visits: dict[int, tuple[Visit, NextVisit]] = field(default_factory=dict)
    aliases: dict[int, tuple[Task, Outcome]] = field(
        default_factory=dict
    )  # other addresses of pages that are done
    skipped: dict[int, str] = field(default_factory=dict)  # and why
    articles: dict[str, list[ArticleVersion]] = field(default_factory=dict)  # by their ids, the latest last
    duplicates: bytes = b""  # what duplicates of these articles are found by
    learned: Mapping[str, str] = field(default_factory=dict)  # of the addresses of sites, as JSON
    figures: Mapping[str, str] = field(default_factory=dict)  # what was counted: the parts that changed, as JSON
    leases: LeaseChanges = LeaseChanges()

    def takes_as_recent(self, key: int) -> bool:
        """Return whether a new page was to be left out as too old, which it is no more."""
        is_older = self.skipped.get(key, "").startswith(OLDER)
        if is_older:
            del self.skipped[key]
        return is_older

    def __bool__(self) -> bool:
        return bool(
            self.new or self.changed or self.seen or self.visits or self.aliases or self.skipped or self.articles
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a crawl: a new one, or one that was killed and goes on."""

    id: int
    started: float
    outputs: Mapping[str, int]
    crawl: int = 0  # the first run of those that crawl the same together
    crawl_started: float = 0.0
    is_joined: bool = False  # other processes were at this crawl before
    name: str = ""  # of its files, where several runs write into one folder
    sites: frozenset[str] = frozenset()  # that it crawled before it was killed
    is_continued: bool = False
    continues: bool = True  # after it was killed
    figures: Mapping[str, str] = field(default_factory=dict)  # what was counted before it was killed, as JSON

    @property
    def begins_crawl(self) -> bool:
        """Whether nothing of what it is to crawl was requested by this or another process."""
        return not (self.is_continued or self.is_joined)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the processes of one crawl have in common."""

    asked_for: str = ""  # start URLs and options; another text is another crawl
    settings: Mapping[str, str] = field(
        default_factory=dict
    )  # that must be the same, with the version of newsspider


def announcement_json(announcement: Announcement | None) -> str | None:
    """Return an announcement as JSON, without what it does not say."""
    if announcement is None:
        return None
    return json.dumps({name: value for name, value in asdict(announcement).items() if value})


def read_announcement(text: str | None) -> Announcement | None:
    """Return what `announcement_json` wrote.

    >>> announcement = Announcement(source="feed", keywords=("storm", "coast"))
    >>> read_announcement(announcement_json(announcement)) == announcement
    True
    """
    if not text:
        return None
    stored: dict[str, Any] = json.loads(text)
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
    return Announcement(**values)


def fuller(known: Announcement | None, found: Announcement | None) -> Announcement | None:
    """Return what is to be kept of a page that was found again before it was requested; None if nothing changes.

    A sitemap may have named it with a time of change and nothing else, a front page with nothing at all. That time
    is not told as the feed's: for most sites it is when the sitemap was built.

    >>> sitemap = Announcement(source="sitemap", modified="2026-05-04", image="https://example.org/storm.jpg")
    >>> feed = Announcement(source="feed", headline="Storm")
    >>> fuller(sitemap, feed) == fuller(None, feed) == feed
    True
    >>> fuller(feed, sitemap), fuller(None, sitemap) == sitemap
    (None, True)
    """
    if found is None or known is None:
        return found
    return found if _fullness(found) > _fullness(known) else None


def _fullness(announcement: Announcement) -> int:
    """Return how much an announcement says of a page beside where it stands and when it was changed.

    A plain sitemap has its pictures at most.
    """
    is_bare = replace(announcement, source="", modified=None) == Announcement(source="")
    return 0 if is_bare else 1 if announcement.source == "sitemap" else 2


def task_of(request: Request) -> Task | None:
    """Return the page of the state that a request asks for; None for a request of another's making."""
    task = request.meta.get(TASK)
    return task if isinstance(task, Task) else None
