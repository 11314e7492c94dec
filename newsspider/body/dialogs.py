"""Dialogs that lie over a page or are shown later, at times longer than its text: on cookies, on terms of use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.lines.other_pages import speaks_of_cookies
from newsspider.lines.shapes import ends_sentence, weighted_chars

# Names of such dialogs, and of the services that make them.
_NAMES = frozenset((
    "axeptio", "banner", "borlabs", "ccpa", "cmp", "complianz", "consent", "consents", "cookie",
    "cookiebanner", "cookiebar", "cookiebot", "cookieconsent", "cookielaw", "cookienotice", "cookies",
    "cookieyes", "cybot", "didomi", "gdpr", "iubenda", "klaro", "onetrust", "osano", "overlay", "privacy",
    "sourcepoint", "tarteaucitron", "termly", "trustarc", "truste", "usercentrics",
))  # fmt: skip
_LAYERS = frozenset(("dialog", "lightbox", "modal", "popup"))  # but "text-layer", "overlay" may lie on a picture
_HIDDEN, _ARTICLE = int(Flag.HIDDEN), int(Flag.ARTICLE)
_FEWEST_SHOWN = 300  # Latin characters' worth: more than a standfirst, above a text that scripts show
_NO_TEXT = int(Flag.HIDDEN | Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.LI)
_NEAR_BLOCKS, _PROSE_CHARS = 15, 40  # below the headline, and in Latin characters' worth
_WHOLE_TEXTS = frozenset(("article", "main", "body", "html"))
_DOUBTFUL = 0.1
_FEWEST_CHARS = 200  # of text besides: a page on cookies is left to the models
_SHARE = 0.4  # of the characters, in paragraphs that speak of cookies


def consent_dialogs(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the blocks of elements that are named for consent and speak of cookies, where the page has other text.

    None that holds an <h1>: "tag-cookies" names what an article is about.
    """
    markup = blocks.markup
    if markup is None or not markup.containers.has_any(_NAMES):
        return
    hoped = [chance * len(text) for chance, text in zip(chances, blocks.texts, strict=True)]
    end, every = 0, sum(hoped)
    for own in _named(markup, _NAMES):
        if own.start < end or not any(chances[i] > _DOUBTFUL for i in own):
            continue
        if "h1" in blocks.tags[own.start : own.stop] or every - sum(hoped[i] for i in own) < _FEWEST_CHARS:
            continue
        if _share_on_cookies([blocks.texts[i] for i in own]) >= _SHARE:
            yield from own
            end = own.stop


def _share_on_cookies(texts: Sequence[str]) -> float:
    return sum(len(text) for text in texts if speaks_of_cookies(text)) / sum(map(len, texts))


def layers(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield what is named as a layer, or is one hidden element with most of the text, apart from a shown text.

    That lies in one element with the headline. What is hidden within that, or beside it in a part of the page,
    may be the text's rest behind a wall; small parts are answers that readers unfold. What is named as a layer
    and holds the headline is the page: "dialog-off-canvas-main-canvas".
    """
    markup = blocks.markup
    if markup is None or "h1" not in blocks.tags:
        return
    likely = [i for i, chance in enumerate(chances) if chance > _DOUBTFUL]
    headline = blocks.tags.index("h1")
    over = set(_mostly_hidden(blocks, markup, chances, likely))
    for layer in _named(markup, _LAYERS):
        if headline not in layer:
            over.update(likely[bisect_left(likely, layer.start) : bisect_left(likely, layer.stop)])
    own = _own_part(blocks, markup) if over else None  # as few pages have some
    if own is not None:
        yield from sorted(over.difference(own))


def _mostly_hidden(
    blocks: Blocks, markup: Markup, chances: Sequence[float], likely: Sequence[int]
) -> Iterator[int]:
    """Yield the likely blocks of an outermost hidden element that holds most of the likely text."""
    flags, parents, places = markup.containers.flags, markup.containers.parents, markup.places
    hidden: dict[int, list[int]] = {}
    for i in likely:
        place = places[i]
        if flags[place] & _HIDDEN:
            while (parent := parents[place]) >= 0 and flags[parent] & _HIDDEN:
                place = parent
            hidden.setdefault(place, []).append(i)
    hoped = sum(chances[i] * len(blocks.texts[i]) for i in likely) if hidden else 0.0
    for place, own in hidden.items():
        if 2 * sum(chances[i] * len(blocks.texts[i]) for i in own) > hoped and _is_apart(blocks, markup, place):
            yield from own


def _is_apart(blocks: Blocks, markup: Markup, place: int) -> bool:
    """Return whether an element shares with the headline only what is around all of the page."""
    headline = markup.places[blocks.tags.index("h1")]
    around, ends = markup.containers.parents[place], markup.containers.ends
    while around >= 0 and not around <= headline < ends[around]:
        around = markup.containers.parents[around]
    return around < 0 or (around <= markup.places[0] and markup.places[-1] < ends[around])


def shown_text(blocks: Blocks) -> Iterator[int]:
    """Yield the sentences that a page shows below its <h1>, in one element with that."""
    own = _own_part(blocks, blocks.markup) if blocks.markup is not None else None
    if own is not None and blocks.markup is not None:
        yield from (i for i in own if _is_shown_text(blocks, blocks.markup, i))


def _own_part(blocks: Blocks, markup: Markup) -> range | None:
    """Return the blocks of the smallest element with the <h1> and shown text below it, None without enough."""
    containers, places = markup.containers, markup.places
    headline = blocks.tags.index("h1") if "h1" in blocks.tags else len(places)
    below = range(headline + 1, min(headline + 1 + _NEAR_BLOCKS, len(places)))
    first = next((i for i in below if _is_shown_text(blocks, markup, i)), None)
    if first is None:
        return None
    place = places[headline]
    while place >= 0 and not place <= places[first] < containers.ends[place]:
        place = containers.parents[place]
    if place < 0:
        return None
    while (parent := containers.parents[place]) >= 0 and containers.flags[parent] & _ARTICLE:
        place = parent
    own = _blocks_of(markup, place)
    shown = (blocks.texts[i] for i in own[headline - own.start :] if _is_shown_text(blocks, markup, i))
    return own if sum(map(weighted_chars, shown)) >= _FEWEST_SHOWN else None


def _is_shown_text(blocks: Blocks, markup: Markup, i: int) -> bool:
    text = blocks.texts[i]
    return (
        not markup.containers.flags[markup.places[i]] & _NO_TEXT
        and 2 * markup.link_chars[i] < len(text)
        and weighted_chars(text) >= _PROSE_CHARS
        and (ends_sentence(text) or is_unspaced_sentence(text))
    )


def _named(markup: Markup, names: frozenset[str]) -> Iterator[range]:
    """Yield the blocks of each element that has one of the names, the outer ones first."""
    containers = markup.containers
    named = containers.kinds_named(names)
    meant = {number for number in named if containers.kind_table[number].tag not in _WHOLE_TEXTS}
    for place in containers.places_of(meant):
        yield _blocks_of(markup, place)


def _blocks_of(markup: Markup, place: int) -> range:
    return range(bisect_left(markup.places, place), bisect_left(markup.places, markup.containers.ends[place]))
