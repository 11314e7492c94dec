"""Elements of a kind in the order in which a reader would look for them: from the headline on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from newsspider._native.markup import NAME_CHARS
from newsspider.processors.headlines import folded_key

# What stands in these belongs to other articles, to readers who comment, or to no article. A page builder that one
# WordPress site in three uses calls all that it sets an "elementor-widget", and Blogger its posts a "widget Blog".
# In a microformat a person is an "h-card".
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?(?:list|metadata)?|related|recommend(?:ed|ations?)?|teasers?|(?<!h-)cards?|sidebar"
    r"|(?<!elementor-)widget(?! Blog(?!\w))|(?<!post-)(?<!entry-)(?<!article-)footer|nav|navigation|menu"
    r"|promo|more-from|read-?more|popular|trending|carousel|slider|breadcrumbs?|disqus|reply"
    r"|testimonials?|(?:pull-?|block-?)?quotes?)(?![a-z])",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?<![a-z])(?:comments?(?:list|metadata)?|related|recommend(?:ed|ations?)?|teasers?|(?<!h-)cards?|promo|more-from|read-?more|popular|trending"
    r"|carousel|slider|disqus|reply)(?![a-z])",
    re.IGNORECASE,
)
# The bar at the top of a page that shows today's date, in several languages. "today" and the like end the name, or
# stand before "date": papers have such names too ("hoy-article", "oggi_detail").
_TODAY = re.compile(
    r"(?<![a-z])(?:(?:todays?|hoy|hoje|oggi|heute|bugun|hari-?ini)(?:[-_]?(?:date|fecha|data|datum|tarih|tanggal))?(?![\w-])"
    r"|(?:current|live)[-_]?date(?![a-z])|top-?bar(?![a-z]))",
    re.IGNORECASE,
)
_MAX_BAR_DEPTH = 6
_QUOTING_TAGS = frozenset({"figure", "figcaption", "blockquote", "table"})
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "form", "figure", "figcaption", "blockquote", "table"})
_MAX_ANCESTORS = 12
_MAX_H1, _MAX_PIECES = 20, 200  # of a page, and pieces of the text of each


def from_headline_on(found: Sequence[_Element], headline: str | None) -> Sequence[_Element]:
    """Return elements that were found in document order, h1 among them, by their distance from the headline's h1.

    First those behind it, nearest first, then those before it, nearest first.
    """
    place = _headline_place(found, headline)
    ordered = [*found[place + 1 :], *reversed(found[:place])] if place >= 0 else found
    return [element for element in ordered if element.tag != "h1"]


def _headline_place(found: Sequence[_Element], headline: str | None) -> int:
    """Return where the headline's h1 stands, else the first h1, -1 without any."""
    places = [place for place, element in enumerate(found) if element.tag == "h1"]
    key = folded_key(headline or "")
    own = (place for place in places[:_MAX_H1] if (text := folded_key(_text_of(found[place]))) and text in key)
    return next(own, places[0] if places else -1)


def _text_of(h1: _Element) -> str:
    """Return an h1's text, "" where that is no headline's: one that is not closed holds the page."""
    pieces = list(islice(h1.itertext(), _MAX_PIECES))
    return "".join(pieces) if len(pieces) < _MAX_PIECES else ""


def is_elsewhere(element: _Element) -> bool:
    """Return whether an element stands in a part of the page that is not about this article."""
    return any(
        ancestor.tag in _ELSEWHERE_TAGS or _is_named_so(class_of(ancestor)) for ancestor in _upwards(element)
    )


def is_of_others(element: _Element) -> bool:
    """Return whether an element stands among comments or other stories; a footer may be the article's own."""
    return is_named_of_others(element) or any(ancestor.tag in _QUOTING_TAGS for ancestor in _upwards(element))


def is_named_of_others(element: _Element) -> bool:
    """Return whether a class says that an element stands among comments or other stories."""
    return any(_names_others(class_of(ancestor)) for ancestor in _upwards(element))


def is_of_today(element: _Element) -> bool:
    """Return whether an element stands where sites show today's date: a class says so, or it heads the site.

    The header of a site links its start page; one without any link is an article's.
    """
    for part in (element, *islice(element.iterancestors(), _MAX_BAR_DEPTH)):
        if part.tag in ("article", "main", "body"):  # their classes name sites and topics too: "tag-usa-today"
            return False
        is_named = _names_today(class_of(part)) or _names_today((part.get("id") or "")[:NAME_CHARS])
        if is_named or part.tag in ("header", "nav"):
            is_bar = is_named or next(part.iter("a"), None) is not None
            return is_bar and next(part.iter("h1", "article"), None) is None
    return False


# A page's elements share their ancestors, and a site's pages their classes. What one says never changes.
@lru_cache(maxsize=1024)
def _is_named_so(name: str) -> bool:
    return _ELSEWHERE.search(name) is not None


@lru_cache(maxsize=1024)
def _names_others(name: str) -> bool:
    return _OF_OTHERS.search(name) is not None


@lru_cache(maxsize=1024)
def _names_today(name: str) -> bool:
    return _TODAY.search(name) is not None


def class_of(element: _Element) -> str:
    """Return an element's class attribute, cut where it gets long."""
    return (element.get("class") or "")[:NAME_CHARS]


def _upwards(element: _Element) -> Iterator[_Element]:
    yield element
    for number, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in ("body", "html", "main") or number >= _MAX_ANCESTORS:
            return
        if ancestor.tag == "article":  # one among others of its kind is a teaser
            parent = ancestor.getparent()
            if parent is not None and parent.tag == "aside":
                yield parent
            return
        yield ancestor
