"""The pictures that stand in or above the article's text, as its markup describes them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider.body.types import Body
from newsspider.fields.images.caption_boxes import Surroundings
from newsspider.fields.images.caption_texts import Captioned
from newsspider.fields.images.captions import captioned
from newsspider.fields.images.sources import (
    enlarged_source,
    is_lazy,
    leads_to_picture,
    picture_source,
    wrappers_of,
)
from newsspider.fields.images.without_img import IMAGE_TAGS, pictures_without_img
from newsspider.fields.markup import class_words, is_named
from newsspider.items import Image
from newsspider.lines.bylines import is_byline
from newsspider.processors.images import image_key, is_decorative
from newsspider.processors.text import one_line

_PIXELS = re.compile(r"\s{0,5}(\d{1,5})(?:\.\d{1,5})?\s{0,3}(?:px)?\s{0,5}", re.ASCII)
_DURATION = re.compile(r"\(\d{1,3}:\d{2}(?::\d{2})?\)")
# Plain ints: to ask a flag takes ten times as long.
_FOREIGN = int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.HIDDEN | Flag.BUTTON)
# A figure may be a button that enlarges it, or a slide that is not shown yet.
_FOREIGN_FIGURE = int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM)
_HEADER, _IN_STORY, _IN_FIGURE = int(Flag.HEADER), int(Flag.ARTICLE | Flag.MAIN), int(Flag.FIGURE)
_PARTS = ("article", "main", "body")
_ADVERT = re.compile(r"(?<![^\W_])ad(?![^\W_])", re.IGNORECASE)  # "ad-slot", but no hash "4ad40b"
# What WordPress calls the size of a picture: "attachment-entry_with_sidebar size-entry_with_sidebar".
_SIZE = re.compile(r"(?<!\S)(?:attachment|size)-\S{1,100}")
_LEAD_BLOCKS = (
    8  # headline, standfirst, byline, date, share line, caption and credit may stand between picture and text
)
_ABOVE_HEADLINE = 2  # blocks over the headline beside which its picture may stand
_FAR_HEADLINE = 40  # blocks: a headline further above the text is another's
_STANDFIRST_CHARS = 300  # of the text above a picture, at most: standfirsts are seldom longer
_MAX_WRAPPERS = 6  # layers of layout between a picture and its <figure>: one to four are usual
_SMALLEST_SIDE = (
    100  # CSS pixels: portraits beside bylines, icons and counters are smaller, story pictures are not
)
_LARGE_SIDE = 300  # CSS pixels: no site's logo beside a text is as wide
_MAX_BYLINE_CHARS = 80
_MAX_NAME_CHARS = 400
_MAX_PICTURES = 200
_MAX_DIGITS = 5  # of a width or height


_RELATED = frozenset({"related"})  # "relatedPhoto": the article's own, where it has a caption


@dataclass(frozen=True)
class Picture:
    """A picture near the article's text: an <img>, or what stands for one.

    What takes long to find is looked for once, when it is asked for.
    """

    element: _Element
    attributes: Mapping[str, str]  # of the element, read in one call: many are looked for, and most are not there
    url: str  # as written
    is_lead: bool  # stands above the text, a standfirst aside
    place: int  # of its container
    surroundings: Surroundings
    people: Set[str] = frozenset()  # the article's authors, casefolded
    is_background: bool = False

    @cached_property
    def image(self) -> Image:
        """What the <img> and the figure around it say, as written; the address of what a link enlarges it to."""
        shown = _image(self.attributes, self.url, self.captioned)
        whole = enlarged_source(self.element, self.url)
        return replace(shown, url=whole, width=None, height=None) if whole else shown

    @cached_property
    def wrappers(self) -> Sequence[_Element]:
        """The elements around it, nearest first."""
        around = wrappers_of(self.element, _MAX_WRAPPERS)
        return around if self.element.tag in IMAGE_TAGS else (self.element, *around)

    @cached_property
    def is_foreign(self) -> bool:
        """Whether it looks like part of a menu, another story, an advert, a byline."""
        return _has_foreign_name(self) or _leads_elsewhere(self) or self.is_portrait

    @cached_property
    def is_portrait(self) -> bool:
        """Whether it is captioned as a byline is, or shows an author."""
        return _is_portrait(self)

    @property
    def size(self) -> tuple[int | None, int | None]:
        """Its width and height as its attributes give them."""
        return _pixels(self.attributes.get("width")), _pixels(self.attributes.get("height"))

    @property
    def is_video(self) -> bool:
        """Whether its caption gives a duration: it stands for a video, which may be of another story."""
        return _DURATION.search(self.captioned.caption or "") is not None

    @cached_property
    def captioned(self) -> Captioned:
        """What the markup around it says about it."""
        return captioned(self.element, self.wrappers, self.attributes.get("alt"), (self.surroundings, self.place))


def pictures_around(
    body: Body, headline_place: int | None = None, people: Iterable[str] = ()
) -> Sequence[Picture]:
    """Return the pictures that stand in the article's text or between headline and text, in reading order.

    Those of `people`, its authors, are known by their names.
    """
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return ()
    first, last = body.chosen[0], body.chosen[-1]
    begin = max(0, first - _LEAD_BLOCKS)
    if headline_place is not None and first - _FAR_HEADLINE < headline_place < first:
        begin = max(0, min(begin, headline_place - _ABOVE_HEADLINE))
    authors = frozenset(name.casefold() for name in people)
    images, surroundings, lead_end = markup.images, Surroundings(markup, body.chosen), _end_of_standfirst(body)
    found: list[tuple[int, Picture]] = []  # each with the block that it is part of, or that comes next
    for number in range(bisect_left(images.positions, begin), bisect_right(images.positions, last)):
        element, position = images.elements[number], images.positions[number]
        attributes = dict(element.items())
        url = None if _is_small(attributes) else picture_source(element, attributes)
        if url:
            if found and _is_preview(found[-1][1], element, attributes, url):
                found.pop()
            is_lead, place = position <= lead_end, images.places[number]
            found.append((position, Picture(element, attributes, url, is_lead, place, surroundings, authors)))
        if len(found) >= _MAX_PICTURES:
            break
    has_lead = any(one.is_lead and not is_decorative(one.url) and not one.is_foreign for _, one in found)
    for one in pictures_without_img(markup, begin, range(first, last + 1), has_lead=has_lead):
        is_lead = one.position <= lead_end
        picture = Picture(one.element, one.attributes, one.url, is_lead, one.place, surroundings, authors)
        found.append((one.position, replace(picture, is_background=one.is_background)))
    return [picture for _, picture in sorted(found, key=itemgetter(0))]


def _is_preview(before: Picture, element: _Element, attributes: Mapping[str, str], url: str) -> bool:
    """Return whether a picture is a small copy, in the place of the one beside it until a script loads that."""
    return (
        is_lazy(attributes)
        and not is_lazy(before.attributes)
        and before.element.getparent() is element.getparent()
        and image_key(before.url) == image_key(url)
    )


def _end_of_standfirst(body: Body) -> int:
    """Return the block behind the text's standfirst, or its first: above it stands the lead picture."""
    first = body.chosen[0]
    if len(body.chosen) < 2 or len(body.blocks.texts[first]) > _STANDFIRST_CHARS:
        return first
    return body.chosen[1]


def read_picture(element: _Element) -> Image:
    """Return what an <img> and the figure around it say."""
    attributes = dict(element.items())
    url = picture_source(element, attributes)
    around = wrappers_of(element, _MAX_WRAPPERS)
    return _image(attributes, url, captioned(element, around, attributes.get("alt")) if url else Captioned())


def _image(attributes: Mapping[str, str], url: str | None, around: Captioned) -> Image:
    return Image(
        url=url,
        caption=around.caption,
        credit=around.credit,
        alt=attributes.get("alt"),
        width=_pixels(attributes.get("width")),
        height=_pixels(attributes.get("height")),
    )


def _has_foreign_name(picture: Picture) -> bool:
    containers, place = picture.surroundings.markup.containers, picture.place
    flags = containers.flags[place]
    # A <header> outside of article and main is the site's.
    if flags & _HEADER and not flags & _IN_STORY:
        return True
    if flags & _FOREIGN and (
        flags & _FOREIGN_FIGURE or not flags & _IN_FIGURE or picture.captioned.caption is None
    ):
        return True
    words = class_words()["foreign"]
    # SPIP calls an article's picture its logo.
    own = words if (_pixels(picture.attributes.get("width")) or 0) < _LARGE_SIDE else words - {"logo"}
    if is_named(_without_size(picture.attributes), own):
        return True
    # The tokens of containers leave out words of two letters.
    near = (picture.element, *picture.wrappers[: _MAX_WRAPPERS // 2])
    if any(one.tag not in _PARTS and _is_advert(one.get("class", "")[:_MAX_NAME_CHARS]) for one in near):
        return True
    # The article's own wrappers may be called anything ("post-with-sidebar"): only the near ones count.
    for _ in range(_MAX_WRAPPERS // 2):
        kind = containers.kind_table[containers.kinds[place]]
        is_foreign = not words.isdisjoint(kind.tokens) and kind.tag not in _PARTS
        if is_foreign and not picture.surroundings.holds_all_text(place):
            of_story = not class_words()["picture"].isdisjoint(kind.tokens)
            is_related = _RELATED.issuperset(words.intersection(kind.tokens))
            is_own = is_related and picture.captioned.caption is not None and _link_to_page(picture) is None
            if not (of_story and is_own):
                return True
        place = containers.parents[place]
        if place <= 0:
            break
    return False


def _without_size(attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return an <img>'s attributes, its class without the name that WordPress has for its size: "size-sidebar"."""
    if "attachment-" not in attributes.get("class", ""):
        return attributes.items()
    return {**attributes, "class": _SIZE.sub(" ", attributes["class"][:_MAX_NAME_CHARS])}.items()


@lru_cache(maxsize=1024)  # a site's pages share their classes, and what one says never changes
def _is_advert(name: str) -> bool:
    return _ADVERT.search(name) is not None


def _leads_elsewhere(picture: Picture) -> bool:
    """Return whether a picture is a link to another page without a caption: another story's."""
    link = _link_to_page(picture)
    if link is None:
        return False
    holder = picture.captioned.holder
    if holder is None:
        return True
    return holder.tag != "figcaption" and (holder is link or link in holder.iterancestors())


def _link_to_page(picture: Picture) -> _Element | None:
    """Return the link around a picture that leads to another page; one to a picture's file enlarges it."""
    link = next((one for one in picture.wrappers if one.tag == "a"), None)
    href = link.get("href") if link is not None else None
    is_none = not href or href.startswith(("#", "javascript:")) or leads_to_picture(href)
    return None if is_none else link


def _is_portrait(picture: Picture) -> bool:
    """Return whether a picture is captioned as a byline is, is named after an author, or shows one."""
    if is_named(picture.attributes.items(), class_words()["author"]):
        return True
    captioned = picture.captioned
    if captioned.holder is not None and captioned.holder.tag == "figcaption":
        said = [captioned.caption]
    else:
        # Authors take pictures too: their name as the credit beside a caption tells no portrait.
        said = [
            captioned.credit if captioned.caption is None else captioned.caption,
            picture.attributes.get("alt"),
        ]
    lines = [one_line(text) for text in said if text and len(text) <= _MAX_BYLINE_CHARS]
    return any(line.casefold() in picture.people or is_byline(line, at_picture=True) for line in lines)


def _is_small(attributes: Mapping[str, str]) -> bool:
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if attributes.get("layout") == "responsive":  # of AMP and its like: as wide as the column, 16 by 9
        return False
    return (width is not None and width < _SMALLEST_SIDE) or (height is not None and height < _SMALLEST_SIDE)


def _pixels(raw: str | None) -> int | None:
    if not raw:
        return None
    if raw.isascii() and raw.isdigit():
        return int(raw) if len(raw) <= _MAX_DIGITS else None
    match = _PIXELS.fullmatch(raw)
    return int(match[1]) if match else None
