"""The article's pictures: its main one, and all of them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.linked import own_articles
from newsspider.fields.pictures import lead_picture, story_pictures
from newsspider.items import Image
from newsspider.page.types import LinkedImage, Page
from newsspider.processors.images import clean_image, image_key, merged

_OG_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")


def main_image(page: Page, body: Body) -> Iterator[Candidate[Image]]:
    """Yield the article's main picture, best first, with what its figure says about it."""
    base = page.base_url or page.url
    pictures: list[Image] | None = None
    for candidate in _declared(page):
        if clean_image(candidate.value, base) is None:
            continue
        if pictures is None:
            pictures = [image for image in story_pictures(page, body) if clean_image(image, base)]
        yield Candidate(_with_figure(candidate.value, pictures, lead_picture(page, body), base), candidate.rule)
    first = next(story_pictures(page, body), None)
    if first is not None:
        yield Candidate(first, "figure")


def images(page: Page, body: Body) -> Iterator[Candidate[Sequence[Image]]]:
    """Yield the article's pictures: the main one, then those of its text in reading order."""
    main = next(main_image(page, body), None)
    pictures = list(story_pictures(page, body))
    if main is not None or pictures:
        rule = "figure" if pictures else main.rule if main else ""
        yield Candidate([*([main.value] if main else []), *pictures], rule)


def _declared(page: Page) -> Iterator[Candidate[Image]]:
    for article in own_articles(page):
        largest = max(article.images, key=_area, default=None) if _one_picture(article.images) else None
        for image in [largest] if largest else article.images:
            yield Candidate(_linked(image), article.syntax)
    for name in _OG_NAMES:
        for content in page.meta.get(name, ()):
            yield Candidate(_open_graph(page, content), name)


def _linked(image: LinkedImage) -> Image:
    return Image(url=image.url, caption=image.caption, credit=image.credit, width=image.width, height=image.height)


def _open_graph(page: Page, content: str) -> Image:
    single = len(page.meta.get("og:image", ())) == 1  # else the sizes belong to one of several
    sides = [page.first_meta(f"og:image:{side}") if single else None for side in ("width", "height")]
    width, height = (
        int(side) if side and side.isascii() and side.isdigit() and len(side) < 6 else None for side in sides
    )
    return Image(url=content, alt=page.first_meta("og:image:alt", "twitter:image:alt"), width=width, height=height)


def _with_figure(image: Image, pictures: Sequence[Image], lead: Image | None, base: str | None) -> Image:
    """Return a declared picture with the caption of the figure that shows it."""
    declared = clean_image(image, base)
    key = image_key(declared.url) if declared and declared.url else None
    for picture in pictures:
        shown = clean_image(picture, base)
        if shown and shown.url and image_key(shown.url) == key:
            return merged(image, picture)
    # Image services rename each crop; the one picture above the text is then the declared one.
    return merged(image, lead) if lead is not None else image


def _one_picture(images: Sequence[LinkedImage]) -> bool:
    """Return whether a list of images is one picture in the three shapes that search engines ask for."""
    return len({image_key(image.url) for image in images}) == 1


def _area(image: LinkedImage) -> int:
    return (image.width or 0) * (image.height or 0)
