"""The elements of a page that have an attribute of microdata."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

MARKS = ("itemprop", "itemscope", "itemtype")
_any_marked = etree.XPath(f"boolean(descendant::*[{' or '.join(f'@{name}' for name in MARKS)}])")


class Marked(NamedTuple):
    """Elements in document order, as columns."""

    elements: list[_Element]
    ends: list[int]  # index of the first element after it that it does not hold


def marked(root: _Element) -> Marked:
    """Return the elements under `root` that have one of MARKS.

    newsspider.page._marked does the same in compiled code.
    """
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
