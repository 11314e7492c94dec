"""Readers' comments below a text: all that stands under a label with their number, "3 Kommentare"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from newsspider._native.values import Markup
from newsspider.blocks.types import HEADING_TAGS, Blocks
from newsspider.body.other_stories import section_end
from newsspider.language.word_lists import word_sets
from newsspider.lines.wording import comment_marks, is_label

_LIKELY, _DOUBTFUL = 0.5, 0.1
_DIGIT = re.compile("[0-9]")
_MOST_WORDS, _MOST_CHARS = 4, 40
_NUMBER = re.compile(r"(?<![\w.,:])\d{1,5}(?!\d|[.,:]\d)|\d{1,5}(?=[件条條개則则])")
_MOST_ABOVE_LABEL, _MARKED_BLOCKS = 4, 8  # of the latter, below the label, one says "Reply" or "3 hours ago"
_FEWEST_CHARS = 200  # of text above what is named as comments; less may be a teaser
_QUOTES = "\"'“”„«»‘’‹›「」『』《》 \xa0"
_MOST_BEFORE_TITLE = 5  # words: "One thought on", "3 réponses à l'article"


def comments_below(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the label of readers' comments and all that it heads, if it stands below most of the text.

    Where the label and the comments share an element, it heads the rest of that; of an element that holds the
    text as well, and of a dump, the rest where a comment's mark is near. A label without a number may head a part
    of the text: "Comments", "Kommentar". Elsewhere one that is a link leads to the comments. In an element that is
    named for comments, below some text, labels without a number count as well, and comments may be longer than it.
    """
    texts, markup = blocks.texts, blocks.markup
    first = next((i for i, chance in enumerate(chances) if chance >= _LIKELY), len(texts))
    labels = _counted_labels(blocks, first)
    if not labels and (markup is None or not markup.containers.has_any(_names())):  # as on most pages
        return
    above = [0.0, *accumulate(chance * len(text) for chance, text in zip(chances, texts, strict=True))]
    label = next((i for i in labels if 2 * above[i] > above[-1]), None)
    yield from (i for i in labels if i != label and markup is not None and markup.link_chars[i] == len(texts[i]))
    if label is None:
        yield from chain.from_iterable(_named_sections(blocks, chances, above, labels))
        return
    end = len(texts)
    if markup is not None:
        nearest = next((k for k in range(label - 1, -1, -1) if chances[k] >= _LIKELY), None)
        if nearest is None or "h1" in blocks.tags[nearest:label]:  # a counter under another headline
            return
        end = section_end(markup, label, nearest)
        if end > label + 1:
            yield from range(label, end)
            return
        end = _end_of(markup, label)
    if comment_marks(texts[label + 1 : label + 1 + _MARKED_BLOCKS]):
        yield from range(label, end)


def _named_sections(
    blocks: Blocks, chances: Sequence[float], above: Sequence[float], labels: Sequence[int]
) -> Iterator[range]:
    """Yield the blocks of elements that are named for comments, below some text, and begin with a label of such.

    One that is none of `labels`, with a number, may head a part of the text, if no comment's mark is near.
    """
    markup = blocks.markup
    if markup is None:
        return
    containers, places = markup.containers, markup.places
    named = containers.places_of(containers.kinds_named(_names()))
    enough = bisect_left(above, _FEWEST_CHARS)
    if not 0 < enough <= len(places):
        return
    last, end = places[enough - 1], enough
    for place in named:
        if place <= last:
            continue
        section = range(max(bisect_left(places, place), end), bisect_left(places, containers.ends[place]))
        if any(chances[i] > _DOUBTFUL for i in section) and _is_headed(blocks.texts, section, labels):
            yield section
            end = section.stop


def _names() -> frozenset[str]:
    return word_sets("body/data/class_words")["comments"]


def _is_headed(texts: Sequence[str], section: range, labels: Sequence[int]) -> bool:
    """Return whether one of the first lines of a section is a label of comments."""
    head = section[:_MOST_ABOVE_LABEL]
    if not set(head).isdisjoint(labels):
        return True
    if not any(is_label("comments", texts[i]) for i in head):
        return False
    return bool(comment_marks([texts[i] for i in section[1 : 1 + _MARKED_BLOCKS]]))


def _counted_labels(blocks: Blocks, first: int) -> list[int]:
    """Return the lines behind the first of the text that are words for comments and their number.

    And headings that end in the page's headline, as WordPress writes them: "3 thoughts on “Storm hits coast”".
    """
    texts = blocks.texts
    headlines = {text.strip(_QUOTES) for tag, text in zip(blocks.tags, texts, strict=True) if tag == "h1"}
    found = []
    for i in range(first, len(texts)):
        text = texts[i]
        if len(text) <= _MOST_CHARS and _DIGIT.search(text) and _is_counted(text):
            found.append(i)
        elif headlines and blocks.tags[i] in HEADING_TAGS and text[-1] in _QUOTES:
            title = text.rstrip(_QUOTES)
            if any(_is_quoted(title, headline) for headline in headlines):
                found.append(i)
    return found


def _is_quoted(text: str, headline: str) -> bool:
    before = text.removesuffix(headline)
    return 0 < len(before) < len(text) and before[-1] in _QUOTES and len(before.split()) <= _MOST_BEFORE_TITLE


def _is_counted(text: str) -> bool:
    """Return whether a line is words for comments and their number."""
    if not _NUMBER.search(text) or len(text.split()) > _MOST_WORDS:
        return False
    return is_label("comments", text) or is_label("comments", _NUMBER.sub("", text).strip(" ()（）:："))


def _end_of(markup: Markup, label: int) -> int:
    """Return the block behind the element around the label's own."""
    parent = markup.containers.parents[markup.places[label]]
    return bisect_left(markup.places, markup.containers.ends[parent]) if parent >= 0 else len(markup.places)
