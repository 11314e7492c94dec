"""What stands before the element of a date: "Published", "Aktualisiert", "更新"."""

from __future__ import annotations

import re

from lxml.etree import _Element

from newsspider.lines.date_labels import MAX_LABEL_CHARS, Kind, kind_of_label
from newsspider.processors.text import one_line

_MAX_LOOK_BACK_CHARS = 200
_LAST_DIGIT = re.compile(r"\d")


def kind_before(element: _Element) -> Kind | None:
    """Return what a label right before an element says, in an element of its own or not: "Last updated:".

    A word may stand between: <i>Last updated</i> <i>on</i> <time>. What stands before another date is of that:
    "Published <time>4 May, 10:20</time>, updated <time>".
    """
    before = element.getprevious()
    parent = element.getparent()
    if before is None:
        text = parent.text if parent is not None else None
        if not (text or "").strip() and parent is not None and (before := parent.getprevious()) is not None:
            text = _end_of(before) + (before.tail or "")
    else:
        earlier = before.getprevious()
        text = (_end_of(earlier) if earlier is not None else "") + f" {_end_of(before)} {before.tail or ''}"
    behind_date = _LAST_DIGIT.split((text or "")[-_MAX_LOOK_BACK_CHARS:])[-1]
    return kind_of_label(one_line(behind_date)[-MAX_LABEL_CHARS:])


def _end_of(element: _Element) -> str:
    return " ".join(element.itertext())[-_MAX_LOOK_BACK_CHARS:]
