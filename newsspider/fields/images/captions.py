"""The caption and the credit of a picture, as the markup around it gives them, or attributes for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml.etree import _Element

from newsspider.fields.images.caption_boxes import Surroundings, caption_around
from newsspider.fields.images.caption_texts import Captioned
from newsspider.fields.images.sources import leads_to_picture
from newsspider.processors.captions import split_caption
from newsspider.processors.text import one_line, without_entities, without_tags

_MIN_CHARS, _MAX_CHARS = 15, 3_000  # shorter ones are words of a program
_CAPTION_ATTRIBUTES = ("data-caption", "data-image-caption", "data-img-caption", "data-photo-caption")
_CREDIT_ATTRIBUTES = (
    "data-credit", "data-credits", "data-image-credit", "data-photo-credit", "data-copyright", "data-photographer",
)  # fmt: skip
_MAX_NAMING = 2  # elements around a picture whose attributes are looked at


def captioned(
    image: _Element, wrappers: Sequence[_Element], alt: str | None, page: tuple[Surroundings, int] | None = None
) -> Captioned:
    """Return the caption and credit of an <img>; the credit where an element of its own holds it.

    Looked for, in this order: in a <figcaption> or an element that is named a caption; in what else the box holds
    that is around this picture alone; beside that box, where the text repeats the picture's alternative text; in
    attributes that a script shows ("data-caption").
    `page` is what surrounds the picture and the container that it stands in.
    """
    box = next((wrapper for wrapper in wrappers if wrapper.tag == "figure"), None)
    found = caption_around(image, wrappers, alt, box, page)
    if found.caption or found.credit:
        return found
    caption, credit = _in_attributes((image, *wrappers[:_MAX_NAMING]))
    return Captioned(None, caption, credit) if caption else found


def _in_attributes(elements: Sequence[_Element]) -> tuple[str | None, str | None]:
    """Return the caption and the credit that a script shows when the picture is enlarged.

    A link to the picture's file has it in its title, and so has a picture that is named so or whose title gives a
    credit.
    """
    for element in elements:
        own = dict(element.items())
        has_title = "title" in own and _is_captioned_by_title(element.tag, own)
        caption = _first_of(own, (*_CAPTION_ATTRIBUTES, "title") if has_title else _CAPTION_ATTRIBUTES)
        if caption and len(caption) >= _MIN_CHARS and " " in caption:
            return caption, _first_of(own, _CREDIT_ATTRIBUTES)
    return None, None


def _is_captioned_by_title(tag: object, own: Mapping[str, str]) -> bool:
    if tag == "a":
        return leads_to_picture(own.get("href", ""))
    title = one_line(own["title"][:_MAX_CHARS])
    return tag == "img" and " " in title and (own.get("class") == "caption" or all(split_caption(title)))


def _first_of(own: Mapping[str, str], names: Sequence[str]) -> str | None:
    """Return what the first of some attributes says, as text: it may be written as HTML."""
    found = next((text for name in names if (text := own.get(name))), None)
    if found is None or not any(map(str.isalpha, found)) or found.lstrip().startswith(("{", "[", "#")):
        return None
    return one_line(without_tags(without_entities(found[:_MAX_CHARS]))) or None
