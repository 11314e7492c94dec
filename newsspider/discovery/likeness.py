"""How likely an address leads to an article, learned from what a site's other addresses led to."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from newsspider.discovery.links import is_asset, site_of
from newsspider.discovery.recent_keys import RecentKeys
from newsspider.discovery.site_shapes import SiteShapes
from newsspider.discovery.traps import hostile_reason, page_of, page_without, pages_of, patience
from newsspider.discovery.types import Found, Kind, Outcome, Place
from newsspider.discovery.url_shapes import MOST_GENERAL, Address, Part, degrees, read_address

# Of one crawl: 50,000 shapes take some 20 MB, and the pages some 20 MB.
_MAX_SHAPES, _MAX_PAGES = 50_000, 131_072
# What a feed or a sitemap announces as an article is one, or else the site's shapes say so.
_ANNOUNCED = 0.95
# An address that is as likely as this to be an article is something that a page brought.
_LIKELY = 0.5
# Pages of a shape from which on it is known; before that its addresses count as something new.
_KNOWN = 3
# Pages that must agree before a shape counts for more than what is more general; the general ones count for less.
_WEIGHT_OF_PRIOR = 4.0
# Shapes of a site that are written anew for each page that something was learned from.
_SHAPES_A_PAGE = 10
# The more often something came of a shape, the longer it is asked; up to this many times its patience.
_MAX_PATIENCE = 4


class SitePatterns:
    """What the addresses of each site of a crawl lead to.

    Memory is bounded: sites and shapes that rested longest are forgotten.
    """

    def __init__(self, max_shapes: int = _MAX_SHAPES, max_pages: int = _MAX_PAGES) -> None:
        self._sites: OrderedDict[str, SiteShapes] = OrderedDict()
        # Hashes of addresses.
        self._fetched = RecentKeys(max_pages)
        self._named = RecentKeys(max_pages)
        self._articles = RecentKeys(max_pages)
        self._max_shapes = max_shapes
        self._shapes = 0
        self._changed: dict[str, int] = {}  # sites, and from how many pages something was learned of them

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
        if found.announcement is not None or found.kind is Kind.ARTICLE:
            return None
        is_known = self._shows_known_article(site, address)
        return "known" if is_known else "trap" if _is_barren(site, plain, found) else None

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] = ()) -> None:
        """Take in what a page turned out to be that was fetched for the first time.

        An article that is known already under another address is `Outcome.NOTHING`. `new_urls` are those addresses
        on the page that the crawl had not known. Pages that could not be fetched say nothing of their shape.
        """
        if outcome is Outcome.FAILED:
            return
        name = site_of(url)
        site = self._site(name)
        address = site.plain(read_address(url))
        new = map(read_address, new_urls)
        fresh = [plain for other in new if self._is_new(other, plain := site.plain(other))]
        self._learn_parameters(site, address, outcome, fresh)
        self._note_fetched(address, outcome)
        self._count_shapes(site, site.plain(address), outcome, fresh)  # which this page may just have made plainer
        self._note_changed(name)

    def recall(self, url: str, outcome: Outcome | None) -> None:
        """Take in an address that an earlier run found, and what it turned out to be; None if it was not fetched.

        To be called after `restore`, with the addresses in the order in which they were fetched.
        """
        name, address = site_of(url), read_address(url)
        site = self._site(name)
        plain = site.plain(address)
        self._is_new(address, plain)  # from now on it is not
        if outcome is None or outcome is Outcome.FAILED:
            return
        self._note_fetched(plain, outcome)
        if not site.was_restored:  # by a state that does not hold it
            self._count_shapes(site, plain, outcome, None)
            self._note_changed(name)

    def learned(self, *, is_last: bool = False) -> dict[str, str]:
        """Return what is known of each site of which enough was learned since it was returned last, for `restore`.

        Enough is a page for ten shapes that are known: what is known of a large site is 40 kB, to be written each
        time, and a page more or less makes no difference to it. With `is_last` a single page is enough.
        """
        changed = [
            name
            for name, pages in self._changed.items()
            if name not in self._sites or is_last or _SHAPES_A_PAGE * pages >= len(self._sites[name].shapes)
        ]
        for name in changed:
            del self._changed[name]
        return {name: self._sites[name].to_json() for name in sorted(changed) if name in self._sites}

    def _note_changed(self, name: str) -> None:
        self._changed[name] = self._changed.get(name, 0) + 1

    def restore(self, site: str, learned: str, *, in_new_run: bool) -> None:
        """Go on with what an earlier run learned of a site."""
        self._forget(site)
        known = self._sites[site] = SiteShapes.from_json(learned, in_new_run=in_new_run)
        self._shapes += len(known.shapes)
        self._make_room()

    def _site(self, name: str) -> SiteShapes:
        site = self._sites.get(name)
        if site is None:
            site = self._sites[name] = SiteShapes()
        self._sites.move_to_end(name)
        return site

    def _forget(self, name: str) -> None:
        if (site := self._sites.pop(name, None)) is not None:
            self._shapes -= len(site.shapes)

    def _make_room(self) -> None:
        while self._shapes > self._max_shapes and len(self._sites) > 1:
            self._forget(next(iter(self._sites)))

    def _count_shapes(
        self, site: SiteShapes, address: Address, outcome: Outcome, fresh: Sequence[Address] | None
    ) -> None:
        """Count a page for all its shapes; `fresh` is what it brought, None if that is not known."""
        fruitful = outcome is Outcome.ARTICLE or any(_is_likely(site, other) for other in fresh or ())
        shapes = degrees(address)
        # The next one of a counter is nothing that it brings, whatever the first ones were taken for.
        others = (other for other in fresh or () if degrees(other)[0] != shapes[0])
        brought = fruitful or any(_may_be_list(site, other) for other in others)
        site.articles += outcome is Outcome.ARTICLE
        before = len(site.shapes)
        for shape, _ in shapes:
            evidence = site.evidence(shape)
            evidence.pages += 1
            evidence.articles += outcome is Outcome.ARTICLE
            evidence.fruitful += fruitful
            if brought:
                evidence.barren = 0
            elif fresh is not None:
                evidence.barren += 1
        self._shapes += len(site.shapes) - before
        self._make_room()

    def articles_of(self, site: str) -> int:
        """Return how many articles of a site were learned of."""
        known = self._sites.get(site)
        return known.articles if known is not None else 0

    def _learn_parameters(
        self, site: SiteShapes, address: Address, outcome: Outcome, new: Sequence[Address]
    ) -> None:
        for key in address.keys:
            base = page_without(address, frozenset((key,)))
            if base in self._fetched:
                # The print version of an article is no other one, whatever it was taken for.
                is_article = outcome is Outcome.ARTICLE and base not in self._articles
                site.parameters.count(key, brought=is_article or any(key not in other.keys for other in new))

    def _note_fetched(self, address: Address, outcome: Outcome) -> None:
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

    def _shows_known_article(self, site: SiteShapes, address: Address) -> bool:
        """Return whether an address is a known article's with parameters that have made no other page so far.

        Of articles fewer tries say so than of lists, unless the article may be a list that was taken for one.
        """
        tried = frozenset(key for key in address.keys if site.parameters.may_be_idle(key))
        is_told_by_path = bool(address.parts) and address.parts[-1] in _OF_ARTICLES
        if not tried or not (is_told_by_path or len(tried) < len(address.keys)):
            return False
        return page_without(address, tried) in self._articles


def _is_likely(site: SiteShapes, address: Address) -> bool:
    prior = _prior(Found(url=""), address)
    return _learned(site, address, prior) >= _LIKELY


def _may_be_list(site: SiteShapes, address: Address) -> bool:
    """Return whether an address may be that of a list that names articles: it is not known yet, or was fruitful.

    What such lists lead to counts no further: two barren shapes that name each other would last for ever.
    """
    shapes = degrees(address)
    own = site.shapes.get(shapes[0][0])
    if own is not None and own.pages >= _KNOWN:
        return own.fruitful > 0 and own.barren < _KNOWN
    known = (site.shapes[shape] for shape, times in shapes if shape in site.shapes and times < MOST_GENERAL)
    return all(evidence.pages < 2 * _KNOWN or evidence.fruitful for evidence in known)


def _is_barren(site: SiteShapes, address: Address, found: Found) -> bool:
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


def _learned(site: SiteShapes, address: Address, prior: float) -> float:
    """Return a likeness to which a site's pages are added, from its most general shape to the most particular."""
    likeness = prior
    for shape, times in reversed(degrees(address)):
        evidence = site.shapes.get(shape)
        if evidence is not None:
            weight = _WEIGHT_OF_PRIOR * times
            likeness = (evidence.articles + weight * likeness) / (evidence.pages + weight)
    return likeness


_OF_ARTICLES = frozenset(
    (Part.SLUG, Part.NUMBER, Part.COUNTED, Part.TOKEN)
)  # what a list's address seldom ends in
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
