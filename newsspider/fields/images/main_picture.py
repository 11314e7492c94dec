"""The article's main picture: what the page declares, with what its figure says, else the first of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.images.pictures import Picture
from newsspider.http import Announcement
from newsspider.items import Image
from newsspider.page.types import LinkedImage, Page
from newsspider.processors.images import image_key, is_decorative, merged
from newsspider.processors.urls import absolute_url

FIGURE = "figure"
_OG_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")

MainPicture: TypeAlias = tuple[Candidate[Image], Picture | None]  # and the picture on the page that shows it


def main_pictures(
    page: Page, pictures: Sequence[Picture], announcement: Announcement | None = None
) -> Iterator[MainPicture]:
    """Yield the candidates for the main picture, each with the picture on the page that shows it."""
    base = page.base_url or page.url
    for candidate in chain(_declared(page), announced_images(announcement)):
        url = absolute_url(candidate.value.url or "", base)
        if url and not is_decorative(url):
            shown = _shown(url, pictures, base)
            image = merged(candidate.value, shown.image) if shown else candidate.value
            yield candidate.changed("with_figure", image), shown
    for picture in pictures:
        if not picture.is_foreign:
            yield Candidate(picture.image, FIGURE), picture


def announced_images(announcement: Announcement | None) -> Iterator[Candidate[Image]]:
    """Yield the picture that a feed, a sitemap or a row gave."""
    for candidate in announced(announcement, "image"):
        yield Candidate(Image(url=candidate.value), candidate.source)


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
