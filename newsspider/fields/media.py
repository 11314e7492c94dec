"""The article's videos and audios."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from lxml.etree import _Element

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Field, Together
from newsspider.fields.forms import parts_form
from newsspider.fields.markup import class_words, is_named
from newsspider.items import Media
from newsspider.language.word_lists import word_sets
from newsspider.page.types import Page
from newsspider.processors.images import clean_media

_VIDEO_META = ("og:video", "og:video:url", "og:video:secure_url", "twitter:player")
_AUDIO_META = ("og:audio", "og:audio:url", "og:audio:secure_url")
_SOURCES = ("src", "data-src", "data-lazy-src", "data-url")
# What stands before the number of a video where a script makes the player of it.
_NUMBERED = {
    "amp-youtube": "https://www.youtube.com/embed/",
    "lite-youtube": "https://www.youtube.com/embed/",
    "youtube-video": "https://www.youtube.com/embed/",
    "amp-vimeo": "https://player.vimeo.com/video/",
    "lite-vimeo": "https://player.vimeo.com/video/",
    "amp-dailymotion": "https://www.dailymotion.com/embed/video/",
}
_NUMBER = re.compile(r"[\w-]{5,40}", re.ASCII)
_OUTSIDE = frozenset(("nav", "aside", "footer", "header", "form"))
_MAX_EMBEDS = 50
_MAX_DEPTH = 100  # ancestors looked at: the tree may be as deep as the page is long


def videos(facts: PageFacts) -> Iterator[Candidate[Sequence[Media]]]:
    """Yield the article's videos, best first."""
    page = facts.page
    for article in page.linked_data.own:
        if article.video_urls:
            yield Candidate(_media(article.video_urls), article.syntax)
    yield from _from_meta(page, _VIDEO_META)
    found = list(_embedded(facts, "video"))
    if found:
        yield Candidate(found, "markup:video")


def audios(facts: PageFacts) -> Iterator[Candidate[Sequence[Media]]]:
    """Yield the article's audios, best first."""
    page = facts.page
    for article in page.linked_data.own:
        if article.audio_urls:
            yield Candidate(_media(article.audio_urls), article.syntax)
    yield from _from_meta(page, _AUDIO_META)
    found = list(_embedded(facts, "audio"))
    if found:
        yield Candidate(found, "markup:audio")


def _media(urls: Sequence[str]) -> Sequence[Media]:
    return [Media(url=url) for url in dict.fromkeys(urls)]


def _from_meta(page: Page, names: Sequence[str]) -> Iterator[Candidate[Sequence[Media]]]:
    for name in names:
        contents = page.meta.get(name)
        if contents:
            yield Candidate(_media(contents), f"meta:{name}")


def _embedded(facts: PageFacts, tag: str) -> Iterator[Media]:
    """Yield what <video>, <audio> and the iframes of players in the article's surroundings play."""
    page = facts.page
    files = ((one, _source_url(one)) for one in page.elements.get(tag, ())[:_MAX_EMBEDS])
    players = ((one, _player_url(one, tag)) for one in page.elements.get("iframe", ())[:_MAX_EMBEDS])
    seen: set[str] = set()
    for element, url in chain(files, players):
        if url and url not in seen and _is_inside(element, facts.text_containers):
            seen.add(url)
            yield Media(url=url)


def _is_inside(element: _Element, region: frozenset[_Element]) -> bool:
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor in region:
            return True
        foreign = is_named(ancestor.items(), class_words()["foreign"])
        if ancestor.tag in _OUTSIDE or foreign or depth > _MAX_DEPTH:
            return False
    return False


def _source_url(element: _Element) -> str | None:
    holders = (element, *element.iterchildren("source"))
    urls = (holder.get(name) for holder in holders for name in _SOURCES)
    return next((url for url in urls if url and not url.startswith(("data:", "blob:"))), None)


def _player_url(element: _Element, kind: str) -> str | None:
    numbered = _NUMBERED.get(str(element.tag)) if kind == "video" else None
    if numbered:
        number = element.get("data-videoid") or element.get("videoid") or ""
        return numbered + number if _NUMBER.fullmatch(number) else None
    for name in _SOURCES:
        url = (element.get(name) or "").strip()
        address = url.partition("//")[2].removeprefix("www.").lower()
        if address.startswith(_players()[kind]):
            return url
    return None


@cache
def _players() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(map(str.lower, prefixes)) for kind, prefixes in word_sets("fields/data/players").items()}


VIDEOS = Field(
    name="videos",
    rule=videos,
    clean=(Together(clean_media, BASE_URL),),
    form=parts_form(Media, lambda text: Media(url=text)),
    doc_form="list of [Media](#media)",
    sources=f"{LINKED_DATA}, `meta:*` (og:video, twitter:player), `markup:video` (in or near the text)",
    limits="players that a script builds of other elements than AMP's and lite-youtube are not seen",
)


AUDIOS = Field(
    name="audios",
    rule=audios,
    clean=(Together(clean_media, BASE_URL),),
    form=parts_form(Media, lambda text: Media(url=text)),
    doc_form="list of [Media](#media)",
    sources=f"{LINKED_DATA}, `meta:*` (og:audio), `markup:audio`",
    limits="as `videos`",
)
