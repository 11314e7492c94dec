"""Lists of links that are of a page and not of its text: its topics, below it, and the contents, above it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache

from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, Blocks
from newsspider.language.word_lists import words_of
from newsspider.lines.story_labels import heads_contents

_LABEL_CHARS = 60
_LINK_SHARE = 0.8  # of an entry's characters
_MIN_ENTRIES = 4
_LISTED = LISTED_OR_HEADING - HEADING_TAGS
_EDGES = " \t,.:：;|·•-–—/#()0123456789"


def topic_lines(blocks: Blocks, chances: Sequence[float], after: int) -> Iterator[int]:
    """Yield what names topics or sections behind a block: "Tags: glass, coast" of links, or a label and a list."""
    markup = blocks.markup
    if markup is None:
        return
    links = [*markup.link_chars, 0]
    for i in range(after + 1, len(blocks)):
        if not (links[i] or links[i + 1]) or blocks.tags[i] in HEADING_TAGS or not chances[i]:
            continue
        label, colon, rest = blocks.texts[i].replace("：", ":").partition(":")
        if len(label) > _LABEL_CHARS or _folded(label) not in _labels():
            continue
        if colon and rest.strip():
            letters = sum(map(str.isalnum, rest))  # commas and spaces stand between links
            if markup.link_chars[i] >= letters > 0:
                yield i
        elif entries := _entries(blocks, i + 1):
            yield from (i, *entries)


def contents(blocks: Blocks) -> Iterator[int]:
    """Yield the entries of a table of contents, and its heading: links of which most name headings below them.

    None that a sentence leads to: "The trust runs four ferries:", each of which has a part of its own.
    """
    if blocks.markup is None:
        return
    headings = [i for i, tag in enumerate(blocks.tags) if tag in HEADING_TAGS]
    if len(headings) < _MIN_ENTRIES // 2:
        return
    lists = [
        entries
        for entries in _lists_of_links(blocks)
        if len(entries) >= _MIN_ENTRIES and 2 * (len(headings) - bisect(headings, entries[-1])) >= len(entries)
    ]
    last = {_folded(blocks.texts[k]): k for k in headings} if lists else {}  # where each heading stands last
    for entries in lists:
        if _is_announced(blocks, entries[0] - 1):
            continue
        named = sum(last.get(_folded(blocks.texts[k]), -1) > entries[-1] for k in entries)
        if 2 * named >= len(entries):
            i = entries[0]
            if i and (blocks.tags[i - 1] in HEADING_TAGS - {"h1"} or heads_contents(blocks.texts[i - 1])):
                yield i - 1
            yield from entries


def _is_announced(blocks: Blocks, i: int) -> bool:
    if i < 0 or blocks.tags[i] in HEADING_TAGS:
        return False
    text = blocks.texts[i]
    return text.endswith((":", "：")) and not heads_contents(text)


def _lists_of_links(blocks: Blocks) -> Iterator[Sequence[int]]:
    """Yield the _entries() of each list that are some."""
    end = 0
    for i in [i for i, tag in enumerate(blocks.tags) if tag in _LISTED]:
        entries = _entries(blocks, i) if i >= end else ()
        if entries:
            yield entries
            end = entries[-1] + 1


def _entries(blocks: Blocks, first: int) -> Sequence[int]:
    """Return the entries of lists from a block on that are links and no more."""
    markup = blocks.markup
    if markup is None:
        return ()
    tags, link_chars = blocks.tags, markup.link_chars
    i = first
    while (
        i < len(tags)
        and tags[i] in _LISTED
        and link_chars[i]
        and link_chars[i] >= _LINK_SHARE * len(blocks.texts[i].strip(_EDGES)) > 0
    ):
        i += 1
    return range(first, i)


def _folded(text: str) -> str:
    return text.strip(_EDGES).casefold()


@cache
def _labels() -> frozenset[str]:
    labels = (*words_of("fields/data/topics", "labels"), *words_of("fields/data/section_labels", "before"))
    return frozenset(map(_folded, labels))
