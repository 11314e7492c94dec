"""Mark or drop articles that were seen before: the same page again, or the same text elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.duplicates.finder import DuplicateFinder
from newsspider.duplicates.records import Record, read_records
from newsspider.duplicates.types import Finding, Match, Subject
from newsspider.feeds.row_file import RowFile
from newsspider.fields.url import article_id
from newsspider.items import Article, Metadata
from newsspider.loaders.article_view import ArticleView, FieldNames, article_view
from newsspider.pipelines.fieldnames import field_of, own_metadata
from newsspider.pipelines.item_rejects import PlaceOf, places_in
from newsspider.reject_rows import PLACE_TYPES

# What the feed's schema takes for an identifier.
_IDENTIFIER = re.compile(r"https?://\S|sha256:[0-9a-f]{64}$")

_MAX_IN_FLIGHT = 1_000
_PLACE = ("path", "offset", "recordId")


class Policy(StrEnum):
    """What NEWSSPIDER_DUPLICATES says."""

    OFF = ""
    MARK = "mark"
    MARK_LATER = "mark-later"
    KEEP_FIRST = "keep-first"
    KEEP_LONGEST = "keep-longest"


@dataclass(slots=True)
class _InFlight:
    """An article on its way through the later pipelines."""

    record: Record
    is_first: bool
    dropped: list[Record] = field(default_factory=list)  # of articles that were dropped as its duplicates


class DuplicateItem(DropItem):
    """Raised to drop an item as a duplicate; `row` says of what, and where its page is, for a list of them."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        super().__init__(f"duplicate: {row['id']} of {row['duplicateOf']} ({row['match']})", log_level="DEBUG")
        self.row = row


class DuplicatePipeline:
    """Find duplicates by address, canonical URL, text and wording; mark or drop them as the settings say.

    NEWSSPIDER_DROP_DUPLICATES drops a page that comes again, NEWSSPIDER_DUPLICATES marks articles of one text or
    drops all but one. A new version of an article is never dropped. Items that an earlier run has marked
    are compared anew by NEWSSPIDER_DUPLICATES, and pass where that is off. So do items that are no articles.
    """

    def __init__(self, policy: Policy, finder: DuplicateFinder, stats: StatsCollector) -> None:
        self.policy, self.finder, self.stats = policy, finder, stats
        self.drops_pages = False
        self.names: FieldNames = {}
        self.list: RowFile | None = None  # of what is dropped
        self.tells_places = False  # of what is dropped and what it is a duplicate of
        self.place_of: PlaceOf = lambda _: None  # of an item's page in this run
        self._memory: bytearray | None = None
        self._marked: Any = None  # the item that was marked last, which may come again
        self._in_flight: dict[str, _InFlight] = {}  # by address, or name

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured if both settings are off."""
        settings = crawler.settings
        policy = Policy(settings.get("NEWSSPIDER_DUPLICATES") or "")
        drops_pages = settings.getbool("NEWSSPIDER_DROP_DUPLICATES")
        if policy is Policy.OFF and not drops_pages:
            raise NotConfigured
        finder = DuplicateFinder(settings.getint("NEWSSPIDER_DUPLICATES_MAX_ARTICLES"))
        pipeline = cls(policy, finder, crawler.stats)
        pipeline.drops_pages = drops_pages
        pipeline.names = settings.getdict("NEWSSPIDER_FIELD_NAMES")
        if path := settings.get("NEWSSPIDER_DUPLICATES_PATH"):
            pipeline.list = RowFile.for_run(crawler, "NEWSSPIDER_DUPLICATES_PATH", Path(path))
            pipeline.tells_places = True
        pipeline.place_of = places_in(crawler)
        crawler.signals.connect(pipeline.item_scraped, signal=signals.item_scraped)
        for signal in (signals.item_dropped, signals.item_error):
            crawler.signals.connect(pipeline.item_failed, signal=signal)
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, marked where it shall be, or drop it."""
        view = self._view(item)
        if view is None:
            return item
        place = self._place(view) if self.tells_places else {}
        subject = _subject(view, json.dumps(place, ensure_ascii=False) if place else "")
        # By the run that wrote the feed that is read, or a moment ago.
        is_marked = _is_mark(field_of(view.get("metadata"), "cluster"))
        if subject is None or (is_marked and (self.policy is Policy.OFF or item is self._marked)):
            return item
        finding, record = self.finder.find(subject)
        dropped = self._drops(finding, view)
        self._keep(subject, record, is_first=finding.match is None, dropped=dropped)
        if finding.match is not None:
            self.stats.inc_value(f"newsspider/duplicates/{finding.match}")
        if dropped:
            self.stats.inc_value("newsspider/pipelines/dropped/duplicate")
            duplicate = DuplicateItem(_row(subject, finding, place))
            if self.list is not None:
                self.list.write(duplicate.row)
            raise duplicate
        if finding.shares_canonical:
            _identify_by_url(view)
        # An article that nothing is like stays as any other way of reading its page gives it.
        is_plain = self.policy is Policy.MARK_LATER and finding.match is None and not is_marked
        if self.policy is not Policy.OFF and not is_plain:
            _mark(view, finding)
            self._marked = view.item
        return view.item

    def _view(self, item: Any) -> ArticleView | None:
        """Return a view of an item, or None of what is no article: comments have the address of their page."""
        return ArticleView(item, self.names) if isinstance(item, Article) else article_view(item, self.names)

    def _place(self, view: ArticleView) -> Mapping[str, Any]:
        """Return where an item's page is: as this run found it, else as the item says itself."""
        source = field_of(own_metadata(view), "source")
        found = self.place_of(view.item) or {name: field_of(source, name) for name in _PLACE}
        return {name: value for name, value in found.items() if isinstance(value, PLACE_TYPES[name])}

    def close_spider(self) -> None:
        """Close the list."""
        if self.list is not None:
            self.list.close()

    def item_scraped(self, item: Any) -> None:
        """Note that an item is in the feed: from now on it is part of the memory."""
        self._settle(self._taken(item))

    def item_failed(self, item: Any) -> None:
        """Forget an item that a later pipeline dropped or failed on: what is like it is no duplicate."""
        if (waiting := self._taken(item)) is not None:
            self.finder.forget(waiting.record, is_first=waiting.is_first)

    def begin(self, memories: Iterable[bytes] = ()) -> None:
        """Forget everything but what is in `memories`."""
        self.finder = DuplicateFinder(self.finder.max_articles)
        self.remember(memories)
        self.go_on()

    def go_on(self) -> None:
        """Begin the next archive with what is known."""
        self._memory = bytearray()
        self._in_flight.clear()

    def remember(self, memories: Iterable[bytes]) -> None:
        """Take what other runs remembered as seen, in its order."""
        self.finder.remember_all(record for memory in memories for record in read_records(memory))

    def new_memory(self) -> bytes:
        """Return what is to be remembered of items that came to their end since the last call, for `begin`."""
        new, self._memory = self._memory or b"", bytearray()
        return bytes(new)

    def _drops(self, finding: Finding, view: ArticleView) -> bool:
        if finding.match is None or field_of(view.get("metadata"), "previousDigest"):
            return False
        if self.drops_pages and finding.match in (Match.PAGE, Match.CANONICAL):
            return True
        return self.policy is Policy.KEEP_FIRST or (self.policy is Policy.KEEP_LONGEST and not finding.is_longest)

    def _keep(self, subject: Subject, record: Record, *, is_first: bool, dropped: bool) -> None:
        """Keep a record until it is known what becomes of its item, or of the one that it was dropped for."""
        if not dropped:
            key = subject.url or subject.name
            self._settle(self._in_flight.pop(key, None))
            self._in_flight[key] = _InFlight(record, is_first)
            if len(self._in_flight) > _MAX_IN_FLIGHT:  # a pipeline changes addresses: these are never found again
                self._settle(self._in_flight.pop(next(iter(self._in_flight))))
            return
        same = (waiting for waiting in self._in_flight.values() if waiting.record.cluster == record.cluster)
        if (waiting := next(same, None)) is not None:
            waiting.dropped.append(record)
        else:
            self._settle(_InFlight(record, is_first))

    def _settle(self, settled: _InFlight | None) -> None:
        if settled is not None and self._memory is not None:
            for record in (settled.record, *settled.dropped):
                self._memory += record.to_bytes()

    def _taken(self, item: Any) -> _InFlight | None:
        view = self._view(item)
        subject = _subject(view) if view is not None else None
        return None if subject is None else self._in_flight.pop(subject.url or subject.name, None)


def _subject(view: ArticleView, place: str = "") -> Subject | None:
    """Return what duplicates of an item are found by; None of an item without identifier, address and text."""
    identifier, url, canonical, headline, text = (
        value if isinstance(value := view.get(name), str) and value else None
        for name in ("id", "url", "canonicalUrl", "headline", "articleBody")
    )
    name = identifier if identifier and _IDENTIFIER.match(identifier) else url or identifier
    if name is None:
        if text is None:
            return None
        name = f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return Subject(name=name, url=url, canonical=canonical, headline=headline, text=text, place=place)


def _is_mark(value: Any) -> bool:
    """Return whether a run of ours has written a cluster."""
    return isinstance(value, str) and bool(_IDENTIFIER.match(value))


def _row(subject: Subject, finding: Finding, place: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a list of dropped duplicates says of one."""
    row = {
        "id": subject.name,
        "url": subject.url,
        "duplicateOf": finding.original,
        "match": str(finding.match),
        **place,
        "original": json.loads(finding.place) if finding.place else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _identify_by_url(view: ArticleView) -> None:
    """Give an article whose canonical URL is another one's an identifier of its own."""
    if isinstance(view.item, Article):
        digest = field_of(field_of(view.get("metadata"), "source"), "digest")
        view.set("id", article_id(None, view.get("url"), digest) or view.get("id"))


def _mark(view: ArticleView, finding: Finding) -> None:
    """Write into an item's metadata which cluster it belongs to, if it has metadata or can have them.

    A `cluster` of another kind is its project's own.
    """
    metadata = view.get("metadata")
    known = field_of(metadata, "cluster")
    is_free = known is None or _is_mark(known)
    if not is_free or not view.can_hold("metadata") or not _IDENTIFIER.match(finding.original):
        return
    marks: dict[str, Any] = {"cluster": finding.original, "duplicateOf": None}
    if finding.match is not None and not field_of(metadata, "previousDigest"):
        marks["duplicateOf"] = finding.original
    if metadata is None and isinstance(view.item, Article):
        metadata = Metadata()
    if isinstance(metadata, Metadata):
        view.set("metadata", replace(metadata, **marks))
    elif metadata is None or isinstance(metadata, Mapping):
        left = {name: value for name, value in (metadata or {}).items() if name not in marks}
        view.set("metadata", left | {name: value for name, value in marks.items() if value is not None})
