"""The topics that a page shows near its article: lists of links, each to a page about one topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import class_words, is_named, text_of
from newsspider.language.bylines import names_writer
from newsspider.language.word_lists import any_of, word_set, words_of
from newsspider.lines.bylines import is_byline
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, same_site

# Below the text come sharing, the author's note, a newsletter; further down the topics of other stories.
_REACH_BLOCKS = 30
_MAX_TOPIC_CHARS = 60
_MAX_TOPIC_WORDS = 6
_MAX_LABEL_CHARS = 40
_MAX_LINE_CHARS = 400  # of a post's facts: where, when and by whom it was posted
_MAX_ADDRESS_CHARS = 2_000
_MAX_TEXT_CHARS = 50_000
_MAX_LINKS = 30  # of one list: what has more is an index
_MAX_READ_LINKS = 2 * _MAX_LINKS  # pictures among them have no name
_SEPARATOR_CHARS = 3  # between two links
_LEVELS = 4  # how far above its entries a list may be named
_NAV = int(Flag.NAV)
_ELSEWHERE = _NAV | int(Flag.ASIDE | Flag.HIDDEN | Flag.FORM)
_FOOTER, _OWN = int(Flag.FOOTER), int(Flag.ARTICLE | Flag.MAIN)
_AROUND = " \t#:;,.·|•/»›>-–—:：■●▼◆【】[]"
_HASHES = ("#", "＃")
_AROUND_NAMES = " #＃,;·•|/»›>"
_CUT = ("…", "...", "?", "»")  # how titles of stories end
_COUNT = re.compile(r"(?<=\D)\(?\d{1,6}\)?$")  # "Gaza 398": how many stories there are


class _Entry(NamedTuple):
    """A block that is links and hardly anything else."""

    place: int
    label: str  # what stands before its first link
    links: Sequence[_Element]
    names: Sequence[str]
    leads_to_topics: bool
    is_within: bool = False  # the links are those of a longer line that say to be tags


class ShownTopics(NamedTuple):
    """A list of topics that the page shows."""

    names: Sequence[str]
    is_sure: bool  # its label or its links say that they are topics, not the name of its container alone


_NOTHING = ShownTopics((), is_sure=False)


class _Tags(NamedTuple):
    """The links of an element that say to be tags, or else those that lead to topics."""

    links: Sequence[_Element]
    names: Sequence[str]
    say_so: bool  # by rel=tag
    may_be_topics: bool  # by their names
    is_of_post: bool  # links to sections are beside them


class _Links:
    """The links of blocks, each element's read once: of a paragraph with many lines each line has them all."""

    def __init__(self) -> None:
        self._of: dict[_Element, Sequence[_Element]] = {}
        self._names: dict[_Element, str] = {}
        self._tags: dict[_Element, _Tags] = {}

    def tags_of(self, element: _Element) -> _Tags:
        """Return the tags among the links of an element."""
        found = self._tags.get(element)
        if found is None:
            read = self.named_of(element)
            others = [link for link in read if not _is_category(link)]
            tags = [link for link in others if "tag" in _rels(link)]
            links = tags or [link for link in others if _leads_to_topic(link)]
            names = [self.name(link) for link in links]
            found = self._tags[element] = _Tags(
                links, names, bool(tags), all(map(_may_be_topic, names)), len(others) < len(read)
            )
        return found

    def named_of(self, element: _Element) -> Sequence[_Element]:
        """Return the links of an element that have a text."""
        return [link for link in self.of(element) if self.name(link)]

    def of(self, element: _Element) -> Sequence[_Element]:
        """Return the links inside of an element, the first few of too many; else those around it."""
        found = self._inside(element)
        if found:
            return found
        around = next(element.iterancestors("a"), None)
        return () if around is None else self._inside(around)

    def _inside(self, element: _Element) -> Sequence[_Element]:
        found = self._of.get(element)
        if found is None:
            found = self._of[element] = list(islice(element.iter("a"), _MAX_READ_LINKS))
        return found

    def name(self, link: _Element) -> str:
        found = self._names.get(link)
        if found is None:
            found = self._names[link] = one_line(text_of(link))
        return found


def shown_topics(facts: PageFacts) -> ShownTopics:
    """Return the likeliest list of topics under the headline: the first that is sure, else the first.

    One of the site's sections alone waits for others.
    """
    body = facts.body
    markup = body.blocks.markup
    if markup is None or not body.chosen:
        return _NOTHING
    headline = facts.headline_place
    first = body.chosen[0] if headline is None else min(body.chosen[0], headline + 1)
    places = range(first, min(len(body.blocks), body.chosen[-1] + 1 + _REACH_BLOCKS))
    best = _NOTHING
    for entries in _runs(facts, markup, places):
        found = _topics(facts, markup, entries)
        if found.is_sure and not all(_is_category(link) for entry in entries for link in entry.links):
            return found
        best = found if not best.names or (found.is_sure and not best.is_sure) else best
    return best


def _runs(facts: PageFacts, markup: Markup, places: range) -> Iterator[Sequence[_Entry]]:
    """Yield the entries of each list: those that follow each other, and lie side by side."""
    run: list[_Entry] = []
    texts, links, chosen = facts.body.blocks.texts, _Links(), frozenset(facts.body.chosen[:-1])
    may_be_named = markup.containers.has_any(class_words()["topics"])
    for place in places:
        count = markup.link_counts[place]
        if not count:  # as most have none
            continue
        is_list = _may_be_entry(len(texts[place]), markup.link_chars[place], count)
        if not is_list and (len(texts[place]) > _MAX_LINE_CHARS or place in chosen):
            continue
        if _is_elsewhere(markup, markup.places[place]):
            continue
        follows = bool(run) and run[-1].place + 1 == place
        may_be_one = is_list and (follows or _may_begin(facts, markup, place, may_be_named=may_be_named))
        entry = _entry(facts, markup, place, links) if may_be_one else None
        if entry is None or (entry.label and not _is_label(entry.label, "labels")):
            within = _entry_within(facts, place, links) if may_be_one or not is_list else None
            if within is not None:
                yield [within]
                continue
        if entry is None:
            continue
        if run and (not follows or entry.label or not _beside(markup, run[-1].place, place)):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _may_begin(facts: PageFacts, markup: Markup, place: int, *, may_be_named: bool) -> bool:
    """Return whether a list of topics may begin with a block: most links tell that they lead to none."""
    texts = facts.body.blocks.texts
    if len(texts[place]) - markup.link_chars[place] > _SEPARATOR_CHARS:  # there may be a label before them
        return True
    if may_be_named and any(_named_around(markup, markup.places[place])):
        return True
    element = facts.body.blocks.elements[place]
    if element is not None:
        first = next(element.iter("a"), None)
        first = next(element.iterancestors("a"), None) if first is None else first
        if first is not None and _leads_to_topic(first):
            return True
    return bool(place) and (
        _is_label(texts[place - 1], "labels") or _is_label(texts[place - 1], "ambiguous_labels")
    )


def _may_be_entry(chars: int, link_chars: int, links: int) -> bool:
    """Return whether a block is short links and hardly anything else, by the lengths."""
    most = _MAX_LABEL_CHARS + _SEPARATOR_CHARS * links
    return links <= _MAX_LINKS and chars - link_chars <= most and link_chars <= links * _MAX_TOPIC_CHARS


def _entry(facts: PageFacts, markup: Markup, place: int, of_page: _Links) -> _Entry | None:
    blocks = facts.body.blocks
    element = blocks.elements[place]
    if element is None:
        return None
    read = of_page.named_of(element)
    links = [link for link in read if not _is_category(link) and not _is_button(link)] or read
    names = [of_page.name(link) for link in links]
    # Of a paragraph whose lines are blocks of their own the element holds the links of all lines.
    if not 0 < len(names) <= markup.link_counts[place] or not all(map(_may_be_topic, names)):
        return None
    text = blocks.texts[place]
    if read[0] is not links[0]:  # "Posted in News Tagged storm, coast"
        text = text.partition(of_page.name(read[read.index(links[0]) - 1]))[2]
    label = text[: max(0, text.find(names[0]))].strip(_AROUND)
    rest = len(blocks.texts[place]) - markup.link_chars[place]
    if not label and rest > _SEPARATOR_CHARS * (len(names) + 1):
        return None
    return _Entry(place, label, links, names, all(map(_leads_to_topic, links)))


def _entry_within(facts: PageFacts, place: int, of_page: _Links) -> _Entry | None:
    """Return the tags that a line names beside other facts: "Posted in News and tagged storm, coast. Bookmark".

    Their links say so (rel=tag) and are several or stand behind words, or the words are a label and the addresses
    are such as topics have. One alone may be what the site writes with a tag: a paper, a series.
    """
    blocks = facts.body.blocks
    element = blocks.elements[place]
    if element is None:
        return None
    tags = of_page.tags_of(element)
    links, names, is_of_post = tags.links, tags.names, tags.is_of_post
    if not links or not tags.may_be_topics or (place in facts.body.chosen and not is_of_post):
        return None
    read = of_page.named_of(element)
    first = read.index(links[0])
    before = blocks.texts[place].partition(of_page.name(read[first - 1]))[2] if first else blocks.texts[place]
    before = before.partition(names[0])[0].strip()
    is_labelled = _ends_in_label(before)
    is_told = is_labelled or (tags.say_so and (len(links) > 1 or any(map(str.isalpha, before))))
    if not is_told or _is_label(before, "other_labels"):
        return None
    # Behind a post's section "avec" is no "by".
    if names_writer(before.strip(_AROUND)) and not is_of_post:
        return None
    return _Entry(place, "", links, names, leads_to_topics=is_labelled or len(names) > 1, is_within=True)


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
    """Return whether a link says that it is a tag's, shows a hash, or leads to an address as topics have.

    https://html.spec.whatwg.org/#link-type-tag
    """
    if ("tag" in _rels(link) and not _is_category(link)) or (link.text or "").lstrip()[:1] in _HASHES:
        return True
    steps = (link.get("href") or "")[:_MAX_ADDRESS_CHARS].partition("?")[0].lower().split("/")
    return not _topic_steps().isdisjoint(steps[:-1]) and any(steps[-2:])


def _is_category(link: _Element) -> bool:
    """Return whether a link leads to one of the site's sections: WordPress writes "category tag" of them."""
    return "category" in _rels(link)


def _is_button(link: _Element) -> bool:
    return (link.get("href") or "").lstrip()[:11].lower() == "javascript:"


def _rels(link: _Element) -> Sequence[str]:
    return (link.get("rel") or "").lower().split()


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


def _topics(facts: PageFacts, markup: Markup, entries: Sequence[_Entry]) -> ShownTopics:
    """Return what the entries of a list name; nothing where nothing tells that they are topics."""
    first, last = entries[0].place, entries[-1].place
    if entries[0].is_within:
        is_sure = entries[0].leads_to_topics
        return _NOTHING if _is_of_site(facts, markup, first) else _shown(facts, entries, is_sure=is_sure)
    own_label = entries[0].label
    label = own_label or (facts.body.blocks.texts[first - 1] if first else "")
    if _is_label(label, "other_labels") or _is_of_site(facts, markup, first):
        return _NOTHING
    led = [entry for entry in entries if entry.leads_to_topics]
    if _is_label(label, "labels"):
        # Behind a whole list in the label's own line other links may stand: "Share", "Donate".
        is_whole = bool(own_label) and entries[0].leads_to_topics and len(entries[0].names) > 1
        return _shown(facts, led if is_whole else entries, is_sure=True)
    is_led_by_label = bool(led) and _is_label(label, "ambiguous_labels")
    if own_label and not is_led_by_label and not _are_tags(facts, entries):
        return _NOTHING
    is_named = bool(own_label and not is_led_by_label) or _is_named(markup, first, last)
    if is_led_by_label or sum(len(entry.names) for entry in led) > 1 or (led and is_named):
        return _shown(facts, led, is_sure=is_led_by_label or is_named or _is_told(facts, led))
    return _shown(facts, entries, is_sure=False) if is_named else _NOTHING


def _are_tags(facts: PageFacts, entries: Sequence[_Entry]) -> bool:
    """Return whether all links, several or named so, are tags of this page; behind "by" they name authors."""
    first = entries[0]
    if names_writer(first.label) or is_byline(facts.body.blocks.texts[first.place]):
        return False
    links = [link for entry in entries for link in entry.links]
    if not all(_rels(link) == ["tag"] for link in links):
        return False
    around = links[0].getparent()
    return len(links) > 1 or (around is not None and is_named(around.items(), class_words()["topics"]))


def _is_told(facts: PageFacts, entries: Sequence[_Entry]) -> bool:
    """Return whether the headline or the text has a topic of a list: few do of what others read."""
    told = f"{facts.headline} {facts.body.text}"[:_MAX_TEXT_CHARS].casefold()
    return any(name.strip(_AROUND_NAMES).casefold() in told for entry in entries for name in entry.names)


def _is_of_site(facts: PageFacts, markup: Markup, first: int) -> bool:
    """Return whether a container that holds a list and none of the text is named after what many read."""
    containers, words, text = markup.containers, class_words()["other_topics"], facts.body.chosen
    container = markup.places[first]
    for _ in range(_LEVELS):
        inside = range(container, containers.ends[container])
        if container <= 0 or markup.places[text[0]] in inside or markup.places[text[-1]] in inside:
            return False
        if not words.isdisjoint(containers.kind_table[containers.kinds[container]].tokens):
            return True
        container = containers.parents[container]
    return False


def _shown(facts: PageFacts, entries: Sequence[_Entry], *, is_sure: bool) -> ShownTopics:
    names = [name for entry in entries for name in entry.names]
    if len(names) > _MAX_LINKS or not all(_stays(facts, link) for entry in entries for link in entry.links):
        return _NOTHING
    if len(names) > 1 and all(map(_COUNT.search, names)):
        names = [_COUNT.sub("", name) for name in names]
    found = [name.strip(_AROUND_NAMES) for name in names if not _is_label(name, "labels")]
    return ShownTopics(found, is_sure=is_sure and bool(found))


def _is_named(markup: Markup, first: int, last: int) -> bool:
    """Return whether a container that holds these blocks, and no others beyond a label, is named after topics."""
    containers, places = markup.containers, markup.places
    above = first - 1 if not first or markup.link_counts[first - 1] else first - 2
    container = places[first]
    for named in _named_around(markup, container):
        inside = range(container, containers.ends[container])
        if (above >= 0 and places[above] in inside) or (last + 1 < len(places) and places[last + 1] in inside):
            return False
        if named:
            return True
        container = containers.parents[container]
    return False


def _named_around(markup: Markup, container: int) -> Iterator[bool]:
    """Yield of a container and those around it, <body> aside, whether they are named after topics."""
    containers, words = markup.containers, class_words()["topics"]
    for _ in range(_LEVELS):
        if container <= 0:
            return
        yield not words.isdisjoint(containers.kind_table[containers.kinds[container]].tokens)
        container = containers.parents[container]


def _is_label(text: str, kind: str) -> bool:
    return len(text) <= _MAX_LABEL_CHARS and _labels(kind).fullmatch(text.strip(_AROUND)) is not None


def _is_elsewhere(markup: Markup, container: int) -> bool:
    """Return whether a container lies where no topics of the article are: in a menu, a form, the site's footer."""
    flags = markup.containers.flags[container]
    if flags & _ELSEWHERE and (flags & _ELSEWHERE != _NAV or not _is_nav_of_topics(markup, container)):
        return True
    return bool(flags & _FOOTER and not flags & _OWN)


def _is_nav_of_topics(markup: Markup, container: int) -> bool:
    """Return whether the <nav> around a container says that it is the list of an article's topics."""
    containers = markup.containers
    for _ in range(_LEVELS):
        kind = containers.kind_table[containers.kinds[container]]
        if kind.tag == "nav":
            label = containers.elements[container].get("aria-label") or ""
            return not class_words()["topics"].isdisjoint(kind.tokens) or _is_label(label, "labels")
        container = containers.parents[container]
        if container <= 0:
            break
    return False


def _ends_in_label(text: str) -> bool:
    """Return whether a label and a colon stand at the end of a text."""
    line = text.rstrip()
    return line[-1:] in (":", "：") and _label_at_end().search(line[-_MAX_LABEL_CHARS - 1 :]) is not None


@cache
def _label_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words_of('fields/data/topics', 'labels'))})\s?[:：]$", re.IGNORECASE)


@cache
def _labels(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(words_of("fields/data/topics", kind)), re.IGNORECASE)


@cache
def _topic_steps() -> frozenset[str]:
    return word_set("fields/data/topics", "paths")
