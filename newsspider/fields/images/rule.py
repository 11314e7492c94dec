"""The article's pictures: its main one, and all of them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import part_form, parts_form
from newsspider.fields.images.main_picture import FIGURE, announced_images
from newsspider.fields.search_regions import region_above, region_below
from newsspider.items import Image
from newsspider.lines.captions import is_caption
from newsspider.lines.shapes import weighted_chars
from newsspider.lines.wording import is_label, speaks_of_business
from newsspider.processors.credits import split_credit
from newsspider.processors.images import clean_image, clean_images

_CAPTION_CHARS = 40


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A picture's line, at least one of the two present."""

    index: int  # of its block
    caption: str | None
    credit: str | None


def captions(facts: PageFacts) -> list[CaptionLine]:
    """Return the captions from the headline to the body's end, in the page's order, the main picture's first.

    A credit on a line of its own belongs to the line above, where that is no part of the body and no headline.
    """
    body = facts.body
    top, first = region_above(facts)
    chosen = set(body.chosen)
    last = region_below(facts).stop if body.chosen else first
    found: list[CaptionLine] = []
    for i in range(top + 1 if body.chosen else 0, last):
        text = body.blocks.texts[i]
        if i in chosen or not is_caption(text):
            continue
        caption, credit = split_credit(text)
        if caption is None and credit and i - 1 > top and i - 1 not in chosen:
            caption = _caption_above(body.blocks.texts[i - 1])
        found.append(CaptionLine(i, caption, credit))
    return found


def _caption_above(text: str) -> str | None:
    """Return a line above a credit as its caption where it is as long as one and no credit itself."""
    if weighted_chars(text) < _CAPTION_CHARS or is_label("controls", text) or is_label("related", text):
        return None
    return None if speaks_of_business(text) or is_caption(text) else text


def main_image(facts: PageFacts) -> Iterator[Candidate[Image]]:
    """Yield the article's main picture, best first, with what its figure says about it."""
    if facts.is_dump:
        yield from announced_images(facts.announcement)
        yield from (Candidate(image, "caption-line") for image in _described(facts))
    elif facts.main_picture is not None:
        yield facts.main_picture[0]
        others = islice(facts.main_pictures(), 1, None)
        yield from (candidate for candidate, _ in others)


def images(facts: PageFacts) -> Iterator[Candidate[Sequence[Image]]]:
    """Yield the article's pictures: the main one, then those of its text in reading order."""
    if facts.is_dump:
        described = _described(facts)
        if described:
            yield Candidate(described, "caption-line")
        for announced in announced_images(facts.announcement):
            yield Candidate([announced.value], announced.source)
    elif facts.main_picture is not None:
        main, shown = facts.main_picture
        others = (one for one in facts.pictures if one is not shown and not one.is_background)
        inside = [one.image for one in others if not one.is_foreign]
        yield Candidate([main.value, *inside], FIGURE if inside else main.source)


def _described(facts: PageFacts) -> list[Image]:
    """Return what a text dump has left of its pictures: captions and credits."""
    return [Image(caption=line.caption, credit=line.credit) for line in captions(facts)]


MAIN_IMAGE = Field(
    name="mainImage",
    rule=main_image,
    clean=(Each(clean_image, BASE_URL),),
    form=part_form(Image, lambda text: Image(url=text)),
    doc_form="[Image](#image)",
    sources=(
        "`figure` (above the text, if it is none of the following), "
        f"{LINKED_DATA}, `meta:*` (og:image, twitter:image), `*:image` (announced), each as the page shows it, "
        "`page-state` (if scripts draw the text), "
        "`figure` (the first of the text), `caption-line` (T)"
    ),
    limits=(
        "in a dump only caption and credit; the `url` is the one that the page shows, if it shows the image, "
        "since declared ones are often crops for social cards; a site's default image is taken for the article's "
        "unless its address says what it is, and so is a portrait of the author unless its address, its "
        "alternative text or the linked data does"
    ),
)


IMAGES = Field(
    name="images",
    rule=images,
    clean=(Together(clean_images, BASE_URL),),
    form=parts_form(Image, lambda text: Image(url=text)),
    doc_form="list of [Image](#image), at most 50: the main one, then those of the text in order",
    sources=(
        "`figure` (an `<img>`, what a script shows in its place, or a background above the text), or if the text "
        "has no image, the sources of `mainImage`; `caption-line` (T)"
    ),
    limits=(
        "sizes of one image are recognized by its address, different images of one name by their captions; linked "
        "images without a caption are taken for those of other stories"
    ),
)
