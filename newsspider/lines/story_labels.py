"""Labels that lead to other stories, and headings of lists of them: "Read also: ...", "More information"."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import words_of
from newsspider.lines.folded_lines import folded
from newsspider.lines.shapes import ends_in_mark

_WORDS = "lines/data/story_labels"
_HEAD_CHARS = 40
_LABEL = re.compile(r"\W{0,4}[^:：]{3,40}?(?:[:：]|\s?[>»–—-]\s)|[【［\[〔<＜][^\]】］〕>＞]{2,20}[\]】］〕>＞]")
_LEADING_ON = re.compile(r"(?:[➤➜➔➡→⇒►▶▸▼▽●■◆◇☞👉🔴📌📰»›]|>{1,3}|\+\+\+)\ufe0f?\s?\S")
_LABEL_MARKS = frozenset(":：]】］〕>＞»–—-")


def label_of_other_story(text: str, *, is_link: bool = False) -> int:
    """Return the length of a label before another story's headline, 0 without one: "Leggi anche: ...".

    What a link leads to may be named before it: "Video: ..."; in other lines that may tell of anything.

    >>> label_of_other_story("Leggi anche: Il ponte resta chiuso"), label_of_other_story("Rain: it came at night")
    (12, 0)
    >>> label_of_other_story("【関連記事】橋は通行止め")
    6
    >>> label_of_other_story("Video: The old pier", is_link=True), label_of_other_story("Video: 4K, 30 frames")
    (6, 0)
    """
    label = _LABEL.match(text) if not _LABEL_MARKS.isdisjoint(text) else None
    return label.end() if label and folded(label[0]) in (_link_labels() if is_link else _labels()) else 0


def heads_other_stories(text: str) -> bool:
    """Return whether a line is a label of other stories and no more; alone it may head a part of a text as well.

    >>> [heads_other_stories(line) for line in ("MÁS INFORMACIÓN", "Leia:", "Related work")]
    [True, True, False]
    """
    return len(text) <= _HEAD_CHARS and folded(text) in _heads()


def heads_contents(text: str) -> bool:
    """Return whether a line is the heading of a table of contents, if one is below it.

    >>> heads_contents("Inhalt:"), heads_contents("Inhalt der Studie")
    (True, False)
    """
    return len(text) <= _HEAD_CHARS and folded(text) in _contents()


def leads_on(text: str) -> bool:
    """Return whether a line begins with a mark by which pages lead to other stories, and ends no sentence.

    >>> [leads_on(line) for line in ("➤ Feuerwehr rettet Pferd", ">> Le marché", "- Le marché", "▶ It rains.")]
    [True, True, False, False]
    """
    return _LEADING_ON.match(text) is not None and not ends_in_mark(text)


@cache
def _contents() -> frozenset[str]:
    return frozenset(folded(line) for line in words_of(_WORDS, "contents"))


@cache
def _heads() -> frozenset[str]:
    return _link_labels() | frozenset(folded(line) for line in words_of("lines/data/wording", "related"))


@cache
def _link_labels() -> frozenset[str]:
    return _labels() | frozenset(folded(line) for line in words_of(_WORDS, "media"))


@cache
def _labels() -> frozenset[str]:
    lines = (*words_of("lines/data/page_lines", "lines"), *words_of(_WORDS, "labels"))
    return frozenset(map(folded, lines))
