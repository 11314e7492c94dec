"""Crawls of sites in memory: all articles are found, and no trap holds the crawl."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import pytest

from newsspider.discovery.likeness import SitePatterns
from newsspider.discovery.types import Found, Outcome
from tests.discovery.synthetic_site import HOST, PERMALINKS, TRAPS, SyntheticSite

# What is asked for at most before the test gives a crawl up.
_MOST = 12


@dataclass
class Crawl:
    """A crawl as simple as one can be: the likeliest address first, each asked for once."""

    site: SyntheticSite
    patterns: SitePatterns = field(default_factory=SitePatterns)
    found: set[int] = field(default_factory=set)
    requests: int = 0
    skipped: int = 0

    def __post_init__(self) -> None:
        self.known: set[str] = set()
        self.queue: list[tuple[float, int, Found]] = []

    def run(self) -> Crawl:
        self.add([Found(url=f"{HOST}/")])
        while self.queue and self.requests < _MOST * self.site.articles:
            link = heapq.heappop(self.queue)[-1]
            if self.requests and self.patterns.refusal(link) is not None:
                self.skipped += 1
                continue
            self.visit(link)
        return self

    def visit(self, link: Found) -> None:
        self.requests += 1
        page = self.site.fetch(link.url)
        outcome = page.outcome
        if page.article in self.found:
            outcome = Outcome.NOTHING
        elif page.article is not None:
            self.found.add(page.article)
        self.patterns.learn(link.url, outcome, self.add(page.links))

    def add(self, links: tuple[Found, ...] | list[Found]) -> list[str]:
        new = [link for link in links if link.url not in self.known]
        for link in new:
            if link.url not in self.known:
                self.known.add(link.url)
                likeness = self.patterns.likeness(link)
                heapq.heappush(self.queue, (-round(likeness, 2), len(self.known), link))
        return [link.url for link in new]

    @property
    def recall(self) -> float:
        return len(self.found) / self.site.articles

    @property
    def requests_per_article(self) -> float:
        return self.requests / max(1, len(self.found))


@pytest.mark.parametrize(("seed", "permalinks"), list(enumerate(sorted(PERMALINKS))))
def test_all_articles_are_found_whatever_their_addresses(seed: int, permalinks: str) -> None:
    crawl = Crawl(SyntheticSite(seed, articles=200, permalinks=permalinks, traps=())).run()
    assert crawl.recall == 1
    assert crawl.skipped == 0


@pytest.mark.parametrize(("seed", "permalinks"), list(enumerate(sorted(PERMALINKS))))
def test_all_articles_are_found_beside_many_traps(seed: int, permalinks: str) -> None:
    traps = tuple(trap for number, trap in enumerate(sorted(TRAPS)) if (seed + number) % 2)
    crawl = Crawl(SyntheticSite(seed, permalinks=permalinks, traps=traps)).run()
    assert crawl.recall >= 0.99, crawl.site.asked
    assert crawl.requests_per_article <= 1.5, crawl.site.asked


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param((11,), id="11"),
        pytest.param((12,), id="12"),
        pytest.param((13,), id="13"),
        pytest.param((22,), id="22"),  # an endless counter whose addresses look like those of articles
        pytest.param(tuple(range(20, 23)), marks=pytest.mark.slow, id="20-22"),
        pytest.param(tuple(range(40, 43)), marks=pytest.mark.slow, id="40-42"),
    ],
)
def test_everything_at_once(seeds: tuple[int, ...]) -> None:
    for number in seeds:
        crawl = Crawl(SyntheticSite(number)).run()
        assert crawl.recall >= 0.99, crawl.site.asked
        assert crawl.requests_per_article <= 1.75, crawl.site.asked


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_is_left_after_a_while(trap: str) -> None:
    crawl = Crawl(SyntheticSite(7, articles=200, traps=(trap,))).run()
    pages = crawl.site.articles + crawl.site.asked["list"]
    assert crawl.recall == 1
    assert crawl.requests < pages + 80, crawl.site.asked
