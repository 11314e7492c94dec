"""The elements of a page that field rules look for, and those that have an attribute of microdata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from newsspider._native.markup import NAME_CHARS


class Marked(NamedTuple):
    """Elements in document order, as columns."""

    elements: list[_Element]
    ends: list[int]  # index of the first element after it that it does not hold


class Index(NamedTuple):
    """Elements of a page, in document order."""

    elements: Mapping[str, Sequence[_Element]]  # by each of INDEXED_TAGS
    hinted: Mapping[str, Sequence[_Element]]  # by each of NAME_HINTS, the h1 elements among them
    marked: Marked  # those that have one of MARKS, the root aside


class NameHints(NamedTuple):
    """Lower-case parts of names by which an element may hold something; rules look at it closely."""

    names: Sequence[str]  # of its class or itemprop
    addresses: Sequence[str] = ()  # of what it leads to
    tells_date: bool = False  # its title, its content (RDFa) or a data-* attribute is a date for machines


INDEXED_TAGS = (
    "meta", "link", "title", "base", "script", "h1", "time", "figure", "img", "video", "audio", "iframe", "nav",
    "a", "li",
)  # fmt: skip
OWN_CONTENT_TAGS = frozenset(INDEXED_TAGS) - {"a", "li"}  # the content of others is RDFa
TEXT_TAGS = (
    "h1", "a", "span", "div", "p", "address", "li", "ul", "h2", "h3", "h4", "h5", "h6", "strong", "b", "i", "em",
    "small", "section", "header", "time", "td", "dd", "cite", "figcaption", "meta", "abbr",
)  # fmt: skip
_AUTHOR_PARTS = (
    "author", "autor", "auteur", "byline", "by-line", "writer", "contributor", "posted-by", "redakt", "creator",
    "journalist", "reporter", "redacteur", "redactor", "periodist", "giornalist", "dziennikar", "yazar", "muhabir",
    "forfatter", "skribent", "kirjoittaja", "toimittaja", "penulis", "szerzo", "tacgia", "tac-gia",
    "olumnist", "colunista",
)  # fmt: skip
NAME_HINTS: Mapping[str, NameHints] = {
    "author": NameHints(_AUTHOR_PARTS, (*_AUTHOR_PARTS, "/@")),
    "date": NameHints(("date", "publish", "posted", "time", "meta", "byline", "fecha", "datum"), tells_date=True),
    # By where they lead: of 2,913 pages 9 have a link with rel=license in the text, and each is among these.
    "license": NameHints((), ("licen", "creativecommons", "creative_commons", "copyleft", "copyright", "rights")),
}

_CUSTOM_TIME = re.compile(
    r"[a-z0-9-]{1,40}(?<!reading)(?<!read)-(?:date|datetime|time|timeago|timestamp)|(?:date|time)-(?:ago|since|stamp)"
)
_CUSTOM_PLAYERS: Mapping[str, str] = {
    "amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe", "amp-youtube": "iframe",
    "amp-vimeo": "iframe", "amp-dailymotion": "iframe", "lite-youtube": "iframe", "lite-vimeo": "iframe",
    "youtube-video": "iframe",
}  # fmt: skip
# What an attribute tells machines: a day first, or seconds or milliseconds since 1970.
MACHINE_DATE = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}|1[0-9]{9}(?:[0-9]{3})?\Z")


def index_tree(root: _Element) -> Index:
    """Return the page's elements of INDEXED_TAGS, and those of TEXT_TAGS that NAME_HINTS point to.

    Those are all h1, elements whose class or itemprop holds one of the parts, links whose address does, and
    links with rel=author. Beside them those that have an attribute of microdata. Elements that scripts define
    stand among those that their name says: <relative-time> and <bsp-timestamp> among the <time> elements.
    """
    elements: dict[str, list[_Element]] = {tag: [] for tag in INDEXED_TAGS}
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        known = elements.get(indexed_as(tag))
        if known is not None:
            known.append(element)
    return Index(elements, {kind: _hinted(root, hints) for kind, hints in NAME_HINTS.items()}, _marked(root))


def indexed_as(tag: str) -> str:
    """Return the tag in whose list an element stands: of those that scripts define, that of what they show.

    Such tags have a hyphen.

    >>> [indexed_as(tag) for tag in ("relative-time", "amp-video", "lite-youtube", "story-timeline")]
    ['time', 'video', 'iframe', 'story-timeline']
    """
    if "-" not in tag:
        return tag
    return "time" if _CUSTOM_TIME.fullmatch(tag) else _CUSTOM_PLAYERS.get(tag, tag)


def _hinted(root: _Element, hints: NameHints) -> list[_Element]:
    known: dict[str | None, bool] = {None: False}
    found: list[_Element] = []
    for element in root.iter(*TEXT_TAGS):
        name = element.get("class")
        named = known.get(name)
        if named is None:
            named = known[name] = _holds_one(name, hints.names)
        if named or _is_marked(element, hints):
            found.append(element)
    return found


def _is_marked(element: _Element, hints: NameHints) -> bool:
    if element.tag == "h1" or (hints.tells_date and _tells_date(element)):
        return True
    if element.tag == "a":
        return _holds_one(element.get("href"), hints.addresses) or element.get("rel") == "author"
    return _holds_one(element.get("itemprop"), hints.names)


def _tells_date(element: _Element) -> bool:
    return any(
        (
            name == "title"
            or str(name).startswith("data-")
            or (name == "content" and element.tag not in OWN_CONTENT_TAGS)
        )
        and MACHINE_DATE.match(str(value))
        for name, value in element.items()
    )


def _holds_one(value: str | None, parts: Sequence[str]) -> bool:
    if not value or not parts:
        return False
    folded = value[:NAME_CHARS].lower()
    return any(part in folded for part in parts)  # in a fifth of the time of a pattern


MARKS = ("itemprop", "itemscope", "itemtype")
_any_marked = etree.XPath(f"boolean(descendant::*[{' or '.join(f'@{name}' for name in MARKS)}])")


def _marked(root: _Element) -> Marked:
    """Return the elements under `root` that have one of MARKS."""
    found = Marked([], [])
    if not _any_marked(root):  # as on most pages
        return found
    open_: list[int] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is root or not any(name in element.attrib for name in MARKS):
            continue
        if event == "start":
            open_.append(len(found.ends))
            found.elements.append(element)
            found.ends.append(0)
        else:
            found.ends[open_.pop()] = len(found.ends)
    return found


def attributes_of(elements: Iterable[_Element], names: Sequence[str]) -> list[tuple[str | None, ...]]:
    """Return for each element its attributes of these names, None for those that it has not."""
    return [tuple(map(element.get, names)) for element in elements]
