"""The article's pictures: its main one, and all of them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.images.caption_lines import captions
from newsspider.fields.images.pictures import Picture, pictures_around
from newsspider.fields.once import once
from newsspider.items import Image
from newsspider.page.types import LinkedImage, Page
from newsspider.processors.images import image_key, is_furniture, merged
from newsspider.processors.urls import absolute_url

_FIGURE = "figure"
_OG_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")


def main_image(page: Page, body: Body) -> Iterator[Candidate[Image]]:
    """Yield the article's main picture, best first, with what its figure says about it."""
    first = _main(page, body)
    if first is not None:
        yield first[0]
        yield from (candidate for candidate, _ in islice(_mains(page, body, pictures_around(body)), 1, None))


def images(page: Page, body: Body) -> Iterator[Candidate[Sequence[Image]]]:
    """Yield the article's pictures: the main one, then those of its text in reading order."""
    if page.text is not None:
        described = list(_described(page, body))
        if described:
            yield Candidate(described, "caption-line")
        return
    first = _main(page, body)
    if first is not None:
        main, shown = first
        inside = [one.image for one in pictures_around(body) if one is not shown and not one.is_foreign]
        yield Candidate([main.value, *inside], _FIGURE if inside else main.rule)


def _main(page: Page, body: Body) -> tuple[Candidate[Image], Picture | None] | None:
    """Return the first candidate for the main picture, and the picture on the page that shows it."""
    found = once(body, "main picture", lambda: islice(_mains(page, body, pictures_around(body)), 1))
    return next(iter(found), None)


def _mains(
    page: Page, body: Body, pictures: Sequence[Picture]
) -> Iterator[tuple[Candidate[Image], Picture | None]]:
    """Yield the candidates for the main picture, each with the picture on the page that shows it."""
    base = page.base_url or page.url
    for candidate in _declared(page):
        url = absolute_url(candidate.value.url or "", base)
        if url and not is_furniture(url):
            shown = _shown(url, pictures, base)
            image = merged(candidate.value, shown.image) if shown else candidate.value
            yield Candidate(image, candidate.rule), shown
    for picture in pictures:
        if not picture.is_foreign:
            yield Candidate(picture.image, _FIGURE), picture
    for image in _described(page, body):
        yield Candidate(image, "caption-line"), None


def _described(page: Page, body: Body) -> Iterator[Image]:
    """Yield what a text dump has left of its pictures: captions and credits."""
    for line in captions(body) if page.text is not None else ():
        yield Image(caption=line.caption, credit=line.credit)


def _shown(url: str, pictures: Sequence[Picture], base: str | None) -> Picture | None:
    """Return the picture on the page that shows what a declared address holds."""
    key = image_key(url)
    for picture in pictures:
        if image_key(absolute_url(picture.url, base) or "") == key:
            return picture
    # Image services rename each crop; the one picture above the text is then the declared one.
    leads = [picture for picture in pictures if picture.is_lead and not picture.is_foreign]
    return leads[0] if len(leads) == 1 else None


def _declared(page: Page) -> Iterator[Candidate[Image]]:
    for article in page.linked_data.own:
        largest = max(article.images, key=_area, default=None) if _one_picture(article.images) else None
        for image in [largest] if largest else article.images:
            yield Candidate(_linked(image), article.syntax)
    for name in _OG_NAMES:
        for content in page.meta.get(name, ()):
            yield Candidate(_open_graph(page, content), f"meta:{name}")


def _linked(image: LinkedImage) -> Image:
    return Image(url=image.url, caption=image.caption, credit=image.credit, width=image.width, height=image.height)


def _open_graph(page: Page, content: str) -> Image:
    single = len(page.meta.get("og:image", ())) == 1  # else the sizes belong to one of several
    sides = [page.first_meta(f"og:image:{side}") if single else None for side in ("width", "height")]
    width, height = (
        int(side) if side and side.isascii() and side.isdigit() and len(side) < 6 else None for side in sides
    )
    return Image(url=content, alt=page.first_meta("og:image:alt", "twitter:image:alt"), width=width, height=height)


def _one_picture(images: Sequence[LinkedImage]) -> bool:
    """Return whether a list of images is one picture in the three shapes that search engines ask for."""
    return len(images) == 1 or len({image_key(image.url) for image in images}) == 1


def _area(image: LinkedImage) -> int:
    return (image.width or 0) * (image.height or 0)
