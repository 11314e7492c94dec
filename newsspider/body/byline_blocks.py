"""Blocks above the text that are the author's name and no more, which their markup says and not their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice, takewhile

from lxml.etree import _Element

from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, Blocks
from newsspider.language.agencies import is_agency
from newsspider.language.bylines import prefixes, words_pattern
from newsspider.language.tags import base_language
from newsspider.lines.bylines import is_byline, is_byline_word, is_unnamed, unbracketed
from newsspider.lines.end_lines import is_staff_line
from newsspider.lines.shapes import ends_sentence
from newsspider.page.types import Page
from newsspider.processors.authors import clean_authors, looks_like_name

_MAX_CHARS = 80
_MAX_BIO_CHARS = 400
_MAX_PARTS = 8
_MAX_ROLE_WORDS = 3
_BELOW_H1 = 2  # blocks: a date may stand between
_AROUND = 2  # elements around a name that may be marked in its place
_MAX_PIECES = 12
_BEHIND_NAME = (",", "，", "、", ";", "|", "·", "•", "&", "(", "（", "@", *"0123456789")
# A place or a role behind a mark that parts sentences as well: "Ana Ruiz – Lisbon", "Ana Ruiz / Senior Reporter".
_PLACE_OR_ROLE = re.compile(r"[/–—-]\s+[^\W\d_a-z]\S{0,30}(?:\s\S{1,30}){0,2}")
# "Ana Ruiz in Lisbon", "Ana Ruiz for The Courier".
_PLACE_OR_PAPER = re.compile(
    r"(?:for|in|at|from|für|aus|bei|pour|à|para|en|em|per|da|voor|для|в|из)\s[^\W\d_a-z]\S{1,30}(?:\s[^\W\d_a-z]\S{1,30}){0,4}"
)


def names_above(page: Page, blocks: Blocks, places: Iterable[int]) -> Iterator[int]:
    """Yield those of the blocks at `places`, above the text, that are the author's name: <p class="byline">Ana.

    The models keep them on short and plain pages. On 1,253 articles of the corpus four such blocks have more than
    the capped chance, and none is article text. What stands right below the h1 needs no mark,
    unless it stands elsewhere as well, as who speaks does in a talk.
    """
    marked = frozenset(page.hinted.get("author", ()))
    for i in places:
        text, element = blocks.texts[i], blocks.elements[i]
        if element is None or len(text) > _MAX_BIO_CHARS or blocks.tags[i] in LISTED_OR_HEADING:
            continue
        if len(text) > _MAX_CHARS:
            around = (element, *islice(element.iterancestors(), _AROUND))
            if not marked.isdisjoint(around) and _introduces_author(text, element, page.language):
                yield i
            continue
        is_marked = bool(marked) and _is_marked(element, marked)
        if not (is_marked or _is_below_h1(blocks, i)):
            continue
        names_any = _begins_with_name(text, page.language) or _is_name_and_role(element, page.language)
        names_any = names_any or (is_marked and _is_of_names(unbracketed(text), page.language))
        if names_any or is_unnamed(text) or is_agency(text):
            yield i


def _introduces_author(text: str, element: _Element, language: str | None) -> bool:
    """Return whether a text is a byline that goes on with who that is: "By <a>Ana Ruiz</a>, who covers ships."."""
    label = prefixes(base_language(language)).match(text)
    link = next(element.iter("a"), None)
    name = "".join(link.itertext()).strip() if label and link is not None else ""
    return label is not None and len(name) > 1 and text.startswith(name, label.end()) and looks_like_name(name)


def _is_below_h1(blocks: Blocks, i: int) -> bool:
    """Return whether a line of words stands right below the h1, or below one more line, and nowhere else."""
    is_below = "h1" in blocks.tags[max(0, i - _BELOW_H1) : i]
    text = blocks.texts[i]
    if not is_below or " " not in text or not text[0].isupper() or ends_sentence(text):
        return False
    return not (text.endswith((":", "：")) or blocks.texts.count(text) > 1)


def bylines_apart(blocks: Blocks, places: Iterable[int], language: str | None) -> Iterator[int]:
    """Yield those of the blocks at `places` that are parts of a byline: "Written by", "Ana Ruiz", "Editor"."""
    texts = blocks.texts
    for i in places:
        text, before = texts[i], texts[i - 1] if i else ""
        if (
            is_byline_word(text, language)
            or (not text.isascii() and is_staff_line(text))
            or (
                is_byline_word(before, language)
                and blocks.tags[i] not in HEADING_TAGS
                and _is_short_name(text, language)
            )
            or (
                len(text) <= _MAX_CHARS and is_unnamed(text) and _end_in_byline(texts[max(0, i - 2) : i], language)
            )
        ):
            yield i


def _end_in_byline(lines: Sequence[str], language: str | None) -> bool:
    """Return whether the last of two lines is a byline, or both are: "Written by", "Ana Ruiz"."""
    return any(is_byline(line, language) for line in (*lines[-1:], " ".join(lines)))


def _is_short_name(text: str, language: str | None) -> bool:
    return len(text) <= _MAX_CHARS and _begins_with_name(text, language)


def _is_marked(element: _Element, marked: Set[_Element]) -> bool:
    """Return whether a class, itemprop or link says that an element is the author's.

    It says so of the element, of a part of it, or of a short one that it stands in.
    """
    if not marked.isdisjoint(islice(element.iter(), _MAX_PARTS)):
        return True
    return any(one in marked and _is_short(one) for one in islice(element.iterancestors(), _AROUND))


def _is_short(element: _Element) -> bool:
    return sum(len(piece.strip()) for piece in islice(element.itertext(), _MAX_PIECES)) <= _MAX_CHARS


def _begins_with_name(text: str, language: str | None) -> bool:
    """Return whether a text is a full name, and behind a mark perhaps more: "Ana Ruiz, Lisbon"."""
    name = next((author.name for author in clean_authors(text, language=language)), "")
    if not text.startswith(name) or not looks_like_name(name) or (" " not in name and name.isascii()):
        return False
    rest = text[len(name) :].strip()
    is_aside = rest.startswith(_BEHIND_NAME) or _PLACE_OR_ROLE.fullmatch(rest) is not None
    return not rest or is_aside or _is_role(rest) or _goes_on_with_name(rest, language)


def _is_of_names(text: str, language: str | None) -> bool:
    """Return whether a text is full names, each with a place, a paper or a work: "Ana Ruiz/Staff"."""
    rest = text
    names = [author.name for author in clean_authors(text, language=language)]
    people = list(takewhile(lambda name: looks_like_name(name) and (" " in name or not name.isascii()), names))
    for name in people:
        before, found, rest = rest.partition(name)
        aside = " ".join(before.split()[:-1])  # without "and"
        if not (found and _is_aside(aside)):
            return False
    return bool(people) and text.startswith(people[0]) and _is_aside(rest.strip())


def _is_aside(rest: str) -> bool:
    is_mark = not rest or rest[0] in "|,;"
    return is_mark or is_unnamed(rest.lstrip("/ ")) or _PLACE_OR_PAPER.fullmatch(rest) is not None


def _is_name_and_role(element: _Element, language: str | None) -> bool:
    """Return whether emphasis or a break parts an element in a name and a role: <b>Lucía Vega</b> Corresponsal."""
    pieces = [piece.strip() for piece in islice(element.itertext(), _MAX_PIECES) if piece.strip()]
    return len(pieces) == 2 and _is_role(pieces[1]) and _begins_with_name(pieces[0], language)


def _is_role(rest: str) -> bool:
    """Return whether what follows a name says what its bearer does: "Staff Writer"."""
    words = rest.split()
    return len(words) <= _MAX_ROLE_WORDS and words_pattern("roles").search(rest) is not None and rest[0].isupper()


def _goes_on_with_name(rest: str, language: str | None) -> bool:
    """Return whether what follows a name is one more with its "and" before it: "and Ben Kurz"."""
    people = clean_authors(rest, language=language)
    name = people[0].name if len(people) == 1 else ""
    return rest.endswith(name) and (" " in name or not name.isascii())
