"""Elements whose class, rel, itemprop or address says that they name the author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element

from newsspider.page.types import Page
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.bylines import base_language, conjunction_pattern, prefix_pattern
from newsspider.processors.headlines import folded_key
from newsspider.processors.text import one_line

# In document order, with the h1 that they stand around. XPath 1.0 has no lower-case(): a word's first letter is
# left out, so that "Author" and "author" both match. One pass in C: 1.5 ms on pages of 170 kB.
_SUSPECTS = etree.XPath(
    "//h1 | //*[@rel='author' or @itemprop='author' or @itemprop='creator']"
    " | //@class[contains(., 'uthor') or contains(., 'yline') or contains(., 'y-line') or contains(., 'riter')"
    " or contains(., 'utor') or contains(., 'uteur') or contains(., 'osted-by') or contains(., 'edakt')]/.."
    " | //a/@href[contains(., '/author') or contains(., '/autor') or contains(., '/auteur')"
    " or contains(., '/contributor') or contains(., '/writer') or contains(., '/journalist')]/.."
)
_NAMING = re.compile(
    r"(?<![a-z])(?:authors?(?![a-z])|by[-_]?lines?|writers?(?![a-z])|autor(?:e|en|es|ka|in)?(?![a-z])|auteurs?(?![a-z])"
    r"|contributors?(?![a-z])|posted-by|redakt(?:eur|or|ion)(?:in)?(?![a-z])|journalist)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Names in these belong to other articles, to readers who comment, or to no article.
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?|related|recommend(?:ed|ations?)?|teasers?|cards?|sidebar|widget|footer|nav|navigation|menu"
    r"|promo|more-from|read-?more|popular|trending|carousel|slider|breadcrumbs?|disqus|reply)(?![a-z])",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "form", "figure", "figcaption", "blockquote", "table"})
_MAX_SUSPECTS = 60
_MAX_CHARS = 200  # of a byline; author boxes with a biography are longer
_MAX_PIECES = 12
_MAX_ANCESTORS = 12
_JOINT = re.compile(r"[,;/&|•·+]")
_NO_NAMES = frozenset({"button", "script", "style", "time", "svg", "noscript", "template"})
_Form: TypeAlias = tuple[str, str | None, bool]  # tag, class, and whether the text stands behind the element
_SmartText = etree._ElementUnicodeResult  # lxml's texts know the element that they stand in


def byline_elements(page: Page, headline: str | None) -> Iterator[list[str]]:
    """Yield the names that byline elements hold, those behind the headline first, nearest first."""
    if page.root is None:
        return
    suspects = _SUSPECTS(page.root)
    place = _headline_place(suspects, headline)
    ordered = [*suspects[place + 1 :], *reversed(suspects[:place])] if place >= 0 else suspects
    seen: set[_Element] = set()
    for element in [suspect for suspect in ordered if suspect.tag != "h1"][:_MAX_SUSPECTS]:
        if element not in seen and _names_author(element) and not _is_elsewhere(element):
            siblings = _row(element, ordered)
            seen.update(siblings)
            names = _distinct_people(name for sibling in siblings for name in _names(sibling, page.language))
            if names:
                yield names


def _headline_place(suspects: list[_Element], headline: str | None) -> int:
    """Return where the headline's h1 stands among the suspects, else the first h1, -1 without any."""
    places = [place for place, suspect in enumerate(suspects) if suspect.tag == "h1"]
    key = folded_key(headline or "")
    own = (place for place in places if key and folded_key("".join(suspects[place].itertext())) in key)
    return next(own, places[0] if places else -1)


def _names_author(element: _Element) -> bool:
    if "author" in (element.get("rel"), element.get("itemprop")) or element.get("itemprop") == "creator":
        return True
    names = _CAMEL.sub("-", (element.get("class") or "")[:400])
    return bool(_NAMING.search(names)) or (element.tag == "a" and bool(_NAMING.search(element.get("href") or "")))


def _is_elsewhere(element: _Element) -> bool:
    ancestors = [element]
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "html", "main", "article") or len(ancestors) > _MAX_ANCESTORS:
            break
        ancestors.append(ancestor)
    return any(
        ancestor.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search((ancestor.get("class") or "")[:400])
        for ancestor in ancestors
    )


def _row(element: _Element, suspects: list[_Element]) -> list[_Element]:
    """Return an element and those of its kind beside it: one link an author, in the same parent."""
    parent = element.getparent()
    return [
        suspect
        for suspect in suspects
        if suspect is element
        or (
            suspect.getparent() is parent
            and suspect.tag == element.tag
            and suspect.get("class") == element.get("class")
        )
    ]


def _distinct_people(names: Iterable[str]) -> list[str]:
    """Return names without the initials that stand for one of them in a picture's place, and without titles alone."""
    found = list(dict.fromkeys(names))
    initials = {"".join(word[0] for word in name.split()) for name in found if " " in name}
    return [name for name in found if name not in initials]


def _names(element: _Element, language: str | None) -> Iterator[str]:
    """Yield the names among an element's pieces of text: the first, and those that "and" or their form join to it."""
    first: _Form | None = None
    joined = False
    for piece, form in list(_pieces(element, language))[:_MAX_PIECES]:
        if first is not None and (_JOINT.fullmatch(piece) or conjunction_pattern("").fullmatch(f" {piece} ")):
            joined = True
            continue
        names = [author.name for author in clean_authors(piece, language=language) if looks_like_name(author.name)]
        if first is not None and not (joined or form == first):
            return
        if names:
            first = first or form
            joined = _JOINT.fullmatch(piece[-1]) is not None
            yield from names
        elif first is not None:
            return


def _pieces(element: _Element, language: str | None) -> Iterator[tuple[str, _Form]]:
    """Yield an element's text piece by piece, as its markup divides it; "By" alone goes with the next piece."""
    waiting = ""
    chars = 0
    for text in element.itertext():
        parent = text.getparent() if isinstance(text, _SmartText) else None
        piece = one_line(text)
        if not piece or (parent is not None and not text.is_tail and parent.tag in _NO_NAMES):
            continue
        chars += len(piece)
        if prefix_pattern(base_language(language)).fullmatch(f"{piece} "):
            waiting = f"{piece} "
            continue
        form = (str(parent.tag), parent.get("class"), bool(text.is_tail)) if parent is not None else ("", None, False)
        yield waiting + piece, form
        waiting = ""
        if chars > _MAX_CHARS:
            return
