"""Where a name may end within a line: where a link or another element of its own begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from newsspider._native.markup import DROPPED, EMPHASIS

# These may begin in the middle of a name: "Quay <b>Chronicle</b>".
_WITHIN_NAMES = EMPHASIS | {"abbr", "bdi", "font", "mark", "q", "sub", "sup", "wbr"}
_MAX_EVENTS = 1_000  # of a walk: a footer's; loose text of a <body> is left as it is written


def name_ends(line: str, element: _Element) -> list[int]:
    """Return the places within a line of an element where links and other elements begin, or links end, ascending.

    `line` is the element's text or a part of it, white space folded; where it is not found there, nothing is
    returned. A link to the front page may begin in the middle of the site's name, and so may an element without
    a space in front of it: neither counts.

    >>> from lxml.html import fragment_fromstring
    >>> name_ends("© Quay Imprint", fragment_fromstring("<p>© Quay <a href='/i'>Imprint</a></p>"))
    [7]
    """
    whole, marks = "", []
    for text, mark in islice(_pieces(element), _MAX_EVENTS):
        if mark:
            marks.append((len(whole), mark))
        whole += "".join(text.split())
    start = whole.find("".join(line.split()))
    if start < 0:
        return []
    places = [place for place, char in enumerate(line) if not char.isspace()]
    within = ((places[count - start], mark) for count, mark in marks if 0 < count - start < len(places))
    return sorted({place for place, mark in within if mark != "element" or line[place - 1].isspace()})


def _pieces(element: _Element) -> Iterator[tuple[str, str]]:
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
            yield part.text or "", _mark(part)
        else:
            yield part.tail or "", "link end" if part.tag == "a" else ""


def _mark(part: _Element) -> str:
    if part.tag == "a":
        return "" if (part.get("href") or "/").strip("./#") == "" else "link"
    if part.tag == "br":
        return "break"
    return "" if part.tag in _WITHIN_NAMES else "element"
