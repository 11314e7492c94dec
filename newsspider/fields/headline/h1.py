"""What the page's h1 elements say the headline is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline.votes import HeadlineVote
from newsspider.fields.markup import texts_in
from newsspider.processors.headlines import (
    begins_title,
    clean_headline,
    distinctive_words,
    ends_title,
    first_part,
    folded_key,
    longest_part,
    name_key,
    without_known,
)

MAX_H1 = 20  # of a page that are looked at
_BREAKS = frozenset({"br", "div", "p"})  # in an h1: a new line, whatever stands around it in the source
_UNSEEN = frozenset({"script", "style", "noscript", "template", "title", "desc"})  # the last two of a drawing
# <span>Opinion</span><span>Storm hits coast</span>: two words, and no initial of the first.
_ENDS_WORD = re.compile(r"\w\w[:.!?]?$")
_STARTS_WORD = re.compile(r"\w\w")
_LAST_WORD = re.compile(r"\w{2,40}$")
_FIRST_WORD = re.compile(r"\w{2,40}")
_WORD = re.compile(r"\w+")
_MAX_H1_CHARS = 200
# An h1 that is not closed holds the page.
_MAX_ELEMENTS = 500  # of an h1 that are read
_MAX_PARTS, _MAX_IN_PART = 60, 50  # of an h1 that may be the headline by themselves, and elements in each
_WEIGHT = 4.0  # see newsspider.fields.headline.sources
_WEIGHT_OF_ONE_OF_SEVERAL = 2.75
WEIGHT_OF_UNRELATED = 0.5  # shares no word with any other text: a logo, a section, a newsletter's name
_CHARS_BEFORE_SECTIONS = 400
_MIN_HEAD_WORDS = 4
_MIN_SLUG_WORDS = 2  # of the page's address that tell its headline from a logo
_SLUG_BREAK = re.compile(r"[-_.]+")
_ASIDE_TAGS = ("time", "small", "h2", "h3", "h4", "h5", "p")  # in an h1: date, source and author, not the headline


def line(text: str) -> str:
    """Return a text as one clean line, "" where it is none that could be a headline."""
    return clean_headline(text) or ""


def text_of(element: _Element, words: Set[str] = frozenset()) -> str:
    """Return an element's text as one line, its own lines set apart.

    `words` (casefolded) are those that titles write: what is one of them is not divided, however it is styled.
    """
    if not len(element):
        return line(element.text or "")
    return line("".join(_set_apart(element, words)))


def _set_apart(element: _Element, words: Set[str]) -> Iterator[str]:
    """Yield the shown pieces of an element's text, with a blank before what is set apart by style alone."""
    last, last_part = "", element
    for text, part, behind in texts_in(element, max_elements=_MAX_ELEMENTS):
        if part.tag in _UNSEEN and not behind:
            continue
        starts_line = part is not element and part.tag in _BREAKS
        is_beside = not behind and part.getprevious() is last_part and _ENDS_WORD.search(last) is not None
        is_word = is_beside and _STARTS_WORD.match(text) is not None
        yield f" {text}" if starts_line or (is_word and _are_two_words(last, text, words)) else text
        last, last_part = text, part


def _are_two_words(last: str, text: str, words: Set[str]) -> bool:
    """Return whether a word ends one piece and another begins the next.

    "Mc" and "Donald" are one where that is one of `words`; where the next begins small, both must be among them.
    """
    end, beginning = _LAST_WORD.search(last), _FIRST_WORD.match(text)
    if end is None or beginning is None:
        return text[0].isupper()
    parts = {end[0].casefold(), beginning[0].casefold()}
    is_one = f"{end[0]}{beginning[0]}".casefold() in words
    return not is_one and (text[0].isupper() or parts <= words)


def h1s(facts: PageFacts, others: Sequence[HeadlineVote]) -> Iterator[HeadlineVote]:
    """Yield the page's h1 texts, those that head sections of its text aside.

    `others` are the headline's other votes, by which a logo is known.
    """
    page, names = facts.page, facts.own_keys
    inside = _inside_body(facts)
    titles = _Titles([other for other in others if name_key(other.text) not in names], page.url)
    found = [element for element in page.elements.get("h1", ())[:MAX_H1] if element not in inside]
    texts: dict[str, bool] = {}
    for element in found:
        text = _headline_in(element, titles, names)
        if text:
            texts.setdefault(text, leads_up(element, page.url))
    for text, is_logo in texts.items():
        is_name = is_logo or name_key(text) in names or len(text) > _MAX_H1_CHARS
        # "Example News: all from the coast" says no more of the article than "all from the coast".
        related = not is_name and (not others or titles.speak_of(without_known(text, names)))
        weight = (_WEIGHT if len(texts) == 1 else _WEIGHT_OF_ONE_OF_SEVERAL) if related else WEIGHT_OF_UNRELATED
        yield HeadlineVote(Candidate(text, "h1"), "h1", weight, folded_key(text))


class _Titles:
    """What the page says elsewhere that it is about: in its titles, and in the last part of its address."""

    def __init__(self, others: Sequence[HeadlineVote], url: str | None) -> None:
        self.keys = {other.key for other in others}
        self.titles = {other.key: other.text for other in others}.values()
        self.words = set().union(*(distinctive_words(part) for title in self.titles for part in _parts_of(title)))
        self.url = url

    @cached_property
    def written(self) -> Set[str]:
        """All words of the titles, casefolded."""
        return {word.casefold() for title in self.titles for word in _WORD.findall(title)}

    @cached_property
    def begins(self) -> Set[str]:
        """The keys of the titles' first parts."""
        return {folded_key(first_part(title)) for title in self.titles}

    @cached_property
    def slug(self) -> Set[str]:
        """The distinctive words of the last part of the page's address."""
        return distinctive_words(_slug(self.url))

    def speak_of(self, text: str) -> bool:
        """Return whether a text shares with titles or address what is no site's name."""
        words = distinctive_words(text)
        return not self._is_site_in(text) and (
            not self.words.isdisjoint(words)
            or folded_key(text) in self.begins
            or (len(text.split()) >= _MIN_HEAD_WORDS and any(begins_title(text, title) for title in self.titles))
            or len(self.slug & words) >= _MIN_SLUG_WORDS
        )

    def _is_site_in(self, text: str) -> bool:
        """Return whether a text is the rest of a title whose first part is another title."""
        return any(
            ends_title(text.strip("."), title)
            and first_part(title) != title
            and folded_key(first_part(title)) in self.keys
            for title in self.titles
        )


def _slug(url: str | None) -> str:
    """Return the words of the last part of the page's address."""
    try:
        path = urlsplit(url or "").path.rstrip("/")
    except ValueError:  # "http://[" and the like
        return ""
    return _SLUG_BREAK.sub(" ", path.rpartition("/")[2])


def _parts_of(title: str) -> Iterator[str]:
    """Yield what of a title may speak of the article: its longest part, and a first one that is no mere name."""
    yield longest_part(title)
    first = first_part(title)
    if len(first.split()) >= _MIN_HEAD_WORDS:
        yield first


def _headline_in(h1: _Element, titles: _Titles, names: Set[str]) -> str:
    """Return an h1's text: of the part that a title repeats, where date, source or site stand beside it."""
    known, text = titles.keys, text_of(h1, titles.written)
    if folded_key(text) in known:
        return text
    parts = [without_known(text, names)]
    if len(h1):
        named = islice(h1.iterdescendants("a", "span", "strong", "div"), _MAX_PARTS)
        parts += (text_of(part, titles.written) for part in named if _is_small(part))
        aside = {below for part in h1.iterdescendants(*_ASIDE_TAGS) for below in part.iter()}
        own = (
            piece
            for piece, part, behind in texts_in(h1, max_elements=_MAX_ELEMENTS)
            if part not in aside or (behind and part.tag in _ASIDE_TAGS)
        )
        parts.append(line(" ".join(own)))
        parts.append(line(" ".join([h1.text or "", *(part.tail or "" for part in h1)])))  # no badge: "Subscribers"
    return next((part for part in parts if part and folded_key(part) in known), text)


def _is_small(part: _Element) -> bool:
    return next(islice(part.iter(), _MAX_IN_PART, None), None) is None


def leads_up(heading: _Element, url: str | None) -> bool:
    """Return whether a heading is a link to the site's front page, or a folder above the page, alone: a logo."""
    if not len(heading):
        return False
    link = next((one for one in heading.iterdescendants("a") if one.get("href") is not None), None)
    if link is None or text_of(link) != text_of(heading):
        return False
    try:
        target = urlsplit(urljoin(url or "", link.get("href", "").strip()))
        path = urlsplit(url or "").path
    except ValueError:  # "http://[" and the like
        return False
    folder = target.path.rstrip("/") + "/"
    is_above = folder == "/" or path.startswith(folder)
    return is_above and target.path != path and not target.query and not target.fragment


def _inside_body(facts: PageFacts) -> set[object]:
    """Return the h1 elements that stand behind the body's first paragraphs: they head its sections."""
    body = facts.body
    tags, texts, elements = body.blocks.tags, body.blocks.texts, body.blocks.elements
    chars = 0
    for place in body.chosen:
        chars += len(texts[place]) if tags[place] == "p" else 0
        if chars > _CHARS_BEFORE_SECTIONS:
            return {elements[behind] for behind in facts.h1_places if behind >= place}
    return set()
