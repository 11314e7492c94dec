"""The lines near the headline that say when the text appeared and when it was changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from newsspider.body.types import Body
from newsspider.fields.neighbourhood.lines import MAX_DATE_LINE_CHARS, holds_date, is_date_line
from newsspider.fields.neighbourhood.run import main_run
from newsspider.fields.neighbourhood.zone import below, zone_above

_NEAR_BLOCKS = 3  # above the headline: section, kicker, date
_INSIDE_BLOCKS = 4  # below the standfirst
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line, or part of one, that holds a date."""

    index: int  # of its block
    text: str  # as written, its label and all
    kind: Literal["published", "modified"] | None  # what its label says; None without one


def date_lines(body: Body, *, language: str | None = None) -> list[DateLine]:
    """Return what near the headline and right below the body holds a date, the likeliest first.

    A line with two dates ("Published 3 May, updated 4 May") is given as two.
    """
    top, first = zone_above(body)
    between = range(top, min(first + _INSIDE_BLOCKS, max(first, main_run(body)[1])))
    above = range(top - 1, max(-1, top - 1 - _NEAR_BLOCKS), -1)
    found = [*_dated(body, between, language), *_dated(body, above, language)]
    found += [line for line in _dated(body, below(body), language) if line.kind]
    return sorted(found, key=lambda line: line.kind is None)


def _dated(body: Body, indices: Iterable[int], language: str | None) -> Iterator[DateLine]:
    for i in indices:
        text = body.blocks.texts[i]
        if len(text) > MAX_DATE_LINE_CHARS:
            continue
        for kind, part in _parts(text):
            if holds_date(part, language) if kind else is_date_line(part, language):
                yield DateLine(i, part, kind)


def _parts(text: str) -> Iterator[tuple[Literal["published", "modified"] | None, str]]:
    """Yield a line cut before each of its labels, with what the label says of the date behind it."""
    cuts = [(match.start(), match.lastgroup) for match in _labels().finditer(text)]
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, None))
    for (start, kind), (end, _) in zip(cuts, [*cuts[1:], (len(text), None)], strict=True):
        part = text[start:end].strip(" \t,;|·•/-–—(")
        if part:
            yield ("modified" if kind == "modified" else "published" if kind == "published" else None), part


@cache
def _labels() -> re.Pattern[str]:
    tables = tomllib.loads(files("newsspider.fields").joinpath("data/date_labels.toml").read_text("utf-8"))
    groups = []
    for kind in ("modified", "published"):  # "last updated" is tried before "date"
        words = sorted({word for words in tables[kind].values() for word in words}, key=len, reverse=True)
        spaced = "|".join(re.escape(word) for word in words if not _UNSPACED.match(word))
        unspaced = "|".join(re.escape(word) for word in words if _UNSPACED.match(word))
        groups.append(rf"(?P<{kind}>(?<!\w)(?:{spaced})(?!\w)|{unspaced})")
    return re.compile("|".join(groups), re.IGNORECASE)
