"""The article's main picture: what the page declares, with what its figure says, else the first of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import unquote

from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.images.pictures import Picture
from newsspider.http import Announcement
from newsspider.items import Image
from newsspider.page.types import LinkedImage, Page
from newsspider.processors.images import image_key, is_decorative, is_in_portraits, merged, named_width
from newsspider.processors.urls import absolute_url

FIGURE, PAGE_STATE = "figure", "page-state"
_LETTERS = re.compile(r"[^\W\d_]+")
_NARROW = 200  # CSS pixels: what a page shows beside its text
_BANNER = 3  # times as wide as high, or as high as wide: the usual sizes of adverts are, panoramas of news seldom
_OG_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")

MainPicture: TypeAlias = tuple[Candidate[Image], Picture | None]  # and the picture on the page that shows it


def main_pictures(
    page: Page,
    pictures: Sequence[Picture],
    announcement: Announcement | None = None,
    *,
    people: Sequence[str] = (),
    drawn: Image | None = None,
) -> Iterator[MainPicture]:
    """Yield the candidates for the main picture, each with the picture on the page that shows it.

    What the page shows above its text comes first, even where another picture is declared: that is often a crop
    for cards, or what the site shows wherever it is shared. A declared one is taken as the page shows it; a
    portrait of `people`, who wrote the article, is none. `drawn` is the one that scripts draw.
    """
    base = page.base_url or page.url
    portraits = _Portraits(page, people, base)
    own = [(url, one) for url, one in _with_addresses(_declared(page), base) if not portraits.has(url, one.value)]
    told = list(_with_addresses(announced_images(announcement), base))
    declared = [*own, *told]
    lead = _lead(pictures, {image_key(url) for url, _ in declared}, base)
    if lead is not None and (own or not told):
        yield _as_shown(lead, [candidate for _, candidate in declared], base), lead
    shown = {image_key(absolute_url(picture.url, base) or ""): picture for picture in reversed(pictures)}
    for url, candidate in declared:
        picture = shown.get(image_key(url))
        if picture is not None and picture.is_portrait:
            continue
        if picture is not None:
            yield _as_shown(picture, [candidate], base), picture
        else:
            yield candidate, None
    if drawn is not None:
        yield Candidate(drawn, PAGE_STATE), None
    for picture in pictures:
        if not picture.is_foreign and not _is_banner(picture):
            yield Candidate(picture.image, FIGURE), picture


class _Portraits:
    """What tells the portraits of those who wrote an article: columns are often shared with them."""

    def __init__(self, page: Page, people: Sequence[str], base: str | None) -> None:
        self._names = {name.casefold() for name in people}
        linked = (author.image for article in page.linked_data.own for author in article.authors if author.image)
        self._linked = {image_key(url) for image in linked if (url := absolute_url(image, base))}

    def has(self, url: str, image: Image) -> bool:
        """Return whether linked data, the folder, the name of the file or the alternative text say so."""
        if image_key(url) in self._linked or is_in_portraits(url):
            return True
        if (image.alt or "").strip().casefold() in self._names:
            return True
        words = _file_words(url) if self._names else frozenset()
        return any(words == frozenset(_LETTERS.findall(name)) for name in self._names)


def _file_words(url: str) -> Set[str]:
    """Return the words in the name of a picture's file, without its size.

    >>> sorted(_file_words("https://example.org/2031/Ana-Ruiz-300x200.jpg"))
    ['ana', 'ruiz']
    """
    name = unquote(url.partition("?")[0].rpartition("/")[2]).rpartition(".")[0]
    return frozenset(_LETTERS.findall(name.casefold())) - {"x"}


def _with_addresses(
    candidates: Iterable[Candidate[Image]], base: str | None
) -> Iterator[tuple[str, Candidate[Image]]]:
    for candidate in candidates:
        url = absolute_url(candidate.value.url or "", base)
        if url and not is_decorative(url):
            yield url, candidate


def _lead(pictures: Sequence[Picture], declared: Set[str], base: str | None) -> Picture | None:
    """Return the picture above the text: that which is declared, else the first with a caption, else the only one.

    One that is not declared, though others are, and has no caption may be a portrait or a banner: none of these.
    """
    leads = [one for one in pictures if one.is_lead and not _is_banner(one) and _is_picture(one, base)]
    for picture in leads:
        if image_key(absolute_url(picture.url, base) or "") in declared:
            return picture
    for picture in leads:
        image = picture.image
        if (
            (image.caption or image.credit)
            and (image.width is None or image.width >= _NARROW)
            and not picture.is_video
        ):
            return picture
    return leads[0] if len(leads) == 1 and not declared else None


def _is_banner(picture: Picture) -> bool:
    width, height = picture.size
    return bool(width and height and (width > _BANNER * height or height > _BANNER * width))


def _is_picture(picture: Picture, base: str | None) -> bool:
    url = absolute_url(picture.url, base)
    return url is not None and not is_decorative(url) and not picture.is_foreign


def _as_shown(picture: Picture, declared: Sequence[Candidate[Image]], base: str | None) -> Candidate[Image]:
    """Return a picture as the page shows it, completed by what is declared of it."""
    shown = picture.image
    key = image_key(absolute_url(picture.url, base) or "")
    for one in declared:
        if image_key(absolute_url(one.value.url or "", base) or "") == key:
            image = replace(merged(shown, one.value), url=absolute_url(shown.url or "", base) or shown.url)
            if named_width(one.value.url or "") > named_width(shown.url or ""):
                image = replace(image, url=one.value.url, width=one.value.width, height=one.value.height)
            return one.changed("with_figure", image)
    return Candidate(shown, FIGURE)


def announced_images(announcement: Announcement | None) -> Iterator[Candidate[Image]]:
    """Yield the picture that a feed, a sitemap or a row gave."""
    for candidate in announced(announcement, "image"):
        yield Candidate(Image(url=candidate.value), candidate.source)


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
