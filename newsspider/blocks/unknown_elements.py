"""Elements that HTML does not know, and that stand in the middle of a sentence."""

from __future__ import annotations

from itertools import islice

from lxml.etree import _Element

from newsspider._native.markup import EMPHASIS, INLINE, ROLES
from newsspider._native.walk import Columns

# HTML's own elements that open a block, those that went out of use among them.
KNOWN_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
    "listing", "main", "marquee", "menu", "nav", "noframes", "noscript", "ol", "p", "plaintext", "pre",
    "search", "section", "slot", "summary", "table", "tbody", "td", "template", "tfoot", "th", "thead",
    "title", "tr", "ul", "xmp",
))  # fmt: skip
_BESIDE = INLINE | EMPHASIS | {"a"}
# What holds running text; in others a link beside an element may be a menu's.
_PARAGRAPHS = _BESIDE | {"p", "li", "dd", "dt", "td", "th", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_MOST = 2_000  # such elements of a page that are looked at
_MOST_INSIDE = 20  # elements in one
_TEXT_CHARS = 200  # a name, a term, a date; what holds more may be a text of its own


def made_inline(columns: Columns) -> bool:
    """Turn each unknown element in running text into a <span>, as which browsers show it; return whether any was.

    Agencies mark what a text is about (<person>, <location>, <chron>), word processors and proofreading tools
    leave their own (<st1:place>, <o:p>, <g>), and authors mistype a tag. To the walk, which takes what it does not
    know for a block, each would end the paragraph.
    """
    unknown = {i for i, kind in enumerate(columns.kind_table) if kind.tag not in KNOWN_BLOCKS}
    if not unknown:
        return False
    places = (place for place, kind in enumerate(columns.kinds) if kind in unknown)
    found = [element for place in islice(places, _MOST) if _is_in_text(element := columns.containers[place])]
    for element in found:
        for part in (element, *element.iterdescendants()):
            if part.tag not in ROLES:
                part.tag = "span"
    return bool(found)


def _is_in_text(element: _Element) -> bool:
    """Return whether an element is a few words in one of HTML's own, with others beside them."""
    parent, before, after = element.getparent(), element.getprevious(), element.getnext()
    if parent is None or not (parent.tag in KNOWN_BLOCKS or parent.tag in ROLES):
        return False
    ahead = before.tail if before is not None else parent.text
    is_beside_words = _says(ahead) or _says(element.tail)
    if not is_beside_words and not (
        parent.tag in _PARAGRAPHS and any(near is not None and near.tag in _BESIDE for near in (before, after))
    ):
        return False
    inside = list(islice(element.iterdescendants(), _MOST_INSIDE + 1))
    if len(inside) > _MOST_INSIDE or any(part.tag in KNOWN_BLOCKS for part in inside):
        return False
    return sum(len(text) for text in element.itertext()) <= _TEXT_CHARS


def _says(text: str | None) -> bool:
    return text is not None and bool(text) and not text.isspace()
