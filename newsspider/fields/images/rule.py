"""The article's pictures: its main one, and all of them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import part_form, parts_form
from newsspider.fields.images.caption_lines import captions
from newsspider.fields.images.main_picture import FIGURE, main_pictures
from newsspider.items import Image
from newsspider.processors.images import clean_image, clean_images


def main_image(facts: PageFacts) -> Iterator[Candidate[Image]]:
    """Yield the article's main picture, best first, with what its figure says about it."""
    if facts.is_dump:
        yield from (Candidate(image, "caption-line") for image in _described(facts))
    elif facts.main_picture is not None:
        yield facts.main_picture[0]
        yield from (candidate for candidate, _ in islice(main_pictures(facts.page, facts.pictures), 1, None))


def images(facts: PageFacts) -> Iterator[Candidate[Sequence[Image]]]:
    """Yield the article's pictures: the main one, then those of its text in reading order."""
    if facts.is_dump:
        described = _described(facts)
        if described:
            yield Candidate(described, "caption-line")
    elif facts.main_picture is not None:
        main, shown = facts.main_picture
        inside = [one.image for one in facts.pictures if one is not shown and not one.is_foreign]
        yield Candidate([main.value, *inside], FIGURE if inside else main.source)


def _described(facts: PageFacts) -> list[Image]:
    """Return what a text dump has left of its pictures: captions and credits."""
    return [Image(caption=line.caption, credit=line.credit) for line in captions(facts)]


MAIN_IMAGE = Field(
    name="mainImage",
    rule=main_image,
    clean=(Each(clean_image, BASE_URL),),
    form=part_form(Image, lambda text: Image(url=text)),
    looks="[Image](#image)",
    sources=(
        f"{LINKED_DATA}, `meta:*` (og:image, twitter:image), each with the caption of the figure that shows it, "
        "`figure` (the first of the text), `caption-line` (T)"
    ),
    limits=(
        "in a dump caption and credit alone; where an image service renames its crops, the one picture "
        "above the text counts as the declared one; a site's picture for articles without one is taken "
        "for theirs unless its address says so"
    ),
)


IMAGES = Field(
    name="images",
    rule=images,
    clean=(Together(clean_images, BASE_URL),),
    form=parts_form(Image, lambda text: Image(url=text)),
    looks="list of [Image](#image), at most 50: the main one, then those of the text in order",
    sources="those of `mainImage` where the text has none of its own, else `figure`; `caption-line` (T)",
    limits=("one picture in sizes is told by its address; linked pictures without a caption are other stories'"),
)
