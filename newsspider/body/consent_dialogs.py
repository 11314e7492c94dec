"""Dialogs in which a site asks whether it may store cookies, longer than a brief report at times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from newsspider.blocks.types import Blocks
from newsspider.lines.other_pages import speaks_of_cookies

# Names of such dialogs, and of the services that make them.
_NAMES = frozenset((
    "axeptio", "banner", "borlabs", "ccpa", "cmp", "complianz", "consent", "consents", "cookie",
    "cookiebanner", "cookiebar", "cookiebot", "cookieconsent", "cookielaw", "cookienotice", "cookies",
    "cookieyes", "cybot", "didomi", "gdpr", "iubenda", "klaro", "onetrust", "osano", "overlay", "privacy",
    "sourcepoint", "tarteaucitron", "termly", "trustarc", "truste", "usercentrics",
))  # fmt: skip
_WHOLE_TEXTS = frozenset(("article", "main", "body", "html"))
_DOUBTFUL = 0.1
_FEWEST_CHARS = 200  # of text besides: a page on cookies is left to the models
_SHARE = 0.4  # of the characters, in paragraphs that speak of cookies


def consent_dialogs(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the blocks of elements that are named for consent and speak of cookies, where the page has other text.

    None that holds an <h1>: "tag-cookies" names what an article is about.
    """
    markup = blocks.markup
    if markup is None or _NAMES.isdisjoint(markup.containers.tokens):
        return
    containers, places = markup.containers, markup.places
    meant = [
        number
        for number, kind in enumerate(containers.kind_table)
        if kind.tag not in _WHOLE_TEXTS and not _NAMES.isdisjoint(kind.tokens)
    ]
    hoped = [chance * len(text) for chance, text in zip(chances, blocks.texts, strict=True)]
    end, every = 0, sum(hoped)
    for place in np.flatnonzero(np.isin(containers.kinds, meant)).tolist():
        own = range(bisect_left(places, place), bisect_left(places, containers.ends[place]))
        if own.start < end or not any(chances[i] > _DOUBTFUL for i in own):
            continue
        if "h1" in blocks.tags[own.start : own.stop] or every - sum(hoped[i] for i in own) < _FEWEST_CHARS:
            continue
        if _share_on_cookies([blocks.texts[i] for i in own]) >= _SHARE:
            yield from own
            end = own.stop


def _share_on_cookies(texts: Sequence[str]) -> float:
    return sum(len(text) for text in texts if speaks_of_cookies(text)) / sum(map(len, texts))
