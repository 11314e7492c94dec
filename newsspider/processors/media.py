"""Videos and audios as the feed holds them."""

from __future__ import annotations

from collections.abc import Iterable

from newsspider.items import Media
from newsspider.processors.urls import absolute_url

_MAX_MEDIA = 50


def clean_media(media: Iterable[Media], base: str | None = None) -> list[Media]:
    """Return media with absolute http(s) addresses, once each.

    >>> clean_media([Media(url="/a.mp4"), Media(url="blob:x"), Media(url="/a.mp4")], "https://example.org/")
    [Media(url='https://example.org/a.mp4')]
    """
    urls = (absolute_url(one.url, base) for one in media)
    return [Media(url=url) for url in dict.fromkeys(filter(None, urls))][:_MAX_MEDIA]
