"""The names that a byline element holds, read from its text as its markup divides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from newsspider.fields.agency.names import agencies_in
from newsspider.fields.authors.signers import is_single_name
from newsspider.fields.markup import texts_in
from newsspider.language.bylines import conjunction_pattern, prefixes, words_pattern
from newsspider.language.tags import base_language
from newsspider.processors.author_names import EDGES
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.text import one_line

# The address of an author's page: "/author/ana-ruiz", "/autor-ruiz", "?auteur2"; "/writer-dies-at-90" is a story.
_AUTHOR_ADDRESS = re.compile(
    r"[/?&](?:(?:(?:rel=)?authors?|autor(?:e|en|es|ka|in)?|auteurs?)(?=[/?=._-]|\d|$)"
    r"|(?:by-?lines?|writers?|contributors?|redakt(?:eur|or|ion)(?:e|en|in)?|journalist(?:s|en|er|as|es|e)?)"
    r"(?=[/?=]|$))",
    re.IGNORECASE,
)
_MAX_CHARS = 200  # of a byline; author boxes with a biography are longer
_MAX_PIECES = 12
_COMMA = re.compile("[,،，]")
_JOINT = re.compile(r"[,;/&|•·+]")
_AUTHORS = ("author", "creator")  # what a property is named that holds the author
_NO_NAMES = frozenset({"button", "script", "style", "time", "svg", "noscript", "template"})


class _Form(NamedTuple):
    """How a piece of text is marked up."""

    tag: str
    name: str | None  # class or rel
    is_behind: bool  # stands behind the element, not in it
    leads_to_author: bool  # is a link to an author's page


def names_in_byline(elements: Iterable[_Element], language: str | None) -> list[str]:
    """Return the names that elements of one byline hold, once each, in the order of the elements.

    `language` is the page's language tag, None if it is not known. Initials that stand in place of a picture are
    left out.
    """
    found = list(dict.fromkeys(name for element in elements for name in _names(element, language)))
    initials = {"".join(word[0] for word in name.split()) for name in found if " " in name}
    return [name for name in found if name not in initials]


def _names(element: _Element, language: str | None) -> list[str]:
    """Return the names among an element's pieces of text: the first, and those joined to it.

    "and" or a comma joins, or that a piece is marked up as the first one is; behind a role only links to authors
    are. Single words give way to a full name behind them: initials in place of a picture, a weekday, a section.
    """
    found: list[str] = []
    first: _Form | None = None
    joined = passed = was_introduced = False
    written = ""
    for piece, form in list(_pieces(element, language))[:_MAX_PIECES]:
        written += f" {piece}"
        if first is not None and words_pattern("ends").match(piece.lstrip(EDGES + ".")):
            break  # "Reviewed by Eva Gil"
        if first is not None and (_JOINT.fullmatch(piece) or conjunction_pattern("").fullmatch(f" {piece} ")):
            joined = True
            continue
        if first is not None and _is_about_previous(piece, language):
            passed = True
            continue
        is_introduced = prefixes(base_language(language)).match(piece) is not None
        if is_introduced and not was_introduced:
            found, first, joined, passed = [], None, False, False  # a site's name and a bar before "By Ana Ruiz"
        was_introduced = was_introduced or is_introduced
        names = [author.name for author in clean_authors(piece, language=language) if looks_like_name(author.name)]
        belongs = first is None or (form.leads_to_author if passed else joined or form == first)
        if not belongs and not passed and _has_full_name(names) and not _has_full_name(found):
            found, first, belongs = [], None, True
        if names and belongs:
            first = first or form
            joined = _JOINT.fullmatch(piece[-1]) is not None
            found = [*found, *names] if form.leads_to_author else _with(found, names, written, language)
        else:
            passed = first is not None
    return found


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
    """Return whether a piece begins with a role, that of the person before it: "Deputy Editor, Courier"."""
    head = _COMMA.split(piece, maxsplit=1)[0]
    return words_pattern("roles").search(head) is not None and not clean_authors(head, language=language)


def _has_full_name(names: Sequence[str]) -> bool:
    return any(" " in name for name in names)


def _pieces(element: _Element, language: str | None) -> Iterator[tuple[str, _Form]]:
    """Yield an element's text as its markup divides it; "By" alone goes with the next piece."""
    waiting = ""
    chars = 0
    if element.get("itemprop") in _AUTHORS and not "".join(element.itertext()).strip():
        named = (part.get("content") for part in islice(element.iter(), _MAX_PIECES) if _holds_name(part, element))
        yield from ((name, _form(element, is_behind=False)) for name in islice(filter(None, named), 1))
    for text, part, behind in texts_in(element):
        form = _form(part, is_behind=behind)
        told = part.get("content") if part.get("itemprop") == "name" and not behind else None
        piece = one_line(told or text)
        if not piece or (form.tag in _NO_NAMES and not behind):
            continue
        chars += len(piece)
        label = piece.strip(EDGES)
        if label and prefixes(base_language(language)).fullmatch(f"{label} "):
            waiting = f"{label} "
            continue
        yield waiting + piece, form
        waiting = ""
        if chars > _MAX_CHARS:
            return


def _holds_name(part: _Element, element: _Element) -> bool:
    """Return whether a part of an author's element holds the name: <link itemprop="name" content="Ana Ruiz">."""
    return part is element or part.get("itemprop") == "name"


def _form(part: _Element, *, is_behind: bool) -> _Form:
    is_link_to_author = not is_behind and leads_to_author(part)
    return _Form(str(part.tag), part.get("class") or part.get("rel"), is_behind, is_link_to_author)


def leads_to_author(element: _Element) -> bool:
    """Return whether an element is a link whose address is that of an author's page."""
    return element.tag == "a" and bool(_AUTHOR_ADDRESS.search(element.get("href") or ""))
