"""Where a name may end within a line: where a link or another element of its own begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from newsspider._native.markup import DROPPED, EMPHASIS
from newsspider.language.word_lists import any_of, words_of
from newsspider.processors.urls import canonical_url, is_home_url

# These may begin in the middle of a name: "Quay <b>Chronicle</b>".
_WITHIN_NAMES = EMPHASIS | {"abbr", "bdi", "font", "mark", "q", "sub", "sup", "wbr"}
_NO_SITE = "https://site.invalid/"  # of a page without an address
_DIGIT = re.compile(r"\d")
_MAX_EVENTS = 1_000  # of a walk: a footer's; loose text of a <body> is left as it is written


def name_ends(line: str, element: _Element, base: str | None = None) -> list[int]:
    """Return the places within a line of an element where links and other elements begin, or links end, ascending.

    `line` is the element's text or a part of it, white space folded; where it is not found there, nothing is
    returned. `base` is the page's address. A link to the front page may begin in the middle of the site's name,
    and so may another element: these count where a label of the footer follows. A link that a firm's legal form
    follows is a part of the firm's name.

    >>> from lxml.html import fragment_fromstring
    >>> name_ends("© Quay Imprint", fragment_fromstring("<p>© Quay <a href='/i'>Imprint</a></p>"))
    [7]
    """
    whole, marks = "", []
    for text, mark in islice(_pieces(element, base), _MAX_EVENTS):
        if mark:
            marks.append((len(whole), mark))
        whole += "".join(text.split())
    start = whole.find("".join(line.split()))
    if start < 0:
        return []
    places = [place for place, char in enumerate(line) if not char.isspace()]
    within = [(places[count - start], mark) for count, mark in marks if 0 < count - start < len(places)]
    return sorted({place for place, mark in _without_firms(line, within) if _is_end(line, place, mark)})


def _is_end(line: str, place: int, mark: str) -> bool:
    if mark not in ("element", "front page"):
        return True
    return line[place - 1].isspace() and _labels().match(line, place) is not None


def _without_firms(line: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the marks without links to the own site that a legal form follows: "Dock <a>Media</a> Ltd"."""
    kept: list[tuple[int, str]] = []
    for place, mark in marks:
        if mark == "link end" and _legal_forms().match(line, place):
            if kept and kept[-1][1] == "link":
                kept.pop()
        else:
            kept.append((place, mark))
    return kept


def begins_with_label(text: str) -> bool:
    """Return whether a text begins with a label of a footer: "Powered by Example"."""
    return _labels().match(text) is not None


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{_any_of('rights', 'labels')})(?![^\W\d_])", re.IGNORECASE)


@cache
def _legal_forms() -> re.Pattern[str]:
    behind = rf"\s{{0,3}}(?:[^\w\s]|\d|$|{_any_of('rights')})"
    return re.compile(rf"[\s,]{{0,3}}(?:{_any_of('legal_forms')})(?!\w)(?={behind})", re.IGNORECASE)


def _any_of(*kinds: str) -> str:
    return any_of(word for kind in kinds for word in words_of("fields/publisher/footers", kind))


def _pieces(element: _Element, base: str | None) -> Iterator[tuple[str, str]]:
    """Yield an element's text in pieces, and what begins or ends in front of each: "" where that ends no name."""
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    yield element.text or "", ""
    for event, part in walk:
        if part is element:
            continue
        if event == "start":
            if part.tag in DROPPED:
                walk.skip_subtree()
                continue
            yield part.text or "", _mark(part, base)
        else:
            yield part.tail or "", "link end" if part.tag == "a" else ""


def _mark(part: _Element, base: str | None) -> str:
    if part.tag == "a":
        return _mark_of_link(part.get("href") or "/", base)
    if part.tag == "br":
        return "break"
    return "" if part.tag in _WITHIN_NAMES else "element"


def _mark_of_link(href: str, base: str | None) -> str:
    """Return what a link is: to the own site's front page, to another of its pages, or to another site."""
    own, (path, _, query) = base or _NO_SITE, href.partition("?")
    url = canonical_url(href if _DIGIT.search(query) else path or href, own)  # "/?p=7" is an article
    host, own_host = _host(url), _host(own)
    if not href.strip("./#") or (url and is_home_url(url) and f".{own_host}".endswith(f".{host}")):
        return "front page"
    return "link" if host == own_host else "link out"


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and the like
        return ""
