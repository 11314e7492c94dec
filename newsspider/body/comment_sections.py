"""Readers' comments below a text: all that stands under a label with their number, "3 Kommentare"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.wording import comment_marks, is_label

_LIKELY = 0.5
_DIGITS = frozenset("0123456789")
_MOST_WORDS, _MOST_CHARS = 4, 40
_NUMBER = re.compile(r"(?<![\w.,:])\d{1,5}(?!\d|[.,:]\d)|\d{1,5}(?=[件条條개則则])")
_MARKED_BLOCKS = 8  # below the label, of which one says "Reply" or "3 hours ago"


def comments_below(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the label of readers' comments and all that it heads, if it stands below most of the text.

    Where the label and the comments share an element, it heads the rest of that; of an element that holds the
    text as well, and of a dump, the rest where a comment's mark is near. A label without a number may head a part
    of the text: "Comments", "Kommentar". Elsewhere one that is a link leads to the comments.
    """
    texts = blocks.texts
    first = next((i for i, chance in enumerate(chances) if chance >= _LIKELY), len(texts))
    behind = range(first, len(texts))
    short = (i for i in behind if len(texts[i]) <= _MOST_CHARS and not _DIGITS.isdisjoint(texts[i]))
    labels = [i for i in short if _is_counted(texts[i])]
    if not labels:  # as on most pages
        return
    above = [0.0, *accumulate(chance * len(text) for chance, text in zip(chances, texts, strict=True))]
    label = next((i for i in labels if 2 * above[i] > above[-1]), None)
    markup = blocks.markup
    yield from (i for i in labels if i != label and markup is not None and markup.link_chars[i] == len(texts[i]))
    if label is None:
        return
    end = len(texts)
    if markup is not None:
        nearest = next((k for k in range(label - 1, -1, -1) if chances[k] >= _LIKELY), None)
        if nearest is None or "h1" in blocks.tags[nearest:label]:  # a counter under another headline
            return
        end = _end_of_section(markup, label, nearest)
        if end > label + 1:
            yield from range(label, end)
            return
        end = _end_of(markup, label)
    if comment_marks(texts[label + 1 : label + 1 + _MARKED_BLOCKS]):
        yield from range(label, end)


def _is_counted(text: str) -> bool:
    """Return whether a line is words for comments and their number."""
    if not _NUMBER.search(text) or len(text.split()) > _MOST_WORDS:
        return False
    return is_label("comments", text) or is_label("comments", _NUMBER.sub("", text).strip(" ()（）:："))


def _end_of_section(markup: Markup, label: int, above: int) -> int:
    """Return the block behind the largest element that holds the label, but not the text above it."""
    parents, ends = markup.containers.parents, markup.containers.ends
    place, text = markup.places[label], markup.places[above]
    while (parent := parents[place]) >= 0 and not parent <= text < ends[parent]:
        place = parent
    return _first_behind(markup, label, ends[place])


def _end_of(markup: Markup, label: int) -> int:
    """Return the block behind the element around the label's own."""
    parent = markup.containers.parents[markup.places[label]]
    return _first_behind(markup, label, markup.containers.ends[parent] if parent >= 0 else len(markup.places))


def _first_behind(markup: Markup, label: int, end: int) -> int:
    places = markup.places
    return next((i for i in range(label, len(places)) if places[i] >= end), len(places))
