"""Stories beside the page's own: whole articles, as endless pages append them, and cards with their teasers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from urllib.parse import urlsplit

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.wording import LABEL_CHARS, is_label
from newsspider.processors.urls import absolute_url, same_site

_ARTICLE = int(Flag.ARTICLE)
_HEADINGS = frozenset(("h1", "h2"))
_LINKED_SHARE = 0.8  # of a headline that leads to its story
_LONG_CHARS = 80  # of what is no headline, label or byline
_LIKELY = 0.5
_FEWEST_CHARS = 200  # of the text that is expected beside the title
_FEWEST_NEXT_CHARS = 400  # of a story whose headline leads nowhere; less is a chapter, an answer
_ROW, _SHORT_CHARS = 3, 1_000  # articles in a row that are written alike, characters of each
_MOST_ELEMENTS = 10_000  # of an article that are looked at for its date
_UNLIKELY = 0.1  # blocks are left out anyway
_LINK_SHARE, _LINK_CHARS = 0.9, 15  # of a card's headline
_CARD_BLOCKS, _TEASER_CHARS = 4, 400  # headline, date, teaser and button; characters of what is no headline
_FEWEST_CARDS, _MOST_CARD_BLOCKS = 2, 100


def other_stories(
    blocks: Blocks, chances: Sequence[float], is_title: Callable[[str], bool], url: str | None = None
) -> Iterator[int]:
    """Yield the blocks of <article> elements with a headline of their own, behind the one with the page's title.

    On a page without them, those of neighbours of one kind with an <h1> each.

    `is_title` says which headings tell that; `chances` are the blocks' probabilities, `url` is the page's address.
    A headline stands above the text: a heading that is a link to another page of the site, or the <h1> of a long
    text with a date. What is below other headings may be a part of the story, as are <article> elements without a
    headline, and several short ones in a row: chapters, updates, answers, products. Nothing is left out where the
    one with the title holds little text: then it is the headline's alone.
    """
    markup = blocks.markup
    articles = (_articles(markup) or _alike_around_headlines(blocks.tags, markup)) if markup is not None else None
    if markup is None or articles is None:
        return
    titled = (i for i, tag in enumerate(blocks.tags) if tag in _HEADINGS and articles[i] >= 0)
    own = next((articles[i] for i in titled if is_title(blocks.texts[i])), -1)
    own_chars = sum(chances[i] * len(blocks.texts[i]) for i, article in enumerate(articles) if article == own)
    if own < 0 or own_chars < _FEWEST_CHARS:
        return
    chars = Counter[int]()
    for article, text in zip(articles, blocks.texts, strict=True):
        if article > own:
            chars[article] += len(text)
    parts = _short_ones_in_a_row(markup, chars)
    begun: dict[int, bool] = {}  # for each article, whether it begins with the headline of another story
    for i, article in enumerate(articles):
        if article > own and article not in begun:
            begins = article not in parts and _begins_story(blocks, i, url, article, chars[article])
            if begins is not None:
                begun[article] = begins and not is_title(blocks.texts[i])
    yield from (i for i, article in enumerate(articles) if begun.get(article))


def story_cards(blocks: Blocks, chances: Sequence[float], url: str | None = None) -> Iterator[int]:
    """Yield the blocks of cards that lead to other stories of the site, teasers and all.

    Those in a row below a label ("Related posts", "Mehr zum Thema"), in an element that holds none of the text
    above it, and those of which one link holds headline and teaser.
    """
    markup = blocks.markup
    if markup is None:
        return
    linked = [i for i, chars in enumerate(markup.link_chars) if chars >= _LINK_SHARE * _LINK_CHARS]
    headlines = {i for i in linked if _is_headline(blocks.texts[i], markup.link_chars[i])}
    labels = _Labels(blocks.texts, markup)
    end = 0
    for i in [i for i, chance in enumerate(chances) if chance > _UNLIKELY and i] if headlines else ():
        if i < end:
            continue
        if i in headlines:
            if _shares_link(blocks, i, url):
                yield i
        elif (i - 1 in headlines or i - 2 in headlines) and len(headlines.intersection(_near(i))) >= _FEWEST_CARDS:
            row = _labelled_row(blocks, labels, chances, i, url)
            yield from row
            end = max(end, row.stop)


def _near(i: int) -> range:
    """Return where the headlines of a card and of those beside it may stand, of which a block is a teaser."""
    return range(i - 2 - _CARD_BLOCKS, i + _CARD_BLOCKS + 1)


def _is_headline(text: str, link_chars: int) -> bool:
    """Return whether a line is a link and nothing else."""
    return len(text) >= _LINK_CHARS and link_chars >= _LINK_SHARE * len(text)


def _shares_link(blocks: Blocks, i: int, url: str | None) -> bool:
    """Return whether the link around a block holds the one above or below it as well."""
    element = blocks.elements[i]
    around = next(element.iterancestors("a"), None) if element is not None else None
    if around is None or element is None or not _leads_elsewhere(element, url):
        return False
    beside = (blocks.elements[k] for k in (i - 1, i + 1) if 0 <= k < len(blocks))
    return any(one is not None and next(one.iterancestors("a"), None) is around for one in beside)


class _Labels:
    """The labels of other stories above blocks, which are asked for in the order of the page."""

    def __init__(self, texts: Sequence[str], markup: Markup) -> None:
        self.markup = markup
        self._texts = texts
        self._last: int | None = None
        self._read = 1

    def above(self, i: int) -> int | None:
        """Return the nearest one close above a block."""
        first = max(i - _MOST_CARD_BLOCKS, 0) + 1
        for k in range(max(self._read, first), i):
            text = self._texts[k]
            if not self.markup.link_counts[k] and len(text) <= LABEL_CHARS and is_label("related", text):
                self._last = k
        self._read = i
        return self._last if self._last is not None and self._last >= first else None


def _labelled_row(blocks: Blocks, labels: _Labels, chances: Sequence[float], i: int, url: str | None) -> range:
    """Return the blocks from a label of other stories to the end of its cards, of which block `i` is a teaser."""
    texts, markup, label = blocks.texts, labels.markup, labels.above(i)
    if label is None:
        return range(0)
    text = next((k for k in range(label - 1, -1, -1) if chances[k] >= _LIKELY), None)
    if text is None:
        return range(0)
    row = range(label, min(section_end(markup, label, text), label + _MOST_CARD_BLOCKS))
    links = [k for k in row if _is_headline(texts[k], markup.link_chars[k])]
    headlines = [k for k in links if _leads_elsewhere(blocks.elements[k], url)]
    bounds = [label, *headlines, row.stop]
    if i not in row or len(headlines) < _FEWEST_CARDS or any(b - a > _CARD_BLOCKS for a, b in pairwise(bounds)):
        return range(0)
    if headlines[-1] - headlines[0] < len(headlines):  # in a list without teasers: behind it the text goes on
        return range(0)
    teasers = sum(len(texts[k]) for k in row) - sum(len(texts[k]) for k in headlines)
    return row if teasers <= _TEASER_CHARS * len(headlines) else range(0)


def section_end(markup: Markup, label: int, above: int) -> int:
    """Return the block behind the largest element that holds a label, but not the text in block `above`."""
    parents, ends = markup.containers.parents, markup.containers.ends
    place, text = markup.places[label], markup.places[above]
    while (parent := parents[place]) >= 0 and not parent <= text < ends[parent]:
        place = parent
    return bisect_left(markup.places, ends[place])


def _short_ones_in_a_row(markup: Markup, chars: Mapping[int, int]) -> frozenset[int]:
    """Return the articles that are short and stand in a row of such that are written alike."""
    kinds = markup.containers.kinds
    rows: list[list[int]] = []
    for article in sorted(chars):
        is_short = chars[article] <= _SHORT_CHARS
        if is_short and rows and rows[-1] and kinds[rows[-1][0]] == kinds[article]:
            rows[-1].append(article)
        else:
            rows.append([article] if is_short else [])
    return frozenset(article for row in rows if len(row) >= _ROW for article in row)


def _begins_story(blocks: Blocks, i: int, url: str | None, article: int, chars: int) -> bool | None:
    """Return whether a block is the headline of a long article; None where it may stand above one."""
    markup, text, element = blocks.markup, blocks.texts[i], blocks.elements[i]
    if blocks.tags[i] not in _HEADINGS or markup is None or element is None:
        return False if len(text) >= _LONG_CHARS else None
    if markup.link_chars[i] >= _LINKED_SHARE * len(text):
        return _leads_elsewhere(element, url)
    is_long = blocks.tags[i] == "h1" and chars >= _FEWEST_NEXT_CHARS
    return is_long and _is_dated(markup.containers.elements[article])


def _leads_elsewhere(heading: _Element | None, url: str | None) -> bool:
    """Return whether a heading is a link to another page of the site: no part of this page, no shop."""
    if heading is None:
        return False
    link = next(heading.iter("a"), None)
    if link is None:
        link = next(heading.iterancestors("a"), None)
    href = link.get("href") if link is not None else None
    if not href or "#" in href:
        return False
    if url is None:
        return "//" not in href
    address = absolute_url(href, url)
    if address is None or not same_site(address, url):
        return False
    return not f"{urlsplit(address).path}/".startswith(f"{urlsplit(url).path.rstrip('/')}/")


def _is_dated(article: _Element) -> bool:
    return any(
        element.tag == "time" or element.get("itemprop") == "datePublished"
        for element in islice(article.iter(), _MOST_ELEMENTS)
    )


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
    return _nearest_of(markup, found) if len(found) > 1 else None


def _alike_around_headlines(tags: Sequence[str], markup: Markup) -> list[int] | None:
    """Return the same of neighbours of one kind that hold an <h1> each, as pages without <article> append stories.

    None where the page has no two <h1>, or they do not stand so.
    """
    headlines = [markup.places[i] for i, tag in enumerate(tags) if tag == "h1"]
    if len(headlines) < 2:  # as most pages
        return None
    parents, kinds = markup.containers.parents, markup.containers.kinds
    first = _with_ancestors(headlines[0], parents)
    found = set[int]()
    for headline in headlines[1:]:
        other = _with_ancestors(headline, parents)
        own, whole = next(((a, b) for a, b in zip(first, other, strict=False) if a != b), (-1, -1))
        if own < 0 or kinds[own] != kinds[whole]:
            return None
        found |= {own, whole}
    return _nearest_of(markup, np.asarray(sorted(found))) if found else None


def _with_ancestors(place: int, parents: Sequence[int]) -> list[int]:
    """Return a container and those around it, the outermost first."""
    around = [place]
    while (place := parents[place]) >= 0:
        around.append(place)
    return around[::-1]


def _nearest_of(markup: Markup, found: NDArray[np.intp]) -> list[int]:
    """Return for each block the container of `found`, of which none lies in another, that it lies in; else -1."""
    containers, places = markup.containers, np.asarray(markup.places)
    last = np.searchsorted(found, places, "right") - 1
    nearest = found[np.maximum(last, 0)]
    is_inside = (last >= 0) & (places < np.asarray(containers.ends)[nearest])
    articles: list[int] = np.where(is_inside, nearest, -1).tolist()
    return articles
