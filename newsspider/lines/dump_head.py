"""The lines at the head of a text dump that say what the page is: "Title: ...", "Author: ...", "URL: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsspider.language.bylines import prefixes
from newsspider.language.word_lists import any_of, words_of
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.shapes import ends_sentence

_MAX_LINES = 20
_MAX_VALUE_CHARS = 80  # behind a label that is not known; longer lines are text: "The storm: it came at night"
_LINE = re.compile(r"(?P<label>[^\W\d_][^\W_]{0,19}(?:[ _-][^\W_]{1,19}){0,2})\s?[:：]\s*(?P<value>.*)")
_FENCE = re.compile(r"[-+]{3,}")  # around the front matter of Markdown
_QUOTED = re.compile(r"\"(?P<text>[^\"]+)\"|'(?P<other>[^']+)'")
_ADDRESS = re.compile(r"<?(?P<address>https?://[^\s<>]+)>?", re.IGNORECASE)


class DumpHead(NamedTuple):
    """What the head of a dump says, as written; None for what is missing."""

    size: int  # lines
    title: str | None = None
    address: str | None = None


NO_HEAD = DumpHead(0)


def dump_head(lines: Sequence[str]) -> DumpHead:
    """Return the head of a dump's lines, blank ones left out: one that names a title or an address, or no head.

    >>> dump_head(["Title: Storm hits coast", "Date: 2031-05-04", "URL: https://example.org/storm", "It came."])
    DumpHead(size=3, title='Storm hits coast', address='https://example.org/storm')
    >>> dump_head(["Storm hits coast", "URL: https://example.org/storm", "It came."])
    DumpHead(size=0, title=None, address=None)
    """
    size, told = 0, dict[str, str]()
    for line in lines[:_MAX_LINES]:
        match = _LINE.fullmatch(line)
        kind = _kind_of(match["label"], match["value"]) if match else None
        if match is None and not (_FENCE.fullmatch(line) and (not size or lines[0] == line)):
            break
        if match is not None and kind is None and not _may_be_of_head(line, match["value"]):
            break
        size += 1
        if match is None and size > 1:  # behind the front matter of Markdown stands the text
            break
        if match is not None and kind is not None:
            told.setdefault(kind, match["value"])
    address = _ADDRESS.fullmatch(told.get("address", ""))
    is_head = "headline" in told or "address" in told
    return (
        DumpHead(size, _bare(told.get("headline", "")), address["address"] if address else None)
        if is_head
        else NO_HEAD
    )


def _may_be_of_head(line: str, value: str) -> bool:
    """Return whether a line with a label that is not known belongs to a head: a byline, a date, or a few words.

    One of several words is rather who speaks: "Ana Ruiz: How did it begin".
    """
    if prefixes("").match(line) is not None or is_date_line(line):
        return True
    is_one_word = " " not in line[: len(line) - len(value)].rstrip(" :：")
    return is_one_word and len(value) <= _MAX_VALUE_CHARS and not ends_sentence(value)


def _bare(title: str) -> str | None:
    quoted = _QUOTED.fullmatch(title)
    return ((quoted["text"] or quoted["other"]) if quoted else title) or None


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = ("headline", "address")
    return tuple(
        (kind, re.compile(any_of(words_of("lines/data/dump_labels", kind)), re.IGNORECASE)) for kind in kinds
    )


def _kind_of(label: str, value: str) -> str | None:
    """Return what a label says of a page; no address is one of several words: "Address: 5 Quay Street"."""
    kind = next((kind for kind, words in _kinds() if words.fullmatch(label)), None)
    return None if kind == "address" and len(value.split()) > 1 else kind
