"""The pictures that stand in or right above the article's text, as its markup describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Markup
from newsspider.body.types import Body
from newsspider.fields.markup import name_words, text_of
from newsspider.fields.surroundings import surroundings
from newsspider.items import Image
from newsspider.page.types import Page
from newsspider.processors.images import best_of_srcset

# Attributes that scripts copy into `src` when the picture comes into view, in the order of preference.
_LAZY_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-image", "data-full-src",
    "data-hi-res-src", "data-original-src", "data-echo", "data-img-url",
)  # fmt: skip
_LAZY_SRCSETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])", re.IGNORECASE)
_PIXELS = re.compile(r"\s{0,5}(\d{1,5})(?:\.\d{1,5})?\s{0,3}(?:px)?\s{0,5}", re.ASCII)
_FOREIGN = int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.HIDDEN | Flag.BUTTON)
_LEAD_BLOCKS = (
    8  # headline, standfirst, byline, date, share line, caption and credit may stand between picture and text
)
_MAX_WRAPPERS = 6  # layers of layout between a picture and its <figure>: one to four are usual
_SMALLEST_SIDE = (
    100  # CSS pixels: portraits beside bylines, icons and counters are smaller, story pictures are not
)
_MAX_PICTURES = 200
_MAX_CAPTION_CHARS = 3_000
_MAX_IN_CAPTION = 60  # elements looked at for a credit's class


def story_pictures(page: Page, body: Body) -> Iterator[Image]:
    """Yield the pictures of the article's text and lead, in reading order, values as written."""
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return
    first, last = body.chosen[0], body.chosen[-1]
    for _, place, element in islice(_around(markup, first, last), _MAX_PICTURES):
        if not _is_foreign(page, markup, place, element):
            image = read_picture(element)
            if image.url and not _is_small(image):
                yield image


def lead_picture(page: Page, body: Body) -> Image | None:
    """Return the picture above the article's text, where there is just one."""
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return None
    first = body.chosen[0]
    found = [
        element
        for _, place, element in _around(markup, first, first)
        if not _is_foreign(page, markup, place, element) and not _is_small(read_picture(element))
    ]
    return read_picture(found[0]) if len(found) == 1 else None


def read_picture(element: _Element) -> Image:
    """Return what an <img> and the figure around it say."""
    figure = _figure(element)
    caption, credit = _caption(figure) if figure is not None else (None, None)
    return Image(
        url=_source(element),
        caption=caption,
        credit=credit,
        alt=element.get("alt"),
        width=_pixels(element.get("width")),
        height=_pixels(element.get("height")),
    )


def _around(markup: Markup, first: int, last: int) -> Iterator[tuple[int, int, _Element]]:
    return (entry for entry in markup.images if first - _LEAD_BLOCKS <= entry[0] <= last)


def _is_foreign(page: Page, markup: Markup, place: int, element: _Element) -> bool:
    """Return whether a picture belongs to a menu, another story, an advert or a person's portrait."""
    containers = markup.containers
    if containers.flags[place] & _FOREIGN:
        return True
    if not surroundings()["foreign"].isdisjoint(name_words(element)):
        return True
    # The article's own wrappers may be called anything ("post-with-sidebar"): only the near ones count.
    for _ in range(_MAX_WRAPPERS // 2):
        kind = containers.kind_table[containers.kinds[place]]
        if not surroundings()["foreign"].isdisjoint(kind.tokens) and kind.tag not in ("article", "main", "body"):
            return True
        place = containers.parents[place]
        if place <= 0:
            break
    return _leads_elsewhere(page, element)


def _leads_elsewhere(page: Page, element: _Element) -> bool:
    """Return whether a picture is a link to another page: a link to a picture's file enlarges it."""
    link = next((one for one in islice(element.iterancestors(), _MAX_WRAPPERS) if one.tag == "a"), None)
    href = link.get("href") if link is not None else None
    if not href or href.startswith(("#", "javascript:")) or _PICTURE_FILE.search(href):
        return False
    figure = _figure(element)
    return (figure is None or next(figure.iter("figcaption"), None) is None) and href != page.url


def _is_small(image: Image) -> bool:
    sides = [side for side in (image.width, image.height) if side is not None]
    return bool(sides) and min(sides) < _SMALLEST_SIDE


def _source(element: _Element) -> str | None:
    """Return the address of the largest version: srcset and <source>, then what scripts fill in, then src."""
    parent = element.getparent()
    holders = [element]
    if parent is not None and parent.tag == "picture":
        holders += list(parent.iterchildren("source"))
    for holder in holders:
        for name in ("srcset", *_LAZY_SRCSETS):
            best = best_of_srcset(holder.get(name) or "")
            if best:
                return best
    for name in (*_LAZY_SOURCES, "src"):
        source = element.get(name)
        if source and source.lstrip()[:5].lower() != "data:":
            return source
    return None


def _figure(element: _Element) -> _Element | None:
    """Return the <figure>, or the nearest wrapper with a caption of its own, around a picture."""
    for ancestor in islice(element.iterancestors(), _MAX_WRAPPERS):
        if ancestor.tag == "figure":
            return ancestor
        if ancestor.tag in ("div", "span", "p", "dl", "section") and _named_caption(ancestor) is not None:
            return ancestor
        if ancestor.tag in ("article", "main", "body", "aside"):
            break
    return None


def _named_caption(element: _Element) -> _Element | None:
    words = surroundings()["caption"]
    children = (child for child in islice(element.iterchildren(), 8) if isinstance(child.tag, str))
    return next(
        (c for c in children if not words.isdisjoint(name_words(c)) and next(c.iter("img"), None) is None), None
    )


def _caption(figure: _Element) -> tuple[str | None, str | None]:
    """Return the raw caption and credit of a figure; the credit where an element of its own holds it."""
    holder = next(figure.iter("figcaption"), None)
    if holder is None:
        holder = _named_caption(figure)
    if holder is None:
        return None, None
    whole = text_of(holder)[:_MAX_CAPTION_CHARS]
    credit = _credit(holder)
    if credit:
        whole = whole.replace(credit, " ", 1) if whole.count(credit) == 1 else whole.rpartition(credit)[0] or whole
    return whole, credit


def _credit(holder: _Element) -> str | None:
    words = surroundings()["credit"]
    for element in islice(holder.iter(), 1, _MAX_IN_CAPTION):
        if isinstance(element.tag, str) and not words.isdisjoint(name_words(element)):
            text = text_of(element)[:_MAX_CAPTION_CHARS]
            if text.strip():
                return text
    return None


def _pixels(raw: str | None) -> int | None:
    match = _PIXELS.fullmatch(raw) if raw else None
    return int(match[1]) if match else None
