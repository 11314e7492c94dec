"""The topics that a page shows near its article: lists of links, each to a page about one topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import class_words, text_of
from newsspider.language.word_lists import any_of, words_of
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, same_site

# Below the text come sharing, the author's note, a newsletter; further down the topics of other stories.
_REACH_BLOCKS = 30
_MAX_TOPIC_CHARS = 60
_MAX_TOPIC_WORDS = 6
_MAX_LABEL_CHARS = 40
_MAX_LINKS = 30  # of one list: what has more is an index
_SEPARATOR_CHARS = 3  # between two links
_LEVELS = 4  # how far above its entries a list may be named
_ELSEWHERE = int(Flag.NAV | Flag.ASIDE | Flag.HIDDEN | Flag.FORM)
_FOOTER, _OWN = int(Flag.FOOTER), int(Flag.ARTICLE | Flag.MAIN)
_AROUND = " \t#:;,.·|•/»›>-–—:：■●▼◆【】[]"
_AROUND_NAMES = " #,;·•|/»›>"
_CUT = ("…", "...", "?", "»")  # how titles of stories end
_COUNT = re.compile(r"(?<=\D)\(?\d{1,6}\)?$")  # "Gaza 398": how many stories there are


class _Entry(NamedTuple):
    """A block that is links and hardly anything else."""

    place: int
    label: str  # what stands before its first link
    names: Sequence[str]
    leads_to_topics: bool


class ShownTopics(NamedTuple):
    """A list of topics that the page shows."""

    names: Sequence[str]
    is_sure: bool  # its label or its links say that they are topics, not the name of its container alone


def shown_topics(facts: PageFacts) -> ShownTopics:
    """Return the likeliest list of topics under the headline: the first that is sure, else the first."""
    body = facts.body
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return ShownTopics((), is_sure=False)
    headline = facts.headline_place
    first = body.chosen[0] if headline is None else min(body.chosen[0], headline + 1)
    places = range(first, min(len(body.blocks), body.chosen[-1] + 1 + _REACH_BLOCKS))
    best = ShownTopics((), is_sure=False)
    for entries in _runs(facts, markup, places):
        found = _topics(body.blocks, markup, entries)
        if found.is_sure:
            return found
        best = best if best.names else found
    return best


def _runs(facts: PageFacts, markup: Markup, places: range) -> Iterator[Sequence[_Entry]]:
    """Yield the entries of each list: those that follow each other, and lie side by side."""
    run: list[_Entry] = []
    for place in places:
        if not markup.link_counts[place]:  # as most are
            continue
        entry = _entry(facts, markup, place)
        if entry is None:
            continue
        if run and (entry.place != run[-1].place + 1 or entry.label or not _beside(markup, run[-1].place, place)):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _entry(facts: PageFacts, markup: Markup, place: int) -> _Entry | None:
    blocks = facts.body.blocks
    text, count = blocks.texts[place], markup.link_counts[place]
    rest = len(text) - markup.link_chars[place]
    element = blocks.elements[place]
    if element is None or count > _MAX_LINKS or rest > _MAX_LABEL_CHARS + _SEPARATOR_CHARS * count:
        return None
    flags = markup.containers.flags[markup.places[place]]
    if flags & _ELSEWHERE or (flags & _FOOTER and not flags & _OWN):
        return None
    links = list(element.iter("a")) or list(element.iterancestors("a"))
    names = [one_line(text_of(link)) for link in links]
    links = [link for link, name in zip(links, names, strict=True) if name]
    names = list(filter(None, names))
    if not names or not all(map(_may_be_topic, names)) or not all(_stays(facts, link) for link in links):
        return None
    label = text[: max(0, text.find(names[0]))].strip(_AROUND)
    if not label and rest > _SEPARATOR_CHARS * (count + 1):
        return None
    return _Entry(place, label, names, all(map(_leads_to_topic, links)))


def _may_be_topic(name: str) -> bool:
    return len(name) <= _MAX_TOPIC_CHARS and len(name.split()) <= _MAX_TOPIC_WORDS and not name.endswith(_CUT)


def _stays(facts: PageFacts, link: _Element) -> bool:
    """Return whether a link leads to another page of the site."""
    href = (link.get("href") or "").strip()
    address = absolute_url(href, facts.page.base_url) if href and not href.startswith("#") else None
    if address is None:
        return bool(href) and facts.page.base_url is None and ":" not in href and not href.startswith("#")
    return facts.page.url is None or same_site(address, facts.page.url)


def _leads_to_topic(link: _Element) -> bool:
    """Return whether a link says that it is a tag's, or leads to an address as topics have.

    https://html.spec.whatwg.org/#link-type-tag; WordPress writes "category tag" of the site's sections too.
    """
    rels = (link.get("rel") or "").lower().split()
    if "tag" in rels and "category" not in rels:
        return True
    return _topic_path().search((link.get("href") or "").partition("?")[0]) is not None


def _beside(markup: Markup, first: int, second: int) -> bool:
    """Return whether two blocks are entries of one list: in one container, or each in its own inside one."""
    containers = markup.containers
    one, other = markup.places[first], markup.places[second]
    if containers.depths[one] != containers.depths[other]:
        return False
    for _ in range(2):
        one, other = containers.parents[one], containers.parents[other]
        if one == other or one < 0 or other < 0:
            return one == other
    return False


def _topics(blocks: Blocks, markup: Markup, entries: Sequence[_Entry]) -> ShownTopics:
    """Return what the entries of a list name; nothing where nothing tells that they are topics."""
    first, last = entries[0].place, entries[-1].place
    own_label = entries[0].label
    label = own_label or (blocks.texts[first - 1] if first else "")
    led = [name for entry in entries if entry.leads_to_topics for name in entry.names]
    if _is_label(label, "labels"):
        return _shown([name for entry in entries for name in entry.names], is_sure=True)
    if own_label and not (led and _is_label(own_label, "ambiguous_labels")):
        return _shown((), is_sure=False)
    is_named = _is_named(markup, first, last)
    if len(led) > 1 or (led and (is_named or _is_label(label, "ambiguous_labels"))):
        return _shown(led, is_sure=True)
    return _shown([name for entry in entries for name in entry.names] if is_named else (), is_sure=False)


def _shown(names: Sequence[str], *, is_sure: bool) -> ShownTopics:
    if len(names) > 1 and all(map(_COUNT.search, names)):
        names = [_COUNT.sub("", name) for name in names]
    found = [name.strip(_AROUND_NAMES) for name in names if not _is_label(name, "labels")]
    if len(found) > _MAX_LINKS:
        return ShownTopics((), is_sure=False)
    return ShownTopics(found, is_sure=is_sure and bool(found))


def _is_named(markup: Markup, first: int, last: int) -> bool:
    """Return whether a container that holds these blocks, and no others beyond a label, is named after topics."""
    containers, places = markup.containers, markup.places
    words = class_words()["topics"]
    container = places[first]
    for _ in range(_LEVELS):
        if container <= 0:
            return False
        inside = range(container, containers.ends[container])
        above = first - 2 if first and _is_label_like(markup, first - 1) else first - 1
        if (above >= 0 and places[above] in inside) or (last + 1 < len(places) and places[last + 1] in inside):
            return False
        if not words.isdisjoint(containers.kind_table[containers.kinds[container]].tokens):
            return True
        container = containers.parents[container]
    return False


def _is_label_like(markup: Markup, place: int) -> bool:
    return not markup.link_counts[place]


def _is_label(text: str, kind: str) -> bool:
    return len(text) <= _MAX_LABEL_CHARS and _labels(kind).fullmatch(text.strip(_AROUND)) is not None


@cache
def _labels(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(words_of("fields/data/topics", kind)), re.IGNORECASE)


@cache
def _topic_path() -> re.Pattern[str]:
    steps = any_of(words_of("fields/data/topics", "paths"))
    return re.compile(rf"/(?:{steps})(?:/|-)[^/]", re.IGNORECASE)
