"""Probabilities by rule: what stands in where there is no model for a kind of page."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Blocks, Markup

_GOOD_CHARS = 80
_GOOD_LINK_SHARE = 0.35
_BOILERPLATE = int(
    Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.FORM | Flag.CAPTION | Flag.BUTTON | Flag.HIDDEN | Flag.FIGURE
)
_KEPT_SHORT = frozenset(("p", "li", "h2", "h3", "h4", "blockquote", "pre"))


def rule_probabilities(blocks: Blocks) -> list[float]:
    """Return for each block of an HTML page how likely it is article text, by length, links and container."""
    markup = blocks.markup
    if markup is None or not blocks.texts:
        return [0.0] * len(blocks)
    good = _good_chars(blocks, markup)
    inside = _inside_main(good, markup)
    last_good = max((i for i, chars in enumerate(good) if chars and inside[i]), default=-1)
    return [
        _probability(blocks, i, is_good=good[i] > 0, in_main=inside[i] and i <= last_good)
        for i in range(len(blocks))
    ]


def _good_chars(blocks: Blocks, markup: Markup) -> list[int]:
    flags, places = markup.containers.flags, markup.places
    return [
        len(text) - linked
        if len(text) > _GOOD_CHARS and linked < _GOOD_LINK_SHARE * len(text) and not flags[place] & _BOILERPLATE
        else 0
        for text, linked, place in zip(blocks.texts, markup.link_chars, places, strict=True)
    ]


def _inside_main(good: Sequence[int], markup: Markup) -> list[bool]:
    parents = markup.containers.parents
    sums = [0] * len(parents)
    for place, chars in zip(markup.places, good, strict=True):
        sums[place] += chars
    for i in range(len(parents) - 1, 0, -1):
        sums[parents[i]] += sums[i]
    inside = [False] * len(parents)
    main = 0
    for i in range(1, len(parents)):  # the deepest that still holds half of the good text
        if 2 * sums[i] >= sums[0] > 0 and parents[i] == main:
            main = i
    inside[main] = True
    for i in range(main + 1, len(parents)):
        inside[i] = inside[parents[i]]
    return [inside[place] for place in markup.places]


def _probability(blocks: Blocks, i: int, *, is_good: bool, in_main: bool) -> float:
    markup = blocks.markup
    if markup is None or not in_main or markup.containers.flags[markup.places[i]] & _BOILERPLATE:
        return 0.1 if is_good else 0.02
    if is_good:
        return 0.9
    text = blocks.texts[i]
    if blocks.tags[i] not in _KEPT_SHORT or 2 * markup.link_chars[i] > len(text):
        return 0.1
    return 0.7 if text[-1:] in '.!?…。！？:”"»' or blocks.tags[i] in {"h2", "h3"} else 0.4
