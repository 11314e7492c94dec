"""What a line says of the dates in it: "Published", "Aktualisiert", "更新"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["published", "modified"]

MAX_LABEL_CHARS = 25  # of a label in an element of its own
_DIGIT = re.compile(r"\d")


def labelled_parts(text: str) -> Iterator[tuple[Kind | None, str]]:
    """Yield a line cut before each of its labels, with what the label says of the date behind it.

    >>> list(labelled_parts("12 May 2031 - Updated 13 May 2031"))
    [(None, '12 May 2031'), ('modified', 'Updated 13 May 2031')]
    """
    cuts: list[tuple[int, Kind | None]] = [
        (match.start(), "modified" if match["modified"] else "published") for match in _labels().finditer(text)
    ]
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, None))
    for (start, kind), (end, _) in zip(cuts, [*cuts[1:], (len(text), None)], strict=True):
        part = text[start:end].strip(" \t,;|·•/-–—(")
        if part:
            yield kind, part


def kind_of_label(line: str) -> Kind | None:
    """Return what a line says of the date in the next line, None if it is no label alone.

    >>> kind_of_label("Last updated:"), kind_of_label("Updated 12 May"), kind_of_label("By Ana Ruiz")
    ('modified', None, None)
    """
    if len(line) > MAX_LABEL_CHARS or _DIGIT.search(line):
        return None
    return next((label for label, _ in labelled_parts(line) if label), None)


@cache
def _labels() -> re.Pattern[str]:
    tables = tomllib.loads(files("newsspider.fields").joinpath("data/date_labels.toml").read_text("utf-8"))
    groups = []
    for kind in ("modified", "published"):  # "last updated" is tried before "date"
        words = sorted(
            {word for words in tables[kind].values() for word in words}, key=lambda word: (-len(word), word)
        )
        # Scripts without spaces between words have no word boundaries either.
        spaced = "|".join(re.escape(word) for word in words if word[0] < "\u0e00")
        unspaced = "|".join(re.escape(word) for word in words if word[0] >= "\u0e00")
        groups.append(rf"(?P<{kind}>(?<!\w)(?:{spaced})(?!\w)|{unspaced or '(?!)'})")
    return re.compile("|".join(groups), re.IGNORECASE)
