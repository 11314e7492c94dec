"""Stories below the page's own: whole articles with a headline of their own, as endless pages append them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks

_ARTICLE = int(Flag.ARTICLE)
_HEADINGS = frozenset(("h1", "h2"))
_LINKED_SHARE = 0.8  # of a headline that leads to its story
_LONG_CHARS = 80  # of what is no headline, label or byline
_FEWEST_CHARS = 200  # of the text that is expected beside the title


def other_stories(blocks: Blocks, chances: Sequence[float], is_title: Callable[[str], bool]) -> Iterator[int]:
    """Yield the blocks of <article> elements with a headline of their own, behind the one with the page's title.

    `is_title` says which headings tell that; `chances` are the blocks' probabilities. A headline stands above the
    text and is an <h1>, or an <h2> that is a link; what is below other <h2> may be a part of the story, and
    <article> elements without a headline are such parts. Nothing is left out where the one with the title holds
    little text: then it is the headline's alone.
    """
    markup = blocks.markup
    articles = _articles(markup) if markup is not None else None
    if markup is None or articles is None:
        return
    titled = (i for i, tag in enumerate(blocks.tags) if tag in _HEADINGS and articles[i] >= 0)
    own = next((articles[i] for i in titled if is_title(blocks.texts[i])), -1)
    own_chars = sum(chances[i] * len(blocks.texts[i]) for i, article in enumerate(articles) if article == own)
    if own < 0 or own_chars < _FEWEST_CHARS:
        return
    begun: dict[int, bool] = {}  # for each article, whether it begins with the headline of another story
    for i, article in enumerate(articles):
        if article > own and article not in begun:
            begins = _begins_story(blocks, markup, i)
            if begins is not None:
                begun[article] = begins and not is_title(blocks.texts[i])
    yield from (i for i, article in enumerate(articles) if begun.get(article))


def _begins_story(blocks: Blocks, markup: Markup, i: int) -> bool | None:
    """Return whether a block is a headline; None where it may stand above one."""
    text = blocks.texts[i]
    if blocks.tags[i] in _HEADINGS:
        return blocks.tags[i] == "h1" or markup.link_chars[i] >= _LINKED_SHARE * len(text)
    return False if len(text) >= _LONG_CHARS else None


def _articles(markup: Markup) -> list[int] | None:
    """Return for each block the outermost <article> that it lies in, -1 where it lies in none.

    None where the page has fewer than two of them.
    """
    containers = markup.containers
    are_inside = np.asarray(containers.flags) & _ARTICLE
    if not are_inside.any():
        return None
    parents = np.asarray(containers.parents)
    found = np.flatnonzero(are_inside.astype(bool) & ((parents < 0) | (are_inside[parents] == 0)))
    if len(found) < 2:
        return None
    places = np.asarray(markup.places)
    last = np.searchsorted(found, places, "right") - 1
    nearest = found[np.maximum(last, 0)]
    is_inside = (last >= 0) & (places < np.asarray(containers.ends)[nearest])
    articles: list[int] = np.where(is_inside, nearest, -1).tolist()
    return articles
