"""The texts of an element under a picture: what it says of the picture, and whose that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from newsspider._native import is_unseen
from newsspider._native.markup import EMPHASIS
from newsspider.fields.markup import class_words, is_named, text_of
from newsspider.processors.captions import clean_credit, is_control, is_signed_apart, split_caption
from newsspider.processors.credits import BEFORE_CREDIT
from newsspider.processors.text import one_line

DURATION = re.compile(r"\d{1,2}:\d{2}")  # of a video, whose player stands in the figure
MIN_ALT_CHARS = 20  # shorter ones are repeated by chance: names, places
_MAX_CAPTION_CHARS = 3_000
_MAX_IN_CAPTION = 60  # elements looked at for a credit's class
_MAX_CREDIT_CHARS = 120
_SET_APART = frozenset(("cite", "small"))
_PIECES = frozenset(("span", "p", "div", "em", "i"))  # the same where the sentence has an element of its own, too


@dataclass(frozen=True)
class Captioned:
    """What the markup around a picture says about it, as written, and the element that says it."""

    holder: _Element | None = None
    caption: str | None = None  # empty where an element under the picture holds a credit and nothing else
    credit: str | None = None


def read_caption(holder: _Element, box: _Element, whole: str) -> Captioned:
    """Return a holder's text without its credit, and the credit, which may stand elsewhere in the box."""
    inside = credit_element(holder)
    if inside is None:
        inside = _set_apart(holder, whole)
    if inside is None:
        outside = credit_element(box, without=holder) if box is not holder else None
        return Captioned(holder, whole, shown_text(outside) if outside is not None else None)
    credit = shown_text(inside)
    # "Photo: Ana Ruiz <span class=credit>(Reuters)</span>": the text around it says more than the element.
    signed, own = split_caption(whole)[1], one_line(credit).strip("()[] ")
    if (signed and own in signed and clean_credit(own) == own) or _holds_caption(credit):
        return Captioned(holder, whole, None)
    return Captioned(holder, " ".join(whole.rsplit(credit, 1)).rstrip(BEFORE_CREDIT), credit)


def _set_apart(holder: _Element, whole: str) -> _Element | None:
    """Return the last element of a caption where it stands apart, and names behind a sentence."""
    last = holder[-1] if len(holder) else None
    if last is None or (last.tail or "").strip():
        return None
    before = last.getprevious()
    is_apart = last.tag in _PIECES and before is not None and before.tag in _PIECES and not _has_bare_text(holder)
    if last.tag not in _SET_APART and not is_apart:
        return None
    said = shown_text(last)
    return last if said and is_signed_apart(whole.rsplit(said, 1)[0], said) else None


def _has_bare_text(holder: _Element) -> bool:
    """Return whether text stands between an element's children."""
    return any(
        (text or "").strip() for text in (holder.text, *(child.tail for child in islice(holder, _MAX_IN_CAPTION)))
    )


def _holds_caption(credit: str) -> bool:
    """Return whether what is named a credit says what the picture shows as well."""
    caption, name = split_caption(credit)
    return name is not None and len(caption or "") >= MIN_ALT_CHARS


def credit_element(holder: _Element, without: _Element | None = None) -> _Element | None:
    """Return the element that is named a credit, else one that holds a credit and nothing else."""
    words = class_words()["credit"]
    signed, whole = None, 0
    for element in islice(holder.iter(), 1, _MAX_IN_CAPTION):
        if not isinstance(element.tag, str) or (without is not None and _overlap(element, without)):
            continue
        named = element.tag == "footer" or is_named(element.items(), words)
        if not named and (signed is not None or len(element) or not element.text):
            continue
        text = one_line(shown_text(element))
        if (
            not any(map(str.isalpha, text))
            or DURATION.search(text)
            or is_control(text)
            or next(element.iter("img"), None) is not None
        ):
            continue
        if named:
            return element
        # Where it is all that the holder says, the holder itself is looked at.
        if len(text) <= _MAX_CREDIT_CHARS and split_caption(text)[0] is None:
            whole = whole or len(_line(holder))
            signed = element if len(text) < whole else None
    return signed


def _overlap(element: _Element, other: _Element) -> bool:
    return element is other or element in other.iterancestors() or other in element.iterancestors()


def shown_text(element: _Element) -> str:
    """Return the text that readers see under a picture: no buttons, no words for screen readers alone."""
    if not len(element):  # as most credits
        return (element.text or "")[:_MAX_CAPTION_CHARS]
    return text_of(element, gap=" ", without=_is_no_caption)[:_MAX_CAPTION_CHARS]


def _line(element: _Element) -> str:
    return one_line("".join(element.itertext()))


def _is_no_caption(element: _Element) -> bool:
    if element.tag == "button" or is_unseen(element):
        return True
    # What is emphasized is part of a sentence: a film's title.
    return bool(not len(element) and element.text and element.tag not in EMPHASIS and is_control(element.text))
