"""The pictures that stand in or right above the article's text, as its markup describes them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.body.types import Body
from newsspider.fields.markup import class_words, is_named, text_of
from newsspider.items import Image
from newsspider.processors.credits import split_credit
from newsspider.processors.images import best_of_srcset
from newsspider.processors.text import one_line

# Attributes that scripts copy into `src` when the picture comes into view, in the order of preference, and src.
_IMAGE_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-image", "data-full-src",
    "data-hi-res-src", "data-original-src", "data-echo", "data-img-url", "src",
)  # fmt: skip
_LAZY_SOURCES = frozenset(_IMAGE_SOURCES) - {"src"}
_SRCSET_NAMES = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set")
_SRCSETS = frozenset(_SRCSET_NAMES)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])", re.IGNORECASE)
_PIXELS = re.compile(r"\s{0,5}(\d{1,5})(?:\.\d{1,5})?\s{0,3}(?:px)?\s{0,5}", re.ASCII)
# Plain ints: to ask a flag takes ten times as long.
_FOREIGN = int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.HIDDEN | Flag.BUTTON)
_HEADER, _IN_STORY = int(Flag.HEADER), int(Flag.ARTICLE | Flag.MAIN)
_LEAD_BLOCKS = (
    8  # headline, standfirst, byline, date, share line, caption and credit may stand between picture and text
)
_MAX_WRAPPERS = 6  # layers of layout between a picture and its <figure>: one to four are usual
_SMALLEST_SIDE = (
    100  # CSS pixels: portraits beside bylines, icons and counters are smaller, story pictures are not
)
_MAX_PICTURES = 200
_MAX_DIGITS = 5  # of a width or height
_MAX_CAPTION_CHARS = 3_000
_DURATION = re.compile(r"\d{1,2}:\d{2}")  # of a video, whose player stands in the figure
_MAX_NESTED = 40
_MAX_CAPTIONED = 4
_MAX_IN_CAPTION = 60  # elements looked at for a credit's class


@dataclass(frozen=True)
class Picture:
    """An <img> near the article's text; what takes long to find is looked for once, when it is asked for."""

    element: _Element
    attributes: Mapping[str, str]  # of the element, read in one call: many are looked for, and most are not there
    url: str  # as written
    is_lead: bool  # stands above the text
    markup: Markup
    place: int  # of its container
    captions: dict[_Element, _Element | None]  # wrapper -> the caption in it: pictures of a gallery share theirs

    @cached_property
    def image(self) -> Image:
        """What the <img> and the figure around it say, as written."""
        return _read(self.attributes, self.url, self.figure)

    @cached_property
    def wrappers(self) -> Sequence[_Element]:
        """The elements around it, nearest first."""
        return _wrappers(self.element)

    @cached_property
    def is_foreign(self) -> bool:
        """Whether it looks like part of a menu, another story, an advert, a byline."""
        return _has_foreign_name(self) or _leads_elsewhere(self)

    @cached_property
    def figure(self) -> _Element | None:
        """The <figure>, or the nearest wrapper with a caption of its own, around it."""
        return _figure(self.wrappers, self.captions)


def pictures_around(body: Body) -> Sequence[Picture]:
    """Return the pictures that stand in the article's text or right above it, in reading order."""
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return ()
    return _pictures(markup, body.chosen[0], body.chosen[-1])


def _pictures(markup: Markup, first: int, last: int) -> list[Picture]:
    found: list[Picture] = []
    captions: dict[_Element, _Element | None] = {}
    images = markup.images
    begin, end = bisect_left(images.positions, first - _LEAD_BLOCKS), bisect_right(images.positions, last)
    for number in range(begin, end):
        element = images.elements[number]
        attributes = dict(element.items())
        url = None if _is_small(attributes) else _source(element, attributes)
        if url:
            is_lead = images.positions[number] <= first
            found.append(Picture(element, attributes, url, is_lead, markup, images.places[number], captions))
        if len(found) >= _MAX_PICTURES:
            break
    return found


def read_picture(element: _Element) -> Image:
    """Return what an <img> and the figure around it say."""
    attributes = dict(element.items())
    url = _source(element, attributes)
    return _read(attributes, url, _figure(_wrappers(element), {}) if url else None)


def _read(attributes: Mapping[str, str], url: str | None, figure: _Element | None) -> Image:
    caption, credit = _caption(figure) if figure is not None else (None, None)
    return Image(
        url=url,
        caption=caption,
        credit=credit,
        alt=attributes.get("alt"),
        width=_pixels(attributes.get("width")),
        height=_pixels(attributes.get("height")),
    )


def _has_foreign_name(picture: Picture) -> bool:
    containers, place = picture.markup.containers, picture.place
    flags = containers.flags[place]
    # A <header> outside of article and main is the site's.
    if flags & _FOREIGN or (flags & _HEADER and not flags & _IN_STORY):
        return True
    words = class_words()["foreign"]
    if is_named(picture.attributes.items(), words):
        return True
    # The article's own wrappers may be called anything ("post-with-sidebar"): only the near ones count.
    for _ in range(_MAX_WRAPPERS // 2):
        kind = containers.kind_table[containers.kinds[place]]
        if not words.isdisjoint(kind.tokens) and kind.tag not in ("article", "main", "body"):
            return True
        place = containers.parents[place]
        if place <= 0:
            break
    return False


def _leads_elsewhere(picture: Picture) -> bool:
    """Return whether a picture is a link to another page: a link to a picture's file enlarges it."""
    link = next((one for one in picture.wrappers if one.tag == "a"), None)
    href = link.get("href") if link is not None else None
    if not href or href.startswith(("#", "javascript:")) or _PICTURE_FILE.search(href):
        return False
    return picture.figure is None or next(picture.figure.iter("figcaption"), None) is None


def _is_small(attributes: Mapping[str, str]) -> bool:
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    return (width is not None and width < _SMALLEST_SIDE) or (height is not None and height < _SMALLEST_SIDE)


def _wrappers(element: _Element) -> Sequence[_Element]:
    """Return the elements around a picture, nearest first; libxml2 nests the <source>s of a <picture>."""
    around: list[_Element] = []
    for one in islice(element.iterancestors(), _MAX_NESTED):
        if one.tag != "source":
            around.append(one)
            if len(around) == _MAX_WRAPPERS:
                break
    return around


def _source(element: _Element, own: Mapping[str, str]) -> str | None:
    """Return the address of the largest version: srcset and <source>, then what scripts fill in, then src."""
    best = _best_of_srcsets(own)
    if best is not None:
        return best
    for one in _sources(element):
        best = _best_of_srcsets(dict(one.items()))
        if best is not None:
            return best
    for name in ("src",) if _LAZY_SOURCES.isdisjoint(own) else _IMAGE_SOURCES:
        source = own.get(name)
        if source and source.lstrip()[:5].lower() != "data:":
            return source
    return None


def _best_of_srcsets(attributes: Mapping[str, str]) -> str | None:
    if _SRCSETS.isdisjoint(attributes):
        return None
    srcsets = (srcset for name in _SRCSET_NAMES if (srcset := attributes.get(name)))
    return next(filter(None, map(best_of_srcset, srcsets)), None)


def _sources(element: _Element) -> Iterator[_Element]:
    """Yield the <source> elements of the <picture> around an <img>."""
    picture = element.getparent()
    if picture is not None and picture.tag == "source":
        picture = next(iter(_wrappers(element)), None)
    if picture is not None and picture.tag == "picture":
        yield from islice(picture.iter("source"), _MAX_NESTED)


def _figure(wrappers: Sequence[_Element], captions: dict[_Element, _Element | None]) -> _Element | None:
    """Return the <figure>, or the nearest wrapper with a caption of its own, around a picture."""
    near = 0
    for wrapper in wrappers:
        tag = wrapper.tag
        if tag == "figure":
            return wrapper
        if tag in ("article", "main", "body", "aside", "section"):
            break
        near += 1
    for wrapper in wrappers[: min(near, _MAX_CAPTIONED)]:
        if wrapper not in captions:
            captions[wrapper] = _named_caption(wrapper)
        if captions[wrapper] is not None:
            return wrapper
    return None


def _named_caption(element: _Element) -> _Element | None:
    words = class_words()["caption"]
    for child in islice(element.iterchildren(), _MAX_CAPTIONED * 2):
        if child.get("class") and is_named(child.items(), words) and next(child.iter("img"), None) is None:
            return child
    return None


def _caption(figure: _Element) -> tuple[str | None, str | None]:
    """Return the raw caption and credit of a figure; the credit where an element of its own holds it."""
    holder = next(figure.iter("figcaption"), None)
    if holder is None:
        holder = _named_caption(figure)
    if holder is None:
        return None, None
    whole = text_of(holder, gap=" ")[:_MAX_CAPTION_CHARS]
    credit = _credit(holder)
    if not credit:
        return whole, None
    # "Photo: Ana Ruiz <span class=credit>(Reuters)</span>": the text around it says more than the element.
    signed = split_credit(whole)[1]
    if signed and one_line(credit).strip("()[] ") in signed:
        return whole, None
    return " ".join(whole.rsplit(credit, 1)), credit


def _credit(holder: _Element) -> str | None:
    words = class_words()["credit"]
    for element in islice(holder.iter(), 1, _MAX_IN_CAPTION):
        if isinstance(element.tag, str) and is_named(element.items(), words):
            text = text_of(element, gap=" ")[:_MAX_CAPTION_CHARS]
            if any(map(str.isalpha, text)) and not _DURATION.search(text):
                return text
    return None


def _pixels(raw: str | None) -> int | None:
    if not raw:
        return None
    if raw.isascii() and raw.isdigit():
        return int(raw) if len(raw) <= _MAX_DIGITS else None
    match = _PIXELS.fullmatch(raw)
    return int(match[1]) if match else None
