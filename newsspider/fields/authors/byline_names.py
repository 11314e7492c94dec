"""The names that a byline element holds, read from its text as its markup divides it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

from lxml.etree import _Element

from newsspider.fields.authors.signers import is_single_name, is_whole_name
from newsspider.fields.markup import texts_in
from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import (
    attached_conjunction_pattern,
    conjunction_pattern,
    letter_conjunction_pattern,
    picture_brackets,
    prefixes,
    words_pattern,
)
from newsspider.language.calendars import is_weekday
from newsspider.language.places import begins_like_town, is_place
from newsspider.language.tags import base_language
from newsspider.language.word_lists import words_of
from newsspider.processors.author_names import EDGES, name_words
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.other_work import begins_other_work
from newsspider.processors.text import one_line

# The address of an author's page: "/author/ana-ruiz", "/autor-ruiz", "?auteur2"; "/writer-dies-at-90" is a story.
_AUTHOR_ADDRESS = re.compile(
    r"[/?&](?:(?:(?:rel=)?authors?|autor(?:e|en|es|ka|in)?|auteurs?)(?=[/?=._-]|\d|$)"
    r"|(?:by-?lines?|writers?|contributors?|redakt(?:eur|or|ion)(?:e|en|in)?|journalist(?:s|en|er|as|es|e)?)"
    r"(?=[/?=]|$))|^/@[\w.-]{2,40}/?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NAMES_AUTHOR = re.compile(r"author|autor|auteur|byline|writer|name", re.IGNORECASE)
_MAX_CHARS = 200  # of a byline; author boxes with a biography are longer
_MAX_PIECES = 12
_MAX_PARTS = 40
_MOST_NAME_PIECES = 3
_COMMA = re.compile("[,،，]")
_JOINT = re.compile(r"[,;/&|•·+]")
_LEADING_COMMA = re.compile(r"[,;،，]\s*")
_AUTHORS = ("author", "creator")  # what a property is named that holds the author
_COLONS = (":", "：")
_CARDS = frozenset({"vcard", "hcard", "h-card"})  # classes of microformats: who is named "fn" within
_NO_NAMES = frozenset({"button", "script", "style", "time", "svg", "noscript", "template"})


class _Form(NamedTuple):
    """How a piece of text is marked up."""

    tag: str
    name: str | None  # class or rel
    is_behind: bool  # stands behind the element, not in it
    leads_to_author: bool  # is a link to an author's page


_Piece: TypeAlias = tuple[str, _Form]
_WritesSmall: TypeAlias = Callable[[str], bool] | None


class _Part(NamedTuple):
    """A piece of text without what joins it to those before and behind it."""

    text: str
    follows_and: bool
    follows_comma: bool
    leads_on: bool  # "and" or a comma stands at its end
    is_of_list: bool  # "and" stands in it or around it


def names_in_byline(
    elements: Iterable[_Element], language: str | None, writes_small: _WritesSmall = None
) -> list[str]:
    """Return the names that elements of one byline hold, once each, in the order of the elements.

    `language` is the page's language tag, None if it is not known; `writes_small` says of a word in small letters
    whether the page writes it so somewhere. Initials that stand in place of a picture are left out, and so is who
    took the pictures, if others did not: "Ana Ruiz Text", "Ben Kurz Foto".
    """
    named = [(element, names) for element in elements if (names := _names(element, language, writes_small))]
    writers = [names for element, names in named if len(named) == 1 or not _did_other_work(element, names[-1])]
    found = list(dict.fromkeys(name for names in writers or [names for _, names in named] for name in names))
    initials = {"".join(word[0] for word in name.split()) for name in found if " " in name}
    return [name for name in found if name not in initials]


def _did_other_work(element: _Element, name: str) -> bool:
    """Return whether an element ends in a name and a word for other work than writing."""
    _, _, behind = one_line(" ".join(text for text, _, _ in texts_in(element))).rpartition(name)
    return bool(behind) and behind.strip(EDGES + ".()").casefold() in _other_works()


def _with_works_behind(element: _Element, language: str | None) -> list[str]:
    """Return who wrote, where each name has its work behind it: "Ana Ruiz", "Text", "Ben Kurz", "Foto"."""
    texts = [
        text for part, _, _ in islice(texts_in(element), _MAX_PIECES) if (text := one_line(part).strip(EDGES))
    ]
    works = [text.casefold() for text in texts[1::2]]
    if len(works) < 2 or len(texts) % 2 or texts[0].casefold() in _other_works():
        return []
    labels = prefixes(base_language(language))
    others = [work in _other_works() for work in works]
    if not any(others) or not all(
        is_other or labels.fullmatch(f"{work} ") for work, is_other in zip(works, others, strict=True)
    ):
        return []
    named = [text for text, is_other in zip(texts[::2], others, strict=True) if not is_other]
    people = [[author.name for author in clean_authors(text, language=language)] for text in named]
    return [names[0] for names in people if names]


@cache
def _other_works() -> frozenset[str]:
    of_pictures = words_of("processors/data/credits", "labels")
    return frozenset((*words_of("language/data/bylines", "collaborators"), *of_pictures))


def _names(element: _Element, language: str | None, writes_small: _WritesSmall) -> list[str]:
    """Return the names among an element's pieces of text: the first, and those joined to it.

    "and" or a comma joins, or that a piece is marked up as the first one is; behind a role only links to authors
    are, and what has the first one's class where that says that it is a name's. Single words give way to a full
    name behind them: initials in place of a picture, a weekday, a section.
    """
    if writers := _with_works_behind(element, language):
        return writers
    found: list[str] = []
    first: _Form | None = None
    joined = passed = was_introduced = False
    written = ""
    for whole, form in _of_writers(list(islice(_pieces(element, language), _MAX_PIECES)), language):
        written += f" {whole}"
        part = _part(whole, found, language)
        piece = part.text
        if first is not None and _begins_other_work(piece):
            break
        if first is not None and (not piece or _ADDRESS.fullmatch(piece)):
            joined = not piece
            continue
        if first is not None and _is_about_previous(piece, language):
            passed = True
            continue
        cleaned = [author.name for author in clean_authors(piece, language=language)]
        names = [name for name in cleaned if looks_like_name(name) or is_agency(name)]
        is_introduced = _introduces_writer(piece, language) and (
            bool(names) or not any(is_whole_name(name, language) for name in found)
        )
        if is_introduced and not was_introduced and not part.follows_and:
            found, first, joined, passed = (
                [],
                None,
                False,
                False,
            )  # a site's name, or who reviewed, before "By Ana Ruiz"
        was_introduced = was_introduced or is_introduced
        is_listed = part.follows_comma and part.is_of_list and form.is_behind and _has_full_name(found)
        people = _people_behind_comma(names, language, writes_small) if is_listed and not _has_role(piece) else ()
        joins = joined or part.follows_and or bool(people)
        is_alike = form == first and not (passed and _NAMES_AUTHOR.search(form.name or "") is None)
        belongs = first is None or is_alike or (form.leads_to_author if passed else joins)
        if not belongs and not passed and _has_full_name(names) and not _has_full_name(found):
            found, first, belongs = [], None, True
        if names and belongs:
            first = first or form
            joined = part.leads_on
            found = [*found, *names] if form.leads_to_author else _with(found, names, written, language)
        else:
            passed = first is not None
    return found


def _introduces_writer(piece: str, language: str | None) -> bool:
    return prefixes(base_language(language)).match(piece) is not None and not _begins_other_work(piece)


def _begins_other_work(piece: str) -> bool:
    """Return whether a piece introduces who did other work than writing: "Reviewed by Eva Gil", "Photography:"."""
    return begins_other_work(piece.lstrip(EDGES + "."))


def _of_writers(pieces: Sequence[_Piece], language: str | None) -> Sequence[_Piece]:
    """Return the pieces without the names of those who took the pictures: <a>Ben Kurz</a> (Fotos).

    Where nobody else is named, all stay.
    """
    if not any(picture_brackets().search(text) for text, _ in pieces):
        return pieces
    kept: list[_Piece] = []
    for text, form in pieces:
        bracket = picture_brackets().match(text)
        if bracket and kept:
            kept.pop()
        rest = text[bracket.end() :].strip() if bracket else text
        if rest and not _is_photographer(rest, language):
            kept.append((rest, form))
    return kept if any(clean_authors(text, language=language) for text, _ in kept) else pieces


def _is_photographer(text: str, language: str | None) -> bool:
    """Return whether a text is the name of one who took the pictures: "und Ben Kurz (Fotos)"."""
    is_told = any(bracket.end() == len(text) for bracket in picture_brackets().finditer(text))
    return is_told and len(clean_authors(text, language=language)) == 1


def _people_behind_comma(names: Sequence[str], language: str | None, writes_small: _WritesSmall) -> Sequence[str]:
    """Return the names behind a comma if the first is a person's, and no place, employer or section.

    Only lists with an "and" are asked for: of 14 pages with plain words behind a linked name and a comma, none had
    a second author there, but roles and employers such as "Pacific Standard". What goes on with a single word is
    rather a town: "Glen Cove, Maine and Lisbon".
    """
    is_list = all(" " in name or agencies_in(name) for name in names)
    return names if names and is_list and _is_person(names[0], language, writes_small) else ()


def _is_person(name: str, language: str | None, writes_small: _WritesSmall) -> bool:
    words = name_words(name)
    is_body = agencies_in(name) or any(words_pattern(kind).search(name) for kind in ("organizations", "papers"))
    is_town = is_place(name, language) or begins_like_town(name)
    if is_body or is_town or is_weekday(words[0], language or "") or not is_whole_name(name, language):
        return False
    return writes_small is None or not any(map(writes_small, map(str.lower, words)))  # else a section's


def _part(piece: str, found: Sequence[str], language: str | None) -> _Part:
    """Return a piece without the "and" or comma around it; `found` are the names before it."""
    if _JOINT.fullmatch(piece):
        return _Part("", follows_and=False, follows_comma=False, leads_on=True, is_of_list=False)
    comma = _LEADING_COMMA.match(piece) if found else None
    whole = piece[comma.end() :] if comma else piece
    behind = _without_and_before(whole, found[-1], language) if found else whole
    text = _without_and_behind(behind, language)
    leads_on = text != behind or _JOINT.fullmatch(piece[-1]) is not None
    return _Part(text, behind != whole, comma is not None, leads_on, _holds_and(whole, language))


def _holds_and(text: str, language: str | None) -> bool:
    base = base_language(language)
    patterns = filter(None, (conjunction_pattern(base), letter_conjunction_pattern(base)))
    return any(pattern.search(f" {text} ") for pattern in patterns)


def _without_and_before(text: str, before: str, language: str | None) -> str:
    """Return a text without the "and" at its start: " and Ben Kurz"; `before` is the name before it.

    "José Ortega y Gasset" is one person, "Ana Ruiz y Eva Gil" are two.
    """
    spaced = f" {text} "
    if match := conjunction_pattern(base_language(language)).match(spaced):
        return spaced[match.end() :].rstrip()
    attached = attached_conjunction_pattern(base_language(language))
    if attached and (match := attached.match(spaced)):
        return spaced[match.end() :].rstrip()
    letter = letter_conjunction_pattern(base_language(language))
    match = letter.match(spaced) if letter else None
    rest = spaced[match.end() :].rstrip() if match else ""
    is_between = match is not None and (not rest or (" " in before and " " in rest))
    return rest if is_between else text


def _without_and_behind(text: str, language: str | None) -> str:
    """Return a text without the "and" at its end: "By Ana Ruiz and "."""
    base = base_language(language)
    spaced = f" {text} "
    for pattern in filter(None, (conjunction_pattern(base), letter_conjunction_pattern(base))):
        last = deque(pattern.finditer(spaced), maxlen=1)
        if last and last[0].end() == len(spaced):
            return spaced[: last[0].start()].strip()
    return text


def _with(found: Sequence[str], names: Sequence[str], written: str, language: str | None) -> list[str]:
    """Return what was found and what a piece names, without places behind a full name: "Ana Ruiz, Lisbon".

    `written` is the byline up to here.
    """
    kept = list(found)
    if not (_has_full_name(found) or _has_full_name(names[:1])):
        return [*kept, *names]
    bodies = words_pattern("organizations")
    for name in names:
        is_sure = " " in name or agencies_in(name) or bodies.search(name)
        if is_sure or (kept and is_single_name(name, kept[-1], written, language)):
            kept.append(name)
    return kept


def _is_about_previous(piece: str, language: str | None) -> bool:
    """Return whether a piece begins with a role, that of the person before it: "Deputy Editor, Courier".

    What ends in one names nobody, though it has the form of a name: "Staff Reporter", "Herald Reporter".
    """
    if not _has_role(piece):
        return False
    first = _COMMA.split(piece, maxsplit=1)[0].strip()
    people = clean_authors(first, language=language)
    ends_in_role = words_pattern("roles").fullmatch(first.rpartition(" ")[2]) is not None
    return not people or (ends_in_role and [author.name for author in people] == [first])


def _has_role(piece: str) -> bool:
    """Return whether a role stands before a piece's first comma."""
    return words_pattern("roles").search(_COMMA.split(piece, maxsplit=1)[0]) is not None


def _has_full_name(names: Sequence[str]) -> bool:
    return any(" " in name for name in names)


def _pieces(element: _Element, language: str | None) -> Iterator[tuple[str, _Form]]:
    """Yield an element's text as its markup divides it; "By" alone goes with the next piece."""
    waiting = ""
    chars = 0
    if element.get("itemprop") in _AUTHORS and not "".join(element.itertext()).strip():
        named = (part.get("content") for part in islice(element.iter(), _MAX_PIECES) if _holds_name(part, element))
        yield from ((name, _form(element, is_behind=False)) for name in islice(filter(None, named), 1))
    for text, part, behind in _texts(element):
        form = _form(part, is_behind=behind)
        told = part.get("content") if part.get("itemprop") == "name" and not behind else None
        piece = one_line(told or text)
        if not piece or (form.tag in _NO_NAMES and not behind):
            continue
        chars += len(piece)
        label = (piece.rpartition("／")[2] if "／" in piece else piece).strip(EDGES)  # "海港報／記者"
        is_work = chars > len(piece) and not piece.endswith(_COLONS) and _has_role(piece)  # of who stands before
        if label and not is_work and prefixes(base_language(language)).fullmatch(f"{label} "):
            waiting = f"{label} "
            continue
        yield waiting + piece, form
        waiting = ""
        if chars > _MAX_CHARS:
            return


def _texts(element: _Element) -> Iterable[tuple[str, _Element, bool]]:
    """Return the texts of an element as texts_in() does: of a person's card those of the names alone.

    The words around are labels. A link to an author, or a name, may be divided: <a><i>Ana</i><i>Ruiz</i></a>.
    """
    if not _CARDS.isdisjoint(_classes(element)):
        parts = (part for part in islice(element.iter(), _MAX_PARTS) if "fn" in _classes(part))
        named = [part for part in parts if "org" not in _classes(part)]
        if named and all(one_line("".join(part.itertext())) for part in named):
            return chain.from_iterable(map(_texts_of_one, named))
    return _texts_of_one(element) if leads_to_author(element) else texts_in(element)


def _texts_of_one(element: _Element) -> Iterable[tuple[str, _Element, bool]]:
    """Return the texts of one person's element, words of a name that stand apart as one."""
    pieces = list(islice(texts_in(element), _MAX_PARTS))
    words = [word for text, _, _ in pieces if (word := one_line(text))]
    is_divided = 1 < len(words) <= _MOST_NAME_PIECES and all(map(str.isalpha, words))
    return [(" ".join(words), element, False)] if is_divided else pieces


def _classes(element: _Element) -> Sequence[str]:
    return (element.get("class") or "").split()


def _holds_name(part: _Element, element: _Element) -> bool:
    """Return whether a part of an author's element holds the name: <link itemprop="name" content="Ana Ruiz">."""
    return part is element or part.get("itemprop") == "name"


def _form(part: _Element, *, is_behind: bool) -> _Form:
    is_link_to_author = not is_behind and leads_to_author(part)
    return _Form(str(part.tag), part.get("class") or part.get("rel"), is_behind, is_link_to_author)


def leads_to_author(element: _Element) -> bool:
    """Return whether an element is a link whose address is that of an author's page."""
    return element.tag == "a" and bool(_AUTHOR_ADDRESS.search(element.get("href") or ""))
