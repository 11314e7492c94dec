"""Containers of a page by the words of their class and id, and by what they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from newsspider._native.markup import EMPHASIS
from newsspider.blocks.types import Blocks
from newsspider.language.word_lists import word_sets
from newsspider.page.types import Page

_CAPTION, _SHOWN = frozenset({"caption"}), frozenset({"photo", "picture", "pic", "image", "img", "foto"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # "liveBlog-entry" is live, blog, entry
_INLINE = EMPHASIS | {"a", "sub", "sup", "mark", "abbr", "q"}
_NAMING = frozenset(("class", "id", "itemprop", "data-testid", "data-component"))
_TRAIL_LABELS = ("breadcrumb", "ariane", "brotkrum", "brotkrüm", "migas", "briciole", "kruimel", "brødsmul",
                 "brödsmul", "okruszk", "drobečk", "крошк", "パンくず", "面包屑", "麵包屑")  # fmt: skip
_UNSEEN = ("script", "style", "noscript", "template", "svg")
_NONE: frozenset[str] = frozenset()
_NAME_CHARS = 400  # of one attribute: framework classes run to thousands, the telling words stand first


def name_words(element: _Element) -> frozenset[str]:
    """Return the lower-case words of an element's class, id and the like."""
    names = [words_in(value[:_NAME_CHARS]) for name, value in element.items() if name in _NAMING]
    return names[0] if len(names) == 1 else _NONE.union(*names)


def is_named(attributes: Iterable[tuple[str, str]], words: frozenset[str]) -> bool:
    """Return whether one of `words` is among the words of the attributes that name an element.

    >>> is_named([("class", "image-caption"), ("src", "/credit.jpg")], frozenset(("caption",)))
    True
    """
    # In a loop, and without a set of all: it is asked of dozens of elements around a page's pictures.
    for name, value in attributes:
        if name in _NAMING and not words.isdisjoint(words_in(value[:_NAME_CHARS])):
            return True
    return False


# A page uses a few classes over and over, and a site's pages the same ones. What one holds never changes.
@lru_cache(maxsize=1024)
def words_in(name: str) -> frozenset[str]:
    """Return the lower-case words of a name.

    >>> sorted(words_in("wp-caption photoCredit"))
    ['caption', 'credit', 'photo', 'wp']
    """
    words = frozenset(map(str.lower, _WORD.findall(name)))
    return words | _CAPTION if "cap" in words and not _SHOWN.isdisjoint(words) else words  # "photo-cap"


def containers_named(blocks: Blocks, words: frozenset[str]) -> Iterator[_Element]:
    """Yield the containers, in document order, whose class or id holds one of `words`."""
    containers = blocks.markup.containers if blocks.markup else None
    if containers is not None:
        yield from (containers.elements[place] for place in containers.places_of(containers.kinds_named(words)))


def breadcrumb_elements(page: Page, blocks: Blocks) -> Iterator[_Element]:
    """Yield the elements that call themselves a trail of breadcrumbs."""
    for nav in page.elements.get("nav", ()):
        label = (nav.get("aria-label") or "").lower()
        if label and any(word in label for word in _TRAIL_LABELS):
            yield nav
    yield from containers_named(blocks, class_words()["trail"])


def texts_in(element: _Element, max_elements: int | None = None) -> Iterator[tuple[str, _Element, bool]]:
    """Yield each piece of an element's text, lazily: the piece, its element, whether it stands behind that.

    `max_elements` is how many elements are looked at, all if None.

    >>> from lxml.html import fragment_fromstring
    >>> [(text, part.tag, behind) for text, part, behind in texts_in(fragment_fromstring("<p>By <b>Ana</b>, 5"))]
    [('By ', 'p', False), ('Ana', 'b', False), (', 5', 'b', True)]
    """
    steps = None if max_elements is None else 2 * max_elements
    for event, part in islice(etree.iterwalk(element, events=("start", "end")), steps):
        if event == "start" and part.text:
            yield part.text, part, False
        elif event == "end" and part is not element and part.tail:
            yield part.tail, part, True


def text_of(element: _Element, gap: str = "", without: Callable[[_Element], bool] | None = None) -> str:
    """Return an element's text without that of its scripts and styles, nor of the elements that `without` names.

    `gap` goes around what child elements hold, emphasis and links aside: they may be set apart by style alone.
    """
    if not gap and without is None:
        if not len(element) and element.tag not in _UNSEEN:  # as most links
            return element.text or ""
        if next(element.iter(*_UNSEEN), None) is None:
            return "".join(element.itertext())
    return "".join(_seen(element, gap, without))


def text_start(element: _Element, max_chars: int) -> str:
    """Return the first `max_chars` characters of text_of(), however much there is."""
    pieces: list[str] = []
    left = max_chars
    for piece in _seen(element, ""):
        pieces.append(piece[:left])
        left -= len(pieces[-1])
        if not left:
            break
    return "".join(pieces)


def _seen(element: _Element, gap: str, without: Callable[[_Element], bool] | None = None) -> Iterator[str]:
    """Yield the texts that are shown, with a stack of its own: pages nest deeper than Python may call."""
    pending: list[_Element | str] = [element]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            yield part
            continue
        if part.tag in _UNSEEN or (without is not None and part is not element and without(part)):
            continue
        around = "" if part.tag in _INLINE else gap
        pending.append(around)
        for child in reversed(part):
            pending.append(child.tail or "")
            pending.append(child)
        pending.append(around + (part.text or ""))


def class_words() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/class_words.toml: kind of part -> lower-case words."""
    return word_sets("fields/data/class_words")
