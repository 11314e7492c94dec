"""What the rules of fields are asked with: a page, its body, and what has been found out about the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.authors.byline_lines import byline_lines
from newsspider.fields.authors.collaborators import lines_with_work
from newsspider.fields.dates.time_elements import kinds_of_times
from newsspider.fields.headline.above_body import ranked_lines
from newsspider.fields.images.main_picture import MainPicture, main_pictures
from newsspider.fields.images.pictures import Picture, pictures_around
from newsspider.fields.layout import containers_around, h1_places, main_run, place_of_headline
from newsspider.fields.markup import breadcrumb_elements
from newsspider.fields.publisher.site_names import people_keys, signed_name, site_keys
from newsspider.fields.search_regions import (
    line_at,
    lines_around,
    lines_under_headline,
    shows_today,
    tells_other_story,
)
from newsspider.fields.state_article import StateArticle, state_article
from newsspider.http import Announcement
from newsspider.lines.date_labels import Kind
from newsspider.lines.dump_head import NO_HEAD, DumpHead, dump_head
from newsspider.page.parsely import ParselyPage, parsely_page
from newsspider.page.types import Page
from newsspider.processors.headlines import name_key

# Countries' domains whose code is used by the world.
_NO_COUNTRY_DOMAINS = frozenset({"io", "tv", "me", "co", "ai", "cc", "ly", "fm", "to", "ws", "la", "gg", "eu"})


class PageFacts:
    """A page, its body, what announced it, and what rules ask of these: found out when asked for, and then kept.

    `chosen` holds the values of the fields before, cleaned, whoever gave them: a rule, a correction, or a loader
    that held one already. Fields are chosen in the order of their declarations.
    """

    def __init__(self, page: Page, body: Body, announcement: Announcement | None = None) -> None:
        self.page, self.body, self.announcement = page, body, announcement
        self.chosen: dict[str, Any] = {}
        self._lines: dict[int, str] = {}
        self._of_today: dict[int, bool] = {}
        self._of_others: dict[int, bool] = {}

    @property
    def headline(self) -> str | None:
        """The headline that was chosen."""
        return self.chosen.get("headline")

    @property
    def language(self) -> str | None:
        """The language in which names and dates are read: the chosen one, else what the page declares."""
        return self.chosen.get("inLanguage") or self.page.language

    @property
    def is_dump(self) -> bool:
        """Whether only the text of the page is left."""
        return self.page.text is not None

    @property
    def captured(self) -> datetime | None:
        """When the page was fetched (aware): no date on it can lie later."""
        return self.page.captured

    @cached_property
    def country(self) -> str | None:
        """The country (ISO 3166) that the page is written for."""
        return country_of(self.page)

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """The keys of the site's names, by which names that are written in different ways are known."""
        return site_keys(self.page)

    @cached_property
    def own_keys(self) -> frozenset[str]:
        """The keys of the site's names and of the owner's, who may be the author."""
        owner = name_key(self.owner) if self.owner else ""
        return self.site_keys | {owner} if owner else self.site_keys

    @cached_property
    def employer_keys(self) -> frozenset[str]:
        """The keys of the names that an author may work for: a person who publishes the page may write too."""
        return self.own_keys - people_keys(self.page)

    @cached_property
    def owner(self) -> str | None:
        """The name in the copyright line under the article, None without one."""
        return signed_name(self.body, self.page)

    @cached_property
    def h1_places(self) -> Sequence[int]:
        """The indices of the blocks of h1 elements."""
        return h1_places(self.body.blocks.tags)

    @cached_property
    def headline_place(self) -> int | None:
        """The index of the block in which the page sets the headline, None where no heading does."""
        return place_of_headline(self.body, self.h1_places)

    @cached_property
    def dump_head(self) -> DumpHead:
        """What the first lines of a text dump say of it; of other pages nothing."""
        return dump_head(self.body.blocks.texts) if self.is_dump else NO_HEAD

    @cached_property
    def main_run(self) -> tuple[int, int]:
        """The first block of the body's main part and the one behind its last; (0, 0) without a body."""
        return main_run(self.body)

    @cached_property
    def headline_lines(self) -> Sequence[int]:
        """The blocks above the body that may be its headline, best first; empty where the page has no body."""
        return ranked_lines(self.body, self.main_run)

    def line_at(self, place: int) -> str:
        """Return the text of a short block, with dots where style alone sets its parts apart."""
        if place not in self._lines:
            self._lines[place] = line_at(self, place)
        return self._lines[place]

    @cached_property
    def lines_around(self) -> Sequence[str]:
        """The short blocks around the beginning and the end of the body: several rules read them."""
        return list(lines_around(self))

    @cached_property
    def lines_under_headline(self) -> Sequence[str]:
        """The short blocks under and then over the headline: several rules read them."""
        return list(lines_under_headline(self))

    def shows_today_at(self, place: int) -> bool:
        """Return whether a block shows today's date, at the top of the site's pages."""
        if place not in self._of_today:
            self._of_today[place] = shows_today(self, place)
        return self._of_today[place]

    def tells_other_story_at(self, place: int) -> bool:
        """Return whether a block behind the body is another story's."""
        if place not in self._of_others:
            self._of_others[place] = tells_other_story(self, place)
        return self._of_others[place]

    @cached_property
    def byline_lines(self) -> Sequence[str]:
        """The lines near the body that name the author, the likeliest first: of a text dump."""
        return byline_lines(self)

    @cached_property
    def lines_with_work(self) -> Sequence[str]:
        """The lines near headline and text, if a word for other work than writing is among them; else none."""
        return lines_with_work(self)

    @cached_property
    def lower_case_words(self) -> frozenset[str]:
        """The words that the page writes small somewhere: a name's words are not among them, a menu's are."""
        return frozenset(filter(str.islower, set("\n".join(self.body.blocks.texts).split())))

    def writes_small(self, word: str) -> bool:
        """Return whether the page writes a word, given in small letters, so somewhere."""
        return word in self.lower_case_words

    @cached_property
    def times(self) -> Sequence[tuple[_Element, Kind | None]]:
        """The page's <time> elements and what they are of."""
        return kinds_of_times(self.page)

    @cached_property
    def parsely(self) -> ParselyPage:
        """What the page tells Parse.ly."""
        return parsely_page(self.page)

    @cached_property
    def state_article(self) -> StateArticle:
        """What the data of the page's scripts says of the article: asked where the page shows nothing."""
        return state_article(self.page, self.headline)

    @cached_property
    def breadcrumb_elements(self) -> Sequence[_Element]:
        """The elements that call themselves a trail of breadcrumbs."""
        return list(breadcrumb_elements(self.page, self.body.blocks))

    @cached_property
    def pictures(self) -> Sequence[Picture]:
        """The pictures that stand in the article's text or right above it, in reading order."""
        return pictures_around(self.body, self.headline_place, self._people)

    @property
    def _people(self) -> Sequence[str]:
        """The names of the authors that were chosen."""
        return [author.name for author in self.chosen.get("authors") or () if author.name]

    @cached_property
    def main_picture(self) -> MainPicture | None:
        """The first candidate for the main picture."""
        return next(self.main_pictures(), None)

    def main_pictures(self) -> Iterator[MainPicture]:
        """Yield the candidates for the main picture, best first, each with the picture that shows it."""
        drawn = self.state_article.image if self.body.blocks.source and not self.pictures else None
        return main_pictures(self.page, self.pictures, self.announcement, people=self._people, drawn=drawn)

    @cached_property
    def text_containers(self) -> frozenset[_Element]:
        """The elements that hold the article's blocks: their parents and grandparents."""
        return containers_around(self.body)


def country_of(page: Page) -> str | None:
    """Return the country (ISO 3166) of a page: its language's region, else its host's domain, else og:locale's."""
    locale = page.first_meta("og:locale", "content-language")
    return country_for(page.language, page.url) or country_for(locale, None)


def country_for(language: str | None, url: str | None) -> str | None:
    """Return the country (ISO 3166) that a language's region names, or else an address's top-level domain.

    >>> country_for("en-GB", "https://example.ie/"), country_for("en", "https://example.ie/")
    ('GB', 'IE')
    """
    mark, region = (language or "")[-3:-2], (language or "")[-2:]
    if mark in ("-", "_") and region.isalpha():
        return region.upper()
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    domain = host.rsplit(".", 1)[-1]
    if len(domain) != 2 or domain in _NO_COUNTRY_DOMAINS:
        return None
    return {"UK": "GB"}.get(domain.upper(), domain.upper())
