"""How likely an address leads to an article, learned from what a site's other addresses led to."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsspider.discovery.links import is_asset, site_of
from newsspider.discovery.traps import Pages, Parameters, hostile_reason, page_of, page_without, pages_of, patience
from newsspider.discovery.types import Found, Kind, Outcome, Place
from newsspider.discovery.url_shapes import MOST_GENERAL, Address, Part, degrees, read_address, without_keys

# Of one crawl: 50,000 shapes take some 20 MB, and the pages 10 MB.
_MAX_SHAPES, _MAX_SHAPES_OF_SITE, _MAX_PAGES = 50_000, 500, 65_536
# What a feed or a sitemap announces as an article is one, or else the site's shapes say so.
_ANNOUNCED = 0.95
# An address that is as likely as this to be an article is something that a page brought.
_LIKELY = 0.5
# Pages of a shape from which on it is known; before that its addresses count as something new.
_KNOWN = 3
# Pages that must agree before a shape counts for more than what is more general; the general ones count for less.
_WEIGHT_OF_PRIOR = 4.0
# The more often something came of a shape, the longer it is asked; up to this many times its patience.
_MAX_PATIENCE = 4


@dataclass(slots=True)
class _Evidence:
    """What the pages of one shape turned out to be."""

    pages: int = 0
    articles: int = 0
    fruitful: int = 0  # were articles, or brought addresses of likely ones
    barren: int = 0  # in a row, since one was fruitful, or brought lists that are


class _Site:
    """What is known of a site's addresses."""

    __slots__ = ("articles", "parameters", "shapes")

    def __init__(self) -> None:
        self.articles = 0
        self.shapes: OrderedDict[str, _Evidence] = OrderedDict()
        self.parameters = Parameters()

    def evidence(self, shape: str) -> _Evidence:
        """Return what is known of a shape, to be added to; the shape that rested longest makes room."""
        known = self.shapes.get(shape)
        if known is None:
            if len(self.shapes) >= _MAX_SHAPES_OF_SITE:
                self.shapes.popitem(last=False)
            known = self.shapes[shape] = _Evidence()
        self.shapes.move_to_end(shape)
        return known

    def plain(self, address: Address) -> Address:
        """Return an address without the parameters that make no other page; itself if none is known."""
        idle = frozenset(key for key in address.keys if self.parameters.is_idle(key))
        return without_keys(address, idle) if idle else address


class SitePatterns:
    """What the addresses of each site of a crawl lead to.

    Memory is bounded: sites and shapes that rested longest are forgotten.
    """

    def __init__(self, max_shapes: int = _MAX_SHAPES, max_pages: int = _MAX_PAGES) -> None:
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._fetched = Pages(max_pages)
        self._named = Pages(max_pages)
        self._articles = Pages(max_pages)
        self._max_shapes = max_shapes
        self._shapes = 0

    def likeness(self, found: Found) -> float:
        """Return how likely (0.0-1.0) an address leads to an article.

        >>> patterns = SitePatterns()
        >>> patterns.likeness(Found(url="https://example.org/2026/03/storm-hits-the-north-coast")) > 0.9
        True
        >>> patterns.likeness(Found(url="https://example.org/politics/", text="Politics")) < 0.2
        True
        """
        address = read_address(found.url)
        site = self._sites.get(site_of(found.url))
        if site is not None:
            address = site.plain(address)
        prior = _ANNOUNCED if found.kind is Kind.ARTICLE else _prior(found, address)
        return prior if site is None else _learned(site, address, prior)

    def refusal(self, found: Found) -> str | None:
        """Return why an address is not worth a request (a skip reason), or None; to be asked just before it.

        Not to be asked for start URLs and for listings that are visited again. Feeds and sitemaps are refused only
        where the address itself is hostile.
        """
        address = read_address(found.url)
        reason = hostile_reason(found.url, address)
        if reason is not None or found.kind in {Kind.FEED, Kind.SITEMAP}:
            return reason
        if is_asset(found.url):
            return "asset"
        site = self._sites.get(site_of(found.url))
        if site is None:
            return None
        plain = site.plain(address)
        if plain is not address and not _is_list(found) and self._is_fetched(plain):
            return "trap"
        # What is announced is no trap by its shape: lists of a site's own articles end.
        is_announced = found.announcement is not None or found.kind is Kind.ARTICLE
        return "trap" if not is_announced and _is_barren(site, plain, found) else None

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] | None = None) -> None:
        """Take in what a page turned out to be that was fetched for the first time.

        An article that is known already under another address is `Outcome.NOTHING`. `new_urls` are those addresses
        on the page that the crawl had not known; None, as of a page of an earlier run, says nothing of them. Pages
        that could not be fetched say nothing of their shape.
        """
        if outcome is Outcome.FAILED:
            return
        address = read_address(url)
        site = self._site(site_of(url))
        new = map(read_address, new_urls or ())
        fresh = [plain for other in new if self._is_new(other, plain := site.plain(other))]
        if new_urls is not None:
            self._learn_parameters(site, site.plain(address), outcome, fresh)
        site.articles += outcome is Outcome.ARTICLE
        fruitful = outcome is Outcome.ARTICLE or any(_is_likely(site, other) for other in fresh)
        brought = fruitful or any(_may_be_list(site, other) for other in fresh)
        before = len(site.shapes)
        for shape, _ in degrees(site.plain(address)):  # which this page may just have made plainer
            evidence = site.evidence(shape)
            evidence.pages += 1
            evidence.articles += outcome is Outcome.ARTICLE
            evidence.fruitful += fruitful
            if brought:
                evidence.barren = 0
            elif new_urls is not None:
                evidence.barren += 1
        self._shapes += len(site.shapes) - before
        self._make_room()

    def articles_of(self, site: str) -> int:
        """Return how many articles of a site were learned of."""
        known = self._sites.get(site)
        return known.articles if known is not None else 0

    def _site(self, name: str) -> _Site:
        site = self._sites.get(name)
        if site is None:
            site = self._sites[name] = _Site()
        self._sites.move_to_end(name)
        return site

    def _make_room(self) -> None:
        while self._shapes > self._max_shapes and len(self._sites) > 1:
            _, site = self._sites.popitem(last=False)
            self._shapes -= len(site.shapes)

    def _learn_parameters(self, site: _Site, address: Address, outcome: Outcome, new: Sequence[Address]) -> None:
        for key in address.keys:
            base = page_without(address, frozenset((key,)))
            if base in self._fetched:
                # The print version of an article is no other one, whatever it was taken for.
                is_article = outcome is Outcome.ARTICLE and base not in self._articles
                site.parameters.count(key, brought=is_article or any(key not in other.keys for other in new))
        if outcome is Outcome.ARTICLE:
            self._articles.add(page_of(address))
        for page in pages_of(address):
            self._fetched.add(page)

    def _is_new(self, address: Address, plain: Address) -> bool:
        """Return whether an address that the crawl did not know is no known page with another idle parameter."""
        pages = {page_without(address, frozenset((key,))) for key in address.keys} | {plain_page := page_of(plain)}
        is_new = plain is address or (plain_page not in self._named and plain_page not in self._fetched)
        for page in pages:
            self._named.add(page)
        return is_new

    def _is_fetched(self, address: Address) -> bool:
        return page_of(address) in self._fetched


def _is_likely(site: _Site, address: Address) -> bool:
    prior = _prior(Found(url=""), address)
    return _learned(site, address, prior) >= _LIKELY


def _may_be_list(site: _Site, address: Address) -> bool:
    """Return whether an address may be that of a list that names articles: it is not known yet, or was fruitful.

    What such lists lead to counts no further: two barren shapes that name each other would last for ever.
    """
    shapes = degrees(address)
    own = site.shapes.get(shapes[0][0])
    if own is not None and own.pages >= _KNOWN:
        return own.fruitful > 0 and own.barren < _KNOWN
    known = (site.shapes[shape] for shape, times in shapes if shape in site.shapes and times < MOST_GENERAL)
    return all(evidence.pages < 2 * _KNOWN or evidence.fruitful for evidence in known)


def _is_barren(site: _Site, address: Address, found: Found) -> bool:
    base = patience(address, is_next=_is_list(found))
    for shape, times in degrees(address):
        evidence = site.shapes.get(shape)
        if evidence is not None:
            limit = min(base + evidence.fruitful, base * _MAX_PATIENCE)
            if evidence.barren >= limit * times:
                return True
    return False


def _is_list(found: Found) -> bool:
    return found.is_next or found.kind is Kind.LISTING


def _learned(site: _Site, address: Address, prior: float) -> float:
    """Return a likeness to which a site's pages are added, from its most general shape to the most particular."""
    likeness = prior
    for shape, times in reversed(degrees(address)):
        evidence = site.shapes.get(shape)
        if evidence is not None:
            weight = _WEIGHT_OF_PRIOR * times
            likeness = (evidence.articles + weight * likeness) / (evidence.pages + weight)
    return likeness


_DIGITS_OF_ARTICLE = 5  # pages of lists have fewer
_PLACE_POINTS = {Place.CONTENT: 0.3, Place.ASIDE: -0.3, Place.NAVIGATION: -1.2, Place.FOOTER: -1.8}
_LAST_POINTS = {
    Part.SLUG: 1.5, Part.TOKEN: 1.0, Part.NUMBER: 0.0, Part.COUNTED: 0.5, Part.WORD: -0.8, Part.YEAR: -2.0,
    Part.DATE: -1.0,
}  # fmt: skip


def _prior(found: Found, address: Address) -> float:
    """Return what an address, and the text and place of its link, say by themselves."""
    points = -1.2 + _path_points(address) + _text_points(found)
    points += _PLACE_POINTS[found.place] + 1.0 * found.is_headline - 1.0 * found.is_nofollow
    points -= 0.7 * max(0, len(address.keys) - 1)
    return 1 / (1 + math.exp(-points))


def _path_points(address: Address) -> float:
    if not address.parts:
        return 0.0 if address.keys else -2.0
    # What follows a title, or what is alone: /news/storm-hits-the-coast/4711, /news/4711, /2026/03
    told = -1 if address.slug is None else address.slug
    last = address.parts[told]
    points = _LAST_POINTS[last] + 0.2 * min(address.slug_words, 8) + 0.4 * bool(address.suffix)
    before = address.parts[:told]
    if Part.DATE in before or Part.YEAR in before:  # an article of that day, or the day itself
        points += 2.2 if last in {Part.SLUG, Part.TOKEN, Part.WORD, Part.COUNTED} else -1.0
    digits = address.segments[-1] if address.parts[-1] is Part.NUMBER else ""
    return points + 1.0 * (len(digits) >= _DIGITS_OF_ARTICLE)


def _text_points(found: Found) -> float:
    text = found.text
    if not text:
        return 0.0
    words = len(text.split())
    if not any(map(str.isalpha, text[:80])):  # the number of a page, an arrow
        return -1.5
    # Headlines have five words or more, names of sections one to three. Scripts without spaces count by letters.
    return 0.9 if words >= 5 or (words <= 2 and len(text) >= 15 and text > "\u2e80") else -0.4 * (words <= 2)
