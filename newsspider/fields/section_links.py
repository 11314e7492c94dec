"""The section that a link of the page names: a label beside the headline, or a category of blog software."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider.blocks.types import HEADING_TAGS
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import class_words, is_named, text_start
from newsspider.language.tags import base_language
from newsspider.processors.sections import clean_section
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, same_site

_ABOVE, _BELOW = 3, 2  # blocks around the headline: a date or a kicker may stand between
_BELOW_TEXT = 12  # blocks under the text: the footer of a post; further down stand other stories
_MAX_LINKS = 12  # of one block
_MAX_PAGE_LINKS = 3_000
_MAX_CHARS = 40
_MAX_ADDRESS_CHARS = 1_000
_NAMED_LEVELS = 3  # the link, what holds it, and what holds that
_ELSEWHERE = int(Flag.NAV | Flag.ASIDE | Flag.HIDDEN | Flag.FORM)
_SURE = 2  # of the three things that tell


def category_link(facts: PageFacts) -> str | None:
    """Return the first category that a post names, above or below its text: <a rel="category tag">.

    https://microformats.org/wiki/rel-category: WordPress has written it for each of its posts since 2005.
    """
    body, markup = facts.body, facts.body.blocks.markup
    if markup is None or not body.chosen:
        return None
    place = facts.headline_place
    begin = body.chosen[0] if place is None else min(body.chosen[0], place)
    last = body.chosen[-1]
    for i in range(max(0, begin - _ABOVE), min(len(body.blocks), last + 1 + _BELOW_TEXT)):
        if i > last and body.blocks.tags[i] in HEADING_TAGS:
            return None  # of other stories
        for link in _links(facts, i):
            rels = (link.get("rel") or "").lower().split()
            name = clean_section(_name(link)) if "category" in rels and "tag" in rels else None
            if name:
                return name
    return None


def label_link(facts: PageFacts) -> str | None:
    """Return the name of a link beside the headline that leads to the section of the page.

    Three things tell it from a way back and from other languages' pages: the page's address begins with the
    link's; its element is named after sections; the site's menu has it too. Two are asked for, in any script.
    """
    place, url = facts.headline_place, facts.page.url
    if place is None or not url:
        return None
    around = [*range(place - 1, place - 1 - _ABOVE, -1), *range(place + 1, place + 1 + _BELOW)]
    for i in around:
        for link in _links(facts, i) if 0 <= i < len(facts.body.blocks) else ():
            steps = _steps(link, facts)
            name = _name(link)
            if steps and len(name) <= _MAX_CHARS and name == one_line(facts.body.blocks.texts[i]):
                found = clean_section(name)
                if found and _is_section(link, name, steps, facts):
                    return found
    return None


def _is_section(link: _Element, name: str, steps: list[str], facts: PageFacts) -> bool:
    page = _path(facts.page.url or "")
    if steps == page or base_language(steps[-1]):
        return False
    is_above = steps == page[: len(steps)]
    is_named_so = _is_named_section(link)
    told = is_above + is_named_so
    return told >= _SURE or (told > 0 and _is_in_menu(link, name))


def _is_named_section(link: _Element) -> bool:
    words = class_words()["section"]
    around = [link, *islice(link.iterancestors(), _NAMED_LEVELS - 1)]
    return any(one.tag not in ("body", "main", "article") and is_named(one.items(), words) for one in around)


def _is_in_menu(link: _Element, name: str) -> bool:
    """Return whether another link of the page has the same name and address."""
    href = link.get("href")
    root = link.getroottree().getroot()
    others = islice(root.iter("a"), _MAX_PAGE_LINKS)
    return any(one is not link and one.get("href") == href and _name(one) == name for one in others)


def _links(facts: PageFacts, place: int) -> Iterator[_Element]:
    """Yield the links in a block, or around it, unless it is part of a menu or stands beside the article."""
    blocks = facts.body.blocks
    markup = blocks.markup
    if markup is None or not markup.link_counts[place]:
        return
    element = blocks.elements[place]
    if element is None or markup.containers.flags[markup.places[place]] & _ELSEWHERE:
        return
    inside = list(islice(element.iter("a"), _MAX_LINKS + 1))
    if len(inside) <= _MAX_LINKS:
        yield from inside or islice(element.iterancestors("a"), 1)


def _steps(link: _Element, facts: PageFacts) -> list[str]:
    """Return the steps of the path to which a link leads on this site; none where it leads elsewhere."""
    href = (link.get("href") or "").strip()[:_MAX_ADDRESS_CHARS]
    address = absolute_url(href, facts.page.base_url or facts.page.url) if href else None
    return _path(address) if address and same_site(address, facts.page.url or "") else []


def _path(url: str) -> list[str]:
    return [unquote(step).lower() for step in urlsplit(url[:_MAX_ADDRESS_CHARS]).path.split("/") if step]


def _name(link: _Element) -> str:
    return one_line(text_start(link, 2 * _MAX_CHARS))
