"""The figures of a run, by site and host: bounded in memory, and those of several workers can be joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self, TypeAlias

from newsspider.report.date_counts import DateCounts

# A crawl of news has some thousand sites, a month of Common Crawl's news 30,000.
MOST_SITES = 20_000
OTHER_SITES = "(other sites)"  # those that come after as many
NO_SITE = "(no address)"  # of text dumps, and of pages that could not be read
_MOST_HOSTS = 20_000
_MOST_KEYS = 60  # of a counter: reasons and languages are few, but a project's pipelines may name anything
_OTHER = "other"
_MOST_PAGES = 4  # of each kind and site
_MAX_ADDRESS_CHARS = 1_000
# Upper ends of the classes in which response times are counted.
TIME_CLASSES_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


# Where these are why a site gave nothing, something was there, and nothing of it is new.
_OLDER = "older"
_NOTHING_NEW = ("known", _OLDER, "duplicate")


PageKey: TypeAlias = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True, order=True)
class PageToCheck:
    """A page that deserves a look, and why."""

    rank: float  # the lower, the sooner it is shown
    address: str  # its URL, `""` where it has none
    place: str  # where it lies in an archive, or `""`
    note: str
    archive: str = field(default="", compare=False)  # the path or URL of the file that holds it, or `""`
    offset: int | None = field(default=None, compare=False)  # the byte in it
    reason: str = field(default="", compare=False)  # why it was rejected, in a line

    @property
    def path(self) -> str:
        """The path of the file that holds it, below what was asked for; `""` of a page on the web."""
        return self.place.removesuffix(place_in("", self.offset))

    @property
    def key(self) -> PageKey:
        """What tells it from other pages of a run: its file, the byte in it, its URL."""
        return self.archive, self.offset, self.address

    def of_archive(self, archive: str) -> Self:
        """Return the page with its archive, if it has a byte there."""
        return self if self.offset is None else replace(self, archive=archive)

    def below(self, root: str) -> Self:
        """Return the page with the file that holds it, which is below a folder or URL, if it has a byte there.

        >>> PageToCheck(0.3, "", "2026/a.warc at byte 7", "", offset=7).below("/dumps").archive
        '/dumps/2026/a.warc'
        """
        return self.of_archive(f"{root.rstrip('/')}/{self.path}") if self.path else self


def place_in(path: str, offset: int | None) -> str:
    """Return where a page lies in an archive, in words.

    >>> place_in("a.warc", 7), place_in("b.html", None)
    ('a.warc at byte 7', 'b.html')
    """
    return path if offset is None else f"{path} at byte {offset}"


@dataclass(slots=True)
class SiteFigures:
    """What became of a site's addresses and pages."""

    found: int = 0
    fetched: int = 0
    articles: int = 0
    new: int = 0  # articles that are no newer version of a known one
    fruitless: int = 0  # pages of a crawl that gave neither an item nor an address that was not known
    dropped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(
        default_factory=Counter
    )  # pages that are as they were when they were last read
    doors: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  # how many articles have the field
    published: DateCounts = field(default_factory=DateCounts)
    unlikely: list[PageToCheck] = field(default_factory=list)  # articles of the lowest probability
    nearly: list[PageToCheck] = field(
        default_factory=list
    )  # the likeliest of those that were taken for no articles
    failed: list[PageToCheck] = field(default_factory=list)  # rejected

    @property
    def has_known_articles(self) -> bool:
        """Whether the site has articles that were left out since they are known, or older than was asked for."""
        is_known = any(self.skipped[reason] or self.dropped[reason] for reason in _NOTHING_NEW)
        return bool(self.unchanged) or is_known

    @property
    def has_only_older(self) -> bool:
        """Whether all articles that were left out are older than was asked for."""
        reasons = {reason for reason in _NOTHING_NEW if self.skipped[reason] or self.dropped[reason]}
        return reasons == {_OLDER} and not self.unchanged

    def join(self, other: SiteFigures) -> None:
        """Add the figures of `other`."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _COUNTERS:
            for key, number in getattr(other, name).items():
                count(getattr(self, name), key, number)
        self.published.join(other.published)
        for name in _PAGES:
            for page in getattr(other, name):
                keep_page(getattr(self, name), page)

    def change_pages(self, change: Callable[[PageToCheck], PageToCheck]) -> None:
        """Replace each of the pages to check."""
        for name in _PAGES:
            setattr(self, name, list(map(change, getattr(self, name))))

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, without what is zero or empty."""
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        counters = {name: dict(getattr(self, name)) for name in _COUNTERS}
        pages = {
            name: [
                [page.rank, page.address, page.place, page.note, page.archive, page.offset, page.reason]
                for page in getattr(self, name)
            ]
            for name in _PAGES
        }
        form = {**numbers, **counters, "published": self.published.to_dict(), **pages}
        return {name: value for name, value in form.items() if value}

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Self:
        """Return the figures that `to_dict` gave."""
        values: dict[str, Any] = {name: int(form.get(name, 0)) for name in _NUMBERS}
        values |= {name: Counter(form.get(name, {})) for name in _COUNTERS}
        values |= {name: [PageToCheck(*page) for page in form.get(name, ())] for name in _PAGES}
        return cls(**values, published=DateCounts.of(form.get("published", {})))


_PAGES = ("unlikely", "nearly", "failed")
_NUMBERS = ("found", "fetched", "articles", "new", "fruitless")
_COUNTERS = tuple(one.name for one in fields(SiteFigures) if one.name not in {*_PAGES, *_NUMBERS, "published"})


@dataclass(slots=True)
class HostFigures:
    """How fast a host answers."""

    answers: int = 0
    total_s: float = 0.0
    slowest_s: float = 0.0

    @property
    def mean_s(self) -> float:
        """The mean time until an answer was there."""
        return self.total_s / self.answers if self.answers else 0.0

    def to_list(self) -> list[float]:
        """Return the figures as plain values."""
        return [self.answers, round(self.total_s, 3), round(self.slowest_s, 3)]


@dataclass(slots=True)
class Figures:
    """The figures of a run, of part of one, or of several."""

    sites: dict[str, SiteFigures] = field(default_factory=dict)
    hosts: dict[str, HostFigures] = field(default_factory=dict)
    time_classes: list[int] = field(default_factory=lambda: [0] * (len(TIME_CLASSES_S) + 1))
    records: Counter[str] = field(default_factory=Counter)  # skipped records of archives, which have no site
    _changed_sites: set[str] = field(default_factory=set, repr=False, compare=False)
    _changed_hosts: set[str] = field(default_factory=set, repr=False, compare=False)

    def site(self, name: str) -> SiteFigures:
        """Return a site's figures, to be added to; beyond 20,000 sites those of all others."""
        if name not in self.sites and len(self.sites) >= MOST_SITES:
            name = OTHER_SITES
        self._changed_sites.add(name)
        known = self.sites.get(name)
        return self.sites.setdefault(name, SiteFigures()) if known is None else known

    def add_response_time(self, host: str, seconds: float) -> None:
        """Count how long a host took for an answer."""
        self.time_classes[sum(seconds > end for end in TIME_CLASSES_S)] += 1
        self._join_host(host, HostFigures(1, seconds, seconds))

    def _join_host(self, name: str, other: HostFigures) -> None:
        known = self.hosts.get(name)
        if known is None:
            if len(self.hosts) >= _MOST_HOSTS:
                return
            known = self.hosts[name] = HostFigures()
        known.answers += other.answers
        known.total_s += other.total_s
        known.slowest_s = max(known.slowest_s, other.slowest_s)
        self._changed_hosts.add(name)

    def total(self) -> SiteFigures:
        """Return the figures of all sites together."""
        total = SiteFigures()
        for site in self.sites.values():
            total.join(site)
        return total

    def join(self, other: Figures) -> None:
        """Add the figures of `other`."""
        for name, site in other.sites.items():
            self.site(name).join(site)
        for name, host in other.hosts.items():
            self._join_host(name, host)
        self.time_classes = [sum(pair) for pair in zip(self.time_classes, other.time_classes, strict=True)]
        for reason, number in other.records.items():
            count(self.records, reason, number)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, for a file."""
        return self._form(self.sites, self.hosts)

    def take_changed(self) -> dict[str, Any]:
        """Return what `to_dict` gives, with those sites and hosts alone that were added to since the last call."""
        form = self._form(self._changed_sites, self._changed_hosts)
        self._changed_sites, self._changed_hosts = set(), set()
        return form

    def _form(self, sites: Iterable[str], hosts: Iterable[str]) -> dict[str, Any]:
        return {
            "sites": {name: self.sites[name].to_dict() for name in sites},
            "hosts": {name: self.hosts[name].to_list() for name in hosts},
            "timeClasses": self.time_classes,
            "records": dict(self.records),
        }

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Self:
        """Return the figures that `to_dict` gave; none for an empty mapping."""
        return cls(
            {name: SiteFigures.from_dict(site) for name, site in form.get("sites", {}).items()},
            {name: HostFigures(*host) for name, host in form.get("hosts", {}).items()},
            list(form.get("timeClasses") or [0] * (len(TIME_CLASSES_S) + 1)),
            Counter(form.get("records", {})),
        )


def count(counter: Counter[str], key: str, number: int = 1) -> None:
    """Add to the count of `key`, or of "other" where the counter has 60 keys already."""
    counter[key if key in counter or len(counter) < _MOST_KEYS else _OTHER] += number


def keep_page(pages: list[PageToCheck], page: PageToCheck) -> None:
    """Add a page to those of the lowest ranks, if it is one of them."""
    if is_to_keep(pages, page):
        pages.append(page)
        pages.sort()
        del pages[_MOST_PAGES:]


def is_to_keep(pages: Sequence[PageToCheck], page: PageToCheck) -> bool:
    """Return whether a page belongs to those of the lowest ranks."""
    return len(page.address) <= _MAX_ADDRESS_CHARS and (len(pages) < _MOST_PAGES or page < pages[-1])


def by_size(sites: Mapping[str, SiteFigures]) -> Iterable[tuple[str, SiteFigures]]:
    """Return the sites with the most articles first, of equals those with the most fetched pages."""
    return sorted(sites.items(), key=lambda pair: (-pair[1].articles, -pair[1].fetched, pair[0]))
