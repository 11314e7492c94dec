"""The article's pictures: its main one, and all of them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.images.caption_lines import captions
from newsspider.fields.images.main_picture import FIGURE, main_pictures
from newsspider.items import Image


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
        yield Candidate([main.value, *inside], FIGURE if inside else main.rule)


def _described(facts: PageFacts) -> list[Image]:
    """Return what a text dump has left of its pictures: captions and credits."""
    return [Image(caption=line.caption, credit=line.credit) for line in captions(facts)]
