"""Where the markup around a picture holds its caption."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile

from lxml.etree import _Element

from newsspider._native.values import Markup
from newsspider.fields.images.caption_texts import (
    DURATION,
    MIN_ALT_CHARS,
    Captioned,
    credit_element,
    read_caption,
    shown_text,
)
from newsspider.fields.markup import class_words, is_named, text_of, words_in
from newsspider.lines.bylines import is_byline
from newsspider.processors.captions import split_caption
from newsspider.processors.text import one_line

_MAX_IN_BOX = 120  # elements looked at around a picture
# What no element marks as a caption is one only where it is short: a box beside a text may hold the text's rest.
_MIN_PLAIN_CHARS, _MAX_PLAIN_CHARS = 15, 600
_MAX_BESIDE_ALT = 160  # characters of the credit behind a caption that repeats the alternative text
_MAX_TEXTS = 12  # pieces of text in which a caption begins
_MOST_LINKED = 0.3  # of a caption's characters: teasers are links, captions name a source
_MAX_CAPTIONED, _MAX_CHILDREN = 4, 8
_MAX_PLAIN_TEXTS, _MAX_IN_PLAIN_BOX = 60, 300  # pieces and elements, in a box whose whole text may be a caption
_MAX_FIGCAPTIONS = 40
_PARTS = frozenset({"article", "main", "body", "section", "aside", "html", "form"})
# What a box around a picture and its caption does not hold.
_THIN = frozenset({"picture", "a", "amp-img", "a-img", "figure"})  # hold a picture, and nothing that is said of it
_TITLES = ("h1", "h2", "h3", "h4")
_OWN_CONTENT = ("h1", "h2", "h3", "h4", "h5", "time", "input", "form", "iframe")


@dataclass(frozen=True)
class Surroundings:
    """What the pictures of one page have in common: where its text lies."""

    markup: Markup
    chosen: Sequence[int]  # blocks of the article's text
    # What was found out about elements that pictures share: a gallery's <figure> may hold hundreds.
    named_captions: dict[_Element, bool] = field(default_factory=dict)
    figcaptions: dict[_Element, Sequence[_Element]] = field(default_factory=dict)
    texts: dict[_Element, str] = field(default_factory=dict)
    read: dict[tuple[_Element, _Element], Captioned] = field(default_factory=dict)

    @cached_property
    def _around_text(self) -> Set[int]:
        """The containers that hold a block of the article's text, however deep in them it lies."""
        parents, places = self.markup.containers.parents, self.markup.places
        found: set[int] = set()
        for place in {places[i] for i in self.chosen}:
            outer = place
            while outer >= 0 and outer not in found:
                found.add(outer)
                outer = parents[outer]
        return found

    @cached_property
    def _elements_around_text(self) -> Set[_Element]:
        elements = self.markup.containers.elements
        return {elements[place] for place in self._around_text}

    def holds_text(self, element: _Element) -> bool:
        """Return whether an element is or holds a block of the article's text."""
        return element in self._elements_around_text

    def holds_all_text(self, place: int) -> bool:
        """Return whether a container holds the first and the last block of the article's text."""
        places, end = self.markup.places, self.markup.containers.ends[place]
        return bool(self.chosen) and all(place <= places[i] < end for i in (self.chosen[0], self.chosen[-1]))

    def nearest_text(self, place: int) -> _Element | None:
        """Return the nearest element around a container, itself among them, that holds text of the article."""
        containers, around_text = self.markup.containers, self._around_text
        while place >= 0 and place not in around_text:
            place = containers.parents[place]
        return containers.elements[place] if place >= 0 else None


def caption_around(
    image: _Element,
    wrappers: Sequence[_Element],
    alt: str | None,
    box: _Element | None,
    page: tuple[Surroundings, int] | None,
) -> Captioned:
    """Return what the element that holds a picture's caption says: in its <figure>, a box around it, or beside.

    `box` is the picture's <figure>, where it stands in one; `page` is what surrounds it, and its container.
    """
    around = page[0] if page else None
    if box is None:
        box = _box(image, wrappers, page)
    if box is not None:
        holder = _holder(box, image, around)
        if holder is not None:
            return _read_once(holder, box, around)
        text = _plain_caption(box, wrappers, alt)
        if text is not None:
            return read_caption(box, box, text)
    return _beside(image if box is None else box, wrappers, alt, around) if around else Captioned()


def _box(image: _Element, wrappers: Sequence[_Element], page: tuple[Surroundings, int] | None) -> _Element | None:
    """Return the nearest element around a picture with a caption, else the largest that holds it alone."""
    known = page[0].named_captions if page else {}
    around_text = page[0].nearest_text(page[1]) if page else None
    box = None
    for number, wrapper in enumerate(wrappers):
        if wrapper.tag in _PARTS:
            break
        if number < _MAX_CAPTIONED and _has_named_child(wrapper, known):
            return wrapper
        # A caption that was taken for text: in an element that is named after the picture.
        is_text = wrapper is around_text and not is_named(wrapper.items(), class_words()["picture"])
        if is_text or _holds_others(wrapper, image):
            break
        box = wrapper
        if wrapper is around_text:
            break
    return box


def _holds_others(box: _Element, image: _Element) -> bool:
    """Return whether a box holds other pictures, a headline, a date, a player or a form."""
    for one in islice(box.iter("img", *_OWN_CONTENT), 3):
        if one is image:
            continue
        outer = one.getparent()
        if one.tag != "img" or outer is None or outer.tag != "noscript":
            return True
    return False


def _has_named_child(box: _Element, known: dict[_Element, bool]) -> bool:
    """Return whether an element's child is named a caption; pictures of a gallery share their wrappers."""
    found = known.get(box)
    if found is None:
        found = False
        words = class_words()["caption"]
        for child in islice(box, _MAX_CHILDREN):
            name = child.get("class")
            if name and not words.isdisjoint(words_in(name)) and next(child.iter("img"), None) is None:
                found = True
                break
        known[box] = found
    return found


def _holder(box: _Element, image: _Element, around: Surroundings | None) -> _Element | None:
    """Return the caption in a box, of several the one behind the picture; empty ones are none."""
    words = class_words()["caption"]
    found, is_behind = None, False
    figcaptions = _figcaptions(box, around.figcaptions if around else {})
    if len(figcaptions) == 1:
        return figcaptions[0]
    for one in islice(box.iter(), 1, _MAX_IN_BOX):
        if one is image:
            is_behind = True
        if not isinstance(one.tag, str):
            continue
        named = one in figcaptions if figcaptions else is_named(one.items(), words)
        if named and next(one.iter("img"), None) is None and _has_letters(one):
            if is_behind:
                return one
            found = one
    return found


def _figcaptions(box: _Element, known: dict[_Element, Sequence[_Element]]) -> Sequence[_Element]:
    found = known.get(box)
    if found is None:
        found = [one for one in islice(box.iter("figcaption"), _MAX_FIGCAPTIONS) if _has_letters(one)]
        if any(next(one.iter(*_TITLES), None) is not None for one in found):
            found = _named_in(box)[:1] or found
        known[box] = found
    return found


def _named_in(box: _Element) -> Sequence[_Element]:
    """Return what is named a caption in a figure whose <figcaption> holds a title, the article's or a teaser's."""
    words = class_words()["caption"]
    elements = (one for one in islice(box.iter(), 1, _MAX_IN_BOX) if isinstance(one.tag, str))
    return [
        one
        for one in elements
        if one.tag != "figcaption"
        and is_named(one.items(), words)
        and _has_letters(one)
        and next(one.iter("img", *_TITLES), None) is None
    ]


def _has_letters(element: _Element) -> bool:
    return any(any(map(str.isalpha, text)) for text in element.itertext())


def _plain_caption(box: _Element, wrappers: Sequence[_Element], alt: str | None) -> str | None:
    """Return a box's whole text where that is what it says of its picture: by its names, its credit or the alt."""
    pieces = list(islice(box.itertext(), _MAX_PLAIN_TEXTS))
    if len(pieces) == _MAX_PLAIN_TEXTS or len("".join(pieces).strip()) < _MIN_PLAIN_CHARS:
        return None  # as of most: there is none, or that of a part of the page
    if next(islice(box.iter(), _MAX_IN_PLAIN_BOX, None), None) is not None:
        return None  # hundreds of pictures may stand in it, each of which asks
    text = shown_text(box)
    line = one_line(text)
    if (
        not _MIN_PLAIN_CHARS <= len(line) <= _MAX_PLAIN_CHARS
        or DURATION.search(line)
        or is_byline(line, at_picture=True)
    ):
        return None
    caption, credit = split_caption(line)
    if credit:  # "新华社记者 ○○ 摄" behind a caption signs the picture; alone it may be the text's byline
        return None if not caption and is_byline(credit, at_picture=True) else text
    if not caption or len(caption) < _MIN_PLAIN_CHARS:
        return None
    repeats = alt is not None and len(alt) >= MIN_ALT_CHARS and one_line(alt) in line
    return text if repeats or _is_named_after_picture(box, wrappers, len(line)) else None


def _is_named_after_picture(box: _Element, wrappers: Sequence[_Element], chars: int) -> bool:
    words = class_words()["picture"]
    if not any(is_named(one.items(), words) for one in wrappers[: wrappers.index(box) + 1]):
        return False
    return sum(len(text_of(link)) for link in box.iter("a")) <= chars * _MOST_LINKED


def _beside(box: _Element, wrappers: Sequence[_Element], alt: str | None, around: Surroundings) -> Captioned:
    """Return the caption that stands behind a picture's box: by its name or credit, or since it repeats the alt.

    A caption behind the <picture> or the link around an <img> is behind the <img>. The article's own text is none
    without a credit, whatever it repeats: first sentences do.
    """
    words = class_words()["picture"]
    outer = (one for one in wrappers if one.tag in _THIN or (one is not box and is_named(one.items(), words)))
    for one in (box, *takewhile(lambda one: one.tag not in _PARTS, outer)):
        beside = _next_shown(one)
        if beside is None:
            continue
        named = beside.tag == "figcaption" or is_named(beside.items(), class_words()["caption"])
        is_caption = named or _repeats(beside, alt, around) or _is_credited(beside, around)
        if is_caption and next(beside.iter("img", *_OWN_CONTENT), None) is None:
            return _read_once(beside, beside, around)
    return Captioned()


def _next_shown(element: _Element) -> _Element | None:
    """Return the element behind another, past one that templates leave empty."""
    beside = element.getnext()
    if beside is not None and not len(beside) and beside.tag == "p" and not (beside.text or "").strip():
        beside = beside.getnext()
    return beside


def _repeats(beside: _Element, alt: str | None, around: Surroundings) -> bool:
    if not alt or len(alt) < MIN_ALT_CHARS:
        return False
    wanted = one_line(alt)
    # What stands beside a picture may be the whole article.
    if wanted not in one_line(" ".join(islice(beside.itertext(), _MAX_TEXTS))):
        return False
    text = around.texts.get(beside)
    if text is None:
        text = around.texts[beside] = one_line(shown_text(beside))
    if wanted not in text or len(text) > len(wanted) + _MAX_BESIDE_ALT:
        return False
    return not around.holds_text(beside) or credit_element(beside) is not None


def _is_credited(beside: _Element, around: Surroundings) -> bool:
    """Return whether an element is no part of the article's text, and a line that ends in a credit."""
    chars = sum(map(len, islice(beside.itertext(), _MAX_TEXTS)))
    if not _MIN_PLAIN_CHARS <= chars <= 2 * _MAX_PLAIN_CHARS or around.holds_text(beside):
        return False
    line = one_line(shown_text(beside))
    return len(line) <= _MAX_PLAIN_CHARS and split_caption(line)[1] is not None and not is_byline(line)


def _read_once(holder: _Element, box: _Element, around: Surroundings | None) -> Captioned:
    known = around.read if around else {}
    found = known.get((holder, box))
    if found is None:
        found = known[holder, box] = read_caption(holder, box, shown_text(holder))
    return found
