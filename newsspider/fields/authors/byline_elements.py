"""Elements whose class, rel, itemprop or address says that they name the author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from lxml.etree import _Element

from newsspider.fields.agency.names import agencies_in
from newsspider.fields.authors.signers import is_single_name
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import texts_in
from newsspider.fields.near_headline import class_of, from_headline_on, is_elsewhere, is_of_others
from newsspider.language.bylines import byline_words, conjunction_pattern, prefixes, words_pattern
from newsspider.language.tags import base_language
from newsspider.processors.author_names import EDGES
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.text import one_line

_NAMING = re.compile(
    r"(?<![a-z])(?:authors?(?![a-z])|by[-_]?lines?|writers?(?![a-z])|autor(?:e|en|es|ka|in)?(?![a-z])"
    r"|auteurs?(?![a-z])|contributors?(?![a-z])|posted-by|redakt(?:eur|or|ion)(?:in)?(?![a-z])|journalist)",
    re.IGNORECASE,
)
# What is told of the author besides the name.
_ABOUT_AUTHOR = re.compile(
    r"(?:author|autor|auteur|writer)[-_]{1,2}(?:desc|bio|about|title|role|job|position)", re.IGNORECASE
)
# The address of an author's page: "/author/ana-ruiz", "/autor-ruiz", "?auteur2"; "/writer-dies-at-90" is a story.
_AUTHOR_ADDRESS = re.compile(
    r"[/?&](?:(?:(?:rel=)?authors?|autor(?:e|en|es|ka|in)?|auteurs?)(?=[/?=._-]|\d|$)"
    r"|(?:by-?lines?|writers?|contributors?|redakt(?:eur|or|ion)(?:e|en|in)?|journalist(?:s|en|er|as|es|e)?)"
    r"(?=[/?=]|$))",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[a-z][\w.-]{2,40}")
_NOT_SHOWN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_ELEMENTS = 60
_MAX_CHARS = 200  # of a byline; author boxes with a biography are longer
_MAX_PIECES = 12
_MAX_WORDS_AROUND = 8  # small ones beside a link: "is a reporter who covers the coast for the Courier"
_MAX_NAME_WORDS = 4
_MAX_ANCESTORS_NEAR = 3
_MAX_LINKS_NEAR = 40
_MIN_STORY_WORDS = 4  # of a link; "Leave a comment" has three
_MIN_STORY_WORDS_ASIDE = 2
_ASIDE = re.compile(r"(?<![a-z])(?:sidebar|widget|latest|recent)(?![a-z])", re.IGNORECASE)
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


def byline_elements(facts: PageFacts) -> Iterator[list[str]]:
    """Yield the names that byline elements hold, those behind the headline first, nearest first."""
    found = from_headline_on(facts.page.hinted.get("author", ()), facts.headline)[:_MAX_ELEMENTS]
    seen: set[_Element] = set()
    accounts: list[str] = []
    was_named = False
    for element in found:
        if (
            element not in seen
            and _names_author(element)
            and not is_elsewhere(element)
            and not _is_hidden(element)
        ):
            siblings = _row(element, found)
            seen.update(siblings)
            names = _distinct_people(name for sibling in siblings for name in _names(sibling, facts.language))
            if names:
                was_named = True
                yield names
            elif _is_exact(element) and (account := _account_in(element)):
                accounts.append(account)
    yield from ([account] for account in accounts[:1])
    if not was_named and not accounts:
        yield from _only_exact(found, facts.language)


def _only_exact(found: Iterable[_Element], language: str | None) -> Iterator[list[str]]:
    """Yield the names of people that all elements marked up as the author's name agree on, wherever they stand.

    In a footer, a menu or a sidebar those of other stories stand as well, and who made the site: an element counts
    if it leads to an author's page or "By" stands before it, and no link to a story is near.
    """
    exact = (
        element
        for element in found
        if _is_exact(element) and not _is_hidden(element) and not is_of_others(element)
    )
    named = [(element, names) for element in exact if (names := _distinct_people(_names(element, language)))]
    if not named or any(names != named[0][1] for _, names in named):
        return
    is_author = any(_is_signed(element, language) for element, _ in named)
    if is_author and all(map(_is_full_name, named[0][1])) and not any(_is_near_story(each) for each, _ in named):
        yield named[0][1]


def _is_signed(element: _Element, language: str | None) -> bool:
    """Return whether an element leads to an author's page, or a word of bylines alone stands before it: "By"."""
    before = one_line(_text_before(element)).strip(EDGES)
    is_introduced = before and prefixes(base_language(language)).fullmatch(f"{before} ") is not None
    return bool(is_introduced) or any(map(_leads_to_author, islice(element.iter("a"), _MAX_PIECES)))


def _is_full_name(name: str) -> bool:
    """Return whether a name is a person's full one, and no body's or page's: "Our Team", "About The Author"."""
    is_body = any(words_pattern(kind).search(name) for kind in ("organizations", "roles"))
    return 2 <= len(name.split()) <= _MAX_NAME_WORDS and looks_like_name(name) and not is_body


def _is_near_story(element: _Element) -> bool:
    """Return whether a link beside an element leads to a story: it has the words of a headline.

    Stories in a box of their own, which says that it holds others, do not count.
    """
    around = islice(element.iterancestors(), _MAX_ANCESTORS_NEAR)
    parts = list(takewhile(lambda part: part.tag not in ("article", "main", "body"), around))
    links = (link for part in parts for link in islice(part.iter("a"), _MAX_LINKS_NEAR))
    is_aside = any(part.tag == "aside" or _ASIDE.search(class_of(part)) for part in parts)
    least = _MIN_STORY_WORDS_ASIDE if is_aside else _MIN_STORY_WORDS
    return any(_has_words_of_headline(link, least) and not is_of_others(link) for link in links)


def _has_words_of_headline(link: _Element, least: int) -> bool:
    text = one_line("".join(islice(link.itertext(), _MAX_PIECES)))
    return len(text.split()) >= least and not looks_like_name(text)


def _is_hidden(element: _Element) -> bool:
    """Return whether an element is not shown, by its own word or its parent's."""
    return any(
        part is not None and (part.get("hidden") is not None or _NOT_SHOWN.search(part.get("style") or ""))
        for part in (element, element.getparent())
    )


def _is_exact(element: _Element) -> bool:
    """Return whether markup says that an element is the author's name and nothing else."""
    return "author" in (element.get("rel"), element.get("itemprop"))


def _account_in(element: _Element) -> str | None:
    """Return the name under which somebody logs in that is all that an element holds: "harbour_fan77"."""
    text = one_line("".join(element.itertext()))
    is_body = text.casefold() in byline_words()["nobody"]["any"] or words_pattern("organizations").fullmatch(text)
    return text if _ACCOUNT.fullmatch(text) and not is_body else None


def _names_author(element: _Element) -> bool:
    if next(element.iter("h1"), None) is not None:
        return False  # the article itself: blog software writes who wrote it into its class
    if "author" in (element.get("rel"), element.get("itemprop")) or element.get("itemprop") == "creator":
        return True
    return _is_named_so(class_of(element)) or (_leads_to_author(element) and not _is_in_sentence(element))


def _text_before(element: _Element) -> str:
    """Return the text between an element and the one before it."""
    previous, parent = element.getprevious(), element.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _is_in_sentence(link: _Element) -> bool:
    """Return whether a link stands in running text, where it may lead to any writer."""
    around = f"{_text_before(link)} {link.tail or ''}"
    return sum(word.islower() for word in around.split()) > _MAX_WORDS_AROUND


@lru_cache(maxsize=1024)  # a site's pages share their classes, and what one says never changes
def _is_named_so(name: str) -> bool:
    apart = _CAMEL.sub("-", name)
    return _NAMING.search(apart) is not None and _ABOUT_AUTHOR.search(apart) is None


def _leads_to_author(element: _Element) -> bool:
    return element.tag == "a" and bool(_AUTHOR_ADDRESS.search(element.get("href") or ""))


def _row(element: _Element, found: Sequence[_Element]) -> list[_Element]:
    """Return an element and those of its kind beside it: one link an author, in the same parent."""
    parent = element.getparent()
    return [
        other
        for other in found
        if other is element
        or (
            other.getparent() is parent
            and other.tag == element.tag
            and other.get("class") == element.get("class")
            and not _is_hidden(other)
        )
    ]


def _distinct_people(names: Iterable[str]) -> list[str]:
    """Return names once each, without the initials that stand in place of a picture."""
    found = list(dict.fromkeys(names))
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
    leads_to_author = not is_behind and _leads_to_author(part)
    return _Form(str(part.tag), part.get("class") or part.get("rel"), is_behind, leads_to_author)
