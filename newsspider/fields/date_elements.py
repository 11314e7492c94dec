"""Elements whose class or itemprop says that they hold a date."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from newsspider.fields.around_headline import class_of, from_headline_on, is_elsewhere, suspects
from newsspider.page.types import Page
from newsspider.processors.text import one_line

Kind = Literal["published", "modified"]

_SUSPICIOUS = re.compile(r"[Dd]ate|[Pp]ublish|[Pp]osted|[Tt]ime|meta|[Ff]echa|[Dd]atum")
_NAMING = re.compile(
    r"(?<![a-z])(?:date|datetime|dateline|pubdate|post-?date|published|publish|posted|timestamp|time|updated|modified"
    r"|meta|byline|fecha|datum|info)(?![a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MODIFIED_NAME = re.compile(r"updat|modif", re.IGNORECASE)
_PUBLISHED_NAME = re.compile(r"publi|posted|created", re.IGNORECASE)
_MAX_SUSPECTS = 40
_MAX_CHARS = 120  # of a date line with weekday, time and zone, twice
_DIGIT = re.compile(r"\d")


def date_elements(page: Page, headline: str | None, kind: Kind) -> Iterator[str]:
    """Yield the texts of date elements of a kind, from the headline on; "published" where nothing says which."""
    if page.root is None:
        return
    for element in from_headline_on(suspects(page.root, _SUSPICIOUS), headline)[:_MAX_SUSPECTS]:
        name = _CAMEL.sub("-", f"{class_of(element)} {element.get('itemprop') or ''}")
        if not _NAMING.search(name) or is_elsewhere(element):
            continue
        text = element.get("content") or one_line(" ".join(element.itertext()))
        if not _DIGIT.search(text) or len(text) > _MAX_CHARS:
            continue
        by_name: Kind = (
            "modified" if _MODIFIED_NAME.search(name) and not _PUBLISHED_NAME.search(name) else "published"
        )
        for label, part in labelled_parts(text):
            if (label or by_name) == kind:
                yield part


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
