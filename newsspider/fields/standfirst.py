"""The standfirst that a page shows: what it sets between the headline and the text, apart from both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.body.standfirst import standfirst_of
from newsspider.body.types import Body
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import class_words
from newsspider.lines.bylines import is_byline
from newsspider.lines.captions import is_caption
from newsspider.lines.date_lines import holds_date
from newsspider.lines.shapes import ends_sentence, is_cut_off, weighted_chars
from newsspider.lines.wording import holds_phrase, is_any_label, speaks_of_business
from newsspider.processors.authors import clean_authors
from newsspider.processors.headlines import distinctive_words, folded_key

_REACH_BLOCKS = 25  # under the headline: a picture with its caption, bylines, share buttons
# In Latin characters' worth: of 79 standfirsts of 70 newspapers the shortest has 55, the longest some 900. What is
# shorter mostly says less than what the page declares (22 on 889 pages): standfirst_of_body() is asked after that.
_CHARS = range(48, 1_201)
_MORE_CHARS = range(12, 1_201)  # of the paragraphs behind the first
_MAX_PARAGRAPHS = 6
_MAX_LINK_SHARE = 0.3
_DATE_CHARS = 120  # longer lines that hold a date are sentences
# Of a standfirst that nothing names: a kicker, share buttons and a date may stand between headline and it, and
# what is longer is the text's first paragraph in a container of its own.
_NEAR_BLOCKS = 6
_MAX_APART_CHARS = 320
_HEADING_CHARS = 80  # of what is too long to be the heading of a section
_HEADINGS = frozenset(("h2", "h3", "h4"))
_TEXT_BLOCKS = 4  # in which a declared description may begin
_KEY_CHARS = 30  # folded, by which one is known
_PREFIX_CHARS = 30  # of what a declared description may have before it
# "... the harbour. By Ana Ruiz"
_LAST_WORDS = re.compile(r"(?<=[.!?…\"”»])\s(?P<words>[^.!?…]{4,60})$")
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’-]{1,30}(?: [^\W\d_a-z][\w'’.-]{0,30}){1,3}")
_LEVELS = 2  # of containers in which a standfirst may be named
_FOREIGN = int(
    Flag.NAV
    | Flag.ASIDE
    | Flag.FOOTER
    | Flag.FIGURE
    | Flag.CAPTION
    | Flag.FORM
    | Flag.BUTTON
    | Flag.HIDDEN
    | Flag.TABLE
)
_TAGS = frozenset(("p", "div", "h2", "h3", "h4", "li", "section", "header", "strong", "span"))


class _Evidence(IntEnum):
    """What tells that blocks are a standfirst, the surest first."""

    OWN_NAME = 0
    HEADING_BELOW = 1  # right under the headline
    NAME_AROUND = 2
    SENTENCE_APART = 3  # beside the headline, and not in the text
    LINE_APART = 4  # the same without the end of a sentence: it may be a second headline


def shown_standfirst(facts: PageFacts) -> str | None:
    """Return the standfirst that the page shows, None where nothing sets one apart from headline and text."""
    body, markup, headline = facts.body, facts.body.blocks.markup, facts.headline_place
    if markup is None or headline is None or not body.chosen:
        return None
    main = _main_container(body, markup)
    text_start = next((i for i in body.chosen if i > headline and _parent(markup, i) == main), body.chosen[0])
    places = _Places(headline, text_start)
    best: tuple[_Evidence, int] | None = None
    for i in range(headline + 1, min(text_start, headline + _REACH_BLOCKS) + 1):
        if not _has_form(body, markup, i, _CHARS):
            continue
        evidence = _evidence(facts, markup, i, places)
        if evidence is None or (best is not None and best[0] <= evidence) or not _is_sentence(facts, i):
            continue
        if _is_beside(facts, markup, i, text_start):
            continue
        best = evidence, i
    if best is None or (best[0] >= _Evidence.SENTENCE_APART and _is_declared(facts, places)):
        return None
    text = " ".join(body.blocks.texts[i] for i in _alike(facts, markup, best[1], text_start))
    return without_byline(text, facts)


def left_out_standfirst(facts: PageFacts, others: Iterable[str]) -> str | None:
    """Return the standfirst that the text was asked for without, unless one of `others` holds it."""
    texts = facts.body.blocks.texts
    text = without_byline(" ".join(texts[i] for i in facts.body.standfirst), facts)
    key = folded_key(text)
    return None if not key or any(key in folded_key(other) for other in others) else text


def standfirst_of_body(facts: PageFacts) -> str | None:
    """Return what the text's own rules take for the standfirst, where it is about the story."""
    body, markup = facts.body, facts.body.blocks.markup
    if markup is None or not body.chosen:
        return None
    found = standfirst_of(facts.page, body.blocks, body.probabilities)
    start = next((i for i in body.chosen if i not in found), 0)
    own = [i for i in found if _is_sentence(facts, i) and not _is_beside(facts, markup, i, start)]
    return " ".join(body.blocks.texts[i] for i in own) or None


class _Places(NamedTuple):
    """The block of the headline, and the text's first."""

    headline: int
    text_start: int


def _evidence(facts: PageFacts, markup: Markup, i: int, places: _Places) -> _Evidence | None:
    level = _named_at(markup, i, places.text_start)
    if level == 0:
        return _Evidence.OWN_NAME
    is_apart = _is_apart(facts, markup, i, places)
    if is_apart and i == places.headline + 1 and facts.body.blocks.tags[i] in _HEADINGS:
        return _Evidence.HEADING_BELOW
    if level:
        return _Evidence.NAME_AROUND
    text = facts.body.blocks.texts[i]
    if not is_apart or not _speaks_of_the_same(facts, text):
        return None
    return _Evidence.SENTENCE_APART if ends_sentence(text) else _Evidence.LINE_APART


def _is_declared(facts: PageFacts, places: _Places) -> bool:
    """Return whether the page shows its declared description right above the text."""
    told = facts.page.first_meta("og:description", "description")
    key = folded_key(told or "")
    return bool(key) and any(
        folded_key(text) == key for text in facts.body.blocks.texts[places.headline + 1 : places.text_start + 1]
    )


def whole_description(facts: PageFacts, declared: str) -> str:
    """Return a description as the page shows it whole, where what it declares was cut inside of it.

    What the page shows may begin later: "Coast: The storm that" of a paragraph "The storm that reached ...".
    """
    blocks, headline = facts.body.blocks, facts.headline_place
    if not facts.body.chosen or (ends_sentence(declared) and not is_cut_off(declared)):
        return declared
    key = folded_key(declared)
    if not key:
        return declared
    begin = facts.body.chosen[0]
    first = begin if headline is None else max(begin - _REACH_BLOCKS, min(begin, headline + 1))
    keys = [folded_key(text) for text in blocks.texts[first : begin + _TEXT_BLOCKS]]
    if key in keys:
        return declared
    for i, own in enumerate(keys, first):
        at = key.find(own[:_KEY_CHARS]) if len(own) >= _KEY_CHARS else -1
        if 0 <= at <= _PREFIX_CHARS and (shown := _covering(blocks.texts[i : i + _MAX_PARAGRAPHS], key[at:])):
            return shown
    return declared


def _covering(texts: Sequence[str], key: str) -> str | None:
    """Return the first of `texts`, as many as are needed for them to begin with `key` and go on behind it."""
    joined = ""
    for count, text in enumerate(texts, 1):
        joined += folded_key(text)
        if not joined.startswith(key[: len(joined)]):
            return None
        if len(joined) > len(key):
            whole = " ".join(texts[:count])
            return whole if len(whole) in _CHARS else None
    return None


def without_byline(text: str, facts: PageFacts) -> str:
    """Return a standfirst without the byline behind its last sentence, where that names people in full."""
    found = _LAST_WORDS.search(text)
    if found is None or not is_byline(found["words"], facts.language):
        return text
    names = [author.name or "" for author in clean_authors(found["words"], language=facts.language)]
    return text[: found.start()] if names and all(map(_FULL_NAME.fullmatch, names)) else text


def _main_container(body: Body, markup: Markup) -> int:
    """Return the container that holds most of the text's characters."""
    parents, places, texts = markup.containers.parents, markup.places, body.blocks.texts
    chars: dict[int, int] = {}
    for i in body.chosen:
        parent = parents[places[i]]
        chars[parent] = chars.get(parent, 0) + len(texts[i])
    return max(chars, key=chars.__getitem__)


def _parent(markup: Markup, i: int) -> int:
    return markup.containers.parents[markup.places[i]]


def _has_form(body: Body, markup: Markup, i: int, chars: range) -> bool:
    """Return whether a block is of a standfirst's length, no list of links, and in no box beside the text."""
    text = body.blocks.texts[i]
    return (
        len(text) < chars.stop
        and not markup.containers.flags[markup.places[i]] & _FOREIGN
        and body.blocks.tags[i] in _TAGS
        and markup.link_chars[i] <= len(text) * _MAX_LINK_SHARE
        and (len(text) >= chars.start or weighted_chars(text) >= chars.start)
    )


def _is_sentence(facts: PageFacts, i: int) -> bool:
    """Return whether a block is no byline, date, caption or label, and not the headline again."""
    text = facts.body.blocks.texts[i]
    if facts.headline and folded_key(facts.headline) in folded_key(text):
        return False
    if is_byline(text, facts.language) or is_caption(text) or is_any_label(text):
        return False
    return len(text) > _DATE_CHARS or not holds_date(text, facts.language)


def _is_beside(facts: PageFacts, markup: Markup, i: int, text_start: int) -> bool:
    """Return whether a block speaks for the site, or stands under a picture in its box, and not of the story."""
    text = facts.body.blocks.texts[i]
    is_other = (
        holds_phrase("promotion", text) or speaks_of_business(text) or _is_under_picture(markup, i, text_start)
    )
    return is_other and not _speaks_of_the_same(facts, text)


def _is_under_picture(markup: Markup, i: int, text_start: int) -> bool:
    parent = _parent(markup, i)
    if parent <= 0 or _holds(markup, parent, text_start):
        return False
    inside = range(parent, markup.containers.ends[parent])
    images = zip(markup.images.positions, markup.images.places, strict=True)
    return any(position == i and place in inside for position, place in images)


def _named_at(markup: Markup, i: int, text_start: int) -> int | None:
    """Return how far above a block stands what is named as a standfirst and holds none of the text, else None."""
    containers, words, others = markup.containers, class_words()["standfirst"], class_words()["beside_standfirst"]
    container = markup.places[i]
    for level in range(_LEVELS + 1):
        if container <= 0 or (i < text_start and _holds(markup, container, text_start)):
            return None
        tokens = containers.kind_table[containers.kinds[container]].tokens
        if not others.isdisjoint(tokens):
            return None
        if not words.isdisjoint(tokens):
            return level
        if i >= text_start:
            return None
        container = containers.parents[container]
    return None


def _holds(markup: Markup, container: int, i: int) -> bool:
    return container <= markup.places[i] < markup.containers.ends[container]


def _is_apart(facts: PageFacts, markup: Markup, i: int, places: _Places) -> bool:
    """Return whether a block stands with the headline and not in the text.

    A heading may stand right above the text then; other blocks have a byline or a picture's caption in between.
    """
    containers, blocks = markup.containers, facts.body.blocks
    if i - places.headline > _NEAR_BLOCKS or i >= places.text_start:
        return False
    length, around_text = len(blocks.texts[i]), _parent(markup, places.text_start)
    if blocks.tags[i] in _HEADINGS:
        return length > _HEADING_CHARS or _parent(markup, i) != around_text
    container = markup.places[i]
    while container > 0 and not _holds(markup, container, places.headline):
        container = containers.parents[container]
    is_beside = container > 0 and not _holds(markup, container, places.text_start)
    is_beside = is_beside or _parent(markup, i) == _parent(markup, places.headline) != around_text
    if not is_beside or length > _MAX_APART_CHARS:
        return False
    return max(_alike(facts, markup, i, places.text_start)) + 1 < places.text_start


def _speaks_of_the_same(facts: PageFacts, text: str) -> bool:
    """Return whether a block shares words with the headline or a description: notes and slogans do not."""
    told = (facts.headline, facts.page.first_meta("og:description", "description"))
    known = frozenset[str]().union(*(distinctive_words(other) for other in told if other))
    return len(distinctive_words(text) & known) > 1


def _alike(facts: PageFacts, markup: Markup, i: int, text_start: int) -> Iterator[int]:
    """Yield a block and those behind it that are written alike."""
    containers, place = markup.containers, markup.places[i]
    for j in range(i, min(i + _MAX_PARAGRAPHS, max(text_start, i + 1))):
        other = markup.places[j]
        alike = containers.kinds[other] == containers.kinds[place] and _parent(markup, j) == _parent(markup, i)
        if not alike or (j > i and not _is_more(facts, markup, j)):
            return
        yield j


def _is_more(facts: PageFacts, markup: Markup, i: int) -> bool:
    return _has_form(facts.body, markup, i, _MORE_CHARS) and _is_sentence(facts, i)
