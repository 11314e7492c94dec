"""The standfirst: the summary between headline and text, which some count as text and others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newsspider._native.markup import Flag
from newsspider._native.values import Column, Floats, Kind, Markup
from newsspider.blocks.declared_texts import title_columns
from newsspider.blocks.types import SUBHEADING_TAGS, Blocks
from newsspider.language.word_lists import word_sets
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.shapes import ends_sentence, weighted_chars
from newsspider.page.types import Page

_TITLE_TAGS = frozenset(("h1", "h2"))
_IN_CAPTION = int(Flag.CAPTION)
_SURE = 0.5
_TEXT_CHARS = 60  # of a paragraph that shows how the text is marked up
_FEWEST_CHARS, _MOST_CHARS = 15, 700
# In Latin characters' worth, of one that its place or its class name tells; shorter ones are labels.
_TOLD_CHARS, _TOLD_SENTENCE_CHARS = 30, 20
# What captions are called, whatever the picture's box is called: "lead-image" holds a word of standfirsts.
_CAPTION_NAMES = frozenset(("caption", "captions", "figcaption", "cutline"))
_LIKENESS = np.float32(0.35)  # a description is often cut off, or made of the standfirst's lines
_MOST_LINKED, _EMPHASIZED = 0.35, 0.9
_BELOW_TITLE = 3  # blocks: a heading there is none of the text's
_FARTHEST_TITLE, _FARTHEST = 40, 12  # blocks above the text, among them captions, bylines and controls
_LINES_APART = 4


def standfirst_of(
    page: Page, blocks: Blocks, chances: Sequence[float] | Floats, told: Mapping[str, Column] | None = None
) -> list[int]:
    """Return the indices of the blocks that are the standfirst, ascending; none for a text dump.

    `chances` are those of each block to be article text, `told` the title_columns() of the page where they are
    known already. The standfirst stands below the headline and above the text, is marked up in another way than
    the text's paragraphs, and says what the page declares as its description, is named after what it is, or is a
    heading right below the headline. A first paragraph that the description was cut from looks like text, and is.

    Of newspapers' pages that have one, in many languages, it is found on 69 of 79: on 39 of 44 of the sites that
    these rules were made by, and on 30 of 35 of others. On five of the 74 others are taken for it.
    """
    if blocks.markup is None or not blocks.texts:
        return []
    told = title_columns(page, blocks.texts) if told is None else told
    search = _Search(page, blocks, blocks.markup, told["is_title"], told["description"])
    first = search.first_of_text(np.flatnonzero(np.asarray(chances) > _SURE).tolist())
    if first is None:
        return []
    title = search.title_above(first)
    begin = max(0, first - _FARTHEST) if title is None else title + 1
    signs = {i: search.sign(i, first, title) for i in range(begin, first + 1)}
    found = [i for i in signs if signs[i]]
    if not found:
        return []
    best = max(found, key=lambda i: (signs[i], -i))
    return [i for i in found if abs(i - best) <= _LINES_APART and search.shape(i) == search.shape(best)]


def _is_long_enough(text: str, *, is_named: bool) -> bool:
    """Return whether a text is no label but may be a standfirst, where its place or its name says so.

    A sentence that is named as one may be shorter than a heading: "What happened?" heads a section.

    >>> _is_long_enough("Town pays for it all.", is_named=True), _is_long_enough("Town pays for it", is_named=True)
    (True, False)
    >>> _is_long_enough("자정까지 불 켜는 동네서점 세 곳의 실험", is_named=False)
    True
    """
    chars = weighted_chars(text)
    return chars >= _TOLD_CHARS or (is_named and chars >= _TOLD_SENTENCE_CHARS and ends_sentence(text))


@dataclass(frozen=True, slots=True)
class _Search:
    page: Page
    blocks: Blocks
    markup: Markup
    is_title: Column
    likeness: Column  # to what the page declares as its description

    def shape(self, i: int) -> tuple[int, int]:
        """Return how a block and what holds it are marked up: those of one sort have the same."""
        containers, place = self.markup.containers, self.markup.places[i]
        return containers.kinds[place], containers.kinds[containers.parents[place]]

    def shapes(self, blocks: Sequence[int]) -> list[tuple[int, int]]:
        """Return the shape() of each of many blocks."""
        containers, places = self.markup.containers, self.markup.places
        kinds, parents = containers.kinds, containers.parents
        return [(kinds[place], kinds[parents[place]]) for place in (places[i] for i in blocks)]

    def first_of_text(self, likely: Sequence[int]) -> int | None:
        """Return the first paragraph of the likely text: marked up as most of it is, and no mere line."""
        texts, shapes = self.blocks.texts, self.shapes(likely)
        chars: dict[tuple[int, int], int] = {}
        for i, shape in zip(likely, shapes, strict=True):
            chars[shape] = chars.get(shape, 0) + len(texts[i])
        most = min(chars, key=lambda shape: (-chars[shape], shape), default=None)
        return next(
            (i for i, shape in zip(likely, shapes, strict=True) if shape == most and len(texts[i]) > _TEXT_CHARS),
            None,
        )

    def title_above(self, first: int) -> int | None:
        """Return the last block above the text that says the page's title, a heading before others."""
        begin = max(0, first - _FARTHEST_TITLE)
        found = (np.flatnonzero(self.is_title[begin:first]) + begin).tolist()
        headings = [i for i in found if self.blocks.tags[i] in _TITLE_TAGS]
        candidates = headings or found
        return candidates[-1] if candidates else None

    def sign(self, i: int, first: int, title: int | None) -> int:
        """Return what tells that a block is a standfirst: 3 what it says, 2 its name, 1 its place, 0 nothing.

        `first` is the first paragraph of the text.
        """
        text = self.blocks.texts[i]
        if len(text) > _MOST_CHARS or weighted_chars(text) < _FEWEST_CHARS or not self._may_be(i, first):
            return 0
        if self.likeness[i] >= _LIKENESS:
            sign = 3
        elif self._is_named(i):
            sign = 2 if _is_long_enough(text, is_named=True) else 0
        else:
            heads = title is not None and self._heads(i, title)
            sign = int(heads and _is_long_enough(text, is_named=False))
        language = self.page.language
        return 0 if sign and (is_byline(text, language) or is_date_line(text, language)) else sign

    def _heads(self, i: int, title: int) -> bool:
        """Return whether a block is a heading right below the title: no paragraph stands between."""
        if i - title > _BELOW_TITLE or self.blocks.tags[i] not in SUBHEADING_TAGS:
            return False
        return all(len(text) <= _TEXT_CHARS for text in self.blocks.texts[title + 1 : i])

    def _may_be(self, i: int, first: int) -> bool:
        markup, chars = self.markup, len(self.blocks.texts[i])
        if markup.containers.flags[markup.places[i]] & _IN_CAPTION or markup.link_chars[i] > _MOST_LINKED * chars:
            return False
        if any(not _CAPTION_NAMES.isdisjoint(kind.tokens) for kind in self._kinds(i)):
            return False
        return self.shape(i) != self.shape(first) or markup.emphasis_chars[i] >= _EMPHASIZED * chars

    def _is_named(self, i: int) -> bool:
        names = word_sets("body/data/class_words")["standfirst"]
        return any(not names.isdisjoint(kind.tokens) for kind in self._kinds(i))

    def _kinds(self, i: int) -> Iterator[Kind]:
        containers, place, parent = self.markup.containers, self.markup.places[i], self._parent(i)
        yield containers.kind_table[containers.kinds[place]]
        if parent >= 0:
            yield containers.kind_table[containers.kinds[parent]]

    def _parent(self, i: int) -> int:
        return self.markup.containers.parents[self.markup.places[i]]
