"""What a page, a feed or a sitemap names: addresses, and what is known of each before it is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from newsspider.http import Announcement


class Door(StrEnum):
    """A way in which a site shows its articles."""

    FEEDS = "feeds"
    SITEMAPS = "sitemaps"
    LINKS = "links"


class Kind(StrEnum):
    """What an address leads to, as far as that is known before it is fetched."""

    ARTICLE = "article"
    LISTING = "listing"
    PAGE = "page"  # unsure
    FEED = "feed"
    SITEMAP = "sitemap"


class Place(StrEnum):
    """Where on a page a link stands."""

    CONTENT = "content"
    NAVIGATION = "navigation"
    ASIDE = "aside"
    FOOTER = "footer"


class Outcome(StrEnum):
    """What a page turned out to be when it was fetched."""

    ARTICLE = "article"
    LISTING = "listing"
    NOTHING = "nothing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that a page, a feed or a sitemap names."""

    url: str  # absolute, without fragment and tracking parameters
    kind: Kind = Kind.PAGE
    door: Door = Door.LINKS
    text: str = ""  # of the link
    place: Place = Place.CONTENT
    is_headline: bool = False  # the link stands in a heading, or holds one
    is_nofollow: bool = False  # rel=nofollow, ugc or sponsored
    is_next: bool = False  # another page of the listing on which it stands: it costs no depth
    announcement: Announcement | None = None
