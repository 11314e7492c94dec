"""Pictures that no <img> shows: backgrounds, addresses in other elements for scripts, those of a <noscript>."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.fields.images.sources import leads_to_picture, picture_source, source_in_attributes
from newsspider.fields.markup import class_words
from newsspider.processors.images import best_of_srcset

# Within quotation marks an address may hold brackets: "storm (21).png".
_QUOTED = r"url\(\s{0,5}(?:\"([^\"]{4,2000})\"|'([^']{4,2000})'|([^'\")]{4,2000}))"
_BACKGROUND = re.compile(rf"background(?:-image)?\s{{0,5}}:[^;]{{0,200}}?\b{_QUOTED}")
_BACKGROUND_SET = "data-bgset"
_BACKGROUND_NAMES = (
    "data-bg", "data-background", "data-background-image", "data-bg-image", "data-img", _BACKGROUND_SET,
)  # fmt: skip
_PICTUREFILL = "data-picture"  # of an element that lists addresses for scripts, as <picture> does for browsers
_TELLING = frozenset(("style", _PICTUREFILL, *_BACKGROUND_NAMES))
_LAYOUT = frozenset((
    "bg", "background", "backdrop", "header", "footer", "pattern", "texture", "gradient", "overlay", "masthead",
    "default", "hintergrund", "fondo", "fond", "sfondo",
))  # fmt: skip
_WHOLE = frozenset(
    ("article", "main", "section")
)  # which blog software names after the author: "hentry author-ana"
_WORD = re.compile(r"[a-z]+")
_URL = re.compile(rf"{_QUOTED}\s{{0,5}}\)")
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#])", re.IGNORECASE)  # PNG and GIF are patterns as often
_FIGURE, _ELSEWHERE = int(Flag.FIGURE), int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.HIDDEN)
_MAX_IN_FIGURE = 30  # elements that are looked at
_MAX_CONTAINERS = 200  # between the headline and the text
IMAGE_TAGS = ("img", "amp-img", "amp-anim", "a-img")
_OTHER = ("video", "audio", "iframe", "table", "pre", "blockquote", "amp-video", "amp-iframe")


class Unlisted(NamedTuple):
    """A picture without an <img>."""

    element: _Element  # that holds its address
    attributes: Mapping[str, str]
    url: str  # as written
    position: int  # of the block that comes next
    place: int  # of its container
    is_background: bool = False


def pictures_without_img(markup: Markup, begin: int, text: range, *, has_lead: bool) -> Iterator[Unlisted]:
    """Yield the figures without an <img> from block `begin` to the end of `text`; above that, a background too.

    `text` are the blocks of the text; a background is looked for where nothing else is the picture above them.
    """
    containers, places = markup.containers, markup.places
    start, end = places[begin - 1] if begin else 0, places[text[-1]]
    figures = {number for number, kind in enumerate(containers.kind_table) if kind.tag == "figure"}
    for place in range(start, end + 1) if figures else ():
        if containers.kinds[place] in figures and not containers.flags[place] & _ELSEWHERE:
            held = _in_figure(containers.elements[place])
            if held:
                has_lead = has_lead or place < places[text[0]]
                yield Unlisted(*held, _next_block(markup, place, begin, text), place)
    if not has_lead:
        yield from _background(markup, range(start, places[text[0]]), begin, text)


def _in_figure(figure: _Element) -> tuple[_Element, Mapping[str, str], str] | None:
    """Return the element that holds a picture's address in a <figure> which shows none by an <img>."""
    first = None
    for image in islice(figure.iter(*IMAGE_TAGS), _MAX_IN_FIGURE):
        outer = image.getparent()
        if outer is None or outer.tag != "noscript":
            return None
        first = image if first is None else first
    if next(figure.iter(*_OTHER), None) is not None:
        return None
    if first is not None:
        own = dict(first.items())
        url = picture_source(first, own)
        return (first, own, url) if url else None
    for element in islice(figure.iter(), _MAX_IN_FIGURE):
        own = dict(element.items())
        enlarged = own.get("href") if element.tag == "a" else None
        url = _address(own) or source_in_attributes(own)
        url = url or (enlarged if enlarged and leads_to_picture(enlarged) else None)
        if url:
            return element, _with_alt(own), url
    return None


def _background(markup: Markup, places: range, begin: int, text: range) -> Iterator[Unlisted]:
    """Yield the first picture above the text that is an element's background, or listed in one for scripts."""
    containers, words = markup.containers, class_words()["picture"]
    first = places.stop
    for place in islice(places, _MAX_CONTAINERS):
        if containers.ends[place] > first or containers.flags[place] & _ELSEWHERE:
            continue
        element = containers.elements[place]
        if _TELLING.isdisjoint(element.keys()):  # as of nearly all
            continue
        own = dict(element.items())
        held = _in_figure(element) if _PICTUREFILL in own else None
        if held:
            yield Unlisted(*held, _next_block(markup, place, begin, text), place)
            return
        url = _address(own)
        is_named = not words.isdisjoint(containers.kind_table[containers.kinds[place]].tokens)
        may_be_picture = url and (is_named or _PHOTO.search(url)) and not _is_of_layout(url)
        if url and may_be_picture and not _is_of_author(markup, place):
            position = _next_block(markup, place, begin, text)
            yield Unlisted(element, _with_alt(own), url, position, place, is_background=True)
            return


def _is_of_author(markup: Markup, place: int) -> bool:
    """Return whether a container, or the box around it, is named after who wrote the text."""
    containers, words = markup.containers, class_words()["portrait"]
    kinds = (containers.kind_table[containers.kinds[one]] for one in (place, containers.parents[place]) if one > 0)
    return any(kind.tag not in _WHOLE and not words.isdisjoint(kind.tokens) for kind in kinds)


def _is_of_layout(url: str) -> bool:
    """Return whether a background is the same on all pages of a site, by the name of its file."""
    return not _LAYOUT.isdisjoint(_WORD.findall(url.lower().partition("?")[0].rpartition("/")[2]))


def _address(own: Mapping[str, str]) -> str | None:
    """Return the address of an element's background, of its style or of an attribute that a script reads.

    >>> _address({"style": "background:#ddd url('/storm.jpg') center"}), _address({"data-bg": "url(/storm.jpg)"})
    ('/storm.jpg', '/storm.jpg')
    """
    found = _BACKGROUND.search(own.get("style", ""))
    address = _written(found) if found else ""
    if address and not address.startswith("data:"):
        return address
    for name in _BACKGROUND_NAMES:
        value = own.get(name, "").strip()
        if value:
            wrapped = _URL.fullmatch(value)
            if name == _BACKGROUND_SET:
                return best_of_srcset(value)
            return _written(wrapped) if wrapped else source_in_attributes({name: value})
    return None


def _written(address: re.Match[str]) -> str:
    written: str = next(filter(None, address.groups()))
    return written.strip()


def _with_alt(own: Mapping[str, str]) -> Mapping[str, str]:
    """Return attributes with an alternative text, which such elements give to assistive technology otherwise."""
    label = own.get("aria-label")
    return {**own, "alt": label} if label and "alt" not in own and own.get("role") == "img" else own


def _next_block(markup: Markup, place: int, begin: int, text: range) -> int:
    return next((i for i in range(begin, text.stop) if markup.places[i] >= place), text[-1])
